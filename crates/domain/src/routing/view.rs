//! What the pages of routing show.

use serde::{Deserialize, Serialize};

use super::{Knowledge, Routed, Rule, Skill};
use crate::category::{Category, Service};
use crate::ids::{PersonId, TicketId};
use crate::person::PersonChip;
use crate::settings::DeskNow;
use crate::time::UnixMs;

/// The rules, what people know, and how much they work on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    pub rules: Vec<Rule>,
    pub people: Vec<PersonChip>,
    pub skills: Vec<(PersonId, Skill)>,
    /// Of everybody of the desk.
    pub limits: Vec<(PersonId, i64)>,
    pub services: Vec<Service>,
    pub categories: Vec<Category>,
    pub dry_run: DryRun,
    pub now: UnixMs,
}

/// What the rules would have decided for the tickets of the last month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// How many tickets were tried.
    pub tickets: i64,
    /// How many each rule decided, in their order; the last one is what no rule fitted.
    pub by_rule: Vec<i64>,
    /// How many each person would have got; none is the team's queue.
    pub by_person: Vec<(Option<PersonId>, i64)>,
    /// The latest, each with what was decided.
    pub latest: Vec<(TicketId, Routed)>,
}

/// Who knows what: every service and category, with those who know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowsPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    pub services: Vec<(String, Vec<Knowledge>)>,
    pub categories: Vec<(String, Vec<Knowledge>)>,
    pub languages: Vec<(String, Vec<Knowledge>)>,
    pub now: UnixMs,
}
