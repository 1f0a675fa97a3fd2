//! The wall's words: short enough to be read from across the room.

use domain::category::ServiceState;
use domain::coverage::Opening;
use domain::locale::Language;
use domain::time::{DAY, HOUR, MINUTE, Millis, UnixMs};
use domain::wall::{Trouble, Wall};

use crate::format::Times;
use crate::i18n;

/// Most services in trouble that are named.
pub const NAMED_TROUBLES: usize = 2;
/// Most people on duty who are named.
const NAMED_PEOPLE: usize = 3;
/// Most characters of a phone number that has room for a word before it.
const SHORT_PHONE: usize = 10;
/// From this hour of the local day until [`NIGHT_ENDS`] the screen is dim.
const NIGHT_BEGINS: u8 = 20;
const NIGHT_ENDS: u8 = 6;
/// Where the picture stands changes this often, in minutes, so that nothing burns in.
const SHIFT_MINUTES: i64 = 3;
/// In how many places it stands in turn.
const SHIFTS: i64 = 9;

/// Whether the desk is open, as one large figure with a line above and below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskWords {
    pub label: String,
    pub figure: String,
    /// The day, where it is not today.
    pub note: Option<String>,
}

pub fn desk(opening: Opening, times: &Times) -> DeskWords {
    let t = i18n::Wall::from(times.language);
    let (label, at) = match opening {
        Opening::Open { until } => (t.desk_open_until(), until),
        Opening::Closed { next: Some(next) } => (t.desk_closed_until(), next),
        Opening::Closed { next: None } => {
            return DeskWords {
                label: t.desk_closed().into(),
                figure: t.desk_closed_word().into(),
                note: None,
            };
        }
    };
    let note = (!times.same_day(at, times.now)).then(|| times.day(at));
    DeskWords { label: label.into(), figure: times.clock(at), note }
}

/// The same in one short line.
pub fn desk_line(opening: Opening, times: &Times) -> String {
    let t = i18n::Wall::from(times.language);
    match opening {
        Opening::Open { until } => t.desk_short_open(&times.mark(until)),
        Opening::Closed { next: Some(next) } => t.desk_short_closed(&times.mark(next)),
        Opening::Closed { next: None } => t.desk_short_shut().into(),
    }
}

/// What is wrong with a service and for how long.
pub fn trouble(trouble: &Trouble, times: &Times) -> String {
    let t = i18n::Wall::from(times.language);
    let since = length(times, times.now - trouble.since);
    match trouble.state {
        ServiceState::Down => t.trouble_down(&since),
        ServiceState::Degraded => t.trouble_degraded(&since),
        ServiceState::Running => t.trouble_running().into(),
    }
}

/// "Call 4400"; a number that fills the line stands alone beside its sign.
pub fn call(phone: &str, language: Language) -> String {
    if phone.chars().count() > SHORT_PHONE {
        return phone.to_owned();
    }
    i18n::Wall::from(language).desk_call(phone)
}

/// How many troubles are not named.
pub fn more_trouble(wall: &Wall) -> usize {
    wall.trouble.len().saturating_sub(NAMED_TROUBLES)
}

/// Who is on duty: names, and how many more there are in words. None when nobody is there or nobody agreed to be named.
pub fn duty(names: &[String], language: Language) -> Option<(String, Option<String>)> {
    let named = names.iter().take(NAMED_PEOPLE).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(NAMED_PEOPLE);
    let more = (more > 0).then(|| i18n::Wall::from(language).duty_more(&more.to_string()));
    (!names.is_empty()).then_some((named, more))
}

/// A length as coarse as its size allows: minutes under ten hours, hours under two days, else days.
pub fn length(times: &Times, length: Millis) -> String {
    let step = match Millis(length.0.abs()) {
        length if length < HOUR.times(10) => MINUTE,
        length if length < DAY.times(2) => HOUR,
        _ => DAY,
    };
    times.length(Millis(length.0.abs() / step.0 * step.0))
}

/// "23", "1,042"; Spanish separates from five digits on, with a space that does not break.
pub fn count(language: Language, count: i64) -> String {
    let digits = count.to_string();
    let (mark, least) = match language {
        Language::En => (',', 4),
        Language::Es => ('\u{a0}', 5),
    };
    if digits.len() < least {
        return digits;
    }
    let mut text = String::with_capacity(digits.len() + 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// Whether it is night on the wall's clock.
pub fn is_night(times: &Times) -> bool {
    let hour = times.clock.at(times.now).hour;
    !(NIGHT_ENDS..NIGHT_BEGINS).contains(&hour)
}

/// In which of its places the picture stands now: the value of `data-shift`.
pub fn shift(now: UnixMs) -> i64 {
    now.0.div_euclid(MINUTE.0 * SHIFT_MINUTES).rem_euclid(SHIFTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::LocalClock;

    /// 2026-11-18 10:42 UTC, a Wednesday.
    const NOW: UnixMs = UnixMs(1_794_998_520_000);

    fn times(language: Language) -> Times {
        Times { language, clock: LocalClock::utc(), now: NOW }
    }

    #[test]
    fn the_desk_says_until_when_or_when_again() {
        let en = times(Language::En);
        let open = desk(Opening::Open { until: NOW + HOUR.times(6) }, &en);
        assert_eq!(
            (open.label.as_str(), open.figure.as_str(), open.note),
            ("Desk open until", "16:42", None)
        );
        let shut = desk(Opening::Closed { next: Some(NOW + DAY) }, &en);
        assert_eq!((shut.figure.as_str(), shut.note.as_deref()), ("10:42", Some("tomorrow, Thu")));
        assert_eq!(desk(Opening::Closed { next: None }, &en).figure, "closed");
        assert_eq!(desk_line(Opening::Closed { next: Some(NOW + DAY) }, &en), "Opens Thu 10:42");
    }

    #[test]
    fn a_long_number_stands_alone() {
        assert_eq!(call("4400", Language::En), "Call 4400");
        assert_eq!(call("+34 971 123 456", Language::Es), "+34 971 123 456");
    }

    #[test]
    fn many_on_duty_are_counted() {
        let names =
            |count: usize| ["Bo", "Ines", "Tomas", "Cy", "Ana", "Eva"].map(String::from)[..count].to_vec();
        assert_eq!(duty(&names(0), Language::En), None);
        assert_eq!(duty(&names(2), Language::En), Some(("Bo, Ines".into(), None)));
        assert_eq!(duty(&names(6), Language::Es), Some(("Bo, Ines, Tomas".into(), Some("y 3 más".into()))));
    }

    #[test]
    fn long_lengths_are_coarse() {
        let said = |minutes: i64| length(&times(Language::En), MINUTE.times(minutes));
        assert_eq!([12, 83, 650, 2_123, 4_400].map(said), ["12 min", "1 h 23 min", "10 h", "35 h", "3 d"]);
        assert_eq!(said(-12), "12 min");
    }

    #[test]
    fn large_numbers_are_separated_as_the_language_does() {
        assert_eq!(count(Language::En, 999), "999");
        assert_eq!(count(Language::En, 1_000), "1,000");
        assert_eq!(count(Language::En, 1_234_567), "1,234,567");
        assert_eq!(count(Language::Es, 1_000), "1000");
        assert_eq!(count(Language::Es, 12_000), "12\u{a0}000");
    }

    #[test]
    fn night_is_from_eight_to_six() {
        let at = |hours: i64| Times { now: NOW + HOUR.times(hours), ..times(Language::En) };
        // 10:42, 19:42, 20:42, 05:42, 06:42
        assert_eq!([0, 9, 10, 19, 20].map(|hours| is_night(&at(hours))), [false, false, true, true, false]);
    }

    #[test]
    fn the_picture_moves_every_three_minutes_and_comes_back() {
        let places: Vec<i64> = (0..9).map(|n| shift(NOW + MINUTE.times(n * 3))).collect();
        let mut sorted = places.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..9).collect::<Vec<_>>());
        assert_eq!(shift(NOW + MINUTE.times(27)), places[0]);
    }
}
