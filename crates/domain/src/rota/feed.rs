//! Shifts as an iCalendar feed (RFC 5545), for whatever calendar people already look at.

use serde::{Deserialize, Serialize};

use super::Shift;
use crate::time::{LocalClock, UnixMs};

/// Longest line in bytes before it is folded (RFC 5545, 3.1).
const MAX_LINE: usize = 75;

/// Which shifts a feed has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Its owner's.
    Mine,
    Team,
}

impl Whose {
    pub const fn as_str(self) -> &'static str {
        match self {
            Whose::Mine => "mine",
            Whose::Team => "team",
        }
    }

    pub fn from_name(name: &str) -> Option<Whose> {
        [Whose::Mine, Whose::Team].into_iter().find(|whose| whose.as_str() == name)
    }
}

/// A shift with the words that a calendar shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub shift: Shift,
    /// Such as "Bo Hansen is on the desk".
    pub summary: String,
    /// Such as "Then Cy Novak".
    pub description: String,
}

/// Writes a calendar of this name. `stamp` says when what it tells was last true; `host` makes its numbers unique.
/// A shift keeps its number as long as its person and beginning stay.
pub fn write(name: &str, host: &str, entries: &[Entry], stamp: UnixMs) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Deskbell//Rota//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("NAME:{}", escaped(name)),
        format!("X-WR-CALNAME:{}", escaped(name)),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
    ];
    for entry in entries {
        let within = entry.shift.within;
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:shift-{}-{}@{}", within.from.0, entry.shift.person.0, escaped(host)),
            format!("DTSTAMP:{}", utc(stamp)),
            format!("DTSTART:{}", utc(within.from)),
            format!("DTEND:{}", utc(within.to)),
            format!("SUMMARY:{}", escaped(&entry.summary)),
            format!("DESCRIPTION:{}", escaped(&entry.description)),
            "TRANSP:OPAQUE".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// An instant as `20261118T104200Z`.
fn utc(at: UnixMs) -> String {
    let local = LocalClock::utc().at(at);
    let second = at.0.div_euclid(1_000).rem_euclid(60);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{second:02}Z",
        local.year, local.month, local.day, local.hour, local.minute
    )
}

/// Text as a value: RFC 5545, 3.3.11. Control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line cut after at most [`MAX_LINE`] bytes, never inside a character; each further piece begins with a space.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > MAX_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::coverage::Interval;
    use crate::ids::PersonId;
    use crate::rota::Why;
    use crate::time::HOUR;

    /// 2026-11-18 10:42 UTC.
    const AT: UnixMs = UnixMs(1_794_998_520_000);

    fn entry(summary: &str) -> Entry {
        let within = Interval { from: AT, to: AT + HOUR };
        let shift = Shift { person: PersonId(2), then: Vec::new(), within, why: Why::Turn };
        Entry { shift, summary: summary.into(), description: String::new() }
    }

    #[test]
    fn an_event_says_who_and_when_in_utc() {
        let text = write("Lumbrera", "desk.example", &[entry("Bo, on the desk; now")], AT);
        for line in [
            "BEGIN:VCALENDAR",
            "NAME:Lumbrera",
            "UID:shift-1794998520000-2@desk.example",
            "DTSTAMP:20261118T104200Z",
            "DTSTART:20261118T104200Z",
            "DTEND:20261118T114200Z",
            "SUMMARY:Bo\\, on the desk\\; now",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
        }
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        #[test]
        fn whatever_a_name_holds_lines_are_short_and_read_back(summary in "\\PC{0,200}|[a,;\\\\\nñ€😀 \r]{0,120}") {
            let text = write("Rota", "desk", &[entry(&summary)], AT);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= MAX_LINE && !line.contains('\n')));
            let unfolded = text.replace("\r\n ", "");
            let line = unfolded.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
            let kept: String = summary.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(read_back(line), kept);
        }
    }

    fn read_back(value: &str) -> String {
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => out.push(chars.next().map_or('\\', |c| if c == 'n' { '\n' } else { c })),
                (c, false) => out.push(c),
            }
        }
        out
    }
}
