//! From a calendar's local windows to intervals of UTC.
//!
//! A window lasts from the first instant at which its day's clocks show its start or later until the first instant at
//! which they show its end or later. Where the clocks skip that time it is the instant of the change; where they show
//! it twice it is the first of the two.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::{Calendar, Closure, Coverage, Holiday, Interval, Version, Week, Window};
use crate::time::{LocalClock, UnixMs};

/// A time zone's name is not in the tz database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time zone such as Europe/Madrid")]
pub struct UnknownZone(pub String);

impl Calendar {
    /// Open time from one instant to another, each part by the version that held then.
    /// Errors with the first zone that is not known.
    pub fn expand(&self, from: UnixMs, to: UnixMs) -> Result<Coverage, UnknownZone> {
        let mut coverage = Coverage::default();
        for (n, version) in self.versions.iter().enumerate() {
            let until = self.versions.get(n + 1).map_or(to, |next| next.valid_from.min(to));
            let since = if n == 0 { from } else { version.valid_from.max(from) };
            if since < until || n == 0 {
                coverage = coverage.then(since, &version.expand(since, until)?);
            }
        }
        Ok(coverage)
    }
}

impl Version {
    /// Open time of the local days from `from` to `to`.
    pub fn expand(&self, from: UnixMs, to: UnixMs) -> Result<Coverage, UnknownZone> {
        let zone = zone(&self.zone)?;
        let weekly = days(&zone, from, to).flat_map(|day| {
            windows(&self.week, day).filter_map(|window| interval(day, *window, &zone)).collect::<Vec<_>>()
        });
        let holidays = days(&zone, from, to).filter_map(|day| closure(&self.holidays, day, &zone));
        Ok(Coverage::new(weekly.collect()).closed_on(holidays.collect()))
    }
}

impl Week {
    /// Open intervals of the days from `from` to `to` on the wall clocks of a zone.
    pub fn expand(&self, zone_name: &str, from: UnixMs, to: UnixMs) -> Result<Coverage, UnknownZone> {
        let version = Version {
            valid_from: from,
            zone: zone_name.to_owned(),
            week: self.clone(),
            holidays: Vec::new(),
        };
        version.expand(from, to)
    }
}

/// The instant that a text means: with an offset its own, else on the clocks of a zone. None for what is no time.
pub fn instant_of(text: &str, zone_name: &str) -> Option<UnixMs> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(UnixMs(at.as_millisecond()));
    }
    let local: DateTime = text.parse().ok()?;
    first_showing(local, &zone(zone_name).ok()?).map(|at| UnixMs(at.as_millisecond()))
}

fn zone(name: &str) -> Result<TimeZone, UnknownZone> {
    TimeZone::get(name).map_err(|_| UnknownZone(name.to_owned()))
}

fn timestamp(at: UnixMs) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The local days of a stretch of time, and the one before, which may reach over midnight into the first.
fn days(zone: &TimeZone, from: UnixMs, to: UnixMs) -> impl Iterator<Item = Date> + use<> {
    let date = |at: UnixMs| timestamp(at).to_zoned(zone.clone()).date();
    let (first, last) = (date(from).saturating_sub(1.day()), date(to));
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}

fn windows(week: &Week, day: Date) -> impl Iterator<Item = &Window> {
    week.days.get(day.weekday().to_monday_zero_offset() as usize).into_iter().flatten()
}

fn interval(day: Date, window: Window, zone: &TimeZone) -> Option<Interval> {
    let end_day = if window.to <= window.from { day.tomorrow().ok()? } else { day };
    Some(Interval { from: instant(day, window.from, zone)?, to: instant(end_day, window.to, zone)? })
}

fn closure(holidays: &[Holiday], day: Date, zone: &TimeZone) -> Option<Closure> {
    let date = crate::date::Date::new(day.year(), day.month() as u8, day.day() as u8)?;
    let holiday = holidays.iter().find(|holiday| holiday.falls_on(date))?;
    let during = Interval { from: instant(day, 0, zone)?, to: instant(day, 1_440, zone)? };
    Some(Closure { during, name: holiday.name.clone() })
}

fn instant(day: Date, minute: u16, zone: &TimeZone) -> Option<UnixMs> {
    // Minute 1440 is the midnight that ends the day.
    let (day, minute) = if minute >= 1_440 { (day.tomorrow().ok()?, minute - 1_440) } else { (day, minute) };
    let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
    let at = first_showing(day.to_datetime(time), zone)?;
    Some(UnixMs(at.as_millisecond()))
}

/// The first instant at which the clocks of a zone show that time or a later one.
fn first_showing(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let skipped = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let at = ambiguous.compatible().ok()?;
    if !skipped {
        return Some(at);
    }
    let just_after = at.checked_add(1.nanosecond()).ok()?;
    Some(zone.preceding(just_after).next().map_or(at, |change| change.timestamp()))
}

impl LocalClock {
    /// A zone's clock with every change of its offset in the two years around an instant.
    pub fn of_zone(zone_name: &str, around: UnixMs) -> Result<LocalClock, UnknownZone> {
        let zone = zone(zone_name)?;
        let start = timestamp(around).checked_sub(8_784.hours()).unwrap_or(Timestamp::MIN);
        let end = timestamp(around).checked_add(8_784.hours()).unwrap_or(Timestamp::MAX);
        let minutes = |at: Timestamp| zone.to_offset(at).seconds() / 60;
        let changes = zone.following(start).map(|change| change.timestamp()).take_while(|at| *at < end);
        let offsets = std::iter::once(start)
            .chain(changes)
            .map(|at| (UnixMs(at.as_millisecond()), minutes(at)))
            .collect();
        Ok(LocalClock { zone: zone_name.to_owned(), offsets })
    }
}

#[cfg(test)]
mod tests;
