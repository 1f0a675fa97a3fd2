//! Which words of a line find room: times stay longest, words leave first, and nothing overlaps at any width.

use super::{
    LineSize,
    layout::Shape,
    room::{Metrics, Place, Room},
};

/// A text that found room, and the width from which it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Percent of the width.
    pub at: f64,
    pub align: Align,
    pub lane: Lane,
    pub tone: Tone,
    pub time: String,
    pub word: String,
    /// The width of the line in px from which the time shows.
    pub time_from: u16,
    /// The same for the word; `None` if it never finds room.
    pub word_from: Option<u16>,
}

/// What a text does from its place on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Above,
    Below,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Soon,
    Late,
}

/// A text that asks for room.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub at: f64,
    /// Where it may stand, the best first.
    pub lanes: &'static [Lane],
    /// How it may stand there, the best first.
    pub aligns: &'static [Align],
    pub time: String,
    pub word: String,
    pub tone: Tone,
}

/// The widths, in px, at which a line may say more: the steps of the container queries in `line.css`.
const STEPS: [u16; 7] = [0, 300, 400, 480, 680, 960, 1200];

/// Gives each wish its lane and the width from which it shows; what never finds room is left out.
///
/// Times are placed first, the most important first, each where it shows earliest; then words take the room that is left.
pub(super) fn arrange(wishes: Vec<Wish>, flag: Option<&Shape>, size: LineSize) -> Vec<Label> {
    let mut room = Room::new(Metrics::of(size), flag);
    let times: Vec<(Place, Option<usize>)> = wishes.iter().map(|wish| room.place_time(wish)).collect();
    wishes
        .into_iter()
        .zip(times)
        .enumerate()
        .filter_map(|(index, (wish, (place, time_step)))| {
            let word_step = room.place_word(index, &wish, place);
            let from = |step: Option<usize>| step.and_then(|step| STEPS.get(step)).copied();
            let time_from = from(if wish.time.is_empty() { word_step } else { time_step })?;
            let Wish { at, time, word, tone, .. } = wish;
            let Place { lane, align } = place;
            Some(Label { at, align, lane, tone, time, word, time_from, word_from: from(word_step) })
        })
        .collect()
}
