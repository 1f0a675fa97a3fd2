//! The clock: how much of each promise is used up, when it breaks, and whether time runs now.
//!
//! It counts whole milliseconds in which the desk is open and nothing pauses. Pauses move "done by" only: an answer is
//! ours to give, whoever has the ball.

use super::{Facts, PauseReason, Policy, Promise};
use crate::coverage::{Coverage, Opening};
use crate::time::{Millis, UnixMs};

/// A ticket's clock at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub state: State,
    pub first_answer: Due,
    /// While the requester waits for another answer, and one is promised.
    pub next_answer: Option<Due>,
    pub done: Due,
}

/// Whether time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Running,
    /// The desk is closed; none where the calendar has no opening any more.
    Closed {
        until: Option<UnixMs>,
    },
    Paused {
        since: UnixMs,
        why: PauseReason,
    },
    Ended,
}

/// One promise of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Covered time that is allowed.
    pub target: Millis,
    /// Covered time that has run, until it was met or until now.
    pub used: Millis,
    /// When the target is reached, if nothing pauses from now on.
    pub at: UnixMs,
    pub met_at: Option<UnixMs>,
}

/// How a promise came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Open,
    Kept,
    Broken,
}

impl Due {
    /// Covered time that is left; negative when it is used up.
    pub fn left(&self) -> Millis {
        Millis(self.target.0 - self.used.0)
    }

    pub fn verdict(&self, now: UnixMs) -> Verdict {
        match self.met_at {
            Some(met_at) if met_at <= self.at => Verdict::Kept,
            None if now <= self.at => Verdict::Open,
            Some(_) | None => Verdict::Broken,
        }
    }
}

/// Computes the clock of a ticket. `coverage` reaches from when it was asked to beyond what is promised.
pub fn clock(facts: &Facts<'_>, policy: &Policy, coverage: &Coverage, now: UnixMs) -> Clock {
    let until = facts.until(now);
    let targets = policy.targets(facts.case);
    let answer = |since: UnixMs, target: Millis, met_at: Option<UnixMs>| Due {
        target,
        used: coverage.between(since, met_at.unwrap_or(until)),
        at: coverage.after(since, target, &[]),
        met_at,
    };
    let next_target = targets.next_answer.filter(|_| facts.ended_at.is_none());
    Clock {
        state: state(facts, coverage, now),
        first_answer: answer(facts.asked_at, targets.first_answer.millis(), facts.first_answer_at),
        next_answer: facts
            .owed_since
            .zip(next_target)
            .map(|(since, target)| answer(since, target.millis(), None)),
        done: done(facts, Millis(targets.done.millis().0 + policy.extra(facts.needs).0), coverage, until),
    }
}

fn done(facts: &Facts<'_>, target: Millis, coverage: &Coverage, until: UnixMs) -> Due {
    let pauses = facts.pauses_until(until);
    let mut paused = 0;
    let mut counted_to = facts.asked_at;
    for pause in &pauses {
        paused += coverage.between(pause.from.max(counted_to), pause.to.min(until)).0;
        counted_to = counted_to.max(pause.to);
    }
    Due {
        target,
        used: Millis(coverage.between(facts.asked_at, until).0 - paused),
        at: coverage.after(facts.asked_at, target, &pauses),
        met_at: facts.ended_at,
    }
}

fn state(facts: &Facts<'_>, coverage: &Coverage, now: UnixMs) -> State {
    match (facts.ended_at, facts.stopped, coverage.at(now)) {
        (Some(_), _, _) => State::Ended,
        (None, Some(stopped), _) => State::Paused { since: stopped.since, why: stopped.why },
        (None, None, Opening::Open { .. }) => State::Running,
        (None, None, Opening::Closed { next }) => State::Closed { until: next },
    }
}

impl Clock {
    /// What is promised as it stands.
    pub fn promise(&self) -> Promise {
        Promise { first_due_at: self.first_answer.at, due_at: self.done.at }
    }

    /// The next instant at which a promise breaks, or the first at which one has broken. None when it has ended, and
    /// while nothing can break because the clock stands still.
    pub fn breaks_at(&self) -> Option<UnixMs> {
        let unanswered = Some(self.first_answer).filter(|due| due.met_at.is_none());
        let done = match self.state {
            State::Ended => return None,
            State::Paused { since, .. } if self.done.at >= since => None,
            State::Paused { .. } | State::Running | State::Closed { .. } => Some(self.done),
        };
        unanswered.into_iter().chain(self.next_answer).chain(done).map(|due| due.at).min()
    }
}
