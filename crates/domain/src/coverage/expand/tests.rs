//! Local windows on the days on which clocks change, and over holidays and edits.

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

/// When a window is open, in hours and minutes of UTC, on the local days of two instants.
fn utc(zone: &str, window: Window, day: &str) -> Vec<String> {
    let noon: Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
    let noon = UnixMs(noon.as_millisecond());
    let open = week(window).expand(zone, noon - HOUR.times(12), noon + HOUR.times(12)).unwrap();
    let told = |at: UnixMs| timestamp(at).to_string();
    open.intervals().iter().map(|open| format!("{} {}", told(open.from), told(open.to))).collect()
}

#[test]
fn a_start_that_the_clocks_skip_is_the_instant_of_the_change() {
    // In New York 02:00 to 03:00 did not exist on 2026-03-08.
    let open = utc("America/New_York", Window { from: 2 * 60 + 30, to: 4 * 60 }, "2026-03-08");
    assert_eq!(open.get(2).map(String::as_str), Some("2026-03-08T07:00:00Z 2026-03-08T08:00:00Z"));
}

#[test]
fn a_start_that_the_clocks_show_twice_is_the_first_of_the_two() {
    let open = utc("America/New_York", Window { from: 90, to: 3 * 60 }, "2026-11-01");
    assert_eq!(open.get(2).map(String::as_str), Some("2026-11-01T05:30:00Z 2026-11-01T08:00:00Z"));
}

#[test]
fn a_day_that_begins_at_one_begins() {
    // In Cairo 2026-04-24 had no midnight.
    let open = utc("Africa/Cairo", Window { from: 0, to: 120 }, "2026-04-24");
    assert_eq!(open.get(1).map(String::as_str), Some("2026-04-23T22:00:00Z 2026-04-23T23:00:00Z"));
}

fn version(at: UnixMs, window: Window, holidays: Vec<Holiday>) -> Version {
    Version { valid_from: at, zone: "UTC".into(), week: week(window), holidays }
}

#[test]
fn a_holiday_is_closed_from_midnight_to_midnight_also_for_the_night_before() {
    let christmas = Holiday {
        date: "2026-10-25".parse().unwrap(),
        name: "A Sunday".into(),
        repeats: crate::coverage::Repeats::Yearly,
    };
    let nights = version(SATURDAY, Window { from: 22 * 60, to: 6 * 60 }, vec![christmas]);
    let open = nights.expand(SATURDAY, SATURDAY + HOUR.times(60)).unwrap();
    let hours: Vec<(i64, i64)> = open
        .intervals()
        .iter()
        .map(|i| ((i.from - SATURDAY).0 / HOUR.0, (i.to - SATURDAY).0 / HOUR.0))
        .collect();
    assert_eq!(hours, [(-2, 6), (22, 24), (48, 54), (70, 78)]);
    assert_eq!(open.holidays().first().map(|closure| closure.name.as_str()), Some("A Sunday"));
}

#[test]
fn an_edited_calendar_keeps_the_hours_that_have_passed() {
    let morning = version(SATURDAY, Window { from: 8 * 60, to: 12 * 60 }, Vec::new());
    let later = version(SATURDAY + HOUR.times(34), Window { from: 10 * 60, to: 20 * 60 }, Vec::new());
    let calendar =
        Calendar { id: crate::ids::CalendarId(1), name: String::new(), versions: vec![morning, later] };
    let open = calendar.expand(SATURDAY, SATURDAY + HOUR.times(71)).unwrap();
    let hours: Vec<(i64, i64)> = open
        .intervals()
        .iter()
        .map(|i| ((i.from - SATURDAY).0 / HOUR.0, (i.to - SATURDAY).0 / HOUR.0))
        .collect();
    assert_eq!(hours, [(8, 12), (32, 44), (58, 68)]);
}

#[test]
fn a_time_that_is_typed_is_one_of_the_readers_clock() {
    let noon = "2026-11-20T12:00:00Z".parse::<Timestamp>().unwrap().as_millisecond();
    assert_eq!(instant_of("2026-11-20T13:00", "Europe/Madrid"), Some(UnixMs(noon)));
    assert_eq!(instant_of("2026-11-20T07:00:00-05:00", "Europe/Madrid"), Some(UnixMs(noon)));
    assert_eq!(instant_of("tomorrow", "Europe/Madrid"), None);
    assert_eq!(instant_of("2026-11-20T13:00", "Europe/Atlantis"), None);
}
