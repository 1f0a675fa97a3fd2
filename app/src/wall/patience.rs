//! When a screen tries again: for ever, but politely, and never trusting a line only because it looks open.

use domain::live::BEAT_EVERY;
use domain::time::{Millis, SECOND};

/// Longest wait between two tries.
const LONGEST_WAIT: Millis = SECOND.times(30);
/// How long a connection may take to open.
const OPENS_WITHIN: Millis = SECOND.times(10);
/// An open line that says nothing for this long is dead: four beats are missing.
const SILENT_AFTER: Millis = BEAT_EVERY.times(4);

/// What the browser says of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    Opening,
    Open,
    Shut,
}

/// Counts tries. All times are those of the page's own clock, which never jumps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patience {
    heard_at: Millis,
    tried_at: Millis,
    tries: u32,
}

impl Patience {
    /// News have come: the line is good.
    pub fn hear(&mut self, now: Millis) {
        *self = Patience { heard_at: now, tried_at: self.tried_at, tries: 0 };
    }

    /// A new connection is being made.
    pub fn try_again(&mut self, now: Millis) {
        *self = Patience { heard_at: self.heard_at, tried_at: now, tries: self.tries.saturating_add(1) };
    }

    /// Whether it is time for a new connection.
    pub fn is_due(self, state: LineState, now: Millis) -> bool {
        let since_try = now.0 - self.tried_at.0;
        let is_lost = match state {
            LineState::Shut => true,
            LineState::Opening => since_try >= OPENS_WITHIN.0,
            LineState::Open => now.0 - self.heard_at.0.max(self.tried_at.0) >= SILENT_AFTER.0,
        };
        is_lost && since_try >= self.wait().0
    }

    /// Twice as long after every try that brought nothing.
    fn wait(self) -> Millis {
        Millis(SECOND.0.saturating_mul(1_i64 << self.tries.min(5))).min(LONGEST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(seconds: i64) -> Millis {
        SECOND.times(seconds)
    }

    /// The seconds at which it tries, when nothing ever answers.
    fn tries_in(seconds: i64) -> Vec<i64> {
        let mut patience = Patience::default();
        (1..=seconds)
            .filter(|second| {
                let due = patience.is_due(LineState::Shut, s(*second));
                if due {
                    patience.try_again(s(*second));
                }
                due
            })
            .collect()
    }

    #[test]
    fn it_tries_for_ever_and_ever_slower_up_to_half_a_minute() {
        assert_eq!(tries_in(130), [1, 3, 7, 15, 31, 61, 91, 121]);
        assert!(tries_in(86_400).len() > 2_800);
    }

    #[test]
    fn news_make_it_quick_again() {
        let mut patience = Patience::default();
        for second in [1, 3, 7, 15, 31] {
            patience.try_again(s(second));
        }
        patience.hear(s(40));
        assert!(patience.is_due(LineState::Shut, s(41)));
    }

    #[test]
    fn a_line_that_looks_open_but_is_silent_is_made_anew() {
        let mut patience = Patience::default();
        patience.try_again(s(1));
        patience.hear(s(5));
        assert!(!patience.is_due(LineState::Open, s(24)));
        assert!(patience.is_due(LineState::Open, s(25)));
    }

    #[test]
    fn a_connection_that_never_opens_is_given_up() {
        let mut patience = Patience::default();
        patience.try_again(s(1));
        assert!(!patience.is_due(LineState::Opening, s(10)));
        assert!(patience.is_due(LineState::Opening, s(11)));
    }
}
