//! A clock explained: every stretch of time since it was asked, and whether and why it counted.

use serde::{Deserialize, Serialize};

use super::{Facts, Pause, PauseReason};
use crate::coverage::{Coverage, Interval};
use crate::time::{Millis, UnixMs};

/// A stretch of time, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: UnixMs,
    pub to: UnixMs,
    pub why: Attribution,
}

impl Stretch {
    pub fn length(&self) -> Millis {
        self.to - self.from
    }
}

/// To what a stretch is put down. Closed hours are closed also while a ticket waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// The desk was open and had the ball: the clock ran.
    Running,
    OutsideHours,
    Holiday(String),
    /// None where the reason was not written down.
    Paused(Option<PauseReason>),
}

/// From when it was asked until now or until its end, without a gap; the sums are those of the stretches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub stretches: Vec<Stretch>,
    pub run: Millis,
    pub closed: Millis,
    pub paused: Millis,
}

impl Explanation {
    /// Of stretches in order, each beginning where the one before ends.
    pub fn new(stretches: Vec<Stretch>) -> Explanation {
        let mut explanation = Explanation::default();
        for stretch in &stretches {
            let sum = match stretch.why {
                Attribution::Running => &mut explanation.run,
                Attribution::OutsideHours | Attribution::Holiday(_) => &mut explanation.closed,
                Attribution::Paused(_) => &mut explanation.paused,
            };
            sum.0 += stretch.length().0;
        }
        Explanation { stretches, ..explanation }
    }

    pub fn elapsed(&self) -> Millis {
        Millis(self.run.0 + self.closed.0 + self.paused.0)
    }
}

/// Explains the clock of "done by". `coverage` reaches back to when it was asked.
pub fn explain(facts: &Facts<'_>, coverage: &Coverage, now: UnixMs) -> Explanation {
    let until = facts.until(now);
    let mut told = Telling { at: facts.asked_at, stretches: Vec::new() };
    let pauses = facts.pauses_until(until);
    let within = coverage.crop(Interval { from: facts.asked_at, to: until });
    for open in within.intervals() {
        told.closed(open.from, &within);
        told.open(*open, &pauses);
    }
    told.closed(until, &within);
    Explanation::new(told.stretches)
}

/// Stretches as far as they are told.
struct Telling {
    at: UnixMs,
    stretches: Vec<Stretch>,
}

impl Telling {
    fn tell(&mut self, to: UnixMs, why: Attribution) {
        if to <= self.at {
            return;
        }
        match self.stretches.last_mut() {
            Some(last) if last.why == why => last.to = to,
            _ => self.stretches.push(Stretch { from: self.at, to, why }),
        }
        self.at = to;
    }

    fn closed(&mut self, to: UnixMs, coverage: &Coverage) {
        for holiday in coverage.holidays() {
            let day = holiday.during.meet(Interval { from: self.at, to });
            if day.length().0 > 0 {
                self.tell(day.from, Attribution::OutsideHours);
                self.tell(day.to, Attribution::Holiday(holiday.name.clone()));
            }
        }
        self.tell(to, Attribution::OutsideHours);
    }

    fn open(&mut self, open: Interval, pauses: &[Pause]) {
        for pause in pauses.iter().filter(|pause| pause.to > open.from && pause.from < open.to) {
            self.tell(pause.from, Attribution::Running);
            self.tell(pause.to.min(open.to), Attribution::Paused(pause.why));
        }
        self.tell(open.to, Attribution::Running);
    }
}
