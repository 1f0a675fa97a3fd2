//! Holidays as people write them: a line each, `2026-12-25 Christmas Day`, and `12-25 Christmas Day` for every year.

use super::calendar::{Holiday, MAX_HOLIDAYS, Repeats};
use crate::date::Date;

/// Why a list can't be read: the number of its line, from 1, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DaysError {
    #[error("line {line}: {text:?} does not begin with a day such as 2026-12-25 or 12-25")]
    NotADay { line: usize, text: String },
    #[error("{0} holidays are too many")]
    TooMany(usize),
}

/// The year of what falls every year: the first leap year that anybody cares for.
const EVERY_YEAR: i16 = 1972;

/// Reads a list; empty lines are left out.
pub fn parse(text: &str) -> Result<Vec<Holiday>, DaysError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let holidays = lines
        .map(|(number, line)| {
            let wrong =
                || DaysError::NotADay { line: number + 1, text: line.trim().chars().take(40).collect() };
            holiday(line.trim()).ok_or_else(wrong)
        })
        .collect::<Result<Vec<Holiday>, DaysError>>()?;
    if holidays.len() > MAX_HOLIDAYS { Err(DaysError::TooMany(holidays.len())) } else { Ok(holidays) }
}

fn holiday(line: &str) -> Option<Holiday> {
    let (day, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let name = name.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    if let Ok(date) = day.parse::<Date>() {
        return Some(Holiday { date, name, repeats: Repeats::Once });
    }
    let date = format!("{EVERY_YEAR}-{day}").parse::<Date>().ok()?;
    Some(Holiday { date, name, repeats: Repeats::Yearly })
}

/// Writes a list so that [`parse`] reads the same days.
pub fn print(holidays: &[Holiday]) -> String {
    let line = |holiday: &Holiday| {
        let day = match holiday.repeats {
            Repeats::Once => holiday.date.to_string(),
            Repeats::Yearly => format!("{:02}-{:02}", holiday.date.month(), holiday.date.day()),
        };
        format!("{day} {}", holiday.name).trim_end().to_owned()
    };
    holidays.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_what_it_prints() {
        let text = "2026-12-24 Christmas Eve\n12-25 Christmas Day\n02-29\n2027-01-06 Día de Reyes";
        let holidays = parse(text).unwrap();
        assert_eq!(print(&holidays), text);
        let yearly: Vec<bool> = holidays.iter().map(|holiday| holiday.repeats == Repeats::Yearly).collect();
        assert_eq!(yearly, [false, true, true, false]);
    }

    #[test]
    fn a_line_that_is_no_day_is_named() {
        let wrong = |line, text: &str| Err(DaysError::NotADay { line, text: text.into() });
        assert_eq!(parse("12-25 Christmas\n\nEaster Monday"), wrong(3, "Easter Monday"));
        assert_eq!(parse("2026-02-30 x"), wrong(1, "2026-02-30 x"));
        assert_eq!(parse("\n  \n"), Ok(Vec::new()));
        assert_eq!(parse(&"01-01\n".repeat(501)), Err(DaysError::TooMany(501)));
    }
}
