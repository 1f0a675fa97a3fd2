//! Writing: every cell goes through [`dead`], so that a spreadsheet runs nothing that somebody typed.

use std::borrow::Cow;
use std::io::Write;

/// A text that no spreadsheet takes for a formula.
///
/// What begins like one gets an apostrophe in front, as OWASP advises ("CSV injection"): with `=`, `+`, `-`, `@`, a tab
/// or a line break, their wide forms of East Asian keyboards, and all that behind spaces, which some programs skip.
pub fn dead(text: &str) -> Cow<'_, str> {
    let begins = |c: char| "=+-@|%\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".contains(c);
    let first = text.trim_start_matches([' ', '\u{A0}', '\u{3000}', '\u{FEFF}', '\0']).chars().next();
    match first {
        Some(c) if begins(c) => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

/// A writer whose lines end as RFC 4180 says.
pub fn writer<W: Write>(to: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_dead() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{A0}=1", "＝1", "＋1", "－1",
            "＠a", "|a", "%0A=1",
        ] {
            assert_eq!(dead(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["", "a=1", "Ana", "1-2", "'=1", "year 2026", "a\n=1"] {
            assert_eq!(dead(text), text);
        }
    }
}
