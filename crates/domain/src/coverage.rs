//! When the desk is open: a week of windows in a time zone, expanded to intervals of UTC.

use serde::{Deserialize, Serialize};

use crate::promise::Pause;
use crate::time::{Millis, UnixMs};

/// From one instant to another, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub from: UnixMs,
    pub to: UnixMs,
}

/// A window of opening in minutes since midnight; an end before the start lies on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: u16,
    pub to: u16,
}

/// The open windows of Monday to Sunday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    pub days: [Vec<Window>; 7],
}

impl Default for Week {
    /// Monday to Friday, 08:00 to 17:30.
    fn default() -> Self {
        let open = || vec![Window { from: 8 * 60, to: 17 * 60 + 30 }];
        Week { days: [open(), open(), open(), open(), open(), Vec::new(), Vec::new()] }
    }
}

/// Open time as intervals of UTC, in order and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Coverage {
    open: Vec<Interval>,
}

/// Whether the desk is open now, and until when that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    Open {
        until: UnixMs,
    },
    /// `next` is none when the calendar has no opening any more.
    Closed {
        next: Option<UnixMs>,
    },
}

impl Coverage {
    /// Coverage of these intervals in any order; what overlaps or touches becomes one, what is empty vanishes.
    pub fn new(mut intervals: Vec<Interval>) -> Coverage {
        intervals.retain(|interval| interval.from < interval.to);
        intervals.sort_by_key(|interval| interval.from);
        let mut open: Vec<Interval> = Vec::with_capacity(intervals.len());
        for interval in intervals {
            match open.last_mut() {
                Some(last) if interval.from <= last.to => last.to = last.to.max(interval.to),
                _ => open.push(interval),
            }
        }
        Coverage { open }
    }

    pub fn intervals(&self) -> &[Interval] {
        &self.open
    }

    pub fn at(&self, now: UnixMs) -> Opening {
        match self.open.iter().find(|interval| now < interval.to) {
            Some(interval) if interval.from <= now => Opening::Open { until: interval.to },
            Some(interval) => Opening::Closed { next: Some(interval.from) },
            None => Opening::Closed { next: None },
        }
    }

    /// Open time between two instants.
    pub fn between(&self, from: UnixMs, to: UnixMs) -> Millis {
        Millis(self.open.iter().map(|open| (open.to.min(to) - open.from.max(from)).0.max(0)).sum())
    }

    /// The instant at which that much open, unpaused time has passed since `start`.
    /// Where the calendar ends before that, its last open instant (or `start`, if that is later).
    pub fn after(&self, start: UnixMs, length: Millis, pauses: &[Pause]) -> UnixMs {
        let mut left = length.0;
        let mut last = start;
        for piece in self.open.iter().flat_map(|open| without(*open, pauses)) {
            let from = piece.from.max(start);
            let room = (piece.to - from).0;
            if room <= 0 {
                continue;
            }
            if left <= room {
                return from + Millis(left);
            }
            left -= room;
            last = piece.to;
        }
        last
    }

    /// The parts of `within` in which the desk is closed.
    pub fn shut(&self, within: Interval) -> Vec<Interval> {
        let mut shut = Vec::new();
        let mut from = within.from;
        for open in self.open.iter().filter(|open| open.to > within.from && open.from < within.to) {
            if open.from > from {
                shut.push(Interval { from, to: open.from });
            }
            from = open.to;
        }
        if from < within.to {
            shut.push(Interval { from, to: within.to });
        }
        shut
    }
}

/// What is left of an open interval when the pauses are taken out of it; pauses are in order.
fn without(open: Interval, pauses: &[Pause]) -> Vec<Interval> {
    let mut left = Vec::new();
    let mut from = open.from;
    for pause in pauses.iter().filter(|pause| pause.from < open.to && pause.to > open.from) {
        if pause.from > from {
            left.push(Interval { from, to: pause.from });
        }
        from = from.max(pause.to);
    }
    if from < open.to {
        left.push(Interval { from, to: open.to });
    }
    left
}

#[cfg(feature = "tz")]
mod zone {
    use jiff::civil::{Date, Time};
    use jiff::tz::TimeZone;
    use jiff::{Timestamp, ToSpan};

    use super::{Coverage, Interval, Week, Window};
    use crate::time::{LocalClock, UnixMs};

    /// A time zone's name is not in the tz database.
    #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
    #[error("{0:?} is not a time zone such as Europe/Madrid")]
    pub struct UnknownZone(pub String);

    fn zone(name: &str) -> Result<TimeZone, UnknownZone> {
        TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))
    }

    fn timestamp(at: UnixMs) -> Timestamp {
        Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    impl Week {
        /// Open intervals of the days from `from` to `to` on the wall clocks of a zone.
        /// A local time that a change of the clocks skips or repeats is taken as jiff's "compatible" does.
        pub fn expand(&self, zone_name: &str, from: UnixMs, to: UnixMs) -> Result<Coverage, UnknownZone> {
            let zone = zone(zone_name)?;
            let first = timestamp(from).to_zoned(zone.clone()).date();
            let last = timestamp(to).to_zoned(zone.clone()).date();
            // The day before may reach over midnight into the first one.
            let mut day = first.saturating_sub(1.day());
            let mut intervals = Vec::new();
            while day <= last {
                let weekday = day.weekday().to_monday_zero_offset() as usize;
                let windows = self.days.get(weekday).map(Vec::as_slice).unwrap_or_default();
                intervals.extend(windows.iter().filter_map(|window| interval(day, *window, &zone)));
                match day.tomorrow() {
                    Ok(next) => day = next,
                    Err(_) => break,
                }
            }
            Ok(Coverage::new(intervals))
        }
    }

    fn interval(day: Date, window: Window, zone: &TimeZone) -> Option<Interval> {
        let end_day = if window.to <= window.from { day.tomorrow().ok()? } else { day };
        Some(Interval { from: instant(day, window.from, zone)?, to: instant(end_day, window.to, zone)? })
    }

    fn instant(day: Date, minute: u16, zone: &TimeZone) -> Option<UnixMs> {
        // Minute 1440 is the midnight that ends the day.
        let (day, minute) =
            if minute >= 1_440 { (day.tomorrow().ok()?, minute - 1_440) } else { (day, minute) };
        let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
        let zoned = day.to_datetime(time).to_zoned(zone.clone()).ok()?;
        Some(UnixMs(zoned.timestamp().as_millisecond()))
    }

    impl LocalClock {
        /// A zone's clock with every change of its offset in the two years around an instant.
        pub fn of_zone(zone_name: &str, around: UnixMs) -> Result<LocalClock, UnknownZone> {
            let zone = zone(zone_name)?;
            let start = timestamp(around).checked_sub(8_784.hours()).unwrap_or(Timestamp::MIN);
            let end = timestamp(around).checked_add(8_784.hours()).unwrap_or(Timestamp::MAX);
            let minutes = |at: Timestamp| zone.to_offset(at).seconds() / 60;
            let changes = zone.following(start).map(|change| change.timestamp()).take_while(|at| *at < end);
            let offsets = std::iter::once(start)
                .chain(changes)
                .map(|at| (UnixMs(at.as_millisecond()), minutes(at)))
                .collect();
            Ok(LocalClock { zone: zone_name.to_owned(), offsets })
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::time::{HOUR, Millis};

        /// 2026-10-24 00:00 UTC, the Saturday before summer time ends in Europe.
        const SATURDAY: UnixMs = UnixMs(1_792_800_000_000);

        fn week(window: Window) -> Week {
            Week { days: std::array::from_fn(|_| vec![window]) }
        }

        #[test]
        fn a_window_keeps_its_local_hours_when_the_clocks_change() {
            let hours = week(Window { from: 8 * 60, to: 9 * 60 });
            let open = hours.expand("Europe/Madrid", SATURDAY, SATURDAY + HOUR.times(72)).unwrap();
            let starts: Vec<i64> = open.intervals().iter().map(|i| (i.from - SATURDAY).0 / HOUR.0).collect();
            // 08:00 is 06:00 UTC on Saturday and 07:00 UTC from Sunday on.
            assert_eq!(starts, [-18, 6, 31, 55, 79]);
        }

        #[test]
        fn a_night_over_the_end_of_summer_time_has_an_hour_more() {
            let nights = week(Window { from: 22 * 60, to: 6 * 60 });
            let open = nights.expand("Europe/Madrid", SATURDAY, SATURDAY + HOUR.times(30)).unwrap();
            let lengths: Vec<i64> = open.intervals().iter().map(|i| (i.to - i.from).0 / HOUR.0).collect();
            assert_eq!(lengths.get(1), Some(&9));
        }

        #[test]
        fn round_the_clock_is_one_interval() {
            let always = week(Window { from: 0, to: 1_440 });
            let open = always.expand("UTC", SATURDAY, SATURDAY + HOUR.times(24)).unwrap();
            assert_eq!(open.intervals().len(), 1);
            assert_eq!(open.between(SATURDAY, SATURDAY + HOUR), HOUR);
        }

        #[test]
        fn an_unknown_zone_is_named() {
            let refused = Week::default().expand("Europe/Atlantis", SATURDAY, SATURDAY);
            assert_eq!(refused, Err(UnknownZone("Europe/Atlantis".into())));
        }

        #[test]
        fn a_local_clock_knows_the_next_change() {
            let clock = LocalClock::of_zone("Europe/Madrid", SATURDAY).unwrap();
            assert_eq!(clock.at(SATURDAY).hour, 2);
            assert_eq!(clock.at(SATURDAY + HOUR.times(48)).hour, 1);
            assert!(clock.offsets.len() >= 4, "{:?}", clock.offsets);
            assert_eq!(Millis(0).minutes().0, 0);
        }
    }
}

#[cfg(feature = "tz")]
pub use zone::UnknownZone;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;
    use proptest::prelude::*;

    fn interval(from: i64, to: i64) -> Interval {
        Interval { from: UnixMs(from), to: UnixMs(to) }
    }

    #[test]
    fn overlapping_windows_become_one() {
        let coverage = Coverage::new(vec![
            interval(50, 60),
            interval(0, 10),
            interval(5, 20),
            interval(20, 30),
            interval(40, 40),
        ]);
        assert_eq!(coverage.intervals(), [interval(0, 30), interval(50, 60)]);
    }

    #[test]
    fn the_desk_says_until_when_it_is_open_and_when_next() {
        let coverage = Coverage::new(vec![interval(10, 20), interval(30, 40)]);
        assert_eq!(coverage.at(UnixMs(10)), Opening::Open { until: UnixMs(20) });
        assert_eq!(coverage.at(UnixMs(20)), Opening::Closed { next: Some(UnixMs(30)) });
        assert_eq!(coverage.at(UnixMs(40)), Opening::Closed { next: None });
    }

    #[test]
    fn shut_is_what_is_not_open() {
        let coverage = Coverage::new(vec![interval(10, 20), interval(30, 40)]);
        assert_eq!(coverage.shut(interval(0, 35)), [interval(0, 10), interval(20, 30)]);
        assert_eq!(coverage.shut(interval(12, 18)), []);
    }

    #[test]
    fn a_calendar_that_ends_promises_its_last_instant() {
        let coverage = Coverage::new(vec![interval(0, HOUR.0)]);
        assert_eq!(coverage.after(UnixMs(0), HOUR.times(2), &[]), UnixMs(HOUR.0));
    }

    proptest! {
        #[test]
        fn after_is_the_inverse_of_between(
            windows in proptest::collection::vec((0i64..10_000, 1i64..500), 1..20),
            start in 0i64..10_000,
            length in 1i64..3_000,
        ) {
            let coverage = Coverage::new(windows.iter().map(|(from, long)| interval(*from, from + long)).collect());
            let end = coverage.after(UnixMs(start), Millis(length), &[]);
            let covered = coverage.between(UnixMs(start), end).0;
            let available = coverage.between(UnixMs(start), UnixMs(100_000)).0;
            prop_assert_eq!(covered, length.min(available));
        }

        #[test]
        fn a_pause_adds_exactly_the_open_time_that_it_covers(
            windows in proptest::collection::vec((0i64..5_000, 50i64..500), 5..20),
            pause in (0i64..3_000, 1i64..1_000),
            length in 1i64..500,
        ) {
            let coverage = Coverage::new(windows.iter().map(|(from, long)| interval(*from, from + long)).collect());
            let pauses = [Pause { from: UnixMs(pause.0), to: UnixMs(pause.0 + pause.1) }];
            let end = coverage.after(UnixMs(0), Millis(length), &pauses);
            let paused = coverage.between(pauses[0].from.min(end), pauses[0].to.min(end));
            let available = coverage.between(UnixMs(0), UnixMs(100_000)).0
                - coverage.between(pauses[0].from, pauses[0].to).0;
            prop_assert_eq!(coverage.between(UnixMs(0), end).0 - paused.0, length.min(available));
        }
    }
}
