//! When tickets came, by the clock of a zone.

use std::collections::{BTreeMap, HashMap};

use domain::time::{LocalClock, UnixMs};

use super::Day;

/// Most days that are told as the busiest ones.
const BUSIEST: usize = 10;
const QUARTER_MS: i64 = 900_000;

/// Tickets by the clock of a zone.
#[derive(Default)]
pub(super) struct ByTime {
    pub months: BTreeMap<String, i64>,
    pub hours: BTreeMap<u8, i64>,
    days: HashMap<String, i64>,
}

impl ByTime {
    /// `opened` are quarters of an hour since 1970-01-01 UTC, in order.
    pub fn of(zone: &str, opened: &[(i64, i64)]) -> ByTime {
        let mut by_time = ByTime::default();
        let mut clock: Option<(i32, LocalClock)> = None;
        for (quarter, tickets) in opened {
            let at = UnixMs(quarter * QUARTER_MS);
            // A clock knows the changes of its offset around one instant; each year gets its own.
            let year = (at.0 / 31_556_952_000) as i32;
            if clock.as_ref().is_none_or(|(of, _)| *of != year) {
                clock = Some((year, LocalClock::of_zone(zone, at).unwrap_or_else(|_| LocalClock::utc())));
            }
            let Some((_, clock)) = &clock else { continue };
            let local = clock.at(at);
            let month = format!("{:04}-{:02}", local.year, local.month);
            *by_time.days.entry(format!("{month}-{:02}", local.day)).or_default() += tickets;
            *by_time.months.entry(month).or_default() += tickets;
            *by_time.hours.entry(local.hour).or_default() += tickets;
        }
        by_time
    }

    pub fn busiest(&self) -> Vec<Day> {
        let days = self.days.iter().map(|(day, tickets)| Day { day: day.clone(), tickets: *tickets });
        let mut days: Vec<Day> = days.collect();
        days.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.day.cmp(&b.day)));
        days.truncate(BUSIEST);
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_are_those_of_the_zone() {
        // 2026-10-31 23:30 UTC is November in Madrid.
        let quarter = 1_793_489_400_000 / QUARTER_MS;
        let by_time = ByTime::of("Europe/Madrid", &[(quarter, 3)]);
        assert_eq!(by_time.months, BTreeMap::from([("2026-11".to_owned(), 3)]));
        assert_eq!(by_time.hours, BTreeMap::from([(0, 3)]));
        assert_eq!(by_time.busiest(), [Day { day: "2026-11-01".into(), tickets: 3 }]);
    }
}
