//! Coverage as arithmetic on intervals.

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
        let pauses = [Pause { from: UnixMs(pause.0), to: UnixMs(pause.0 + pause.1), why: None }];
        let end = coverage.after(UnixMs(0), Millis(length), &pauses);
        let paused = coverage.between(pauses[0].from.min(end), pauses[0].to.min(end));
        let available = coverage.between(UnixMs(0), UnixMs(100_000)).0
            - coverage.between(pauses[0].from, pauses[0].to).0;
        prop_assert_eq!(coverage.between(UnixMs(0), end).0 - paused.0, length.min(available));
    }
}

#[test]
fn a_holiday_is_closed_and_says_its_name() {
    let christmas = Closure { during: interval(15, 35), name: "Christmas Day".into() };
    let coverage = Coverage::new(vec![interval(10, 20), interval(30, 40)]).closed_on(vec![christmas.clone()]);
    assert_eq!(coverage.intervals(), [interval(10, 15), interval(35, 40)]);
    assert_eq!(coverage.holidays(), [christmas]);
}

#[test]
fn a_calendar_that_is_edited_keeps_its_past() {
    let before = Coverage::new(vec![interval(0, 10), interval(20, 30)]);
    let after = Coverage::new(vec![interval(5, 25), interval(40, 50)]);
    assert_eq!(
        before.then(UnixMs(22), &after).intervals(),
        [interval(0, 10), interval(20, 25), interval(40, 50)]
    );
}

#[test]
fn cropped_coverage_is_what_lies_within() {
    let coverage = Coverage::new(vec![interval(0, 10), interval(20, 30), interval(40, 50)]);
    assert_eq!(
        coverage.crop(interval(5, 45)).intervals(),
        [interval(5, 10), interval(20, 30), interval(40, 45)]
    );
    assert_eq!(coverage.crop(interval(10, 20)), Coverage::default());
}
