//! What pages about service levels show: the admin's, and the public one.

use serde::{Deserialize, Serialize};

use super::{Likely, Policy, ServiceLevels, Supplier};
use crate::category::Service;
use crate::coverage::{Interval, Week};
use crate::ids::{CalendarId, CoverageRowId, TicketId};
use crate::locale::Language;
use crate::person::PersonChip;
use crate::settings::DeskNow;
use crate::time::{Millis, UnixMs};

/// Whether a change is made, or only tried on real tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    Save,
    Try,
}

/// The admin's pages: calendars, matrix, policies and suppliers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelsPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    pub levels: ServiceLevels,
    pub services: Vec<Service>,
    pub scorecards: Vec<Scorecard>,
    /// None where the desk has no rota.
    pub unstaffed: Option<Vec<Unstaffed>>,
    /// What a change would do to real tickets, when it was only tried.
    pub preview: Option<Preview>,
    pub now: UnixMs,
}

/// Hours that a line of the matrix promises in the days to come, and for which the rota has nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unstaffed {
    pub row: CoverageRowId,
    pub total: Millis,
    pub first: Interval,
}

/// A change that was tried on tickets that are open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub tickets: Vec<Previewed>,
    /// Events of a feed that are no holidays of whole days.
    pub left_out: Vec<String>,
    /// Holidays that would be added.
    pub holidays: usize,
}

/// When a ticket is due, and when it would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previewed {
    pub ticket: TicketId,
    pub subject: String,
    pub due_at: UnixMs,
    pub would_be_due_at: UnixMs,
}

/// How a supplier has kept what it agreed, of late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorecard {
    pub supplier: Supplier,
    /// Waits that have ended.
    pub share: Share,
    /// Tickets that wait for it now.
    pub waiting: i64,
    /// Of these, beyond what was agreed.
    pub late: i64,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub kept: i64,
    pub of: i64,
}

impl Share {
    /// Rounded down; none of too few to say.
    pub fn percent(self, at_least: i64) -> Option<i64> {
        (self.of >= at_least.max(1)).then(|| self.kept * 100 / self.of.max(1))
    }
}

/// Promises that were to be kept within a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub first_answer: Share,
    pub done: Share,
}

/// The public page of service levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedPage {
    pub reader: Option<PersonChip>,
    pub desk: DeskNow,
    pub hours: Vec<PublishedHours>,
    /// As it holds for what is asked now.
    pub policy: Policy,
    pub services: Vec<Service>,
    pub kept_30: Kept,
    pub kept_90: Kept,
    /// How often "8 of 10 like this were done by then" came true.
    pub likely: Share,
    pub now: UnixMs,
}

/// A line of the matrix as everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedHours {
    pub name: String,
    pub calendar: CalendarId,
    pub locations: Vec<String>,
    pub languages: Vec<Language>,
    pub zone: String,
    pub week: Week,
    pub holidays: Vec<String>,
}

/// What is promised for a draft, and whether the time that its sender needs can be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub first_due_at: UnixMs,
    pub due_at: UnixMs,
    pub likely: Option<Likely>,
}
