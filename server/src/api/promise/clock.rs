//! A clock, explained, as programs read it.

use domain::promise::{Attribution, Due as DomainDue, PauseReason, State, Stretch as DomainStretch, Verdict};
use domain::time::{Millis, UnixMs};
use serde::Serialize;
use service::promise::Evaluated;
use utoipa::ToSchema;

use crate::api::time::At;

/// The clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    pub state: ClockState,
    pub first_answer: Due,
    /// While the requester waits for another answer, and one is promised.
    pub next_answer: Option<Due>,
    pub done: Due,
    /// When the next promise breaks, or the first one has broken; null while nothing can break.
    pub breaks_at: Option<At>,
    /// In milliseconds; `run`, `closed` and `paused` add up to `elapsed`.
    pub totals: Totals,
    /// From when it was asked until now or its end, without a gap.
    pub stretches: Vec<Stretch>,
}

/// Whether time runs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Running,
    Closed,
    Paused,
    Ended,
}

/// One promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct Due {
    pub at: At,
    pub target_ms: i64,
    pub used_ms: i64,
    pub met_at: Option<At>,
    pub verdict: PromiseVerdict,
}

/// How a promise stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseVerdict {
    Open,
    Kept,
    Broken,
}

/// Sums in milliseconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Totals {
    pub run: i64,
    pub closed: i64,
    pub paused: i64,
    pub elapsed: i64,
}

/// A stretch of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stretch {
    pub from: At,
    pub to: At,
    pub what: StretchKind,
    /// Why it was paused: for whom it waited, or `ended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// The name of a holiday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holiday: Option<String>,
}

/// What became of a stretch.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StretchKind {
    Running,
    OutsideHours,
    Holiday,
    Paused,
}

impl Clock {
    pub fn of(evaluated: Evaluated, now: UnixMs) -> Clock {
        let Evaluated { clock, explanation } = evaluated;
        let ms = |Millis(length): Millis| length;
        Clock {
            state: match clock.state {
                State::Running => ClockState::Running,
                State::Closed { .. } => ClockState::Closed,
                State::Paused { .. } => ClockState::Paused,
                State::Ended => ClockState::Ended,
            },
            first_answer: Due::of(clock.first_answer, now),
            next_answer: clock.next_answer.map(|due| Due::of(due, now)),
            done: Due::of(clock.done, now),
            breaks_at: clock.breaks_at().map(At),
            totals: Totals {
                run: ms(explanation.run),
                closed: ms(explanation.closed),
                paused: ms(explanation.paused),
                elapsed: ms(explanation.elapsed()),
            },
            stretches: explanation.stretches.into_iter().map(Stretch::from).collect(),
        }
    }
}

impl Due {
    fn of(due: DomainDue, now: UnixMs) -> Due {
        Due {
            at: At(due.at),
            target_ms: due.target.0,
            used_ms: due.used.0,
            met_at: due.met_at.map(At),
            verdict: match due.verdict(now) {
                Verdict::Open => PromiseVerdict::Open,
                Verdict::Kept => PromiseVerdict::Kept,
                Verdict::Broken => PromiseVerdict::Broken,
            },
        }
    }
}

impl From<DomainStretch> for Stretch {
    fn from(stretch: DomainStretch) -> Stretch {
        let (what, why, holiday) = match stretch.why {
            Attribution::Running => (StretchKind::Running, None, None),
            Attribution::OutsideHours => (StretchKind::OutsideHours, None, None),
            Attribution::Holiday(name) => (StretchKind::Holiday, None, Some(name)),
            Attribution::Paused(why) => (StretchKind::Paused, why.map(reason), None),
        };
        Stretch { from: At(stretch.from), to: At(stretch.to), what, why, holiday }
    }
}

const fn reason(why: PauseReason) -> &'static str {
    match why {
        PauseReason::Waiting(on) => on.as_str(),
        PauseReason::Ended => "ended",
    }
}
