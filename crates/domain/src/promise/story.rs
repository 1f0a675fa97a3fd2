//! From events to the facts that a clock needs: what a ticket does as it lives, for whoever has only the events.

use super::{Case, Facts, Need, Pause, PauseReason, Policy, Stopped};
use crate::ticket::WaitingOn;
use crate::time::UnixMs;

/// Something that happened, as far as a clock cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The desk answered.
    Answered,
    /// The requester wrote; what was waiting is not any more, and what had ended is open again.
    Wrote,
    WaitStarted(WaitingOn),
    WaitEnded,
    Ended,
    Reopened,
    /// Triage: other targets, from the beginning on.
    Triaged(Case),
    Needs(Vec<Need>),
}

/// A ticket as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub asked_at: UnixMs,
    pub case: Case,
    pub needs: Vec<Need>,
    /// In order of time.
    pub events: Vec<(UnixMs, Happening)>,
}

/// The state that a story has led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    asked_at: UnixMs,
    case: Case,
    needs: Vec<Need>,
    first_answer_at: Option<UnixMs>,
    owed_since: Option<UnixMs>,
    pauses: Vec<Pause>,
    stopped: Option<Stopped>,
    ended_at: Option<UnixMs>,
}

impl Story {
    /// What has happened until now; which waiting pauses the clock is the policy's to say.
    pub fn told(&self, policy: &Policy, now: UnixMs) -> Told {
        let mut told = Told {
            asked_at: self.asked_at,
            case: self.case,
            needs: self.needs.clone(),
            first_answer_at: None,
            owed_since: None,
            pauses: Vec::new(),
            stopped: None,
            ended_at: None,
        };
        for (at, what) in self.events.iter().take_while(|(at, _)| *at <= now) {
            told.happened(*at, what, policy);
        }
        told
    }
}

impl Told {
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            asked_at: self.asked_at,
            first_answer_at: self.first_answer_at,
            owed_since: self.owed_since,
            pauses: &self.pauses,
            stopped: self.stopped,
            ended_at: self.ended_at,
            case: self.case,
            needs: &self.needs,
        }
    }

    fn happened(&mut self, at: UnixMs, what: &Happening, policy: &Policy) {
        match what {
            Happening::Answered => {
                self.first_answer_at.get_or_insert(at);
                self.owed_since = None;
            }
            Happening::Wrote => {
                self.reopen(at);
                self.resume(at);
                if self.first_answer_at.is_some() {
                    self.owed_since.get_or_insert(at);
                }
            }
            Happening::WaitStarted(on) if self.ended_at.is_none() => {
                self.resume(at);
                let stopped = Stopped { since: at, why: PauseReason::Waiting(*on) };
                self.stopped = policy.pauses(*on).then_some(stopped);
            }
            Happening::WaitStarted(_) => {}
            Happening::WaitEnded => self.resume(at),
            Happening::Ended if self.ended_at.is_none() => {
                self.resume(at);
                self.first_answer_at.get_or_insert(at);
                self.owed_since = None;
                self.ended_at = Some(at);
            }
            Happening::Ended => {}
            Happening::Reopened => self.reopen(at),
            Happening::Triaged(case) => self.case = *case,
            Happening::Needs(needs) => self.needs.clone_from(needs),
        }
    }

    fn resume(&mut self, at: UnixMs) {
        if let Some(Stopped { since, why }) = self.stopped.take() {
            self.pauses.push(Pause { from: since, to: at, why: Some(why) });
        }
    }

    /// The time between the end and the reopening was not the desk's.
    fn reopen(&mut self, at: UnixMs) {
        if let Some(ended_at) = self.ended_at.take() {
            self.pauses.push(Pause { from: ended_at, to: at, why: Some(PauseReason::Ended) });
        }
    }
}
