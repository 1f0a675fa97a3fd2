//! Times of the demo: counted back from now in minutes in which the desk is open, so that a story looks the same on
//! a Wednesday morning and in the middle of a Sunday night.

use domain::coverage::Coverage;
use domain::time::{Millis, UnixMs};

/// The instant since which that much open time has passed; the mirror of [`Coverage::after`].
/// While the desk is closed, no time ago is the end of its last opening. Where the calendar begins too late, its begin.
pub fn ago(coverage: &Coverage, now: UnixMs, length: Millis) -> UnixMs {
    let mut left = length.0;
    let mut first = now;
    for open in coverage.intervals().iter().rev().filter(|open| open.from <= now) {
        let to = open.to.min(now);
        let room = (to - open.from).0;
        if left <= room {
            return to - Millis(left);
        }
        left -= room;
        first = open.from;
    }
    first
}

#[cfg(test)]
mod tests {
    use domain::coverage::Interval;
    use domain::time::{HOUR, MINUTE};

    use super::*;

    const NINE: UnixMs = UnixMs(1_794_992_400_000);

    /// Two days, open from nine for eight hours.
    fn two_days() -> Coverage {
        let day = |n: i64| Interval { from: NINE + HOUR.times(24 * n), to: NINE + HOUR.times(24 * n + 8) };
        Coverage::new(vec![day(0), day(1)])
    }

    #[test]
    fn within_a_day_it_is_the_time_on_the_clock() {
        let eleven = NINE + HOUR.times(2);
        assert_eq!(ago(&two_days(), eleven, MINUTE.times(95)), NINE + MINUTE.times(25));
        assert_eq!(ago(&two_days(), eleven, Millis(0)), eleven);
    }

    #[test]
    fn the_night_does_not_count() {
        let ten_next_day = NINE + HOUR.times(25);
        assert_eq!(ago(&two_days(), ten_next_day, HOUR.times(2)), NINE + HOUR.times(7));
    }

    #[test]
    fn at_night_it_counts_from_the_evening() {
        let midnight = NINE + HOUR.times(15);
        assert_eq!(ago(&two_days(), midnight, Millis(0)), NINE + HOUR.times(8));
        assert_eq!(ago(&two_days(), midnight, MINUTE.times(20)), NINE + MINUTE.times(460));
    }

    #[test]
    fn all_since_the_opening_is_the_opening_and_not_the_evening_before() {
        assert_eq!(ago(&two_days(), NINE + HOUR.times(25), HOUR), NINE + HOUR.times(24));
    }

    #[test]
    fn more_than_the_calendar_has_is_its_begin() {
        assert_eq!(ago(&two_days(), NINE + HOUR.times(30), HOUR.times(99)), NINE);
        assert_eq!(ago(&Coverage::default(), NINE, HOUR), NINE);
    }

    #[test]
    fn as_much_open_time_lies_between_as_was_asked_for() {
        let coverage = two_days();
        for hours in [3, 8, 12, 24, 27, 40] {
            let now = NINE + HOUR.times(hours);
            let most = coverage.between(NINE, now).minutes().0;
            for minutes in (0..=most).step_by(7) {
                let then = ago(&coverage, now, MINUTE.times(minutes));
                assert_eq!(coverage.between(then, now), MINUTE.times(minutes), "{hours} {minutes}");
            }
        }
    }
}
