//! A day of the calendar, wherever it is spent.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A day by year, month and day. It exists: there is no 30th of February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// What was given is not a day such as 2026-12-25.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day such as 2026-12-25")]
pub struct NotADate(pub String);

impl Date {
    /// None where the calendar has no such day, or the year is not between 1 and 9999.
    pub const fn new(year: i16, month: u8, day: u8) -> Option<Date> {
        let exists = year >= 1 && year <= 9_999 && day >= 1 && day <= days_in(year, month);
        if exists { Some(Date { year, month, day }) } else { None }
    }

    pub const fn year(self) -> i16 {
        self.year
    }

    /// 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The day after; none after the year 9999.
    pub fn tomorrow(self) -> Option<Date> {
        Date::new(self.year, self.month, self.day + 1)
            .or_else(|| Date::new(self.year, self.month + 1, 1))
            .or_else(|| Date::new(self.year + 1, 1, 1))
    }

    /// The same day of another year; none on a leap day in a year without one.
    pub const fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day)
    }
}

/// Days of a month; none in a month that does not exist.
const fn days_in(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `2026-12-25`, and nothing else.
    fn from_str(text: &str) -> Result<Date, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let digits = |part: &str, length: usize| {
            let fits = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i16>().ok().filter(|_| fits)
        };
        let (year, rest) = text.split_once('-').ok_or_else(wrong)?;
        let (month, day) = rest.split_once('-').ok_or_else(wrong)?;
        let (year, month, day) = digits(year, 4)
            .zip(digits(month, 2))
            .zip(digits(day, 2))
            .map(|((y, m), d)| (y, m, d))
            .ok_or_else(wrong)?;
        Date::new(year, month as u8, day as u8).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_what_it_prints() {
        let date = Date::new(2026, 12, 25).unwrap();
        assert_eq!(date.to_string(), "2026-12-25");
        assert_eq!("2026-12-25".parse(), Ok(date));
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for text in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-32", "x", "2026-01"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!("2028-02-29".parse::<Date>().is_ok());
        assert!("2100-02-29".parse::<Date>().is_err());
    }

    #[test]
    fn tomorrow_knows_the_ends_of_months_and_years() {
        let tomorrow = |text: &str| text.parse::<Date>().unwrap().tomorrow().map(|date| date.to_string());
        assert_eq!(tomorrow("2028-02-28").as_deref(), Some("2028-02-29"));
        assert_eq!(tomorrow("2026-02-28").as_deref(), Some("2026-03-01"));
        assert_eq!(tomorrow("2026-12-31").as_deref(), Some("2027-01-01"));
        assert_eq!(tomorrow("9999-12-31"), None);
    }

    #[test]
    fn a_leap_day_is_not_in_every_year() {
        let leap = "2028-02-29".parse::<Date>().unwrap();
        assert_eq!(leap.in_year(2029), None);
        assert_eq!(leap.in_year(2032).map(|date| date.to_string()).as_deref(), Some("2032-02-29"));
    }
}
