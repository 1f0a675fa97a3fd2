//! When a delivery is tried again, and when a target is given up.

use crate::time::{DAY, HOUR, MINUTE, Millis, SECOND, UnixMs};

/// Tries of one delivery; with the pauses between them that is a day and a half.
pub const MAX_TRIES: i64 = 12;
/// After this many failures in a row a target is disabled, if they also began [`FAILING_FOR`] ago.
pub const MAX_FAILURES: i64 = 20;
/// A target that was well within this time is not disabled.
pub const FAILING_FOR: Millis = DAY;

const FIRST_PAUSE: Millis = SECOND.times(5);
const LONGEST_PAUSE: Millis = HOUR.times(8);
/// A target that fails is left alone for this long at most, whatever waits for it.
const LONGEST_REST: Millis = MINUTE.times(30);

/// How long a delivery pauses after its nth try failed: 5 s, 20 s, 80 s, … at most 8 h, each a fifth more or less.
pub fn pause(tries: i64, chance: u32) -> Millis {
    grown(tries, LONGEST_PAUSE, chance)
}

/// How long a target is left alone after its nth failure in a row.
pub fn rest(failures: i64, chance: u32) -> Millis {
    grown(failures, LONGEST_REST, chance)
}

/// Whether a target has failed so often and for so long that it is disabled.
pub fn gives_up(failures: i64, since: UnixMs, now: UnixMs) -> bool {
    failures >= MAX_FAILURES && now - since >= FAILING_FOR
}

/// Four times longer each time; `chance` spreads what failed together, so that it does not come back together.
fn grown(times: i64, longest: Millis, chance: u32) -> Millis {
    let doublings = u32::try_from(times.clamp(1, 16) - 1).unwrap_or_default() * 2;
    let pause = (FIRST_PAUSE.0 << doublings).min(longest.0);
    let fifth = pause / 5;
    let spread = fifth * 2 * i64::from(chance) / i64::from(u32::MAX);
    Millis(pause - fifth + spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_fourfold_up_to_a_third_of_a_day() {
        let middle: Vec<i64> = (1..=12).map(|n| pause(n, u32::MAX / 2).0 / 1_000).collect();
        assert_eq!(middle, [4, 19, 79, 319, 1279, 5119, 20479, 28799, 28799, 28799, 28799, 28799]);
        let whole: i64 = middle.iter().take(11).sum();
        assert!((36..44).contains(&(whole / 3_600)), "{} hours", whole / 3_600);
    }

    #[test]
    fn chance_moves_a_pause_by_a_fifth_at_most() {
        assert_eq!(pause(1, 0), SECOND.times(4));
        assert_eq!(pause(1, u32::MAX), SECOND.times(6));
        assert_eq!(rest(99, u32::MAX), MINUTE.times(36));
    }

    #[test]
    fn a_target_is_given_up_after_many_failures_and_a_long_time_only() {
        let began = UnixMs(1_795_000_000_000);
        assert!(!gives_up(19, began, began + DAY));
        assert!(!gives_up(500, began, began + DAY - SECOND));
        assert!(gives_up(20, began, began + DAY));
    }

    #[test]
    fn a_target_that_is_down_for_a_day_has_failed_often_enough() {
        let (mut at, mut failures) = (Millis(0), 0);
        while at.0 < DAY.0 {
            failures += 1;
            at = Millis(at.0 + rest(failures, u32::MAX).0);
        }
        assert!(failures >= MAX_FAILURES, "{failures}");
    }
}
