//! When the desk is open: calendars of windows and holidays, expanded to intervals of UTC.
//!
//! The server expands; everything else, in the browser too, works on [`Coverage`] and knows no time zone.

mod calendar;
pub mod days;
#[cfg(feature = "tz")]
mod expand;
mod gaps;
pub mod ical;
pub mod matrix;

use serde::{Deserialize, Serialize};

use crate::promise::Pause;
use crate::time::{Millis, UnixMs};

pub use calendar::{Calendar, Holiday, MAX_HOLIDAYS, Repeats, Version, WHOLE_DAY, Week, Window};
#[cfg(feature = "tz")]
pub use expand::{UnknownZone, instant_of};
pub use gaps::gaps;

/// From one instant to another, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub from: UnixMs,
    pub to: UnixMs,
}

impl Interval {
    pub fn length(self) -> Millis {
        Millis((self.to - self.from).0.max(0))
    }

    pub fn holds(self, at: UnixMs) -> bool {
        self.from <= at && at < self.to
    }

    /// What two have in common; empty where that is nothing.
    pub fn meet(self, other: Interval) -> Interval {
        Interval { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

/// A holiday as it falls: its day, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    pub during: Interval,
    pub name: String,
}

/// Open time as intervals of UTC, in order and apart from each other, and the holidays among the closed time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    open: Vec<Interval>,
    holidays: Vec<Closure>,
}

/// Whether the desk is open now, and until when that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    Open {
        until: UnixMs,
    },
    /// `next` is none when the calendar has no opening any more.
    Closed {
        next: Option<UnixMs>,
    },
}

impl Coverage {
    /// Coverage of these intervals in any order; what overlaps or touches becomes one, what is empty vanishes.
    pub fn new(mut intervals: Vec<Interval>) -> Coverage {
        intervals.retain(|interval| interval.from < interval.to);
        intervals.sort_by_key(|interval| interval.from);
        let mut open: Vec<Interval> = Vec::with_capacity(intervals.len());
        for interval in intervals {
            match open.last_mut() {
                Some(last) if interval.from <= last.to => last.to = last.to.max(interval.to),
                _ => open.push(interval),
            }
        }
        Coverage { open, holidays: Vec::new() }
    }

    /// The same with holidays taken out; they are in order and apart from each other.
    pub fn closed_on(self, holidays: Vec<Closure>) -> Coverage {
        let days = Coverage::new(holidays.iter().map(|holiday| holiday.during).collect());
        Coverage { open: gaps(&self, &days), holidays }
    }

    pub fn intervals(&self) -> &[Interval] {
        &self.open
    }

    pub fn holidays(&self) -> &[Closure] {
        &self.holidays
    }

    pub fn at(&self, now: UnixMs) -> Opening {
        match self.ending_after(now).first() {
            Some(interval) if interval.from <= now => Opening::Open { until: interval.to },
            Some(interval) => Opening::Closed { next: Some(interval.from) },
            None => Opening::Closed { next: None },
        }
    }

    /// Open time between two instants.
    pub fn between(&self, from: UnixMs, to: UnixMs) -> Millis {
        let within = Interval { from, to };
        let open = self.ending_after(from).iter().take_while(|open| open.from < to);
        Millis(open.map(|open| open.meet(within).length().0).sum())
    }

    /// The instant at which that much open, unpaused time has passed since `start`; pauses are in order.
    /// Where the calendar ends before that, its last open instant (or `start`, if that is later).
    pub fn after(&self, start: UnixMs, length: Millis, pauses: &[Pause]) -> UnixMs {
        let mut left = length.0;
        let mut last = start;
        for open in self.ending_after(start) {
            for piece in without(*open, pauses) {
                let from = piece.from.max(start);
                let room = (piece.to - from).0;
                if room <= 0 {
                    continue;
                }
                if left <= room {
                    return from + Millis(left);
                }
                left -= room;
                last = piece.to;
            }
        }
        last
    }

    /// The parts of `within` in which the desk is closed.
    pub fn shut(&self, within: Interval) -> Vec<Interval> {
        let mut shut = Vec::new();
        let mut from = within.from;
        for open in self.ending_after(within.from).iter().take_while(|open| open.from < within.to) {
            if open.from > from {
                shut.push(Interval { from, to: open.from });
            }
            from = open.to;
        }
        if from < within.to {
            shut.push(Interval { from, to: within.to });
        }
        shut
    }

    /// The part that lies within an interval.
    pub fn crop(&self, within: Interval) -> Coverage {
        let open = self.ending_after(within.from).iter().take_while(|open| open.from < within.to);
        let holidays = self.holidays.iter().filter(|holiday| holiday.during.meet(within).length().0 > 0);
        Coverage {
            open: open.map(|open| open.meet(within)).collect(),
            holidays: holidays
                .map(|holiday| Closure { during: holiday.during.meet(within), name: holiday.name.clone() })
                .collect(),
        }
    }

    /// This until an instant, and `later` from then on.
    pub fn then(&self, at: UnixMs, later: &Coverage) -> Coverage {
        let before = self.crop(Interval { from: UnixMs(i64::MIN), to: at });
        let after = later.crop(Interval { from: at, to: UnixMs(i64::MAX) });
        let joined = Coverage::new([before.open, after.open].concat());
        Coverage { open: joined.open, holidays: [before.holidays, after.holidays].concat() }
    }

    /// The open intervals that end later than an instant.
    fn ending_after(&self, at: UnixMs) -> &[Interval] {
        let first = self.open.partition_point(|open| open.to <= at);
        self.open.get(first..).unwrap_or_default()
    }
}

/// What is left of an open interval when the pauses are taken out of it; pauses are in order.
fn without(open: Interval, pauses: &[Pause]) -> impl Iterator<Item = Interval> {
    let first = pauses.partition_point(|pause| pause.to <= open.from);
    let within = pauses.get(first..).unwrap_or_default().iter().take_while(move |pause| pause.from < open.to);
    let mut from = open.from;
    let before = within.map(move |pause| {
        let left = Interval { from, to: pause.from };
        from = from.max(pause.to);
        left
    });
    let last = pauses.iter().take_while(|pause| pause.from < open.to).map(|pause| pause.to).max();
    let rest = Interval { from: last.map_or(open.from, |to| to.max(open.from)), to: open.to };
    before.chain([rest]).filter(|left| left.from < left.to)
}

#[cfg(test)]
mod tests;
