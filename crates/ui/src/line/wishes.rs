//! What a line would like to say at each size, the most important first.

use super::{
    Answer, EndKind, Line, LineSize, Point,
    labels::{Align, Lane, Tone, Wish},
};

/// The words of a line, for `labels::arrange` to find room for.
pub(super) fn wishes(line: &Line, size: LineSize) -> Vec<Wish> {
    match size {
        LineSize::Row | LineSize::Desk => Vec::new(),
        LineSize::Axis => hours(line, &[Lane::Below], &[Align::Start]).collect(),
        LineSize::Full => own_words(line),
        LineSize::Wall => board(line).chain(hours(line, &[Lane::Above], &[Align::Middle])).collect(),
    }
}

/// One promise: by when it is done matters most, the pauses explain.
fn own_words(line: &Line) -> Vec<Wish> {
    let ends = line.ends.iter().map(|end| wish(line, &end.point, &BELOW_FIRST, tone(end.kind)));
    let finish = line.finish.iter().map(|point| wish(line, point, &BELOW_FIRST, Tone::Plain));
    let start = line.start.iter().map(|point| wish(line, point, &BELOW_FIRST, Tone::Plain));
    let answer = line.answer.iter().map(|answer| match answer {
        Answer::Given { point, .. } => wish(line, point, &ABOVE_FIRST, Tone::Plain),
        Answer::Due(point) => wish(line, point, &BELOW_FIRST, Tone::Plain),
    });
    let pauses = line.pauses.iter().map(|pause| {
        let middle = f64::midpoint(line.percent(pause.span.from_ms), line.percent(pause.span.to_ms));
        Some(Wish {
            at: middle,
            aligns: &[Align::Middle],
            lanes: &[Lane::Below],
            time: String::new(),
            word: pause.word.clone(),
            tone: Tone::Plain,
        })
    });
    ends.chain(finish).chain(start).chain(answer).chain(pauses).flatten().collect()
}

/// Several promises: what is late stands above the line at now, what comes stands below.
fn board(line: &Line) -> impl Iterator<Item = Wish> {
    line.ends.iter().filter_map(|end| match end.kind {
        EndKind::Late { to_ms } => {
            let wish = wish(line, &end.point, &[Lane::Above], Tone::Late)?;
            Some(Wish { at: line.percent(to_ms), aligns: &[Align::End], ..wish })
        }
        EndKind::Ahead | EndKind::Soon => {
            let wish = wish(line, &end.point, &[Lane::Below], tone(end.kind))?;
            Some(Wish { aligns: &[Align::Start], ..wish })
        }
    })
}

fn hours(line: &Line, lanes: &'static [Lane], aligns: &'static [Align]) -> impl Iterator<Item = Wish> {
    line.hours.iter().filter_map(move |hour| {
        let wish = wish(line, hour, lanes, Tone::Plain)?;
        // An hour is a caption: it is set like a word.
        Some(Wish { aligns, word: wish.time, time: String::new(), ..wish })
    })
}

/// What is not on the axis says nothing.
fn wish(line: &Line, point: &Point, lanes: &'static [Lane], tone: Tone) -> Option<Wish> {
    let at = line.percent(point.at_ms);
    line.shows(point.at_ms).then(|| Wish {
        at,
        aligns: aligns(at),
        lanes,
        time: point.time.clone(),
        word: point.word.clone(),
        tone,
    })
}

const ABOVE_FIRST: [Lane; 2] = [Lane::Above, Lane::Below];
const BELOW_FIRST: [Lane; 2] = [Lane::Below, Lane::Above];

/// Text near an edge grows away from it, and so may any text that finds no room centred.
const fn aligns(at: f64) -> &'static [Align] {
    if at < 15.0 {
        &[Align::Start]
    } else if at > 85.0 {
        &[Align::End]
    } else {
        &[Align::Middle, Align::Start, Align::End]
    }
}

pub(super) const fn tone(kind: EndKind) -> Tone {
    match kind {
        EndKind::Ahead => Tone::Plain,
        EndKind::Soon => Tone::Soon,
        EndKind::Late { .. } => Tone::Late,
    }
}
