//! A clock on demand: a coverage, a policy, events and a now in; due times, sums and every stretch of time out.

mod clock;
mod policy;

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::ServiceId;
use domain::promise::{Case, Happening, Story};
use domain::time::UnixMs;
use serde::Deserialize;
use service::promise::Question;
use utoipa::ToSchema;

pub use self::clock::Clock;
pub use self::policy::{Coverage, Policy};
use super::body::Json;
use super::problem::{Problem, Result};
use super::time::At;
use super::token::Caller;
use super::words::{Effect, Impact, Kind, Need, Urgency, WaitingOn};

/// What a clock is to be computed from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evaluate {
    pub coverage: Coverage,
    pub policy: Policy,
    pub asked_at: At,
    /// What it is about.
    pub case: TicketCase,
    /// What lengthens the promise.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What happened, in order of time.
    #[serde(default)]
    pub events: Vec<ClockEvent>,
    pub now: At,
}

/// What decides which targets hold.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketCase {
    pub kind: Kind,
    pub urgency: Urgency,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    /// The number of a service.
    pub service: Option<i64>,
}

/// Something that happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockEvent {
    pub at: At,
    pub what: What,
    /// With `wait_started`: for whom.
    pub on: Option<WaitingOn>,
    /// With `triaged`: what it is about now.
    pub case: Option<TicketCase>,
}

/// What can happen, as far as a clock cares.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The desk answered.
    Answered,
    /// The requester wrote: what waits waits no more, what had ended is open again.
    Wrote,
    WaitStarted,
    WaitEnded,
    Ended,
    Reopened,
    Triaged,
}

/// Compute a clock
///
/// "What if": nothing of the desk is read or changed. For the desk.
#[utoipa::path(post, path = "/api/v1/promise/evaluate", operation_id = "evaluatePromise", tag = "promise",
    request_body = Evaluate, responses((status = 200, description = "The clock, explained", body = Clock)))]
pub async fn evaluate(caller: Caller, body: Json<Evaluate>) -> Result<Response> {
    let question = body.value.question()?;
    let now = question.now;
    let evaluated = service::promise::evaluate(&caller.ctx, question)?;
    Ok(Told(Clock::of(evaluated, now)).into_response())
}

impl Evaluate {
    fn question(self) -> Result<Question> {
        let events = self.events.into_iter().map(ClockEvent::happening).collect::<Result<_>>()?;
        let story = Story {
            asked_at: self.asked_at.0,
            case: self.case.into(),
            needs: self.needs.into_iter().map(Into::into).collect(),
            events,
        };
        let version = self.coverage.version("coverage", UnixMs(0))?;
        Ok(Question { versions: vec![version], policy: self.policy.into(), story, now: self.now.0 })
    }
}

impl ClockEvent {
    fn happening(self) -> Result<(UnixMs, Happening)> {
        let needed = |field: &str, what: &str| Problem::field(field, what);
        let what = match self.what {
            What::Answered => Happening::Answered,
            What::Wrote => Happening::Wrote,
            What::WaitStarted => {
                let on = self.on.ok_or_else(|| needed("events.on", "is needed with wait_started"))?;
                Happening::WaitStarted(on.into())
            }
            What::WaitEnded => Happening::WaitEnded,
            What::Ended => Happening::Ended,
            What::Reopened => Happening::Reopened,
            What::Triaged => {
                let case = self.case.ok_or_else(|| needed("events.case", "is needed with triaged"))?;
                Happening::Triaged(case.into())
            }
        };
        Ok((self.at.0, what))
    }
}

impl From<TicketCase> for Case {
    fn from(case: TicketCase) -> Case {
        Case {
            kind: case.kind.into(),
            urgency: case.urgency.into(),
            impact: case.impact.map(Into::into),
            effect: case.effect.map(Into::into),
            service: case.service.map(ServiceId),
        }
    }
}
