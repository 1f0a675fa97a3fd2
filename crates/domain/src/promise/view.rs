//! A promise as pages draw it, and how it stands.

use serde::{Deserialize, Serialize};

use super::{Case, Facts, Pause, PauseReason, Stopped, Urgency};
use crate::time::{HOUR, Millis, UnixMs};

/// A promise as a page draws it: the line from asked to done, and what happened on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseView {
    pub asked_at: UnixMs,
    pub first_due_at: UnixMs,
    pub first_answer_at: Option<UnixMs>,
    /// By when what the requester wrote later is answered, while that is owed.
    pub next_answer_due_at: Option<UnixMs>,
    /// While the clock stands still, as it was when it stopped.
    pub due_at: UnixMs,
    pub pauses: Vec<Pause>,
    /// Since when the clock stands still now.
    pub paused_since: Option<UnixMs>,
    pub ended_at: Option<UnixMs>,
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Running {
        left: Millis,
    },
    /// Due within the hour.
    Soon {
        left: Millis,
    },
    Late {
        by: Millis,
    },
    Paused {
        since: UnixMs,
    },
    Kept,
    Broken {
        by: Millis,
    },
}

/// From how long before it breaks a promise is "soon".
pub const SOON: Millis = HOUR;

impl PromiseView {
    /// The instant that matters next: an answer while it is due, else done, which nothing makes late while it waits.
    pub fn next_due_at(&self) -> UnixMs {
        match (self.answer_due_at(), self.paused_since) {
            (Some(answer), None) => answer.min(self.due_at),
            (Some(answer), Some(_)) => answer,
            (None, _) => self.due_at,
        }
    }

    /// The facts of it, for [`explain`](super::explain); `why` says why it stands still, if it does.
    pub fn facts(&self, why: PauseReason) -> Facts<'_> {
        Facts {
            asked_at: self.asked_at,
            first_answer_at: self.first_answer_at,
            owed_since: None,
            pauses: &self.pauses,
            stopped: self
                .paused_since
                .filter(|_| self.ended_at.is_none())
                .map(|since| Stopped { since, why }),
            ended_at: self.ended_at,
            case: Case::unseen(Urgency::Normal),
            needs: &[],
        }
    }

    /// By when the requester is answered, while an answer is owed.
    fn answer_due_at(&self) -> Option<UnixMs> {
        match self.first_answer_at {
            None => Some(self.first_due_at),
            Some(_) => self.next_answer_due_at,
        }
    }

    pub fn standing(&self, now: UnixMs) -> Standing {
        if let Some(ended_at) = self.ended_at {
            let over = ended_at - self.due_at;
            return if over.0 > 0 { Standing::Broken { by: over } } else { Standing::Kept };
        }
        if let Some(since) = self.paused_since {
            return self.paused(since, now);
        }
        let left = self.next_due_at() - now;
        match left {
            _ if left.0 < 0 => Standing::Late { by: Millis(-left.0) },
            _ if left <= SOON => Standing::Soon { left },
            _ => Standing::Running { left },
        }
    }

    /// An answer is owed all the same; and what was late before it stood still stays late by as much.
    fn paused(&self, since: UnixMs, now: UnixMs) -> Standing {
        match self.answer_due_at() {
            Some(answer) if answer < now => Standing::Late { by: now - answer },
            _ if self.due_at < since => Standing::Late { by: since - self.due_at },
            _ => Standing::Paused { since },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MINUTE;

    const NINE: UnixMs = UnixMs(1_794_992_400_000);

    fn view() -> PromiseView {
        PromiseView {
            asked_at: NINE,
            first_due_at: NINE + HOUR,
            first_answer_at: None,
            next_answer_due_at: None,
            due_at: NINE + HOUR.times(6),
            pauses: Vec::new(),
            paused_since: None,
            ended_at: None,
        }
    }

    #[test]
    fn the_first_answer_is_what_is_due_until_it_is_given() {
        assert_eq!(view().standing(NINE), Standing::Soon { left: HOUR });
        assert_eq!(view().standing(NINE + HOUR.times(2)), Standing::Late { by: HOUR });
        let answered = PromiseView { first_answer_at: Some(NINE), ..view() };
        assert_eq!(answered.standing(NINE + HOUR), Standing::Running { left: HOUR.times(5) });
    }

    #[test]
    fn a_pause_stops_the_clock_but_hides_no_missing_first_answer() {
        let paused = PromiseView { paused_since: Some(NINE), ..view() };
        assert_eq!(paused.standing(NINE + MINUTE), Standing::Paused { since: NINE });
        assert_eq!(paused.standing(NINE + HOUR.times(2)), Standing::Late { by: HOUR });
        let answered = PromiseView { first_answer_at: Some(NINE), ..paused };
        assert_eq!(answered.standing(NINE + HOUR.times(20)), Standing::Paused { since: NINE });
    }

    #[test]
    fn what_has_ended_was_kept_or_broken() {
        let ended = |hours| PromiseView { ended_at: Some(NINE + HOUR.times(hours)), ..view() };
        assert_eq!(ended(6).standing(NINE + HOUR.times(90)), Standing::Kept);
        assert_eq!(ended(7).standing(NINE + HOUR.times(90)), Standing::Broken { by: HOUR });
    }

    #[test]
    fn what_was_late_before_it_stood_still_stays_late_by_as_much() {
        let paused =
            PromiseView { first_answer_at: Some(NINE), paused_since: Some(NINE + HOUR.times(8)), ..view() };
        assert_eq!(paused.standing(NINE + HOUR.times(90)), Standing::Late { by: HOUR.times(2) });
    }

    #[test]
    fn an_answer_that_is_owed_is_due_before_the_end() {
        let owed = PromiseView {
            first_answer_at: Some(NINE),
            next_answer_due_at: Some(NINE + HOUR.times(3)),
            ..view()
        };
        assert_eq!(owed.next_due_at(), NINE + HOUR.times(3));
        assert_eq!(owed.standing(NINE + HOUR.times(4)), Standing::Late { by: HOUR });
    }
}
