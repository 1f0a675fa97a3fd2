//! A calendar: the windows of a week, holidays, and the zone on whose clocks they stand.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::ids::CalendarId;
use crate::time::UnixMs;

/// Most holidays of one calendar.
pub const MAX_HOLIDAYS: usize = 500;

/// A window of opening in minutes since midnight; an end before the start lies on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: u16,
    pub to: u16,
}

/// From midnight to midnight.
pub const WHOLE_DAY: Window = Window { from: 0, to: 1_440 };

/// The open windows of Monday to Sunday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    pub days: [Vec<Window>; 7],
}

impl Default for Week {
    /// Monday to Friday, 08:00 to 17:30.
    fn default() -> Self {
        let open = || vec![Window { from: 8 * 60, to: 17 * 60 + 30 }];
        Week { days: [open(), open(), open(), open(), open(), Vec::new(), Vec::new()] }
    }
}

impl Week {
    /// Round the clock on every day.
    pub fn always() -> Week {
        Week { days: std::array::from_fn(|_| vec![WHOLE_DAY]) }
    }

    /// Days one after the other with the same windows, as people say them: from the first to the last, Monday is 0.
    pub fn runs(&self) -> Vec<(usize, usize, &[Window])> {
        let mut runs: Vec<(usize, usize, &[Window])> = Vec::new();
        for (day, windows) in self.days.iter().enumerate() {
            match runs.last_mut() {
                Some((_, last, same)) if *same == windows.as_slice() => *last = day,
                _ => runs.push((day, day, windows)),
            }
        }
        runs
    }
}

/// A day on which the desk is closed, from midnight to midnight on the calendar's clocks. What is left of a night
/// that began the day before is closed too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub date: Date,
    pub name: String,
    pub repeats: Repeats,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    Once,
    /// On the same day of every year from the first one on; a leap day in leap years only.
    Yearly,
}

impl Holiday {
    /// Whether it falls on a day.
    pub fn falls_on(&self, day: Date) -> bool {
        match self.repeats {
            Repeats::Once => self.date == day,
            Repeats::Yearly => self.date <= day && self.date.in_year(day.year()) == Some(day),
        }
    }
}

/// What a calendar says from an instant on, until the next version. An edit never changes what has passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub valid_from: UnixMs,
    /// IANA name of the time zone on whose clocks the windows stand.
    pub zone: String,
    pub week: Week,
    pub holidays: Vec<Holiday>,
}

/// Opening hours under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub id: CalendarId,
    pub name: String,
    /// In order of `valid_from`, never empty in practice; the first one also says what was before it.
    pub versions: Vec<Version>,
}

impl Calendar {
    /// What it says at an instant.
    pub fn version(&self, at: UnixMs) -> Option<&Version> {
        let later = self.versions.partition_point(|version| version.valid_from <= at);
        self.versions.get(later.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holiday(date: &str, repeats: Repeats) -> Holiday {
        Holiday { date: date.parse().unwrap(), name: String::new(), repeats }
    }

    #[test]
    fn a_yearly_holiday_falls_every_year_from_its_first_one_on() {
        let christmas = holiday("2026-12-25", Repeats::Yearly);
        assert!(christmas.falls_on("2026-12-25".parse().unwrap()));
        assert!(christmas.falls_on("2031-12-25".parse().unwrap()));
        assert!(!christmas.falls_on("2025-12-25".parse().unwrap()));
        assert!(!holiday("2026-12-25", Repeats::Once).falls_on("2027-12-25".parse().unwrap()));
    }

    #[test]
    fn a_yearly_leap_day_falls_in_leap_years_only() {
        let leap = holiday("2024-02-29", Repeats::Yearly);
        assert!(leap.falls_on("2028-02-29".parse().unwrap()));
        assert!(!leap.falls_on("2027-02-28".parse().unwrap()));
        assert!(!leap.falls_on("2027-03-01".parse().unwrap()));
    }

    #[test]
    fn days_with_the_same_windows_are_told_together() {
        let office = Week::default();
        let told: Vec<_> =
            office.runs().iter().map(|(first, last, open)| (*first, *last, open.len())).collect();
        assert_eq!(told, [(0, 4, 1), (5, 6, 0)]);
        assert_eq!(Week::always().runs(), [(0, 6, [WHOLE_DAY].as_slice())]);
        let mut short_wednesday = Week::default();
        short_wednesday.days[2].clear();
        let told: Vec<_> = short_wednesday.runs().iter().map(|(first, last, _)| (*first, *last)).collect();
        assert_eq!(told, [(0, 1), (2, 2), (3, 4), (5, 6)]);
    }

    #[test]
    fn the_first_version_says_what_was_before_it() {
        let version = |at: i64| Version {
            valid_from: UnixMs(at),
            zone: at.to_string(),
            week: Week::default(),
            holidays: Vec::new(),
        };
        let calendar =
            Calendar { id: CalendarId(1), name: String::new(), versions: vec![version(10), version(20)] };
        let zones = [0, 10, 19, 20, 30].map(|at| calendar.version(UnixMs(at)).map(|v| v.zone.clone()));
        assert_eq!(zones.map(Option::unwrap), ["10", "10", "10", "20", "20"]);
    }
}
