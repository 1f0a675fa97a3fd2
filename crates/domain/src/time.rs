//! Instants, durations and local clocks; arithmetic only, nothing here knows what time it is.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An instant in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMs(pub i64);

/// A length of time in milliseconds; negative when it lies in the past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// A length of time in whole minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub i64);

pub const SECOND: Millis = Millis(1_000);
pub const MINUTE: Millis = Millis(60_000);
pub const HOUR: Millis = Millis(3_600_000);
pub const DAY: Millis = Millis(86_400_000);

impl Minutes {
    pub const fn millis(self) -> Millis {
        Millis(self.0 * MINUTE.0)
    }

    /// A length as people write it: "45 min", "4 h", "1 h 30 min", "1h30", "1:30"; a number alone is minutes.
    /// None for anything else, days too: nobody knows whether those of the desk or of the calendar are meant.
    pub fn parse(typed: &str) -> Option<Minutes> {
        let typed = typed.trim().to_lowercase();
        let (hours, minutes) = match typed.split_once([':', 'h']) {
            Some((hours, rest)) => (hours, rest.trim_start_matches(char::is_alphabetic).trim()),
            None => ("0", typed.as_str()),
        };
        let minutes = if minutes.is_empty() && !typed.is_empty() { "0" } else { minutes };
        let number = minutes.trim_end_matches(char::is_alphabetic);
        let unit = minutes.get(number.len()..).unwrap_or_default();
        if !matches!(unit, "" | "m" | "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos") {
            return None;
        }
        let hours: u32 = hours.trim().parse().ok()?;
        let minutes: u32 = number.trim().parse().ok()?;
        Some(Minutes(i64::from(hours) * 60 + i64::from(minutes)))
    }
}

impl Millis {
    pub const fn times(self, n: i64) -> Millis {
        Millis(self.0 * n)
    }
    /// Whole minutes, rounded down towards the past.
    pub const fn minutes(self) -> Minutes {
        Minutes(self.0.div_euclid(MINUTE.0))
    }
}

impl Add<Millis> for UnixMs {
    type Output = UnixMs;
    fn add(self, by: Millis) -> UnixMs {
        UnixMs(self.0 + by.0)
    }
}

impl Sub<Millis> for UnixMs {
    type Output = UnixMs;
    fn sub(self, by: Millis) -> UnixMs {
        UnixMs(self.0 - by.0)
    }
}

impl Sub for UnixMs {
    type Output = Millis;
    fn sub(self, other: UnixMs) -> Millis {
        Millis(self.0 - other.0)
    }
}

/// A day and a time of day on somebody's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 is Monday.
    pub weekday: u8,
    /// Days since 1970-01-01, for "today" and "tomorrow".
    pub day_number: i64,
}

/// Somebody's time zone as its changes of offset, so that a browser needs no zone data.
///
/// The server sends the changes around now; an instant before the first one uses the first offset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalClock {
    /// The zone's name as people know it, such as `Europe/Madrid`.
    pub zone: String,
    /// From when on, and how many minutes ahead of UTC; in order of time, never empty in practice.
    pub offsets: Vec<(UnixMs, i32)>,
}

impl LocalClock {
    /// A clock that shows UTC, for when a zone is unknown.
    pub fn utc() -> Self {
        LocalClock { zone: "UTC".into(), offsets: Vec::new() }
    }

    /// What this clock shows at an instant.
    pub fn at(&self, at: UnixMs) -> LocalTime {
        let minutes = self.offset_minutes(at);
        let local = at.0 + i64::from(minutes) * MINUTE.0;
        let day_number = local.div_euclid(DAY.0);
        let (year, month, day) = civil(day_number);
        let minute_of_day = local.rem_euclid(DAY.0) / MINUTE.0;
        LocalTime {
            year,
            month,
            day,
            hour: (minute_of_day / 60) as u8,
            minute: (minute_of_day % 60) as u8,
            // 1970-01-01 was a Thursday, the fourth day from Monday.
            weekday: (day_number + 3).rem_euclid(7) as u8,
            day_number,
        }
    }

    fn offset_minutes(&self, at: UnixMs) -> i32 {
        let first = self.offsets.first().map_or(0, |(_, minutes)| *minutes);
        self.offsets.iter().take_while(|(from, _)| *from <= at).last().map_or(first, |(_, minutes)| *minutes)
    }
}

/// Year, month and day of a day number, in the proleptic Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
fn civil(day_number: i64) -> (i32, u8, u8) {
    let z = day_number + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u8;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u8;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn madrid() -> LocalClock {
        // Summer time ended on 2026-10-25 at 01:00 UTC.
        LocalClock {
            zone: "Europe/Madrid".into(),
            offsets: vec![(UnixMs(0), 120), (UnixMs(1_792_890_000_000), 60)],
        }
    }

    #[test]
    fn a_clock_follows_its_zone_over_the_end_of_summer_time() {
        let before = madrid().at(UnixMs(1_792_890_000_000 - 60_000));
        let after = madrid().at(UnixMs(1_792_890_000_000));
        assert_eq!((before.hour, before.minute), (2, 59));
        assert_eq!((after.hour, after.minute), (2, 0));
        assert_eq!(before.day_number, after.day_number);
    }

    #[test]
    fn the_day_and_weekday_are_those_of_the_calendar() {
        // 2026-11-18 10:42 UTC was a Wednesday.
        let at = LocalClock::utc().at(UnixMs(1_794_998_520_000));
        assert_eq!((at.year, at.month, at.day, at.hour, at.minute, at.weekday), (2026, 11, 18, 10, 42, 2));
    }

    #[test]
    fn leap_days_exist() {
        // 2028-02-29 00:00 UTC.
        let at = LocalClock::utc().at(UnixMs(1_835_395_200_000));
        assert_eq!((at.year, at.month, at.day), (2028, 2, 29));
    }

    #[test]
    fn a_length_is_read_as_people_write_it() {
        let lengths = [
            ("90", 90),
            (" 45 min ", 45),
            ("45m", 45),
            ("4 h", 240),
            ("4 hours", 240),
            ("4 horas 30 minutos", 270),
            ("28 H 30 Min", 1_710),
            ("1h30", 90),
            ("1:30", 90),
            ("0", 0),
            ("0 h", 0),
        ];
        for (typed, minutes) in lengths {
            assert_eq!(Minutes::parse(typed), Some(Minutes(minutes)), "{typed}");
        }
        for bad in ["", "h", "min", "-5", "1.5 h", "2 d", "4 h 30 s", "1:30:00", "99999999999"] {
            assert_eq!(Minutes::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn minutes_round_towards_the_past() {
        assert_eq!(Millis(-1).minutes(), Minutes(-1));
        assert_eq!(Millis(59_999).minutes(), Minutes(0));
    }
}
