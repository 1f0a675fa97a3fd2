//! What a clock needs to know of a ticket.

use super::{Case, Need, Pause, PauseReason};
use crate::time::UnixMs;

/// The facts that the clock is computed from. Pauses are those that count, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    pub asked_at: UnixMs,
    pub first_answer_at: Option<UnixMs>,
    /// Since when the requester waits for an answer to what he wrote after the first one.
    pub owed_since: Option<UnixMs>,
    pub pauses: &'a [Pause],
    /// The pause that has not ended.
    pub stopped: Option<Stopped>,
    pub ended_at: Option<UnixMs>,
    pub case: Case,
    pub needs: &'a [Need],
}

/// A clock that stands still, since when and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    pub since: UnixMs,
    pub why: PauseReason,
}

impl Facts<'_> {
    /// The end of what has happened: its end, or now. A clock that was set back never shows less than nothing.
    pub fn until(&self, now: UnixMs) -> UnixMs {
        self.ended_at.unwrap_or(now).max(self.asked_at)
    }

    /// All pauses until then, the one that has not ended among them, in order.
    pub fn pauses_until(&self, until: UnixMs) -> Vec<Pause> {
        let running = self.stopped.map(|stopped| Pause {
            from: stopped.since,
            to: until.max(stopped.since),
            why: Some(stopped.why),
        });
        self.pauses.iter().copied().chain(running).collect()
    }
}
