//! Open hours cut into turns on a local clock.

use super::{Every, Rotation};
use crate::coverage::{Coverage, Interval};
use crate::time::{DAY, LocalClock, MINUTE, UnixMs};

/// A piece of open time that belongs to one turn and one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Grows from turn to turn.
    pub turn: i64,
    pub weekday: u8,
    pub within: Interval,
}

/// How open hours are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cuts {
    pub every: Every,
    pub changes_at: u16,
    pub half_at: u16,
}

impl Cuts {
    /// Day by day from midnight.
    pub const DAYS: Cuts = Cuts { every: Every::Day, changes_at: 0, half_at: 720 };

    pub const fn of(rotation: &Rotation) -> Cuts {
        Cuts { every: rotation.every, changes_at: rotation.changes_at, half_at: rotation.half_at }
    }

    /// Open time in pieces, in order.
    pub fn pieces(self, coverage: &Coverage, clock: &LocalClock) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for open in coverage.intervals() {
            let mut from = open.from;
            while from < open.to {
                let (turn, weekday, end) = self.at(from, clock);
                // A clock that stands still can't hold us here.
                let to = open.to.min(end).max(from + MINUTE);
                pieces.push(Piece { turn, weekday, within: Interval { from, to: to.min(open.to) } });
                from = to;
            }
        }
        pieces
    }

    /// The turn and weekday of an instant, and when the piece ends at the latest.
    fn at(self, at: UnixMs, clock: &LocalClock) -> (i64, u8, UnixMs) {
        let local = clock.at(at);
        let minute = u16::from(local.hour) * 60 + u16::from(local.minute);
        let day = if minute < self.changes_at { local.day_number - 1 } else { local.day_number };
        // 1970-01-01 was a Thursday, the fourth day from Monday.
        let weekday = (day + 3).rem_euclid(7) as u8;
        let end = instant(clock, day + 1, self.changes_at);
        match self.every {
            Every::Day => (day, weekday, end),
            Every::Week => ((day + 3).div_euclid(7), weekday, end),
            Every::HalfDay => {
                let noon = instant(clock, day, self.half_at);
                if at < noon { (day * 2, weekday, noon) } else { (day * 2 + 1, weekday, end) }
            }
        }
    }
}

/// The first instant at which a clock shows a minute of a day, given by its number since 1970-01-01, or has passed it
/// where a change of the clocks skips it.
pub fn instant(clock: &LocalClock, day: i64, minute: u16) -> UnixMs {
    let wanted = day * DAY.0 + i64::from(minute) * MINUTE.0;
    let offsets = clock.offsets.iter().map(|(_, minutes)| *minutes);
    let candidates = offsets.map(|minutes| UnixMs(wanted - i64::from(minutes) * MINUTE.0));
    candidates.filter(|at| shown(clock, *at) >= wanted).min().unwrap_or(UnixMs(wanted))
}

/// What a clock shows, as if it showed UTC.
fn shown(clock: &LocalClock, at: UnixMs) -> i64 {
    let local = clock.at(at);
    let minutes = i64::from(local.hour) * 60 + i64::from(local.minute);
    local.day_number * DAY.0 + minutes * MINUTE.0 + at.0.rem_euclid(MINUTE.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    /// 2026-10-25 01:00 UTC, when summer time ended in Madrid.
    const BACK: UnixMs = UnixMs(1_792_890_000_000);

    fn madrid() -> LocalClock {
        let ahead = |minutes, from| (from, minutes);
        LocalClock {
            zone: "Europe/Madrid".into(),
            offsets: vec![ahead(120, UnixMs(0)), ahead(60, BACK), ahead(120, UnixMs(1_806_195_600_000))],
        }
    }

    #[test]
    fn a_local_time_is_found_on_both_sides_of_a_change_of_the_clocks() {
        let sunday = madrid().at(BACK).day_number;
        assert_eq!(instant(&madrid(), sunday, 0), BACK - HOUR.times(3));
        assert_eq!(instant(&madrid(), sunday, 150), BACK - HOUR.times(1) + MINUTE.times(30));
        assert_eq!(instant(&madrid(), sunday + 1, 0), BACK + HOUR.times(22));
    }

    #[test]
    fn a_time_that_is_skipped_is_passed_an_hour_later() {
        // 2027-03-28: from 02:00 to 03:00 at 01:00 UTC.
        let forward = UnixMs(1_806_195_600_000);
        let sunday = madrid().at(forward).day_number;
        assert_eq!(instant(&madrid(), sunday, 150), forward + MINUTE.times(30));
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_began() {
        let cuts = Cuts { every: Every::Day, changes_at: 480, half_at: 720 };
        // Monday 22:00 to Tuesday 10:00 UTC.
        let monday = UnixMs(1_794_787_200_000);
        let within = Interval { from: monday + HOUR.times(22), to: monday + HOUR.times(34) };
        let pieces = cuts.pieces(&Coverage::new(vec![within]), &LocalClock::utc());
        let lengths: Vec<(u8, i64)> =
            pieces.iter().map(|p| (p.weekday, (p.within.to - p.within.from).0 / HOUR.0)).collect();
        assert_eq!(lengths, [(0, 10), (1, 2)]);
    }
}
