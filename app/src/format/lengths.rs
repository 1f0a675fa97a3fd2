//! How long and how much, in words.

use domain::locale::Language;
use domain::time::{DAY, HOUR, MINUTE, Millis, Minutes};

use crate::i18n::Common;

/// "under 1 min", "12 min", "3 h 28 min", "2 h", "3 d 4 h"; a negative length is said as if it were positive.
pub fn duration(language: Language, length: Millis) -> String {
    let t = Common::from(language);
    let length = length.0.abs();
    match (length / DAY.0, length / HOUR.0) {
        (0, 0) if length < MINUTE.0 => t.length_moment().into(),
        (0 | 1, _) => open_hours(language, Millis(length).minutes()),
        (days, hours) if hours % 24 == 0 => t.length_days(&days.to_string()),
        (days, hours) => t.length_days_hours(&days.to_string(), &(hours % 24).to_string()),
    }
}

/// Covered minutes never become days: a day of the desk is shorter than one of the calendar.
pub fn open_hours(language: Language, length: Minutes) -> String {
    let t = Common::from(language);
    match (length.0 / 60, length.0 % 60) {
        (0, minutes) => t.length_minutes(&minutes.to_string()),
        (hours, 0) => t.length_hours(&hours.to_string()),
        (hours, minutes) => t.length_hours_minutes(&hours.to_string(), &minutes.to_string()),
    }
}

/// "9999", "50 000": from five digits on in groups of three, which a thin space parts in both languages.
pub fn grouped(number: i64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let groups: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    String::from_utf8(groups.join("\u{202F}".as_bytes())).unwrap_or(digits)
}

/// "812 B", "640 kB", "1.2 MB"; a decimal below ten, with the language's own mark.
pub fn bytes(language: Language, count: u64) -> String {
    const STEP: u64 = 1_024;
    let (unit, name) = match count {
        0..STEP => return format!("{count} B"),
        _ if count < STEP * STEP => (STEP, "kB"),
        _ => (STEP * STEP, "MB"),
    };
    let tenths = (count * 10 + unit / 2) / unit;
    let mark = match language {
        Language::En => '.',
        Language::Es => ',',
    };
    match (tenths / 10, tenths % 10) {
        (whole @ 0..10, part @ 1..) => format!("{whole}{mark}{part} {name}"),
        (whole, part) => format!("{} {name}", whole + u64::from(part >= 5)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_say_what_a_person_would_say() {
        let said = |length| duration(Language::En, length);
        assert_eq!(said(Millis(59_000)), "under 1 min");
        assert_eq!(said(MINUTE.times(12)), "12 min");
        assert_eq!(said(MINUTE.times(208)), "3 h 28 min");
        assert_eq!(said(HOUR.times(26)), "26 h");
        assert_eq!(said(HOUR.times(76)), "3 d 4 h");
        assert_eq!(said(DAY.times(3)), "3 d");
        assert_eq!(said(Millis(-MINUTE.0)), "1 min");
    }

    #[test]
    fn long_numbers_are_read_in_groups() {
        let all =
            [(0, "0"), (9_999, "9999"), (50_000, "50\u{202F}000"), (1_234_567, "1\u{202F}234\u{202F}567")];
        for (number, said) in all {
            assert_eq!(grouped(number), said);
        }
    }

    #[test]
    fn a_form_reads_what_it_shows() {
        for language in [Language::En, Language::Es] {
            for minutes in 0..3_000 {
                let shown = open_hours(language, Minutes(minutes));
                assert_eq!(Minutes::parse(&shown), Some(Minutes(minutes)), "{shown}");
            }
        }
    }
}
