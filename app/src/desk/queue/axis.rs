//! The one time axis that all rows of the queue share: the open day around now wide, the open day beside it narrow.

use domain::coverage::{Coverage, Interval};
use domain::time::{HOUR, LocalClock, UnixMs};
use ui::line::{Day, Line, Now, Point, Span};

use crate::format::Times;

/// How wide the day around now is against the one beside it.
const WIDE: u16 = 78;
const NARROW: u16 = 20;
/// A day longer than this shows every fourth hour instead of every second.
const LONG_DAY_HOURS: i64 = 13;

/// The axis at an instant, without anything of a row on it.
pub fn axis(coverage: &Coverage, times: &Times) -> Line {
    let (clock, now) = (&times.clock, times.now);
    let days = days(coverage, clock);
    let flag = Some(Now { at_ms: now.0, flag: times.clock(now) });
    let Some((wide, beside)) = around(&days, now) else {
        let span = Interval { from: now - HOUR.times(4), to: now + HOUR.times(20) };
        let line = Line { from_ms: span.from.0, to_ms: span.to.0, now: flag, ..Line::default() };
        return Line { hours: hours(clock, span), ..line };
    };
    let mut shown: Vec<(&OpenDay, u16)> = vec![(wide, WIDE)];
    shown.extend(beside.map(|day| (day, NARROW)));
    shown.sort_by_key(|(day, _)| day.span.from);
    let scale: Vec<Day> =
        shown.iter().map(|(day, share)| Day { span: span(day.span), share: *share }).collect();
    let mut line = Line { now: flag, ..Line::of_days(&scale) };
    for (day, share) in shown {
        line.shut.extend(day.breaks.iter().map(|pause| span(*pause)));
        if share == WIDE {
            line.hours.extend(hours(clock, day.span));
        } else {
            let word = day_name(times, day.span.from);
            line.hours.push(Point { at_ms: day.span.from.0, time: String::new(), word });
        }
    }
    line.hours.sort_by_key(|hour| hour.at_ms);
    line
}

/// The open time of one local day, from its first to its last open minute.
struct OpenDay {
    span: Interval,
    breaks: Vec<Interval>,
}

/// Open time cut at local midnights and gathered by day.
fn days(coverage: &Coverage, clock: &LocalClock) -> Vec<OpenDay> {
    let mut days: Vec<(i64, OpenDay)> = Vec::new();
    for piece in coverage.intervals().iter().flat_map(|open| by_midnight(*open, clock)) {
        let number = clock.at(piece.from).day_number;
        match days.last_mut() {
            Some((last, day)) if *last == number => {
                day.breaks.push(Interval { from: day.span.to, to: piece.from });
                day.span.to = piece.to;
            }
            _ => days.push((number, OpenDay { span: piece, breaks: Vec::new() })),
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn by_midnight(open: Interval, clock: &LocalClock) -> Vec<Interval> {
    let mut pieces = Vec::new();
    let mut from = open.from;
    for hour in full_hours(clock, open).filter(|hour| clock.at(*hour).hour == 0) {
        pieces.push(Interval { from, to: hour });
        from = hour;
    }
    pieces.push(Interval { from, to: open.to });
    pieces.retain(|piece| piece.from < piece.to);
    pieces
}

/// The day that gets most of the width, and the one beside it: today and the next one while the desk is open;
/// else the day that comes next, and the one that was.
fn around(days: &[OpenDay], now: UnixMs) -> Option<(&OpenDay, Option<&OpenDay>)> {
    let next = days.iter().position(|day| now < day.span.to);
    let Some(next) = next else { return days.last().map(|last| (last, None)) };
    let day = days.get(next)?;
    let was = next.checked_sub(1).and_then(|index| days.get(index));
    if day.span.from <= now { Some((day, days.get(next + 1).or(was))) } else { Some((day, was)) }
}

/// "today", "Thu" within a week, else "30 Nov".
fn day_name(times: &Times, at: UnixMs) -> String {
    if times.same_day(at, times.now) {
        return times.day(at);
    }
    let mark = times.mark(at);
    match mark.rsplit_once(' ') {
        Some((day, clock)) if clock.contains(':') => day.to_owned(),
        _ => mark,
    }
}

/// Every second hour of a day, every fourth of a long one, as a clock shows them.
fn hours(clock: &LocalClock, within: Interval) -> Vec<Point> {
    let step = if within.to - within.from > HOUR.times(LONG_DAY_HOURS) { 4 } else { 2 };
    full_hours(clock, within)
        .map(|at| (at, clock.at(at).hour))
        .filter(|(_, hour)| hour % step == 0)
        .map(|(at, hour)| Point { at_ms: at.0, time: format!("{hour:02}"), word: String::new() })
        .collect()
}

/// The instants within an interval at which a local hour begins, its end left out.
fn full_hours(clock: &LocalClock, within: Interval) -> impl Iterator<Item = UnixMs> {
    let into_hour = i64::from(clock.at(within.from).minute) * 60_000 + within.from.0.rem_euclid(60_000);
    let first = if into_hour == 0 { within.from.0 } else { within.from.0 + HOUR.0 - into_hour };
    (0..).map(move |n| UnixMs(first + n * HOUR.0)).take_while(move |at| *at < within.to)
}

const fn span(interval: Interval) -> Span {
    Span::new(interval.from.0, interval.to.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Language;
    use domain::time::MINUTE;

    /// Wednesday 2026-11-18 08:00 UTC.
    const EIGHT: UnixMs = UnixMs(1_794_988_800_000);

    fn at(hours: i64, minutes: i64) -> UnixMs {
        EIGHT + HOUR.times(hours) + MINUTE.times(minutes)
    }

    /// Wednesday and Thursday, 08:00 to 17:30, Wednesday with a break from 13:00 to 14:00.
    fn two_days() -> Coverage {
        Coverage::new(vec![
            Interval { from: at(0, 0), to: at(5, 0) },
            Interval { from: at(6, 0), to: at(9, 30) },
            Interval { from: at(24, 0), to: at(33, 30) },
        ])
    }

    fn drawn(coverage: &Coverage, now: UnixMs) -> Line {
        axis(coverage, &Times { language: Language::En, clock: LocalClock::utc(), now })
    }

    fn marks(line: &Line) -> Vec<String> {
        line.hours.iter().map(|hour| format!("{}{}", hour.time, hour.word)).collect()
    }

    #[test]
    fn today_is_wide_and_the_next_open_day_stands_beside_it() {
        let line = drawn(&two_days(), at(2, 42));
        assert_eq!(marks(&line), ["08", "10", "12", "14", "16", "Thu"]);
        assert!(line.percent(at(9, 30).0) > 75.0);
        assert!(line.percent(at(24, 0).0) < 85.0);
        assert_eq!(line.to_ms, at(33, 30).0);
    }

    #[test]
    fn breaks_and_nights_are_shut() {
        let line = drawn(&two_days(), at(2, 42));
        let shut: Vec<_> = line.shut.iter().map(|span| (span.from_ms, span.to_ms)).collect();
        assert!(shut.contains(&(at(5, 0).0, at(6, 0).0)));
        assert!(shut.contains(&(at(9, 30).0, at(24, 0).0)));
    }

    #[test]
    fn in_the_evening_the_next_day_is_wide_and_now_stands_in_the_night() {
        let line = drawn(&two_days(), at(12, 0));
        let now = line.percent(at(12, 0).0);
        assert!(line.percent(at(9, 30).0) < now && now < line.percent(at(24, 0).0));
        assert!(now < 25.0, "{now}");
        assert_eq!(marks(&line).first().map(String::as_str), Some("today"));
    }

    #[test]
    fn after_the_last_day_of_the_calendar_now_stands_at_the_edge() {
        let line = drawn(&two_days(), at(100, 0));
        assert!((line.percent(at(100, 0).0) - 100.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_desk_that_never_closes_is_cut_at_midnight() {
        let line = drawn(&Coverage::new(vec![Interval { from: at(-80, 0), to: at(80, 0) }]), at(2, 0));
        assert_eq!(marks(&line), ["00", "04", "08", "12", "16", "20", "Thu"]);
        assert_eq!(line.to_ms - line.from_ms, HOUR.times(48).0);
    }

    #[test]
    fn without_a_calendar_the_axis_is_a_day_around_now() {
        let line = drawn(&Coverage::default(), at(2, 0));
        assert_eq!(line.to_ms - line.from_ms, HOUR.times(24).0);
        assert!(line.shut.is_empty());
    }
}
