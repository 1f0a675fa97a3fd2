//! Opening hours as people write them: "08:00-12:00, 13:00-17:30", and nothing for a day on which the desk is closed.

use crate::coverage::{Week, Window};

/// Most windows of one day; more are a mistake and not a timetable.
pub const MAX_WINDOWS: usize = 6;

const DAY_MINUTES: u16 = 24 * 60;

/// Why a day's hours can't be read. Texts are as they were typed, so that the sentence can show them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error("{0:?} is not a time of day such as 08:00")]
    NotATime(String),
    #[error("{0:?} has no end such as 08:00-12:00")]
    NoEnd(String),
    #[error("{0:?} begins and ends at once; the whole day is 00:00-24:00")]
    NoLength(String),
    #[error("{0} and {1} overlap")]
    Overlap(String, String),
    #[error("{0} windows are too many for one day")]
    TooMany(usize),
}

/// Reads the hours of one day, in order of their beginning; nothing means closed.
/// Times are `8`, `8:30`, `08:30` or `8.30`, up to `24:00`; an end before its start lies on the next day.
pub fn parse(typed: &str) -> Result<Vec<Window>, HoursError> {
    let pieces: Vec<&str> =
        typed.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty() && !is_dash(piece)).collect();
    if pieces.len() > MAX_WINDOWS {
        return Err(HoursError::TooMany(pieces.len()));
    }
    let mut windows = pieces.into_iter().map(window).collect::<Result<Vec<_>, _>>()?;
    windows.sort_by_key(|window| window.from);
    let followers = windows.iter().skip(1);
    match windows.iter().zip(followers).find(|(before, after)| end(**before) > after.from) {
        Some((before, after)) => Err(HoursError::Overlap(print_window(*before), print_window(*after))),
        None => Ok(windows),
    }
}

/// Writes the hours of one day so that [`parse`] reads the same.
pub fn print(windows: &[Window]) -> String {
    windows.iter().copied().map(print_window).collect::<Vec<_>>().join(", ")
}

/// Reads seven days, Monday first; a missing one is closed.
/// Errors with every day that can't be read, by its number from 0.
pub fn parse_week(typed: &[String]) -> Result<Week, Vec<(usize, HoursError)>> {
    let mut week = Week { days: Default::default() };
    let mut errors = Vec::new();
    for (number, (day, text)) in week.days.iter_mut().zip(typed).enumerate() {
        match parse(text) {
            Ok(windows) => *day = windows,
            Err(error) => errors.push((number, error)),
        }
    }
    if errors.is_empty() { Ok(week) } else { Err(errors) }
}

/// The name of a day's field in a form; Monday is 0.
pub fn field(day: usize) -> String {
    format!("hours[{day}]")
}

fn window(piece: &str) -> Result<Window, HoursError> {
    let (from, to) = piece.split_once(is_dash_char).ok_or_else(|| HoursError::NoEnd(piece.to_owned()))?;
    if to.trim().is_empty() {
        return Err(HoursError::NoEnd(piece.to_owned()));
    }
    let (from, to) = (time(from)?, time(to)?);
    // A window begins on its own day: 24:00 as a beginning is the next one's 00:00.
    if from == DAY_MINUTES {
        return Err(HoursError::NotATime(print_time(from)));
    }
    if from == to {
        return Err(HoursError::NoLength(piece.to_owned()));
    }
    Ok(Window { from, to })
}

/// Minutes since midnight, 24:00 among them.
fn time(typed: &str) -> Result<u16, HoursError> {
    let typed = typed.trim();
    let wrong = || HoursError::NotATime(typed.to_owned());
    let (hour, minute) = typed.split_once([':', '.']).unwrap_or((typed, "00"));
    let number = |digits: &str, lengths: std::ops::RangeInclusive<usize>| {
        let fits = lengths.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| fits)
    };
    let hour = number(hour, 1..=2).ok_or_else(wrong)?;
    let minute = number(minute, 2..=2).filter(|minute| *minute < 60).ok_or_else(wrong)?;
    Some(hour * 60 + minute).filter(|minutes| *minutes <= DAY_MINUTES).ok_or_else(wrong)
}

/// The end of a window in minutes since the midnight before its start.
const fn end(window: Window) -> u16 {
    if window.to <= window.from { window.to + DAY_MINUTES } else { window.to }
}

fn print_window(window: Window) -> String {
    format!("{}-{}", print_time(window.from), print_time(window.to))
}

fn print_time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Hyphen, en dash, em dash and minus: whatever a keyboard or a copied text brings.
const fn is_dash_char(c: char) -> bool {
    matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2212}')
}

fn is_dash(piece: &str) -> bool {
    piece.chars().all(is_dash_char)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn window(from: u16, to: u16) -> Window {
        Window { from, to }
    }

    #[test]
    fn a_day_reads_as_people_write_it() {
        let split = vec![window(480, 720), window(780, 1_050)];
        for text in [
            "08:00-12:00, 13:00-17:30",
            "8-12,13-17:30",
            " 13.00 – 17.30 ; 8:00 — 12:00 ",
            "8-12, , 13:00-17:30,",
        ] {
            assert_eq!(parse(text), Ok(split.clone()), "{text}");
        }
        assert_eq!(print(&split), "08:00-12:00, 13:00-17:30");
    }

    #[test]
    fn nothing_or_a_dash_is_a_closed_day() {
        for text in ["", "  ", "-", "–", ","] {
            assert_eq!(parse(text), Ok(Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn a_night_ends_on_the_next_day_and_midnight_may_end_one() {
        assert_eq!(parse("22:00-06:00"), Ok(vec![window(1_320, 360)]));
        assert_eq!(parse("00:00-24:00"), Ok(vec![window(0, 1_440)]));
        assert_eq!(parse("18:00-00:00"), Ok(vec![window(1_080, 0)]));
    }

    #[test]
    fn what_is_wrong_is_named_as_it_was_typed() {
        let not_a_time = |text: &str| Err(HoursError::NotATime(text.into()));
        assert_eq!(parse("8-25"), not_a_time("25"));
        assert_eq!(parse("8:60-12"), not_a_time("8:60"));
        assert_eq!(parse("8:5-12"), not_a_time("8:5"));
        assert_eq!(parse("mañana-12"), not_a_time("mañana"));
        assert_eq!(parse("24:00-06:00"), not_a_time("24:00"));
        assert_eq!(parse("+8-12"), not_a_time("+8"));
        assert_eq!(parse("08:00"), Err(HoursError::NoEnd("08:00".into())));
        assert_eq!(parse("08:00-"), Err(HoursError::NoEnd("08:00-".into())));
        assert_eq!(parse("9-9"), Err(HoursError::NoLength("9-9".into())));
        assert_eq!(
            parse("8-13, 12-17"),
            Err(HoursError::Overlap("08:00-13:00".into(), "12:00-17:00".into()))
        );
        assert_eq!(parse("1-2,3-4,5-6,7-8,9-10,11-12,13-14"), Err(HoursError::TooMany(7)));
    }

    #[test]
    fn windows_that_touch_do_not_overlap() {
        assert_eq!(parse("8-12, 12-17").map(|windows| windows.len()), Ok(2));
        assert!(parse("20:00-06:00, 23:00-24:00").is_err());
    }

    #[test]
    fn a_week_blames_every_day_that_is_wrong() {
        let typed = ["8-12", "", "8", "", "x-1", "", ""].map(String::from);
        let blamed: Vec<usize> = parse_week(&typed).unwrap_err().into_iter().map(|(day, _)| day).collect();
        assert_eq!(blamed, [2, 4]);
        assert_eq!(field(2), "hours[2]");
        let week = parse_week(&["8-12".to_owned()]).unwrap();
        assert_eq!(week.days[0], [window(480, 720)]);
        assert!(week.days[1..].iter().all(Vec::is_empty));
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(cuts in proptest::collection::btree_set(0u16..=1_440, 0..=12)) {
            let cuts: Vec<u16> = cuts.into_iter().collect();
            let windows: Vec<Window> = cuts.chunks_exact(2).map(|pair| window(pair[0], pair[1])).collect();
            prop_assert_eq!(parse(&print(&windows)), Ok(windows));
        }

        #[test]
        fn whatever_is_typed_is_answered_and_what_is_taken_stays_the_same(typed in "[0-9:., ;–a-z-]{0,40}") {
            if let Ok(windows) = parse(&typed) {
                prop_assert_eq!(parse(&print(&windows)), Ok(windows));
            }
        }

        #[test]
        fn any_text_is_answered(typed in "\\PC{0,60}") {
            let _ = parse(&typed);
        }
    }
}
