//! Service levels: which targets hold for what, which waiting pauses the clock, and what lengthens a promise.

use serde::{Deserialize, Serialize};

use crate::ids::{PolicyId, ServiceId};
use crate::ticket::{Effect, Impact, Kind, WaitingOn};
use crate::time::{Millis, Minutes, UnixMs};

/// How long we allow ourselves, in covered minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    pub first_answer: Minutes,
    /// From what a requester writes later until somebody answers it; none is no promise.
    #[serde(default)]
    pub next_answer: Option<Minutes>,
    pub done: Minutes,
}

/// What decides which targets hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub kind: Kind,
    pub urgency: Urgency,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub service: Option<ServiceId>,
}

impl Case {
    /// What nobody has triaged yet: taken as broken until it is known to be a wish.
    pub const fn unseen(urgency: Urgency) -> Case {
        Case { kind: Kind::Incident, urgency, impact: None, effect: None, service: None }
    }
}

/// The requester's only choice of priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Normal,
    Urgent,
}

impl Urgency {
    pub const ALL: [Urgency; 2] = [Urgency::Normal, Urgency::Urgent];

    pub const fn as_str(self) -> &'static str {
        match self {
            Urgency::Normal => "normal",
            Urgency::Urgent => "urgent",
        }
    }

    pub fn from_name(name: &str) -> Option<Urgency> {
        Urgency::ALL.into_iter().find(|urgency| urgency.as_str() == name)
    }
}

/// What a request needs before work can begin, as far as it makes the promise longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    Budget,
    Approval,
}

impl Need {
    pub const ALL: [Need; 2] = [Need::Budget, Need::Approval];

    pub const fn as_str(self) -> &'static str {
        match self {
            Need::Budget => "budget",
            Need::Approval => "approval",
        }
    }

    pub fn from_name(name: &str) -> Option<Need> {
        Need::ALL.into_iter().find(|need| need.as_str() == name)
    }
}

/// One line of a policy; an absent condition fits everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub kind: Option<Kind>,
    pub urgency: Option<Urgency>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    #[serde(default)]
    pub service: Option<ServiceId>,
    pub targets: Targets,
}

impl Rule {
    pub fn fits(&self, case: Case) -> bool {
        fn fits<T: PartialEq>(wanted: Option<T>, is: Option<T>) -> bool {
            wanted.is_none() || wanted == is
        }
        fits(self.kind, Some(case.kind))
            && fits(self.urgency, Some(case.urgency))
            && fits(self.impact, case.impact)
            && fits(self.effect, case.effect)
            && fits(self.service, case.service)
    }
}

/// Covered minutes that a need adds to "done by".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    pub budget: Minutes,
    pub approval: Minutes,
}

impl Default for Extra {
    fn default() -> Self {
        Extra { budget: Minutes(960), approval: Minutes(480) }
    }
}

/// Service levels: the first rule that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub rules: Vec<Rule>,
    /// For what no rule fits.
    pub otherwise: Targets,
    /// While a ticket waits for one of these, the clock of "done by" stands still.
    #[serde(default = "all_waiting")]
    pub pauses_on: Vec<WaitingOn>,
    #[serde(default)]
    pub extra: Extra,
    /// After how much of a target somebody is warned, from 1 to 99.
    #[serde(default = "default_warn_percent")]
    pub warn_percent: u8,
}

fn all_waiting() -> Vec<WaitingOn> {
    WaitingOn::ALL.to_vec()
}

const fn default_warn_percent() -> u8 {
    75
}

impl Default for Policy {
    /// The service levels of a new desk: first answer in an hour, what is broken the same day, what is new in three.
    fn default() -> Self {
        let targets = |first: i64, done: i64| Targets {
            first_answer: Minutes(first),
            next_answer: None,
            done: Minutes(done),
        };
        let any = Rule {
            kind: None,
            urgency: None,
            impact: None,
            effect: None,
            service: None,
            targets: targets(60, 360),
        };
        let incident = Rule { kind: Some(Kind::Incident), ..any };
        Policy {
            rules: vec![
                Rule { impact: Some(Impact::Everyone), targets: targets(30, 240), ..incident },
                Rule { urgency: Some(Urgency::Urgent), targets: targets(30, 240), ..incident },
                Rule { impact: Some(Impact::Team), targets: targets(60, 300), ..incident },
                Rule { targets: targets(60, 360), ..incident },
                Rule { urgency: Some(Urgency::Urgent), targets: targets(60, 600), ..any },
            ],
            otherwise: targets(60, 1_710),
            pauses_on: all_waiting(),
            extra: Extra::default(),
            warn_percent: default_warn_percent(),
        }
    }
}

impl Policy {
    pub fn targets(&self, case: Case) -> Targets {
        self.rules.iter().find(|rule| rule.fits(case)).map_or(self.otherwise, |rule| rule.targets)
    }

    pub fn pauses(&self, on: WaitingOn) -> bool {
        self.pauses_on.contains(&on)
    }

    /// What these needs add to "done by".
    pub fn extra(&self, needs: &[Need]) -> Millis {
        let minutes = |need: &Need| match need {
            Need::Budget => self.extra.budget,
            Need::Approval => self.extra.approval,
        };
        Millis(needs.iter().map(|need| minutes(need).millis().0).sum())
    }

    /// The part of a target after which somebody is warned.
    pub fn warn_after(&self, target: Millis) -> Millis {
        Millis(
            target.0 / 100 * i64::from(self.warn_percent)
                + target.0 % 100 * i64::from(self.warn_percent) / 100,
        )
    }
}

/// A policy and from when on it holds. What was asked before keeps the one of its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub id: PolicyId,
    pub valid_from: UnixMs,
    pub policy: Policy,
}
