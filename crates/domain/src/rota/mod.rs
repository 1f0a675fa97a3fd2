//! Who answers the desk: a plan, what people agreed and when they are away, laid out as shifts over the open hours.

pub mod feed;
mod hold;
mod lay;
mod ledger;
mod stint;
mod swap;
mod turn;
pub mod view;
mod weekdays;

use serde::{Deserialize, Serialize};

pub use feed::Whose;
pub use hold::MAX_MEMBERS;
pub use lay::{Answer, gaps, lay, who_answers};
pub use ledger::{Ledger, Tally, hours};
pub use stint::{Stint, span_from_word, span_word, stints};
pub use swap::{Swap, SwapAnswer, SwapRefused, agreed, offer};
pub use turn::instant;
pub use weekdays::Weekdays;

use crate::coverage::Interval;
use crate::ids::PersonId;
use crate::time::UnixMs;

/// Most turns in a row for one person.
pub const MAX_RUN: u8 = 10;
/// How far ahead a rota is shown and looked through for gaps, in days.
pub const AHEAD_DAYS: i64 = 28;

/// A desk's plan from an instant on, until the next plan begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub from: UnixMs,
    /// Answers where nobody else does, so that somebody always does.
    pub lead: PersonId,
    pub scheme: Scheme,
    /// Weekdays that the plan leaves to the lead.
    pub idle: Weekdays,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// One person, and who stands in for him.
    Fixed {
        person: PersonId,
        stand_in: Option<PersonId>,
    },
    Rotation(Rotation),
}

/// People who take turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    pub every: Every,
    /// Turns in a row for one person: 2 with [`Every::Day`] is "two days each".
    pub run: u8,
    /// The minute of the local day at which one day's turn gives way to the next; 0 is midnight.
    pub changes_at: u16,
    /// The minute at which a day's second half begins; later than `changes_at`.
    pub half_at: u16,
    /// In their order.
    pub members: Vec<Member>,
}

/// How long a turn is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    HalfDay,
    #[default]
    Day,
    /// From Monday on.
    Week,
}

impl Every {
    pub const ALL: [Every; 3] = [Every::HalfDay, Every::Day, Every::Week];

    pub const fn as_str(self) -> &'static str {
        match self {
            Every::HalfDay => "half_day",
            Every::Day => "day",
            Every::Week => "week",
        }
    }

    pub fn from_name(name: &str) -> Option<Every> {
        Every::ALL.into_iter().find(|every| every.as_str() == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub person: PersonId,
    /// Weekdays on which he is never on the desk.
    pub never: Weekdays,
}

/// Somebody is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub person: PersonId,
    pub within: Interval,
}

/// Somebody answers in this interval whatever the plan says: a swap that was agreed, or a cover that the lead set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub person: PersonId,
    pub within: Interval,
}

/// One person's time on the desk, without a break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub person: PersonId,
    /// Who answers when he does not, in this order: his stand-in first, and the lead is always among them or is he.
    pub then: Vec<PersonId>,
    pub within: Interval,
    pub why: Why,
}

/// Why it is this person's shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is his turn.
    Turn,
    /// He agreed to it, or the lead set it.
    Agreed,
    /// Whose turn it is is away, and he is the next.
    StandsIn,
    /// The plan leaves this weekday to the lead.
    Idle,
    /// Nobody else is there: a gap of the plan, which the lead fills.
    Gap,
}

/// Why a plan can't be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefused {
    #[error("a rotation needs somebody who takes turns")]
    NoMembers,
    #[error("{MAX_MEMBERS} people take turns at most")]
    TooManyMembers,
    #[error("somebody is in the rotation twice")]
    Twice,
    #[error("a run is 1 to {MAX_RUN} turns")]
    Run,
    #[error("the second half of a day begins after the first")]
    Halves,
    #[error("who stands in is somebody else")]
    OwnStandIn,
}

impl Plan {
    /// Whether the plan can be laid out.
    pub fn check(&self) -> Result<(), PlanRefused> {
        match &self.scheme {
            Scheme::Fixed { person, stand_in } if *stand_in == Some(*person) => Err(PlanRefused::OwnStandIn),
            Scheme::Fixed { .. } => Ok(()),
            Scheme::Rotation(rotation) => rotation.check(),
        }
    }

    /// Everybody whom the plan names, once each.
    pub fn people(&self) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = match &self.scheme {
            Scheme::Fixed { person, stand_in } => std::iter::once(*person).chain(*stand_in).collect(),
            Scheme::Rotation(rotation) => rotation.members.iter().map(|member| member.person).collect(),
        };
        people.push(self.lead);
        let mut seen = Vec::new();
        people.retain(|person| {
            let is_new = !seen.contains(person);
            seen.push(*person);
            is_new
        });
        people
    }
}

impl Rotation {
    fn check(&self) -> Result<(), PlanRefused> {
        let twice =
            |n: usize, member: &Member| self.members.iter().skip(n + 1).any(|o| o.person == member.person);
        if self.members.is_empty() {
            Err(PlanRefused::NoMembers)
        } else if self.members.len() > MAX_MEMBERS {
            Err(PlanRefused::TooManyMembers)
        } else if self.members.iter().enumerate().any(|(n, member)| twice(n, member)) {
            Err(PlanRefused::Twice)
        } else if !(1..=MAX_RUN).contains(&self.run) {
            Err(PlanRefused::Run)
        } else if self.half_at <= self.changes_at || self.half_at >= 1_440 {
            Err(PlanRefused::Halves)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
