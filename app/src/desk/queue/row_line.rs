//! The promise of one row on the axis that all rows share.

use domain::coverage::Coverage;
use domain::promise::PromiseView;
use ui::line::{Answer, Line, Span};

use crate::entities::ticket::line::line;
use crate::format::Times;

/// The axis with this promise on it.
pub fn row_line(axis: &Line, promise: &PromiseView, coverage: &Coverage, times: &Times) -> Line {
    let mut own = line(promise, coverage, times);
    if own.runs.is_empty() && own.pauses.is_empty() {
        // What was asked while the desk is closed has not run yet; its rail begins where it was asked.
        own.runs.push(Span::new(promise.asked_at.0, promise.asked_at.0 + 1));
    }
    // What has ended without an answer is not waiting for one.
    let waits = promise.ended_at.is_none();
    let answer = own.answer.filter(|answer| waits || matches!(answer, Answer::Given { .. }));
    Line { runs: own.runs, pauses: own.pauses, answer, ends: own.ends, ..axis.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{NOW, row, times};
    use domain::coverage::Interval;
    use domain::locale::Language;
    use domain::ticket::Status;
    use domain::time::{HOUR, MINUTE, Millis, UnixMs};
    use ui::line::{Band, EndKind, LineSize, Shape, layout};

    fn coverage() -> Coverage {
        let open = |from, to| Interval { from: NOW + HOUR.times(from), to: NOW + HOUR.times(to) };
        Coverage::new(vec![open(-3, 7), open(21, 31)])
    }

    fn drawn_at(now: UnixMs, status: Status, left: Millis) -> Line {
        let axis =
            Line { from_ms: (NOW - HOUR.times(3)).0, to_ms: (NOW + HOUR.times(7)).0, ..Line::default() };
        let promise = row(1, "Plotter", status, None, left).head.promise;
        row_line(&axis, &promise, &coverage(), &Times { now, ..times(Language::En) })
    }

    fn drawn(status: Status, left: Millis) -> Line {
        drawn_at(NOW, status, left)
    }

    #[test]
    fn the_clock_ran_from_asking_until_now() {
        let line = drawn(Status::Open, HOUR.times(3));
        assert_eq!(line.runs, [Span::new((NOW - HOUR).0, NOW.0)]);
        assert!(matches!(line.answer, Some(Answer::Given { .. })));
        assert_eq!(line.ends[0].kind, EndKind::Ahead);
        assert_eq!(line.to_ms, (NOW + HOUR.times(7)).0, "the axis stays the list's");
    }

    #[test]
    fn what_is_late_is_red_until_now() {
        let line = drawn(Status::Open, Millis(-MINUTE.times(12).0));
        assert_eq!(line.ends[0].kind, EndKind::Late { to_ms: NOW.0 });
    }

    #[test]
    fn while_the_clock_stands_still_the_end_moves_with_now() {
        let line = drawn(Status::Waiting, HOUR.times(3));
        let later = drawn_at(NOW + HOUR, Status::Waiting, HOUR.times(3));
        assert_eq!(line.ends[0].point.at_ms, (NOW + HOUR.times(3)).0);
        assert_eq!(later.ends[0].point.at_ms, (NOW + HOUR.times(4)).0);
        assert_eq!(later.pauses[0].span, Span::new(NOW.0, (NOW + HOUR).0));
    }

    #[test]
    fn what_was_cancelled_unanswered_waits_for_no_answer() {
        let mut promise = row(1, "Plotter", Status::Cancelled, None, HOUR).head.promise;
        promise.first_answer_at = None;
        let line = row_line(&Line::default(), &promise, &coverage(), &times(Language::En));
        assert_eq!(line.answer, None);
    }

    #[test]
    fn what_was_asked_at_night_has_a_rail_to_its_end() {
        let axis = Line { from_ms: NOW.0, to_ms: (NOW + HOUR.times(31)).0, ..Line::default() };
        let night = NOW + HOUR.times(15);
        let promise = PromiseView {
            asked_at: night,
            first_answer_at: None,
            first_due_at: NOW + HOUR.times(22),
            due_at: NOW + HOUR.times(26),
            ..row(1, "Plotter", Status::New, None, HOUR).head.promise
        };
        let line = row_line(&axis, &promise, &coverage(), &Times { now: night, ..times(Language::En) });
        let rail = layout(&line, LineSize::Desk).into_iter().find_map(|shape| match shape {
            Shape::Band { band: Band::Rail, from, to } => Some((from, to)),
            _ => None,
        });
        let (from, to) = rail.unwrap();
        assert!(
            (from - line.percent(night.0)).abs() < 0.1 && (to - line.percent(promise.due_at.0)).abs() < 0.1
        );
    }

    #[test]
    fn an_end_shows_how_late_it_came() {
        let line = drawn(Status::Resolved, Millis(-HOUR.0));
        assert_eq!(line.ends[0].kind, EndKind::Late { to_ms: NOW.0 });
        assert_eq!(drawn(Status::Resolved, HOUR).ends[0].kind, EndKind::Ahead);
    }
}
