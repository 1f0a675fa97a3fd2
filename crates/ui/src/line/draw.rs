//! Turns the shapes of a line into SVG: percentages for places, lengths only for the size of a mark.

use std::fmt::Write as _;

use crate::escaped::Escaped;

use super::{
    LineSize,
    labels::{Align, Label, Lane, Tone},
    layout::{Band, Shape, Spot},
    room::flag_width,
};

/// The inside of the `<svg>`. Texts are escaped; everything else is numbers and names from here.
pub fn draw(shapes: &[Shape], size: LineSize) -> String {
    let measures = Measures::of(size);
    let mut svg = String::with_capacity(shapes.len() * 96);
    for shape in shapes {
        // Writing into a string can't fail.
        let _ = match shape {
            Shape::Band { band, from, to } => write_band(&mut svg, &measures, *band, *from, *to),
            Shape::Spot { spot, at, before } => write_spot(&mut svg, &measures, *spot, *at, *before),
            Shape::Flag { at, before, text } => write_flag(&mut svg, &measures, *at, *before, text),
            Shape::Label(label) => write_label(&mut svg, &measures, label),
        };
    }
    svg
}

/// The lengths of one size, in `unit`.
struct Measures {
    size: LineSize,
    unit: &'static str,
    /// Where the line runs, from above.
    y: &'static str,
    radius: f64,
    /// Width and height of the bar at the end.
    end: (f64, f64),
    /// Width and height of the bars where it began and where the work ended.
    start: (f64, f64),
    now_width: f64,
    /// From above, and how high.
    now: (&'static str, &'static str),
    hour: (&'static str, &'static str),
    flag_y: f64,
    above: &'static str,
    below: &'static str,
    /// Where a word stands that is set under its time.
    under: &'static str,
}

impl Measures {
    const fn of(size: LineSize) -> Self {
        let full = Self {
            size,
            unit: "",
            y: "44",
            radius: 6.5,
            end: (6.0, 26.0),
            start: (4.0, 16.0),
            now_width: 5.0,
            now: ("20", "42"),
            hour: ("48", "55"),
            flag_y: 0.0,
            above: "16",
            below: "78",
            under: "78",
        };
        match size {
            LineSize::Full => full,
            LineSize::Row => {
                Self { y: "14", radius: 4.5, end: (4.0, 16.0), now_width: 6.0, now: ("1", "26"), ..full }
            }
            LineSize::Desk | LineSize::Axis => Self {
                y: "50%",
                radius: 4.5,
                end: (5.0, 18.0),
                now_width: 6.0,
                now: ("0", "100%"),
                hour: ("0", "100%"),
                flag_y: 8.0,
                below: "26",
                ..full
            },
            LineSize::Wall => Self {
                unit: "rem",
                y: "7.5rem",
                radius: 0.9,
                end: (0.75, 1.75),
                now_width: 1.25,
                now: ("5rem", "5rem"),
                hour: ("6.4rem", "8.6rem"),
                above: "3.6rem",
                below: "13.5rem",
                under: "17.4rem",
                ..full
            },
        }
    }
}

fn write_band(svg: &mut String, measures: &Measures, band: Band, from: f64, to: f64) -> std::fmt::Result {
    let (from, to) = (Number(from), Number(to));
    let class = match band {
        Band::Shut => {
            let width = Number(to.0 - from.0);
            let (y, height) = match measures.size {
                LineSize::Full => ("34", "20"),
                LineSize::Row | LineSize::Desk | LineSize::Axis | LineSize::Wall => ("0", "100%"),
            };
            return write!(
                svg,
                r#"<rect class="pl-shut" x="{from}%" y="{y}" width="{width}%" height="{height}"/>"#
            );
        }
        Band::Range => {
            let width = Number(to.0 - from.0);
            let (y, height) = match measures.size {
                LineSize::Full => ("36", "16"),
                LineSize::Row => ("6", "16"),
                LineSize::Desk | LineSize::Axis => ("30%", "40%"),
                LineSize::Wall => ("6.5rem", "2rem"),
            };
            return write!(
                svg,
                r#"<rect class="pl-range" x="{from}%" y="{y}" width="{width}%" height="{height}"/>"#
            );
        }
        Band::Rail => "pl-rail",
        Band::Run => "pl-run",
        Band::Pause => "pl-pause",
        Band::Late => "pl-latest",
    };
    let y = measures.y;
    write!(svg, r#"<line class="{class}" x1="{from}%" x2="{to}%" y1="{y}" y2="{y}"/>"#)
}

fn write_spot(svg: &mut String, measures: &Measures, spot: Spot, at: f64, before: f64) -> std::fmt::Result {
    let place = Number(at);
    let y = measures.y;
    match spot {
        Spot::Hour => write_across(svg, "pl-hour", place, measures.hour),
        Spot::Tick => write_across(svg, "pl-tick", place, ("48", "55")),
        Spot::Now => write_now(svg, measures, place, before),
        Spot::Answered | Spot::Due => {
            let class = if spot == Spot::Answered { "pl-done" } else { "pl-stop" };
            let unit = measures.unit;
            // The stroke reaches beyond the radius.
            let x = Number(measures.radius * 1.2 * (1.0 - 2.0 * before));
            let r = Number(measures.radius);
            write!(
                svg,
                r#"<svg x="{place}%" y="{y}" overflow="visible"><circle class="{class}" cx="{x}{unit}" r="{r}{unit}"/></svg>"#
            )
        }
        Spot::Limit => write_bar(svg, measures, "pl-limit", place, before, (2.0, 18.0)),
        Spot::Start | Spot::Finish => write_bar(svg, measures, "pl-end", place, before, measures.start),
        Spot::End(Tone::Plain) => write_bar(svg, measures, "pl-end", place, before, measures.end),
        Spot::End(Tone::Soon) => write_bar(svg, measures, "pl-end pl-end-soon", place, before, measures.end),
        Spot::End(Tone::Late) => write_bar(svg, measures, "pl-end-late", place, before, measures.end),
    }
}

fn write_across(svg: &mut String, class: &str, place: Number, (from, to): (&str, &str)) -> std::fmt::Result {
    write!(svg, r#"<line class="{class}" x1="{place}%" x2="{place}%" y1="{from}" y2="{to}"/>"#)
}

fn write_bar(
    svg: &mut String,
    measures: &Measures,
    class: &str,
    place: Number,
    before: f64,
    (width, height): (f64, f64),
) -> std::fmt::Result {
    let (y, unit) = (measures.y, measures.unit);
    let (x, top) = (Number(-width * before), Number(-height / 2.0));
    let (width, height) = (Number(width), Number(height));
    write!(
        svg,
        r#"<svg x="{place}%" y="{y}" overflow="visible"><rect class="{class}" x="{x}{unit}" y="{top}{unit}" width="{width}{unit}" height="{height}{unit}"/></svg>"#
    )
}

/// On a shared axis the bar has edges of its own instead of a stroke, which would also close it above and below and cut the
/// one line through all rows into pieces.
fn write_now(svg: &mut String, measures: &Measures, place: Number, before: f64) -> std::fmt::Result {
    let unit = measures.unit;
    let (top, height) = measures.now;
    let width = measures.now_width;
    let x = -width * before;
    write!(svg, r#"<svg x="{place}%" overflow="visible">"#)?;
    match measures.size {
        LineSize::Desk | LineSize::Axis => {
            let (edge, core, inner) = (Number(x), Number(x + 1.0), Number(width - 2.0));
            let width = Number(width);
            write!(
                svg,
                r#"<rect class="pl-now-edge" x="{edge}" y="{top}" width="{width}" height="{height}"/><rect class="pl-now" x="{core}" y="{top}" width="{inner}" height="{height}"/>"#
            )?;
        }
        LineSize::Full | LineSize::Row | LineSize::Wall => {
            let (x, width) = (Number(x), Number(width));
            write!(
                svg,
                r#"<rect class="pl-now" x="{x}{unit}" y="{top}" width="{width}{unit}" height="{height}"/>"#
            )?;
        }
    }
    svg.push_str("</svg>");
    Ok(())
}

fn write_flag(svg: &mut String, measures: &Measures, at: f64, before: f64, text: &str) -> std::fmt::Result {
    let width = flag_width(text, 8.6, 16.0);
    let x = -width * before;
    let middle = Number(x + width / 2.0);
    let (place, x, width, y) = (Number(at), Number(x), Number(width), Number(measures.flag_y));
    let base = Number(measures.flag_y + 17.0);
    let text = Escaped(text);
    write!(
        svg,
        r#"<svg x="{place}%" overflow="visible"><rect class="pl-flag" x="{x}" y="{y}" width="{width}" height="24" rx="2"/><text class="pl-flag-text" x="{middle}" y="{base}">{text}</text></svg>"#
    )
}

fn write_label(svg: &mut String, measures: &Measures, label: &Label) -> std::fmt::Result {
    let align = match label.align {
        Align::Start => "",
        Align::Middle => "pl-mid ",
        Align::End => "pl-fin ",
    };
    let y = match label.lane {
        Lane::Above => measures.above,
        Lane::Below => measures.below,
    };
    let shift = match measures.size {
        LineSize::Axis => r#" dx="4""#,
        LineSize::Full | LineSize::Row | LineSize::Desk | LineSize::Wall => "",
    };
    let at = Number(label.at);
    let from = From(label.time_from);
    write!(svg, r#"<text x="{at}%" y="{y}"{shift} class="{align}{from}">"#)?;
    let tone = match label.tone {
        Tone::Plain => "",
        Tone::Soon => " pl-soon",
        Tone::Late => " pl-late",
    };
    if !label.time.is_empty() {
        let time = Escaped(&label.time);
        write!(svg, r#"<tspan class="pl-time{tone}">{time}</tspan>"#)?;
    }
    if let Some(word_from) = label.word_from.filter(|_| !label.word.is_empty()) {
        let (from, word) = (From(word_from), Escaped(&label.word));
        let is_under =
            measures.size == LineSize::Wall && label.align == Align::Start && !label.time.is_empty();
        match (is_under, label.time.is_empty()) {
            (true, _) => {
                let y = measures.under;
                write!(svg, r#"<tspan class="pl-word{tone} {from}" x="{at}%" y="{y}">{word}</tspan>"#)?;
            }
            (false, true) => write!(svg, r#"<tspan class="pl-word{tone}">{word}</tspan>"#)?,
            (false, false) => write!(svg, r#"<tspan class="pl-word{tone} {from}"> {word}</tspan>"#)?,
        }
    }
    svg.push_str("</text>");
    Ok(())
}

/// A number with two decimals at most and no zeros to spare.
#[derive(Clone, Copy)]
struct Number(f64);

impl std::fmt::Display for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // By whole numbers: the digits of any float take more code than the rest of the line.
        #[expect(clippy::cast_possible_truncation, reason = "places on a line are far below 2^53")]
        let hundredths = (self.0 * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        match (rest / 10, rest % 10) {
            (0, 0) => write!(formatter, "{sign}{whole}"),
            (tenths, 0) => write!(formatter, "{sign}{whole}.{tenths}"),
            (tenths, hundredths) => write!(formatter, "{sign}{whole}.{tenths}{hundredths}"),
        }
    }
}

/// The class that hides a text on lines narrower than this.
struct From(u16);

impl std::fmt::Display for From {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            0 => Ok(()),
            width => write!(formatter, "pl-from-{width}"),
        }
    }
}
