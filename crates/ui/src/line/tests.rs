//! What a line must show, and what may never happen to it.

use proptest::prelude::*;

use super::*;

const HOUR: i64 = 3_600_000;

fn point(at_ms: i64, time: &str, word: &str) -> Point {
    Point { at_ms, time: time.into(), word: word.into() }
}

fn end(at_ms: i64, kind: EndKind) -> End {
    End { point: point(at_ms, "14:10", "done by"), kind }
}

/// Six hours, asked at zero, now after two and a half, one hour of pause.
fn six_hours() -> Line {
    Line {
        from_ms: 0,
        to_ms: 6 * HOUR,
        now: Some(Now { at_ms: 5 * HOUR / 2, flag: "10:42".into() }),
        runs: vec![Span::new(0, 5 * HOUR / 2)],
        pauses: vec![Pause { span: Span::new(HOUR, 2 * HOUR), word: "paused 09:05–10:05".into() }],
        start: Some(point(0, "08:10", "asked")),
        answer: Some(Answer::Given { point: point(HOUR / 3, "08:31", "first answer"), limit_ms: Some(HOUR) }),
        ends: vec![end(6 * HOUR, EndKind::Ahead)],
        ..Line::default()
    }
}

fn bands(shapes: &[Shape], wanted: Band) -> Vec<(f64, f64)> {
    shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Band { band, from, to } if *band == wanted => Some((round(*from), round(*to))),
            _ => None,
        })
        .collect()
}

fn labels(shapes: &[Shape]) -> Vec<&Label> {
    shapes
        .iter()
        .filter_map(|shape| if let Shape::Label(label) = shape { Some(label) } else { None })
        .collect()
}

fn label<'a>(shapes: &'a [Shape], time: &str) -> &'a Label {
    labels(shapes).into_iter().find(|label| label.time == time).expect("the time is on the line")
}

fn spots(shapes: &[Shape]) -> Vec<Spot> {
    shapes
        .iter()
        .filter_map(|shape| if let Shape::Spot { spot, .. } = shape { Some(*spot) } else { None })
        .collect()
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[test]
fn a_pause_is_taken_out_of_what_ran_and_of_the_rail() {
    let shapes = layout(&six_hours(), LineSize::Full);
    assert_eq!(bands(&shapes, Band::Run), [(0.0, 16.7), (33.3, 41.7)]);
    assert_eq!(bands(&shapes, Band::Pause), [(16.7, 33.3)]);
    assert_eq!(bands(&shapes, Band::Rail), [(41.7, 100.0)]);
}

#[test]
fn a_late_line_is_red_from_its_end_to_now() {
    let now = 3 * HOUR;
    let line = Line {
        to_ms: now,
        now: Some(Now { at_ms: now, flag: "11:10".into() }),
        runs: vec![Span::new(0, now)],
        pauses: Vec::new(),
        ends: vec![end(2 * HOUR, EndKind::Late { to_ms: now })],
        ..six_hours()
    };
    let shapes = layout(&line, LineSize::Full);
    assert_eq!(bands(&shapes, Band::Late), [(66.7, 100.0)]);
    assert_eq!(bands(&shapes, Band::Run), [(0.0, 66.7)], "what is late is not drawn twice");
    assert!(spots(&shapes).contains(&Spot::End(Tone::Late)));
    assert_eq!(label(&shapes, "14:10").tone, Tone::Late);
}

#[test]
fn a_late_line_that_waits_still_shows_its_pause() {
    let line = Line {
        pauses: vec![Pause { span: Span::new(4 * HOUR, 5 * HOUR), word: String::new() }],
        ends: vec![end(3 * HOUR, EndKind::Late { to_ms: 6 * HOUR })],
        ..six_hours()
    };
    let shapes = layout(&line, LineSize::Full);
    assert_eq!(bands(&shapes, Band::Pause), [(66.7, 83.3)]);
    assert_eq!(bands(&shapes, Band::Late), [(50.0, 66.7), (83.3, 100.0)]);
}

#[test]
fn the_flag_stays_in_the_picture_when_now_is_at_an_edge() {
    for (at_ms, wanted) in [(0, 0.0), (3 * HOUR, 0.5), (6 * HOUR, 1.0), (9 * HOUR, 1.0), (-HOUR, 0.0)] {
        let line = Line { now: Some(Now { at_ms, flag: "10:42".into() }), ..six_hours() };
        let shapes = layout(&line, LineSize::Full);
        let before = shapes.iter().find_map(|shape| match shape {
            Shape::Flag { before, .. } => Some(*before),
            _ => None,
        });
        assert_eq!(before, Some(wanted), "now at {at_ms}");
        assert!(spots(&shapes).contains(&Spot::Now), "now at {at_ms} has its marker");
    }
}

#[test]
fn what_lies_outside_a_shared_axis_is_not_drawn_on_it() {
    let line = Line {
        answer: Some(Answer::Due(point(7 * HOUR, "15:00", ""))),
        ends: vec![end(20 * HOUR, EndKind::Ahead)],
        runs: vec![Span::new(-5 * HOUR, HOUR)],
        pauses: Vec::new(),
        ..six_hours()
    };
    let shapes = layout(&line, LineSize::Desk);
    assert_eq!(spots(&shapes), [Spot::Now]);
    assert_eq!(bands(&shapes, Band::Run), [(0.0, 16.7)]);
    assert_eq!(
        bands(&shapes, Band::Rail),
        [(16.7, 100.0)],
        "the rail goes on to an end that is not on the axis"
    );
}

#[test]
fn words_leave_before_times() {
    let shapes = layout(&six_hours(), LineSize::Full);
    for label in labels(&shapes).into_iter().filter(|label| !label.time.is_empty()) {
        assert_eq!(label.time_from, 0, "{} is there at every width", label.time);
    }
    let first = label(&shapes, "08:31");
    assert!(
        first.word_from.is_some_and(|from| from > 0),
        "its word would run into the flag on a phone: {first:?}"
    );
}

#[test]
fn a_label_beside_the_flag_changes_its_lane_or_leaves() {
    let line = Line {
        answer: Some(Answer::Given { point: point(5 * HOUR / 2, "10:40", "first answer"), limit_ms: None }),
        ..six_hours()
    };
    let shapes = layout(&line, LineSize::Full);
    assert_eq!(label(&shapes, "10:40").lane, Lane::Below);
}

#[test]
fn hours_under_the_flag_of_now_are_not_written() {
    let line = Line {
        hours: vec![point(0, "08", ""), point(5 * HOUR / 2, "10", ""), point(5 * HOUR, "13", "")],
        ..six_hours()
    };
    let shapes = layout(&line, LineSize::Axis);
    let words: Vec<&str> = labels(&shapes).into_iter().map(|label| label.word.as_str()).collect();
    assert_eq!(words, ["08", "13"]);
}

#[test]
fn a_wall_writes_late_above_and_ahead_below_and_drops_what_does_not_fit() {
    let stop = |hours: i64, name: &str, kind| End { point: point(hours * HOUR / 4, name, "38 min"), kind };
    let line = Line {
        runs: Vec::new(),
        pauses: Vec::new(),
        start: None,
        answer: None,
        now: Some(Now { at_ms: 2 * HOUR, flag: String::new() }),
        ends: vec![
            stop(7, "T-1031", EndKind::Late { to_ms: 2 * HOUR }),
            stop(9, "T-1039", EndKind::Soon),
            stop(10, "T-1040", EndKind::Ahead),
            stop(16, "T-1044", EndKind::Ahead),
        ],
        ..six_hours()
    };
    let shapes = layout(&line, LineSize::Wall);
    let written: Vec<(&str, Lane)> =
        labels(&shapes).into_iter().map(|label| (label.time.as_str(), label.lane)).collect();
    assert_eq!(written, [("T-1031", Lane::Above), ("T-1039", Lane::Below), ("T-1044", Lane::Below)]);
    assert_eq!(spots(&shapes).len(), 5, "every stop keeps its bar");
}

#[test]
fn days_share_an_axis_and_the_night_between_them_is_narrow() {
    let day = |from: i64, share| Day { span: Span::new(from * HOUR, (from + 10) * HOUR), share };
    let axis = Line::of_days(&[day(8, 4), day(32, 1)]);
    assert_eq!(round(axis.percent(8 * HOUR)), 0.0);
    assert_eq!(round(axis.percent(18 * HOUR)), 78.4);
    assert_eq!(round(axis.percent(25 * HOUR)), 79.4, "the middle of the night");
    assert_eq!(round(axis.percent(32 * HOUR)), 80.4);
    assert_eq!(round(axis.percent(50 * HOUR)), 100.0);
    assert_eq!(axis.shut, [Span::new(18 * HOUR, 32 * HOUR)]);
    assert_eq!(Line::of_days(&[]), Line::default());
}

#[test]
fn an_empty_line_draws_without_dividing_by_nothing() {
    for size in SIZES {
        let svg = draw(&layout(&Line::default(), size), size);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}

#[test]
fn a_label_can_not_break_out_of_the_picture() {
    let line = Line { start: Some(point(0, "08:10", "</text><script>\"'&")), ..six_hours() };
    let svg = draw(&layout(&line, LineSize::Full), LineSize::Full);
    assert!(svg.contains("&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;"), "{svg}");
    assert!(!svg.contains("<script"));
}

#[test]
fn nothing_is_styled_inline() {
    for size in SIZES {
        assert!(!draw(&layout(&six_hours(), size), size).contains(" style"));
    }
}

const SIZES: [LineSize; 5] = [LineSize::Full, LineSize::Row, LineSize::Desk, LineSize::Axis, LineSize::Wall];

fn any_line() -> impl Strategy<Value = Line> {
    let instant = -2 * HOUR..8 * HOUR;
    let span = (instant.clone(), 0..4 * HOUR).prop_map(|(from, length)| Span::new(from, from + length));
    let text = "[0-9]{1,2}:[0-9]{2}";
    let word = "[a-záéíóú ]{0,24}";
    let point = (instant.clone(), text, word).prop_map(|(at_ms, time, word)| Point { at_ms, time, word });
    let kind = prop_oneof![
        Just(EndKind::Ahead),
        Just(EndKind::Soon),
        instant.clone().prop_map(|to_ms| EndKind::Late { to_ms }),
    ];
    let answer = prop_oneof![
        point.clone().prop_map(Answer::Due),
        (point.clone(), proptest::option::of(instant.clone()))
            .prop_map(|(point, limit_ms)| Answer::Given { point, limit_ms }),
    ];
    (
        (
            proptest::option::of((instant, text)),
            proptest::option::of(answer),
            proptest::option::of(point.clone()),
        ),
        proptest::collection::vec(span.clone(), 0..4),
        proptest::collection::vec((span.clone(), word).prop_map(|(span, word)| Pause { span, word }), 0..4),
        proptest::collection::vec((point.clone(), kind).prop_map(|(point, kind)| End { point, kind }), 0..5),
        proptest::collection::vec(point, 0..6),
        proptest::option::of(span),
    )
        .prop_map(|((now, answer, start), runs, pauses, ends, hours, range)| Line {
            from_ms: 0,
            to_ms: 6 * HOUR,
            now: now.map(|(at_ms, flag)| Now { at_ms, flag }),
            answer,
            start,
            runs,
            pauses,
            ends,
            hours,
            range,
            ..Line::default()
        })
}

/// How far a label reaches at a width, by the same estimate of letters that the room was given by.
fn reach(label: &Label, width: f64) -> (f64, f64) {
    let chars = |text: &str| f64::from(u32::try_from(text.chars().count()).expect("short"));
    let shows_word = label.word_from.is_some_and(|from| width >= f64::from(from));
    let time = chars(&label.time) * 8.6;
    let word = if shows_word { chars(&label.word) * 7.6 } else { 0.0 };
    let at = label.at / 100.0 * width;
    let length = time + word;
    match label.align {
        Align::Start => (at, at + length),
        Align::Middle => (at - length / 2.0, at + length / 2.0),
        Align::End => (at - length, at),
    }
}

proptest! {
    #[test]
    fn no_mark_ever_leaves_the_picture(line in any_line()) {
        for size in SIZES {
            for shape in layout(&line, size) {
                let places = match &shape {
                    Shape::Band { from, to, .. } => vec![*from, *to],
                    Shape::Spot { at, before, .. } | Shape::Flag { at, before, .. } => {
                        prop_assert!((0.0..=1.0).contains(before));
                        vec![*at]
                    }
                    Shape::Label(label) => vec![label.at],
                };
                for place in places {
                    prop_assert!((0.0..=100.0).contains(&place), "{shape:?}");
                }
            }
        }
    }

    #[test]
    fn no_two_labels_overlap_at_any_width(line in any_line(), step in 0..6_usize) {
        let width = [270.0, 300.0, 400.0, 480.0, 680.0, 960.0][step];
        let shapes = layout(&line, LineSize::Full);
        let shown: Vec<(&Label, (f64, f64))> = labels(&shapes)
            .into_iter()
            .filter(|label| f64::from(label.time_from) <= width)
            .map(|label| (label, reach(label, width)))
            .collect();
        for (index, (label, (from, to))) in shown.iter().enumerate() {
            prop_assert!(*from >= -1.0 && *to <= width + 1.0, "{label:?} leaves the picture at {width}");
            for (other, (other_from, other_to)) in &shown[index + 1..] {
                prop_assert!(
                    label.lane != other.lane || to <= other_from || other_to <= from,
                    "{label:?} and {other:?} overlap at {width}"
                );
            }
        }
    }

    #[test]
    fn runs_pauses_and_late_stretches_never_cover_each_other(line in any_line()) {
        // Late stretches may overlap each other where several promises are late; runs may not touch either.
        let shapes = layout(&line, LineSize::Desk);
        let others: Vec<(f64, f64)> = [bands(&shapes, Band::Pause), bands(&shapes, Band::Late)].concat();
        for (from, to) in bands(&shapes, Band::Run) {
            for (other_from, other_to) in &others {
                prop_assert!(to <= *other_from || *other_to <= from, "{from}-{to} covers {other_from}-{other_to}");
            }
        }
    }
}
