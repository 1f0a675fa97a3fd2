//! A promise's clock, piece by piece: when it ran, when it stood still, and why.

use domain::coverage::{Coverage, Interval};
use domain::promise::{Pause, PromiseView};
use domain::time::{Millis, UnixMs};

/// A stretch of time, and whether it counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub from: UnixMs,
    pub to: UnixMs,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The desk was open: the clock ran.
    Open,
    /// The desk was closed.
    Shut,
    /// Somebody else had the ball.
    Paused,
}

impl Piece {
    pub fn counted(&self) -> Millis {
        match self.why {
            Why::Open => self.to - self.from,
            Why::Shut | Why::Paused => Millis(0),
        }
    }
}

/// From asking until now, or until the end, without a gap.
pub fn explain(promise: &PromiseView, coverage: &Coverage, now: UnixMs) -> Vec<Piece> {
    let until = promise.ended_at.unwrap_or(now);
    let running = promise.paused_since.map(|from| Pause { from, to: until });
    let mut pieces = Vec::new();
    let mut at = promise.asked_at;
    for pause in promise.pauses.iter().copied().chain(running) {
        pieces.extend(by_coverage(coverage, at, pause.from.min(until)));
        let piece = Piece { from: pause.from.max(at), to: pause.to.min(until), why: Why::Paused };
        at = at.max(piece.to);
        pieces.push(piece);
    }
    pieces.extend(by_coverage(coverage, at, until));
    pieces.retain(|piece| piece.from < piece.to);
    pieces
}

/// What counted altogether.
pub fn used(pieces: &[Piece]) -> Millis {
    Millis(pieces.iter().map(|piece| piece.counted().0).sum())
}

fn by_coverage(coverage: &Coverage, from: UnixMs, to: UnixMs) -> Vec<Piece> {
    if from >= to {
        return Vec::new();
    }
    let shut = coverage.shut(Interval { from, to });
    let mut pieces = Vec::new();
    let mut at = from;
    for shut in shut {
        pieces.push(Piece { from: at, to: shut.from, why: Why::Open });
        pieces.push(Piece { from: shut.from, to: shut.to, why: Why::Shut });
        at = shut.to;
    }
    pieces.push(Piece { from: at, to, why: Why::Open });
    pieces.retain(|piece| piece.from < piece.to);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::NOW;
    use domain::time::HOUR;

    fn at(hours: i64) -> UnixMs {
        NOW + HOUR.times(hours)
    }

    fn promise(pauses: Vec<Pause>, paused_since: Option<UnixMs>) -> PromiseView {
        PromiseView {
            asked_at: at(-20),
            first_due_at: at(0),
            first_answer_at: Some(at(-19)),
            due_at: at(5),
            pauses,
            paused_since,
            ended_at: None,
        }
    }

    /// Open until 18 hours ago, and again since 3 hours ago.
    fn coverage() -> Coverage {
        Coverage::new(vec![Interval { from: at(-27), to: at(-18) }, Interval { from: at(-3), to: at(7) }])
    }

    fn told(promise: &PromiseView) -> Vec<(i64, Why)> {
        let hours = |piece: &Piece| ((piece.to - piece.from).0 / HOUR.0, piece.why);
        explain(promise, &coverage(), NOW).iter().map(hours).collect()
    }

    #[test]
    fn nights_and_pauses_do_not_count() {
        let paused = promise(vec![Pause { from: at(-2), to: at(-1) }], None);
        assert_eq!(
            told(&paused),
            [(2, Why::Open), (15, Why::Shut), (1, Why::Open), (1, Why::Paused), (1, Why::Open)]
        );
        assert_eq!(used(&explain(&paused, &coverage(), NOW)), HOUR.times(4));
    }

    #[test]
    fn a_pause_over_the_night_is_one_piece() {
        let paused = promise(Vec::new(), Some(at(-19)));
        assert_eq!(told(&paused), [(1, Why::Open), (19, Why::Paused)]);
    }

    #[test]
    fn after_the_end_nothing_is_told() {
        let ended = PromiseView { ended_at: Some(at(-19)), ..promise(Vec::new(), None) };
        assert_eq!(told(&ended), [(1, Why::Open)]);
    }
}
