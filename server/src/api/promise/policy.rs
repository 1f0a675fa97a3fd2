//! What promises are made of, as programs say it: opening hours and service levels.

use domain::coverage::{Holiday as DomainHoliday, Repeats, Version};
use domain::ids::ServiceId;
use domain::promise::{Extra, Policy as DomainPolicy, Rule as DomainRule, Targets as DomainTargets};
use domain::time::{Minutes, UnixMs};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::problem::{Problem, Result};
use crate::api::words::{Effect, Impact, Kind, Urgency, WaitingOn};

/// Opening hours on the clocks of a zone.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// IANA name.
    #[schema(example = "Europe/Madrid")]
    pub zone: String,
    /// Monday to Sunday: windows such as `08:00-12:00, 13:00-17:30`; one that ends before it begins ends on the next day;
    /// nothing is closed.
    #[schema(min_items = 7, max_items = 7)]
    pub hours: Vec<String>,
    /// Days on which it is closed from midnight to midnight.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// A day on which the desk is closed.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The first one, where it comes every year.
    #[schema(format = Date, example = "2026-12-25")]
    pub date: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub every_year: bool,
}

/// Service levels.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The first one that fits decides.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// For what no rule fits.
    pub otherwise: Targets,
    /// While a ticket waits for one of these, the clock of "done by" stands still.
    pub pauses_on: Vec<WaitingOn>,
    /// Covered minutes that "needs budget" adds.
    #[serde(default)]
    pub budget_minutes: i64,
    /// Covered minutes that "needs approval" adds.
    #[serde(default)]
    pub approval_minutes: i64,
    /// After how much of a target somebody is warned.
    #[serde(default = "warn_percent")]
    #[schema(minimum = 1, maximum = 99)]
    pub warn_percent: u8,
}

fn warn_percent() -> u8 {
    DomainPolicy::default().warn_percent
}

/// A line of a policy; what is left out fits everything.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub kind: Option<Kind>,
    pub urgency: Option<Urgency>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    /// The number of a service.
    pub service: Option<i64>,
    pub targets: Targets,
}

/// Targets in covered minutes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    #[schema(minimum = 1)]
    pub first_answer: i64,
    /// From what a requester writes later until somebody answers; left out is no promise.
    pub next_answer: Option<i64>,
    #[schema(minimum = 1)]
    pub done: i64,
}

impl Coverage {
    /// Errors by the name of the field that does not fit.
    pub fn version(self, field: &str, valid_from: UnixMs) -> Result<Version> {
        let week = domain::hours::parse_week(&self.hours)
            .map_err(|_| Problem::field(&format!("{field}.hours"), "must be windows such as 08:00-17:30"))?;
        let holidays =
            self.holidays.into_iter().map(|holiday| holiday.parse(field)).collect::<Result<_>>()?;
        Ok(Version { valid_from, zone: self.zone, week, holidays })
    }
}

impl Holiday {
    fn parse(self, field: &str) -> Result<DomainHoliday> {
        let wrong = |_| Problem::field(&format!("{field}.holidays"), "must be days such as 2026-12-25");
        let repeats = if self.every_year { Repeats::Yearly } else { Repeats::Once };
        Ok(DomainHoliday { date: self.date.parse().map_err(wrong)?, name: self.name, repeats })
    }
}

impl From<&DomainHoliday> for Holiday {
    fn from(holiday: &DomainHoliday) -> Holiday {
        let every_year = holiday.repeats == Repeats::Yearly;
        Holiday { date: holiday.date.to_string(), name: holiday.name.clone(), every_year }
    }
}

impl From<Policy> for DomainPolicy {
    fn from(policy: Policy) -> DomainPolicy {
        DomainPolicy {
            rules: policy.rules.into_iter().map(DomainRule::from).collect(),
            otherwise: policy.otherwise.into(),
            pauses_on: policy.pauses_on.into_iter().map(Into::into).collect(),
            extra: Extra {
                budget: Minutes(policy.budget_minutes),
                approval: Minutes(policy.approval_minutes),
            },
            warn_percent: policy.warn_percent,
        }
    }
}

impl From<&DomainPolicy> for Policy {
    fn from(policy: &DomainPolicy) -> Policy {
        Policy {
            rules: policy.rules.iter().map(Rule::from).collect(),
            otherwise: policy.otherwise.into(),
            pauses_on: policy.pauses_on.iter().map(|on| (*on).into()).collect(),
            budget_minutes: policy.extra.budget.0,
            approval_minutes: policy.extra.approval.0,
            warn_percent: policy.warn_percent,
        }
    }
}

impl From<Rule> for DomainRule {
    fn from(rule: Rule) -> DomainRule {
        DomainRule {
            kind: rule.kind.map(Into::into),
            urgency: rule.urgency.map(Into::into),
            impact: rule.impact.map(Into::into),
            effect: rule.effect.map(Into::into),
            service: rule.service.map(ServiceId),
            targets: rule.targets.into(),
        }
    }
}

impl From<&DomainRule> for Rule {
    fn from(rule: &DomainRule) -> Rule {
        Rule {
            kind: rule.kind.map(Into::into),
            urgency: rule.urgency.map(Into::into),
            impact: rule.impact.map(Into::into),
            effect: rule.effect.map(Into::into),
            service: rule.service.map(|service| service.0),
            targets: rule.targets.into(),
        }
    }
}

impl From<Targets> for DomainTargets {
    fn from(targets: Targets) -> DomainTargets {
        DomainTargets {
            first_answer: Minutes(targets.first_answer),
            next_answer: targets.next_answer.map(Minutes),
            done: Minutes(targets.done),
        }
    }
}

impl From<DomainTargets> for Targets {
    fn from(targets: DomainTargets) -> Targets {
        Targets {
            first_answer: targets.first_answer.0,
            next_answer: targets.next_answer.map(|minutes| minutes.0),
            done: targets.done.0,
        }
    }
}
