//! What we promise and whether it holds: a pure function of facts, policy, coverage and now.

mod clock;
mod explain;
mod facts;
mod levels;
mod likely;
pub mod page;
mod policy;
mod story;
mod view;
mod warning;

use serde::{Deserialize, Serialize};

use crate::ticket::WaitingOn;
use crate::time::UnixMs;

pub use clock::{Clock, Due, State, Verdict, clock};
pub use explain::{Attribution, Explanation, Stretch, explain};
pub use facts::{Facts, Stopped};
pub use levels::{ServiceLevels, Supplier, SupplierClock};
pub use likely::{Likely, MIN_ALIKE, hit_rate, likely};
pub use policy::{Case, Extra, Need, Policy, PolicyVersion, Rule, Targets, Urgency};
pub use story::{Happening, Story, Told};
pub use view::{PromiseView, SOON, Standing};
pub use warning::{Alarm, Promised, Recipient, Step, alarms};

/// Why a clock stood still while the desk was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    Waiting(WaitingOn),
    /// It was done, until it was reopened.
    Ended,
}

/// A stretch of time in which the clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: UnixMs,
    pub to: UnixMs,
    /// None for a pause that was written down before reasons were.
    #[serde(default)]
    pub why: Option<PauseReason>,
}

/// Two instants: by when the first answer comes, and by when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub first_due_at: UnixMs,
    pub due_at: UnixMs,
}

/// What the clock says lies ahead, written down with the promise so that lists can be in its order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// By when what the requester wrote last is answered.
    pub next_answer_due_at: Option<UnixMs>,
    /// When the next promise breaks, or when the first one has broken; none while nothing can break.
    pub breaks_at: Option<UnixMs>,
    /// When somebody is to be told next; none where that can't come before something else happens.
    pub alarm_at: Option<UnixMs>,
}

#[cfg(test)]
mod tests;
