//! Before a promise breaks somebody is warned, and when it has broken somebody above him: each once.

use serde::{Deserialize, Serialize};

use super::clock::{Clock, Due, State};
use super::{Facts, Policy, clock};
use crate::coverage::Coverage;
use crate::ids::TicketId;
use crate::time::UnixMs;

/// Which of a ticket's promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promised {
    FirstAnswer,
    NextAnswer,
    Done,
    /// What a supplier has agreed with us.
    Supplier,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// It will break.
    Warning,
    /// It has broken.
    Breach,
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Whoever answers now.
    Duty,
    Lead,
}

/// Something that somebody must be told at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub promised: Promised,
    pub step: Step,
    pub at: UnixMs,
    /// When the promise began that it is about: each has its own.
    pub since: UnixMs,
}

impl Promised {
    pub const fn as_str(self) -> &'static str {
        match self {
            Promised::FirstAnswer => "first_answer",
            Promised::NextAnswer => "next_answer",
            Promised::Done => "done",
            Promised::Supplier => "supplier",
        }
    }
}

impl Step {
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Warning => "warning",
            Step::Breach => "breach",
        }
    }

    pub const fn recipient(self) -> Recipient {
        match self {
            Step::Warning => Recipient::Duty,
            Step::Breach => Recipient::Lead,
        }
    }
}

impl Alarm {
    /// What it is called among all alarms that ever were: telling it twice is telling it once.
    pub fn name(&self, ticket: TicketId) -> String {
        format!("{ticket}/{}/{}/{}", self.promised.as_str(), self.since.0, self.step.as_str())
    }
}

/// The alarms of promises that are still open, told or not, in order of time. What can't come before the clock runs
/// again is left out.
pub fn alarms(facts: &Facts<'_>, policy: &Policy, coverage: &Coverage, now: UnixMs) -> Vec<Alarm> {
    let clock = clock(facts, policy, coverage, now);
    if clock.state == State::Ended {
        return Vec::new();
    }
    let pauses = facts.pauses_until(facts.until(now));
    let answer = |promised, since, due: Due| {
        both(promised, since, due, coverage.after(since, policy.warn_after(due.target), &[]))
    };
    let first = Some(clock.first_answer).filter(|due| due.met_at.is_none());
    let first = first.map(|due| answer(Promised::FirstAnswer, facts.asked_at, due));
    let next =
        facts.owed_since.zip(clock.next_answer).map(|(since, due)| answer(Promised::NextAnswer, since, due));
    let warn_at = coverage.after(facts.asked_at, policy.warn_after(clock.done.target), &pauses);
    let done = both(Promised::Done, facts.asked_at, clock.done, warn_at);
    let done = done.into_iter().filter(|alarm| can_come(&clock, alarm.at));
    let mut alarms: Vec<Alarm> = first.into_iter().chain(next).flatten().chain(done).collect();
    alarms.sort_by_key(|alarm| alarm.at);
    alarms
}

fn both(promised: Promised, since: UnixMs, due: Due, warn_at: UnixMs) -> [Alarm; 2] {
    [
        Alarm { promised, step: Step::Warning, at: warn_at, since },
        Alarm { promised, step: Step::Breach, at: due.at, since },
    ]
}

/// While the clock stands still only that can come which had come before.
fn can_come(clock: &Clock, at: UnixMs) -> bool {
    match clock.state {
        State::Paused { since, .. } => at <= since,
        State::Running | State::Closed { .. } => true,
        State::Ended => false,
    }
}
