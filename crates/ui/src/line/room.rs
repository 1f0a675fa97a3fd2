//! The room on a line: what is taken at each width, and what still fits.

use super::{
    LineSize,
    labels::{Align, Lane, Wish},
    layout::Shape,
};

/// How large the text is, in the unit of the widths.
pub(super) struct Metrics {
    /// The width of the line at each of the steps of `labels`.
    widths: &'static [f64],
    time_char: f64,
    word_char: f64,
    gap: f64,
    flag_lane: Lane,
    flag_pad: f64,
    /// Where the text begins after its place.
    shift: f64,
    /// Whether the word stands under the time instead of after it.
    stacked: bool,
}

// Measured with Overpass at the sizes of `tokens.css`: tabular figures are 0.6 em wide, words 0.52 em on average.
const FULL: Metrics = Metrics {
    widths: &[270.0, 300.0, 400.0, 480.0, 680.0, 960.0, 1200.0],
    time_char: 8.6,
    word_char: 7.6,
    gap: 10.0,
    flag_lane: Lane::Above,
    flag_pad: 16.0,
    shift: 0.0,
    stacked: false,
};
const AXIS: Metrics = Metrics {
    widths: &[200.0, 300.0, 400.0, 480.0, 680.0],
    flag_lane: Lane::Below,
    gap: 6.0,
    shift: 4.0,
    ..FULL
};
/// A wall is always as wide as its type: 113 rem between its margins.
const WALL: Metrics =
    Metrics { widths: &[113.0], time_char: 2.6, word_char: 1.5, gap: 2.0, stacked: true, ..FULL };

impl Metrics {
    pub(super) const fn of(size: LineSize) -> &'static Self {
        match size {
            LineSize::Full | LineSize::Row | LineSize::Desk => &FULL,
            LineSize::Axis => &AXIS,
            LineSize::Wall => &WALL,
        }
    }
}

/// Where a text stands at all widths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub lane: Lane,
    pub align: Align,
}

/// What is taken at each of the widths.
pub(super) struct Room<'a> {
    metrics: &'a Metrics,
    steps: Vec<Step>,
}

/// One width: first the flag, then one entry for each wish, in their order.
struct Step {
    width: f64,
    taken: Vec<Option<(Lane, Reach)>>,
}

impl<'a> Room<'a> {
    pub(super) fn new(metrics: &'a Metrics, flag: Option<&Shape>) -> Self {
        let step = |width: &f64| Step { width: *width, taken: vec![flag_reach(flag, metrics, *width)] };
        Self { metrics, steps: metrics.widths.iter().map(step).collect() }
    }

    /// Takes the place where the time shows from the smallest width, and among equals where the word does.
    pub(super) fn place_time(&mut self, wish: &Wish) -> (Place, Option<usize>) {
        let own = self.steps.first().map_or(0, |step| step.taken.len());
        let mut best: Option<(Place, [usize; 2])> = None;
        for place in wish
            .lanes
            .iter()
            .flat_map(|lane| wish.aligns.iter().map(|align| Place { lane: *lane, align: *align }))
        {
            let steps = [Shown::Time, Shown::All]
                .map(|shown| self.first_free(own, wish, place, shown).unwrap_or(usize::MAX));
            if best.is_none_or(|(_, before)| steps < before) {
                best = Some((place, steps));
            }
        }
        let place = best.map_or(Place { lane: Lane::Below, align: Align::Start }, |(place, _)| place);
        let step = if wish.time.is_empty() { None } else { self.first_free(own, wish, place, Shown::Time) };
        for (index, Step { width, taken }) in self.steps.iter_mut().enumerate() {
            let shows = step.is_some_and(|step| index >= step);
            taken.push(
                shows.then(|| (place.lane, reach(wish, place.align, Shown::Time, self.metrics, *width))),
            );
        }
        (place, step)
    }

    /// Makes the entry of a wish as long as its word, from the width on where there is room for it.
    pub(super) fn place_word(&mut self, index: usize, wish: &Wish, place: Place) -> Option<usize> {
        // The flag is the first entry.
        let own = index + 1;
        if wish.word.is_empty() {
            return None;
        }
        let step = self.first_free(own, wish, place, Shown::All)?;
        for Step { width, taken } in self.steps.iter_mut().skip(step) {
            if let Some(entry) = taken.get_mut(own) {
                *entry = Some((place.lane, reach(wish, place.align, Shown::All, self.metrics, *width)));
            }
        }
        Some(step)
    }

    /// The first width from which on a text finds room at every width.
    fn first_free(&self, own: usize, wish: &Wish, place: Place, shown: Shown) -> Option<usize> {
        let is_free = |Step { width, taken }: &Step| {
            let reach = reach(wish, place.align, shown, self.metrics, *width);
            let mut others =
                taken.iter().enumerate().filter(|(index, _)| *index != own).filter_map(|(_, entry)| *entry);
            reach.is_inside(*width)
                && others.all(|(lane, other)| lane != place.lane || reach.is_apart(other, self.metrics.gap))
        };
        let free = self.steps.iter().rev().take_while(|step| is_free(step)).count();
        (free > 0).then(|| self.steps.len() - free)
    }
}

/// How much of a wish is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Time,
    All,
}

/// Where a text begins and ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reach {
    from: f64,
    to: f64,
}

impl Reach {
    fn is_inside(self, width: f64) -> bool {
        // A word may touch the edge; a rounding error may not hide it.
        self.from >= -0.5 && self.to <= width + 0.5
    }

    fn is_apart(self, other: Self, gap: f64) -> bool {
        self.to + gap <= other.from || other.to + gap <= self.from
    }
}

fn reach(wish: &Wish, align: Align, shown: Shown, metrics: &Metrics, width: f64) -> Reach {
    let time = length(&wish.time, metrics.time_char);
    let word = match shown {
        Shown::Time => 0.0,
        Shown::All => length(&wish.word, metrics.word_char),
    };
    let between = if time > 0.0 && word > 0.0 { metrics.word_char * 0.5 } else { 0.0 };
    let length =
        if metrics.stacked && align == Align::Start { time.max(word) } else { time + between + word };
    let at = wish.at / 100.0 * width + metrics.shift;
    match align {
        Align::Start => Reach { from: at, to: at + length },
        Align::Middle => Reach { from: at - length / 2.0, to: at + length / 2.0 },
        Align::End => Reach { from: at - length, to: at },
    }
}

fn flag_reach(flag: Option<&Shape>, metrics: &Metrics, width: f64) -> Option<(Lane, Reach)> {
    let Some(Shape::Flag { at, before, text }) = flag else { return None };
    let length = flag_width(text, metrics.time_char, metrics.flag_pad);
    let from = at / 100.0 * width - length * before;
    Some((metrics.flag_lane, Reach { from, to: from + length }))
}

/// The width of the flag of now.
pub(super) fn flag_width(text: &str, time_char: f64, pad: f64) -> f64 {
    length(text, time_char) + pad
}

fn length(text: &str, per_char: f64) -> f64 {
    u32::try_from(text.chars().count()).map_or(f64::MAX, |count| f64::from(count) * per_char)
}
