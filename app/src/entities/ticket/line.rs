//! From a promise to its line: the clock that ran, what stood still, what is due, on an axis that squeezes closed hours.

use domain::coverage::{Coverage, Interval};
use domain::promise::PromiseView;
use domain::time::{HOUR, LocalClock, MINUTE, Millis, UnixMs};
use ui::line::{Answer, End, EndKind, Knot, Line, Now, Pause, Point, Span};

use crate::format::Times;
use crate::i18n::Common;

/// The width of closed hours between two open ones, in percent.
const SHUT: f64 = 2.0;
/// The same where the line begins or ends in closed hours: asked and now need room there.
const SHUT_AT_EDGE: f64 = 5.0;
/// Most of the width that all closed hours together may take, in percent.
const ALL_SHUT: f64 = 30.0;
/// Full hours are marked on lines up to this long.
const TICKS_UP_TO: Millis = HOUR.times(14);
/// The last part of a promise, in which its end is marked as soon.
const SOON: Millis = domain::promise::SOON;

/// The line of a promise as it stands now.
pub fn line(promise: &PromiseView, coverage: &Coverage, times: &Times) -> Line {
    let t = Common::from(times.language);
    let now = times.now;
    let due_at = due_at(promise, coverage, now);
    let until = promise.ended_at.unwrap_or(now).max(promise.asked_at);
    let from = promise.asked_at;
    let to = due_at.max(until).max(from + MINUTE);
    let point = |at: UnixMs, word: &str| Point { at_ms: at.0, time: times.mark(at), word: word.to_owned() };
    let (scale, shut) = axis(from, to, coverage);
    // What has just been asked stands where now stands, and now has its flag.
    let fresh = promise.ended_at.is_none() && now - from < MINUTE.times(2);
    Line {
        from_ms: from.0,
        to_ms: to.0,
        scale,
        now: promise.ended_at.is_none().then(|| Now { at_ms: now.0, flag: times.clock(now) }),
        runs: without(Span::new(from.0, until.0), &shut),
        pauses: pauses(promise, until).map(|pause| pause_of(pause, promise, times)).collect(),
        ticks: ticks(from, to, &shut, &times.clock),
        hours: Vec::new(),
        shut,
        start: (!fresh).then(|| point(from, t.line_asked())),
        answer: Some(match promise.first_answer_at {
            Some(at) => Answer::Given {
                point: point(at, t.line_first_answer()),
                limit_ms: Some(promise.first_due_at.0),
            },
            None => Answer::Due(point(promise.first_due_at, t.line_first_answer())),
        }),
        finish: promise.ended_at.map(|at| point(at, t.line_ended())),
        ends: vec![End { point: point(due_at, t.line_done_by()), kind: end_kind(promise, due_at, until) }],
        range: None,
    }
}

/// The line in sentences, for those who don't see it.
pub fn label(promise: &PromiseView, coverage: &Coverage, times: &Times) -> String {
    let t = Common::from(times.language);
    let due_at = due_at(promise, coverage, times.now);
    let short = |at| times.short(at);
    let mut said = vec![t.line_say_asked(&short(promise.asked_at))];
    said.push(match promise.first_answer_at {
        Some(at) => t.line_say_answered(&short(at), &short(promise.first_due_at)),
        None => t.line_say_answer_due(&short(promise.first_due_at)),
    });
    for pause in &promise.pauses {
        said.push(t.line_say_paused(&short(pause.from), &short(pause.to)));
    }
    if let Some(since) = promise.paused_since {
        said.push(t.line_say_paused_since(&short(since)));
    }
    let until = promise.ended_at.unwrap_or(times.now);
    said.push(match promise.ended_at {
        Some(at) => t.line_say_ended(&short(at)),
        None => t.line_say_now(&times.clock(times.now)),
    });
    said.push(match end_kind(promise, due_at, until) {
        EndKind::Late { .. } => t.line_say_late(&times.long(due_at), &times.length(until - due_at)),
        EndKind::Ahead | EndKind::Soon => t.line_say_done_by(&times.long(due_at)),
    });
    said.join(" ")
}

/// By when it will be done: while the clock stands still, what was left when it stopped, counted from now.
pub fn due_at(promise: &PromiseView, coverage: &Coverage, now: UnixMs) -> UnixMs {
    match promise.paused_since {
        Some(since) if promise.ended_at.is_none() => {
            let moved = coverage.after(now, left_when_paused(promise, coverage, since), &[]);
            promise.due_at.max(moved)
        }
        _ => promise.due_at,
    }
}

/// Open time that was left when the clock stopped; none while it runs.
pub fn left(promise: &PromiseView, coverage: &Coverage) -> Option<Millis> {
    promise.paused_since.map(|since| left_when_paused(promise, coverage, since))
}

/// The same promise for something that is sent later: a form that stands open promises from now on.
pub fn if_sent_at(promise: &PromiseView, coverage: &Coverage, now: UnixMs) -> PromiseView {
    if now <= promise.asked_at {
        return promise.clone();
    }
    let due = |at: UnixMs| coverage.after(now, coverage.between(promise.asked_at, at), &[]);
    PromiseView {
        asked_at: now,
        first_due_at: due(promise.first_due_at),
        due_at: due(promise.due_at),
        ..promise.clone()
    }
}

fn left_when_paused(promise: &PromiseView, coverage: &Coverage, since: UnixMs) -> Millis {
    coverage.between(since, promise.due_at)
}

fn end_kind(promise: &PromiseView, due_at: UnixMs, until: UnixMs) -> EndKind {
    let running = promise.ended_at.is_none() && promise.paused_since.is_none();
    match due_at - until {
        left if left.0 < 0 => EndKind::Late { to_ms: until.0 },
        left if running && left <= SOON => EndKind::Soon,
        _ => EndKind::Ahead,
    }
}

fn pauses(promise: &PromiseView, until: UnixMs) -> impl Iterator<Item = domain::promise::Pause> {
    let running =
        promise.paused_since.map(|from| domain::promise::Pause { from, to: until.max(from), why: None });
    promise.pauses.iter().copied().chain(running)
}

fn pause_of(pause: domain::promise::Pause, promise: &PromiseView, times: &Times) -> Pause {
    let t = Common::from(times.language);
    let still = promise.paused_since == Some(pause.from) && promise.ended_at.is_none();
    let word = match still {
        true => t.line_paused_since(&times.mark(pause.from)),
        false => t.line_paused(&times.mark(pause.from), &times.clock(pause.to)),
    };
    Pause { span: Span::new(pause.from.0, pause.to.0), word }
}

/// Full hours of the reader's clock while the desk is open, on lines that are not too long for them.
fn ticks(from: UnixMs, to: UnixMs, shut: &[Span], clock: &LocalClock) -> Vec<i64> {
    if to - from > TICKS_UP_TO {
        return Vec::new();
    }
    let past = i64::from(clock.at(from).minute) * MINUTE.0 + from.0.rem_euclid(MINUTE.0);
    let first = from.0 - past + HOUR.0;
    (0..=TICKS_UP_TO.0 / HOUR.0)
        .map(|hour| first + HOUR.times(hour).0)
        .take_while(|at| *at < to.0)
        .filter(|at| !shut.iter().any(|shut| shut.from_ms < *at && *at < shut.to_ms))
        .collect()
}

/// Where instants stand: open time to scale, closed hours squeezed to a fixed width.
fn axis(from: UnixMs, to: UnixMs, coverage: &Coverage) -> (Vec<Knot>, Vec<Span>) {
    let shut: Vec<Interval> = coverage.shut(Interval { from, to });
    let open = (to - from).0 - shut.iter().map(|shut| (shut.to - shut.from).0).sum::<i64>();
    if shut.is_empty() || open <= 0 {
        return (Vec::new(), Vec::new());
    }
    let wishes: Vec<f64> = shut
        .iter()
        .map(|shut| if shut.from == from || shut.to == to { SHUT_AT_EDGE } else { SHUT })
        .collect();
    let wished: f64 = wishes.iter().sum();
    let shrink = (ALL_SHUT / wished).min(1.0);
    let per_ms = (100.0 - wished * shrink) / open as f64;
    let mut knots = vec![Knot { at_ms: from.0, percent: 0.0 }];
    let (mut at, mut percent) = (from, 0.0);
    for (shut, wish) in shut.iter().zip(wishes) {
        percent += (shut.from - at).0 as f64 * per_ms;
        knots.push(Knot { at_ms: shut.from.0, percent });
        percent += wish * shrink;
        knots.push(Knot { at_ms: shut.to.0, percent });
        at = shut.to;
    }
    knots.push(Knot { at_ms: to.0, percent: 100.0 });
    (knots, shut.iter().map(|shut| Span::new(shut.from.0, shut.to.0)).collect())
}

/// What is left of a span outside of holes, which are in order.
fn without(span: Span, holes: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut from = span.from_ms;
    for hole in holes.iter().filter(|hole| hole.to_ms > span.from_ms && hole.from_ms < span.to_ms) {
        if hole.from_ms > from {
            left.push(Span::new(from, hole.from_ms));
        }
        from = from.max(hole.to_ms);
    }
    if from < span.to_ms {
        left.push(Span::new(from, span.to_ms));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, ASKED, coverage};
    use super::*;
    use domain::locale::Language;

    /// Answered after 21 minutes, and paused for an hour.
    fn promise() -> PromiseView {
        let pause = domain::promise::Pause {
            from: ASKED + MINUTE.times(55),
            to: ASKED + MINUTE.times(115),
            why: None,
        };
        PromiseView { pauses: vec![pause], ..sample::promise() }
    }

    fn times(now: UnixMs) -> Times {
        Times { now, ..sample::times(Language::En, 0) }
    }

    #[test]
    fn a_day_is_drawn_to_scale() {
        let line = line(&promise(), &coverage(), &times(ASKED + HOUR.times(3)));
        assert_eq!(line.percent((ASKED + HOUR.times(3)).0), 50.0);
        assert_eq!(line.ends.first().map(|end| end.kind), Some(EndKind::Ahead));
        assert_eq!(line.pauses.first().map(|pause| pause.word.as_str()), Some("paused 09:05–10:05"));
        assert_eq!(line.ticks.len(), 6);
        assert!(line.shut.is_empty());
    }

    #[test]
    fn a_night_is_squeezed_and_the_clock_does_not_run_in_it() {
        let over_night = PromiseView { due_at: ASKED + HOUR.times(28), pauses: Vec::new(), ..promise() };
        let line = line(&over_night, &coverage(), &times(ASKED + HOUR.times(26)));
        let evening = ASKED + HOUR.times(9) + MINUTE.times(20);
        let morning = ASKED + HOUR.times(24) - MINUTE.times(10);
        let width = line.percent(morning.0) - line.percent(evening.0);
        assert!((width - SHUT).abs() < 0.001, "{width}");
        assert_eq!(line.runs.len(), 2);
        assert!(line.ticks.is_empty());
    }

    #[test]
    fn what_is_asked_at_night_has_room_before_the_morning() {
        let night = PromiseView {
            asked_at: ASKED - HOUR.times(8),
            first_answer_at: None,
            first_due_at: ASKED + MINUTE.times(50),
            pauses: Vec::new(),
            ..promise()
        };
        let line = line(&night, &coverage(), &times(ASKED - HOUR.times(8)));
        assert!((line.percent((ASKED - MINUTE.times(10)).0) - SHUT_AT_EDGE).abs() < 0.001);
        assert!(line.start.is_none(), "now stands there");
    }

    #[test]
    fn a_running_pause_pushes_the_end_before_it() {
        let paused = PromiseView { paused_since: Some(ASKED + HOUR.times(2)), ..promise() };
        let now = ASKED + HOUR.times(5);
        assert_eq!(left(&paused, &coverage()), Some(HOUR.times(4)));
        assert_eq!(due_at(&paused, &coverage(), now), ASKED + HOUR.times(9));
        let line = line(&paused, &coverage(), &times(now));
        assert_eq!(line.ends.first().map(|end| end.kind), Some(EndKind::Ahead));
        assert_eq!(line.pauses.last().map(|pause| pause.word.as_str()), Some("paused since 10:10"));
    }

    #[test]
    fn a_form_that_stands_open_promises_from_now_on() {
        let asked = PromiseView {
            first_answer_at: None,
            pauses: Vec::new(),
            due_at: ASKED + HOUR.times(6),
            ..promise()
        };
        let later = if_sent_at(&asked, &coverage(), ASKED + HOUR.times(4));
        assert_eq!(later.first_due_at, ASKED + HOUR.times(5));
        assert_eq!(
            later.due_at,
            ASKED + HOUR.times(24) + MINUTE.times(30),
            "forty minutes are left for tomorrow"
        );
        assert_eq!(if_sent_at(&asked, &coverage(), ASKED - MINUTE), asked);
    }

    #[test]
    fn late_is_red_until_now_and_soon_is_the_last_hour() {
        let kind = |minutes: i64| {
            let line = line(&promise(), &coverage(), &times(ASKED + MINUTE.times(minutes)));
            line.ends.first().map(|end| end.kind)
        };
        assert_eq!(kind(299), Some(EndKind::Ahead));
        assert_eq!(kind(300), Some(EndKind::Soon));
        assert_eq!(kind(372), Some(EndKind::Late { to_ms: (ASKED + MINUTE.times(372)).0 }));
    }

    #[test]
    fn the_line_is_said_in_sentences_too() {
        let said = label(&promise(), &coverage(), &times(ASKED + MINUTE.times(152)));
        assert_eq!(
            said,
            "Asked 08:10. First answer 08:31, promised by 09:10. Paused from 09:05 to 10:05. Now 10:42. \
             Done by today 14:10."
        );
        let ended = PromiseView { ended_at: Some(ASKED + HOUR.times(7)), ..promise() };
        let said = label(&ended, &coverage(), &times(ASKED + HOUR.times(8)));
        assert!(said.ends_with("Done by today 14:10, late by 1 h."), "{said}");
    }
}
