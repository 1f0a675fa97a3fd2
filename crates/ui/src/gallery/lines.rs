//! The promise line in all its sizes and states.

use leptos::prelude::*;

use crate::{
    Head, LineLegend, LineWords, PromiseLine,
    line::{Answer, End, EndKind, Line, LineSize, Now, Pause, Point, Span},
};

/// Full lines: running, just asked, late, resolved, and one in longer words.
#[component]
pub fn Lines() -> impl IntoView {
    view! {
        <section class="stack-3">
            <Head title="The promise line"/>
            <PromiseLine
                line=running()
                label="Asked 08:10. First answer 08:31, promised by 09:10. Paused 09:05 to 10:05. Now 10:42. Done by 14:10."
            />
            <PromiseLine line=asked() label="Now 10:42. First answer by 11:42. Done by 16:42 today."/>
            <PromiseLine line=late() label="Asked 08:10. First answer 08:31. Done by 10:30, 12 minutes late. Now 10:42."/>
            <PromiseLine line=resolved() label="Asked 08:10. First answer 08:31. Resolved 11:20, promised by 14:10."/>
            <PromiseLine line=spanish() label="Pedido a las 8:10. Primera respuesta antes de las 9:10. Ahora 8:12."/>
            <PromiseLine line=running() size=LineSize::Row label="Done by 14:10, one pause"/>
            <PromiseLine line=late() size=LineSize::Row label="Late since 10:30"/>
            <LineLegend words=LineWords {
                ran: "clock ran".into(),
                paused: "paused".into(),
                first_answer: "first answer".into(),
                done_by: "done by".into(),
                now: "now".into(),
            }/>
        </section>
    }
}

/// Half past eight is `at(8, 30)`.
pub const fn at(hour: i64, minute: i64) -> i64 {
    (hour * 60 + minute) * 60_000
}

pub fn point(hour: i64, minute: i64, word: &str) -> Point {
    Point { at_ms: at(hour, minute), time: format!("{hour:02}:{minute:02}"), word: word.into() }
}

pub fn now() -> Option<Now> {
    Some(Now { at_ms: at(10, 42), flag: "10:42".into() })
}

/// Asked at 08:10, answered, paused for an hour, due at 14:10.
pub fn running() -> Line {
    Line {
        from_ms: at(8, 10),
        to_ms: at(14, 10),
        now: now(),
        runs: vec![Span::new(at(8, 10), at(10, 42))],
        pauses: vec![Pause { span: Span::new(at(9, 5), at(10, 5)), word: "paused 09:05–10:05".into() }],
        ticks: (9..=14).map(|hour| at(hour, 0)).collect(),
        start: Some(point(8, 10, "asked")),
        answer: Some(Answer::Given { point: point(8, 31, "first answer"), limit_ms: Some(at(9, 10)) }),
        ends: vec![End { point: point(14, 10, "done by"), kind: EndKind::Ahead }],
        ..Line::default()
    }
}

pub fn late() -> Line {
    Line {
        to_ms: at(10, 42),
        pauses: Vec::new(),
        ends: vec![End { point: point(10, 30, "done by"), kind: EndKind::Late { to_ms: at(10, 42) } }],
        ..running()
    }
}

fn asked() -> Line {
    Line {
        from_ms: at(10, 42),
        to_ms: at(16, 42),
        now: now(),
        ticks: (11..=16).map(|hour| at(hour, 0)).collect(),
        answer: Some(Answer::Due(point(11, 42, "first answer"))),
        ends: vec![End { point: point(16, 42, "done by"), kind: EndKind::Ahead }],
        ..Line::default()
    }
}

fn resolved() -> Line {
    Line {
        now: None,
        runs: vec![Span::new(at(8, 10), at(11, 20))],
        finish: Some(point(11, 20, "resolved")),
        ..running()
    }
}

fn spanish() -> Line {
    Line {
        from_ms: at(8, 10),
        to_ms: at(14, 10),
        now: Some(Now { at_ms: at(8, 12), flag: "8:12".into() }),
        runs: vec![Span::new(at(8, 10), at(8, 12))],
        pauses: Vec::new(),
        start: Some(point(8, 10, "pedido")),
        answer: Some(Answer::Due(point(9, 10, "primera respuesta antes de"))),
        ends: vec![End { point: point(14, 10, "listo antes de"), kind: EndKind::Ahead }],
        ..running()
    }
}
