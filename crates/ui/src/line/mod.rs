//! The promise line as data: what ran, what stood still, what is due, and where now is, on one axis of time.

mod draw;
mod labels;
mod layout;
mod room;
mod wishes;

pub use draw::draw;
pub use labels::{Align, Label, Lane, Tone};
pub use layout::{Band, Shape, Spot, layout};

/// What a line shows. Instants are unix milliseconds; texts are already in the reader's language and time zone.
///
/// Spread an axis into a row to let all rows of a list share it: `Line { runs, ends, ..axis.clone() }`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The start of the axis.
    pub from_ms: i64,
    /// The end of the axis.
    pub to_ms: i64,
    /// Points that stretch or squeeze the axis, in order; empty means even.
    pub scale: Vec<Knot>,
    pub now: Option<Now>,
    /// When the clock ran; pauses are taken out of it.
    pub runs: Vec<Span>,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// Small marks below the line, such as full hours.
    pub ticks: Vec<i64>,
    /// Lines across a list, with a text where the axis has its head.
    pub hours: Vec<Point>,
    /// When nobody is there.
    pub shut: Vec<Span>,
    /// Where it began.
    pub start: Option<Point>,
    pub answer: Option<Answer>,
    /// Where the work ended.
    pub finish: Option<Point>,
    /// By when it is promised: one for a line of its own, several for a board.
    pub ends: Vec<End>,
    /// A block of time in which it will be your turn.
    pub range: Option<Span>,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub from_ms: i64,
    pub to_ms: i64,
}

/// An instant with its words: the time comes first and stays longest, the word leaves when there is no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    pub at_ms: i64,
    /// "08:10"
    pub time: String,
    /// "asked"
    pub word: String,
}

/// The reader's present.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Now {
    pub at_ms: i64,
    /// The time on the flag; no text, no flag.
    pub flag: String,
}

/// A stretch in which the clock stood still.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pause {
    pub span: Span,
    /// "paused 09:05–10:05"
    pub word: String,
}

/// The first answer: given, or still due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Given {
        point: Point,
        /// By when it was promised.
        limit_ms: Option<i64>,
    },
    Due(Point),
}

/// By when something is promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub point: Point,
    pub kind: EndKind,
}

/// How an end stands to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndKind {
    Ahead,
    /// Within the hour; boards show it in yellow.
    Soon,
    /// Passed, and what was promised came or will come only then (now, while it is open).
    Late {
        to_ms: i64,
    },
}

/// Fixes an instant to a place on the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knot {
    pub at_ms: i64,
    /// 0 to 100.
    pub percent: f64,
}

/// A stretch of an axis that shows several days, with its share of the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub span: Span,
    /// Against the other days' shares.
    pub share: u16,
}

/// How large a line is, and so how much it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineSize {
    /// 92 px with times and words.
    #[default]
    Full,
    /// 28 px, in a row of a board.
    Row,
    /// As high as its row, on an axis shared with the rows around it.
    Desk,
    /// The head over `Desk` rows: hours in words and the flag of now.
    Axis,
    /// 20 rem, read from across the room.
    Wall,
}

/// The width that the hours between two days take, in percent.
const SHUT_PERCENT: f64 = 2.0;

impl Line {
    /// An axis over several days that gives each its share of the width and squeezes the hours between them.
    pub fn of_days(days: &[Day]) -> Self {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Self::default() };
        let gaps = u32::try_from(days.len()).map_or(0.0, |count| SHUT_PERCENT * (f64::from(count) - 1.0));
        let shares: f64 = days.iter().map(|day| f64::from(day.share.max(1))).sum();
        let mut scale = Vec::with_capacity(days.len() * 2);
        let mut percent = 0.0;
        for day in days {
            scale.push(Knot { at_ms: day.span.from_ms, percent });
            percent += (100.0 - gaps) * f64::from(day.share.max(1)) / shares;
            scale.push(Knot { at_ms: day.span.to_ms, percent });
            percent += SHUT_PERCENT;
        }
        let shut = days
            .iter()
            .zip(days.iter().skip(1))
            .map(|(day, next)| Span { from_ms: day.span.to_ms, to_ms: next.span.from_ms })
            .collect();
        Self { from_ms: first.span.from_ms, to_ms: last.span.to_ms, scale, shut, ..Self::default() }
    }

    /// Where an instant stands on the axis, 0 to 100; instants outside stand at its edge.
    pub fn percent(&self, at_ms: i64) -> f64 {
        let edges = [Knot { at_ms: self.from_ms, percent: 0.0 }, Knot { at_ms: self.to_ms, percent: 100.0 }];
        let knots = if self.scale.len() < 2 { &edges } else { self.scale.as_slice() };
        let after = knots.partition_point(|knot| knot.at_ms <= at_ms);
        let before = after.checked_sub(1).and_then(|index| knots.get(index));
        match (before, knots.get(after)) {
            (Some(before), Some(after)) => between(*before, *after, at_ms),
            (None, _) => 0.0,
            (Some(_), None) => 100.0,
        }
        .clamp(0.0, 100.0)
    }

    /// Whether an instant is on the axis.
    pub const fn shows(&self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && at_ms <= self.to_ms
    }
}

impl Span {
    /// The stretch from one instant to another.
    pub const fn new(from_ms: i64, to_ms: i64) -> Self {
        Self { from_ms, to_ms }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "spans of time are far below the 285,616 years that f64 holds exactly"
)]
fn between(before: Knot, after: Knot, at_ms: i64) -> f64 {
    let whole = after.at_ms.saturating_sub(before.at_ms);
    if whole <= 0 {
        return before.percent;
    }
    let part = at_ms.saturating_sub(before.at_ms) as f64 / whole as f64;
    before.percent + part * (after.percent - before.percent)
}

#[cfg(test)]
mod tests;
