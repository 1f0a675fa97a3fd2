//! What programs send about the rota.

use domain::ids::PersonId;
use domain::rota::{Member, Plan, Rotation, Scheme, Weekdays};
use serde::Deserialize;
use utoipa::ToSchema;

use super::told::Span;
use crate::api::time::At;
use crate::api::words::{Every, Id, SwapAnswer, Whose};

/// A plan to be. Either `fixed` or `rotation` is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlan {
    /// From then on, which is now or later.
    pub from: At,
    /// Answers where nobody else is there.
    pub lead: Id,
    /// Weekdays that are left to the lead; Monday is 0.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub idle: Vec<u8>,
    pub fixed: Option<Fixed>,
    pub rotation: Option<NewRotation>,
}

/// One person, and who stands in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    pub person: Id,
    pub stand_in: Option<Id>,
}

/// People who take turns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRotation {
    pub every: Every,
    /// Turns in a row for one person.
    #[schema(minimum = 1, maximum = 10)]
    pub run: u8,
    /// The minute of the local day at which a day's turn begins.
    #[serde(default)]
    #[schema(maximum = 1439)]
    pub changes_at: u16,
    /// The minute at which the second half of a day begins.
    #[serde(default = "noon")]
    #[schema(maximum = 1439)]
    pub half_at: u16,
    /// In their order.
    #[schema(min_items = 1, max_items = 12)]
    pub members: Vec<NewMember>,
}

/// Somebody who takes turns.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    pub person: Id,
    /// Weekdays on which this person is never on the desk; Monday is 0.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub never: Vec<u8>,
}

/// A shift that you offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSwap {
    pub given: Span,
    pub taker: Id,
    pub back: Option<Span>,
}

/// What becomes of an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    pub answer: SwapAnswer,
}

/// A time that somebody shall have, whatever the plan says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCover {
    pub given: Span,
    pub person: Id,
}

/// Days on which somebody is not there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Left out, it is you; others are the lead's to set.
    pub person: Option<Id>,
    /// The first day on the desk's clock.
    #[schema(format = Date, example = "2026-11-23")]
    pub from: String,
    /// The last day.
    #[schema(format = Date, example = "2026-11-24")]
    pub to: String,
}

/// What the next shift should know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    #[schema(min_length = 1, max_length = 50_000, pattern = "visible")]
    pub body: String,
}

/// Which shifts a calendar shall read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeed {
    pub whose: Whose,
}

const fn noon() -> u16 {
    720
}

impl NewPlan {
    /// As the rota keeps it. Errors name `rotation` where not exactly one scheme is given.
    pub fn plan(self) -> service::Result<Plan> {
        let At(from) = self.from;
        let person = |Id(id): Id| PersonId(id);
        let scheme = match (self.fixed, self.rotation) {
            (Some(fixed), None) => {
                Scheme::Fixed { person: person(fixed.person), stand_in: fixed.stand_in.map(person) }
            }
            (None, Some(rotation)) => Scheme::Rotation(rotation.into()),
            _ => return Err(service::Error::field("rotation", domain::fault::Reason::Empty)),
        };
        Ok(Plan { from, lead: person(self.lead), scheme, idle: weekdays(self.idle) })
    }
}

impl From<NewRotation> for Rotation {
    fn from(new: NewRotation) -> Rotation {
        let member = |new: NewMember| Member { person: PersonId(new.person.0), never: weekdays(new.never) };
        Rotation {
            every: new.every.into(),
            run: new.run,
            changes_at: new.changes_at,
            half_at: new.half_at,
            members: new.members.into_iter().map(member).collect(),
        }
    }
}

fn weekdays(days: Vec<u8>) -> Weekdays {
    days.into_iter().collect()
}
