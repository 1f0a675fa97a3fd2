//! The next promises on one axis of time: late ones before now, the others after it, by number.

use domain::time::{HOUR, MINUTE, Millis, UnixMs};
use domain::wall::NextPromise;
use ui::line::{End, EndKind, Line, Now, Point};

use crate::format::Times;
use crate::i18n;
use crate::wall::words;

/// Due within this, it is yellow.
const SOON: Millis = HOUR;
/// The least that the axis shows after now.
const LEAST_AHEAD: Millis = HOUR.times(2);
/// The most; what is due later has its time.
const MOST_AHEAD: Millis = HOUR.times(24);
/// How many coming promises the axis makes room for.
const ROOM_FOR: usize = 3;
/// Most marks with an hour.
const MOST_HOURS: i64 = 4;

/// What is drawn. `times` is at a full minute, for the marker jumps once a minute.
pub fn line(next: &[NextPromise], times: &Times) -> Line {
    let (from, to) = reach(next, times.now);
    let mut ends: Vec<End> = next.iter().map(|next| end(*next, from, times)).collect();
    // The words of what is late stand in one place; the one that is late for longest has it.
    ends.sort_by_key(|end| end.point.at_ms);
    Line {
        from_ms: from.0,
        to_ms: to.0,
        now: Some(Now { at_ms: times.now.0, flag: String::new() }),
        hours: hours(times, from, to),
        ends,
        ..Line::default()
    }
}

/// The same in words.
pub fn sentence(next: &[NextPromise], times: &Times) -> String {
    let t = i18n::Wall::from(times.language);
    let one = |next: &NextPromise| {
        let (ticket, left) = (next.ticket.to_string(), next.due_at - times.now);
        let length = words::length(times, left);
        if left.0 < 0 { t.axis_one_late(&ticket, &length) } else { t.axis_one_due(&ticket, &length) }
    };
    match next {
        [] => t.axis_nothing().to_owned(),
        next => {
            let list: Vec<String> = next.iter().map(one).collect();
            t.axis_label(&times.clock(times.now), &list.join("; "))
        }
    }
}

/// Whether nothing is due that the axis could show ahead.
pub fn is_quiet(next: &[NextPromise], now: UnixMs) -> bool {
    !next.iter().any(|next| (0..=MOST_AHEAD.0).contains(&(next.due_at - now).0))
}

/// From when to when the axis goes; now stands at a third of it.
fn reach(next: &[NextPromise], now: UnixMs) -> (UnixMs, UnixMs) {
    let mut coming: Vec<i64> =
        next.iter().map(|next| (next.due_at - now).0).filter(|left| *left >= 0).collect();
    coming.sort_unstable();
    let farthest = coming.into_iter().take(ROOM_FOR).rfind(|left| *left <= MOST_AHEAD.0);
    // A third more, so that the last one's number finds room after its mark.
    let ahead = farthest.map_or(LEAST_AHEAD.0, |left| left / 3 * 4).clamp(LEAST_AHEAD.0, MOST_AHEAD.0);
    (now - Millis(ahead / 2), now + Millis(ahead))
}

fn end(next: NextPromise, from: UnixMs, times: &Times) -> End {
    let left = next.due_at - times.now;
    let length = words::length(times, left);
    let (kind, word) = if left.0 < 0 {
        (EndKind::Late { to_ms: times.now.0 }, i18n::Wall::from(times.language).axis_late(&length))
    } else if left <= SOON {
        (EndKind::Soon, length)
    } else {
        (EndKind::Ahead, length)
    };
    // What broke before the axis begins stands at its edge: late is never out of sight.
    let at_ms = next.due_at.max(from).0;
    End { point: Point { at_ms, time: next.ticket.to_string(), word }, kind }
}

/// Full hours on the wall's clock, at most [`MOST_HOURS`].
fn hours(times: &Times, from: UnixMs, to: UnixMs) -> Vec<Point> {
    let span = (to - from).0;
    let step = [1, 2, 3, 6, 12].into_iter().find(|step| span <= HOUR.0 * step * MOST_HOURS).unwrap_or(24);
    let start = times.clock.at(from);
    let into_hour = i64::from(start.minute) * MINUTE.0 + from.0.rem_euclid(MINUTE.0);
    let first = from - Millis(into_hour);
    (0..=span / HOUR.0 + 1)
        .map(|hour| first + HOUR.times(hour))
        .filter(|at| *at > from && *at < to)
        .filter(|at| i64::from(times.clock.at(*at).hour) % step == 0)
        .map(|at| Point { at_ms: at.0, time: times.clock(at), word: String::new() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::TicketId;
    use domain::locale::Language;
    use domain::time::LocalClock;

    /// 2026-11-18 10:42 UTC.
    const NOW: UnixMs = UnixMs(1_794_998_520_000);

    fn times() -> Times {
        Times { language: Language::En, clock: LocalClock::utc(), now: NOW }
    }

    fn next(minutes_left: &[i64]) -> Vec<NextPromise> {
        let numbers = 1_031..;
        let promise = |(number, left): (i64, &i64)| NextPromise {
            ticket: TicketId(number),
            due_at: NOW + MINUTE.times(*left),
        };
        numbers.zip(minutes_left).map(promise).collect()
    }

    #[test]
    fn now_stands_at_a_third_and_the_hours_are_full_ones() {
        let line = line(&next(&[9, 38, 83]), &times());
        assert!((line.percent(NOW.0) - 100.0 / 3.0).abs() < 0.1);
        let hours: Vec<&str> = line.hours.iter().map(|hour| hour.time.as_str()).collect();
        assert_eq!(hours, ["10:00", "11:00", "12:00"]);
    }

    #[test]
    fn the_axis_makes_room_for_the_third_promise() {
        let (_, to) = reach(&next(&[30, 200, 300, 2_000]), NOW);
        assert_eq!((to - NOW).minutes().0, 400);
        let (_, to) = reach(&next(&[30, 40, 3_000]), NOW);
        assert_eq!(to - NOW, LEAST_AHEAD);
        let (_, to) = reach(&[], NOW);
        assert_eq!(to - NOW, LEAST_AHEAD);
    }

    #[test]
    fn what_is_late_for_a_day_still_stands_on_the_axis() {
        let line = line(&next(&[-1_500, 9]), &times());
        let shown: Vec<bool> = line.ends.iter().map(|end| line.shows(end.point.at_ms)).collect();
        assert_eq!(shown, [true, true]);
        assert_eq!(line.ends.first().map(|end| end.kind), Some(EndKind::Late { to_ms: NOW.0 }));
    }

    #[test]
    fn what_is_late_or_far_away_leaves_the_axis_quiet() {
        assert!(is_quiet(&next(&[]), NOW) && is_quiet(&next(&[-5, 1_441]), NOW));
        assert!(!is_quiet(&next(&[-5, 1_440]), NOW));
    }

    #[test]
    fn a_long_axis_has_few_hours() {
        let line = line(&next(&[1_000]), &times());
        assert!(line.hours.len() <= 5, "{:?}", line.hours);
    }

    #[test]
    fn the_sentence_names_every_promise() {
        let said = sentence(&next(&[-12, 9]), &times());
        assert!(said.contains("T-1031 is 12 min late") && said.contains("T-1032 is due in 9 min"), "{said}");
        assert_eq!(sentence(&next(&[]), &times()), "No promise is due soon.");
    }
}
