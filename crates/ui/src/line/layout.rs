//! Where everything of a line stands, in percent of its width: a pure function of the line and its size.

use super::{
    Answer, EndKind, Line, LineSize, Span,
    labels::{Label, Tone, arrange},
    wishes::{tone, wishes},
};

/// One thing to draw, in drawing order. Places are percent of the width.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Band { band: Band, from: f64, to: f64 },
    Spot { spot: Spot, at: f64, before: f64 },
    Flag { at: f64, before: f64, text: String },
    Label(Label),
}

/// What has a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    Shut,
    Range,
    Rail,
    Run,
    Pause,
    Late,
}

/// What stands at one place. `before` is the part of its width that stands before the place: a half, and less or more at the
/// edges, so that nothing leaves the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Hour,
    Tick,
    Limit,
    Now,
    Start,
    Finish,
    Answered,
    Due,
    End(Tone),
}

/// From here inwards a thin mark stands centred, in percent.
const THIN_EDGE: f64 = 1.0;
/// The same for a circle, whose radius is 8 px on a line that may be 270 px narrow.
const ROUND_EDGE: f64 = 3.0;
/// The same for the flag: half of its 58 px on such a line.
const FLAG_EDGE: f64 = 11.0;

/// Everything to draw, in order.
pub fn layout(line: &Line, size: LineSize) -> Vec<Shape> {
    let mut shapes = ground(line, size);
    shapes.extend(bands(line, size));
    shapes.extend(spots(line, size));
    let flag = flag(line, size);
    let wishes = wishes(line, size);
    shapes.extend(arrange(wishes, flag.as_ref(), size).into_iter().map(Shape::Label));
    shapes.extend(flag);
    shapes
}

/// What lies below the line: shut hours, hours, ticks.
fn ground(line: &Line, size: LineSize) -> Vec<Shape> {
    let shut = line.shut.iter().map(|span| band(line, Band::Shut, *span));
    let hours = line
        .hours
        .iter()
        .filter(|hour| line.shows(hour.at_ms))
        .map(|hour| spot(line, Spot::Hour, hour.at_ms));
    let ticks = line.ticks.iter().filter(|at| line.shows(**at)).map(|at| spot(line, Spot::Tick, *at));
    match size {
        LineSize::Full => shut.chain(ticks).collect(),
        LineSize::Row => Vec::new(),
        LineSize::Desk | LineSize::Axis => shut.chain(hours).collect(),
        LineSize::Wall => hours.collect(),
    }
}

/// The line itself. What is covered by something else is left out, so that nothing has to be painted over.
fn bands(line: &Line, size: LineSize) -> Vec<Shape> {
    let axis = Span::new(line.from_ms, line.to_ms);
    let pauses: Vec<Span> = line.pauses.iter().map(|pause| pause.span).collect();
    let late: Vec<Span> = line
        .ends
        .iter()
        .filter_map(|end| match end.kind {
            EndKind::Late { to_ms } => Some(Span::new(end.point.at_ms, to_ms)),
            EndKind::Ahead | EndKind::Soon => None,
        })
        .collect();
    let late = without(&late, &pauses);
    let runs = without(&without(&line.runs, &pauses), &late);
    let covered: Vec<Span> = [&pauses[..], &late, &runs].concat();
    let rail = match size {
        LineSize::Full | LineSize::Row | LineSize::Wall => Some(axis),
        LineSize::Desk => own_stretch(line, &covered),
        LineSize::Axis => None,
    };
    let rail = without(&rail.into_iter().collect::<Vec<_>>(), &covered);
    [
        (Band::Rail, rail),
        (Band::Range, line.range.into_iter().collect()),
        (Band::Run, runs),
        (Band::Pause, pauses),
        (Band::Late, late),
    ]
    .into_iter()
    .flat_map(|(kind, spans)| spans.into_iter().map(move |span| (kind, span)))
    .filter(|(_, span)| span.from_ms < line.to_ms && span.to_ms > line.from_ms && span.from_ms < span.to_ms)
    .map(|(kind, span)| band(line, kind, span))
    .collect()
}

/// On a shared axis a row's rail reaches from its own beginning to its own end.
fn own_stretch(line: &Line, covered: &[Span]) -> Option<Span> {
    let from = covered.iter().map(|span| span.from_ms).min()?;
    let to =
        line.ends.iter().map(|end| end.point.at_ms).chain(covered.iter().map(|span| span.to_ms)).max()?;
    Some(Span::new(from, to))
}

fn spots(line: &Line, size: LineSize) -> Vec<Shape> {
    let mut spots = Vec::new();
    if let Some(Answer::Given { limit_ms: Some(limit), .. }) = &line.answer
        && size == LineSize::Full
    {
        spots.push((Spot::Limit, *limit));
    }
    if size == LineSize::Full {
        spots.extend(line.start.iter().map(|point| (Spot::Start, point.at_ms)));
        spots.extend(line.finish.iter().map(|point| (Spot::Finish, point.at_ms)));
    }
    // Now may not hide the stops: a first answer due in two minutes is what the row is about.
    let now = line.now.as_ref().map(|now| now.at_ms.clamp(line.from_ms, line.to_ms.max(line.from_ms)));
    spots.extend(now.map(|at| (Spot::Now, at)));
    if size != LineSize::Axis {
        match &line.answer {
            Some(Answer::Given { point, .. }) => spots.push((Spot::Answered, point.at_ms)),
            Some(Answer::Due(point)) => spots.push((Spot::Due, point.at_ms)),
            None => {}
        }
        spots.extend(line.ends.iter().map(|end| (Spot::End(tone(end.kind)), end.point.at_ms)));
    }
    spots.into_iter().filter(|(_, at)| line.shows(*at)).map(|(kind, at)| spot(line, kind, at)).collect()
}

fn flag(line: &Line, size: LineSize) -> Option<Shape> {
    let now = line.now.as_ref().filter(|now| !now.flag.is_empty())?;
    match size {
        LineSize::Full | LineSize::Axis => {
            let at = line.percent(now.at_ms);
            Some(Shape::Flag { at, before: part_before(at, FLAG_EDGE), text: now.flag.clone() })
        }
        LineSize::Row | LineSize::Desk | LineSize::Wall => None,
    }
}

fn band(line: &Line, band: Band, span: Span) -> Shape {
    Shape::Band { band, from: line.percent(span.from_ms), to: line.percent(span.to_ms) }
}

fn spot(line: &Line, spot: Spot, at_ms: i64) -> Shape {
    let at = line.percent(at_ms);
    let edge = match spot {
        Spot::Answered | Spot::Due => ROUND_EDGE,
        Spot::Hour | Spot::Tick | Spot::Limit | Spot::Now | Spot::Start | Spot::Finish | Spot::End(_) => {
            THIN_EDGE
        }
    };
    Shape::Spot { spot, at, before: part_before(at, edge) }
}

/// The part of a mark's width that stands before its place: none at the start, a half from `edge` inwards, all at the end.
fn part_before(at: f64, edge: f64) -> f64 {
    if at < edge {
        0.5 * at / edge
    } else if at > 100.0 - edge {
        1.0 - 0.5 * (100.0 - at) / edge
    } else {
        0.5
    }
}

/// What is left of `spans` outside `holes`.
fn without(spans: &[Span], holes: &[Span]) -> Vec<Span> {
    let mut left = spans.to_vec();
    for hole in holes.iter().filter(|hole| hole.from_ms < hole.to_ms) {
        left = left
            .into_iter()
            .flat_map(|span| {
                [
                    Span::new(span.from_ms, span.to_ms.min(hole.from_ms)),
                    Span::new(span.from_ms.max(hole.to_ms), span.to_ms),
                ]
            })
            .filter(|span| span.from_ms < span.to_ms)
            .collect();
    }
    left
}
