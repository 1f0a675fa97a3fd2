//! What we promise and whether it holds: a pure function of facts, coverage and now.

use serde::{Deserialize, Serialize};

use crate::coverage::Coverage;
use crate::ticket::{Effect, Impact, Kind};
use crate::time::{HOUR, Millis, Minutes, UnixMs};

/// A stretch of time in which the clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: UnixMs,
    pub to: UnixMs,
}

/// Two instants: by when the first answer comes, and by when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub first_due_at: UnixMs,
    pub due_at: UnixMs,
}

/// How long we allow ourselves, in covered minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    pub first_answer: Minutes,
    pub done: Minutes,
}

/// What decides which targets hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub kind: Kind,
    pub urgency: Urgency,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
}

/// The requester's only choice of priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    Normal,
    Urgent,
}

/// One line of a policy; an absent condition fits everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub kind: Option<Kind>,
    pub urgency: Option<Urgency>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub targets: Targets,
}

/// Service levels: the first rule that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub rules: Vec<Rule>,
    /// For what no rule fits.
    pub otherwise: Targets,
}

impl Default for Policy {
    /// The service levels of a new desk: first answer in an hour, what is broken the same day, what is new in three.
    fn default() -> Self {
        let targets = |first: i64, done: i64| Targets { first_answer: Minutes(first), done: Minutes(done) };
        let any = Rule { kind: None, urgency: None, impact: None, effect: None, targets: targets(60, 360) };
        Policy {
            rules: vec![
                Rule {
                    impact: Some(Impact::Everyone),
                    kind: Some(Kind::Incident),
                    targets: targets(30, 240),
                    ..any
                },
                Rule {
                    urgency: Some(Urgency::Urgent),
                    kind: Some(Kind::Incident),
                    targets: targets(30, 240),
                    ..any
                },
                Rule {
                    impact: Some(Impact::Team),
                    kind: Some(Kind::Incident),
                    targets: targets(60, 300),
                    ..any
                },
                Rule { kind: Some(Kind::Incident), targets: targets(60, 360), ..any },
                Rule { urgency: Some(Urgency::Urgent), targets: targets(60, 600), ..any },
            ],
            otherwise: targets(60, 1_710),
        }
    }
}

impl Policy {
    pub fn targets(&self, case: Case) -> Targets {
        fn fits<T: PartialEq>(wanted: Option<T>, is: Option<T>) -> bool {
            wanted.is_none() || wanted == is
        }
        let rule = self.rules.iter().find(|rule| {
            fits(rule.kind, Some(case.kind))
                && fits(rule.urgency, Some(case.urgency))
                && fits(rule.impact, case.impact)
                && fits(rule.effect, case.effect)
        });
        rule.map_or(self.otherwise, |rule| rule.targets)
    }
}

/// The promise for something that began then: targets in covered time, pauses added at the end.
/// A calendar that ends before the target is reached promises its last covered instant.
pub fn promise(start: UnixMs, targets: Targets, pauses: &[Pause], coverage: &Coverage) -> Promise {
    let due = |minutes: Minutes| coverage.after(start, minutes.millis(), pauses);
    // The first answer is ours to give, whoever has the ball later: no pause moves it.
    Promise {
        first_due_at: coverage.after(start, targets.first_answer.millis(), &[]),
        due_at: due(targets.done),
    }
}

/// A promise as a page draws it: the line from asked to done, and what happened on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseView {
    pub asked_at: UnixMs,
    pub first_due_at: UnixMs,
    pub first_answer_at: Option<UnixMs>,
    pub due_at: UnixMs,
    pub pauses: Vec<Pause>,
    /// Since when the clock stands still now.
    pub paused_since: Option<UnixMs>,
    pub ended_at: Option<UnixMs>,
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Running {
        left: Millis,
    },
    /// Due within the hour.
    Soon {
        left: Millis,
    },
    Late {
        by: Millis,
    },
    Paused {
        since: UnixMs,
    },
    Kept,
    Broken {
        by: Millis,
    },
}

/// From how long before it breaks a promise is "soon".
pub const SOON: Millis = HOUR;

impl PromiseView {
    /// The instant that matters next: the first answer while it is due, else done.
    pub fn next_due_at(&self) -> UnixMs {
        match self.first_answer_at {
            None => self.first_due_at.min(self.due_at),
            Some(_) => self.due_at,
        }
    }

    pub fn standing(&self, now: UnixMs) -> Standing {
        if let Some(ended_at) = self.ended_at {
            let over = ended_at - self.due_at;
            return if over.0 > 0 { Standing::Broken { by: over } } else { Standing::Kept };
        }
        let left = self.next_due_at() - now;
        match self.paused_since {
            Some(since) if self.first_answer_at.is_some() || left.0 >= 0 => Standing::Paused { since },
            _ if left.0 < 0 => Standing::Late { by: Millis(-left.0) },
            _ if left <= SOON => Standing::Soon { left },
            _ => Standing::Running { left },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Interval;
    use crate::time::MINUTE;

    const NINE: UnixMs = UnixMs(1_794_992_400_000);

    /// Two open days of eight hours with a night of sixteen between them.
    fn two_days() -> Coverage {
        let day = |n: i64| Interval { from: NINE + HOUR.times(24 * n), to: NINE + HOUR.times(24 * n + 8) };
        Coverage::new(vec![day(0), day(1)])
    }

    fn targets(first: i64, done: i64) -> Targets {
        Targets { first_answer: Minutes(first), done: Minutes(done) }
    }

    #[test]
    fn a_promise_counts_open_hours_only() {
        let late = NINE + HOUR.times(7);
        let promise = promise(late, targets(60, 120), &[], &two_days());
        assert_eq!(promise.first_due_at, NINE + HOUR.times(8));
        assert_eq!(promise.due_at, NINE + HOUR.times(25));
    }

    #[test]
    fn a_pause_moves_the_end_and_not_the_first_answer() {
        let pause = Pause { from: NINE + HOUR, to: NINE + HOUR.times(3) };
        let promise = promise(NINE, targets(60, 240), &[pause], &two_days());
        assert_eq!(promise.first_due_at, NINE + HOUR);
        assert_eq!(promise.due_at, NINE + HOUR.times(6));
    }

    #[test]
    fn a_paused_ticket_does_not_breach_over_the_night() {
        let pause = Pause { from: NINE + HOUR.times(7), to: NINE + HOUR.times(25) };
        let promise = promise(NINE, targets(60, 480), &[pause], &two_days());
        assert_eq!(promise.due_at, NINE + HOUR.times(26));
    }

    #[test]
    fn the_first_fitting_rule_decides() {
        let policy = Policy::default();
        let case = |kind, urgency, impact| Case { kind, urgency, impact, effect: None };
        let done = |case| policy.targets(case).done;
        assert_eq!(done(case(Kind::Incident, Urgency::Normal, None)), Minutes(360));
        assert_eq!(done(case(Kind::Incident, Urgency::Urgent, Some(Impact::Me))), Minutes(240));
        assert_eq!(done(case(Kind::Incident, Urgency::Normal, Some(Impact::Team))), Minutes(300));
        assert_eq!(done(case(Kind::Request, Urgency::Normal, Some(Impact::Everyone))), Minutes(1_710));
    }

    fn view() -> PromiseView {
        PromiseView {
            asked_at: NINE,
            first_due_at: NINE + HOUR,
            first_answer_at: None,
            due_at: NINE + HOUR.times(6),
            pauses: Vec::new(),
            paused_since: None,
            ended_at: None,
        }
    }

    #[test]
    fn the_first_answer_is_what_is_due_until_it_is_given() {
        assert_eq!(view().standing(NINE), Standing::Soon { left: HOUR });
        assert_eq!(view().standing(NINE + HOUR.times(2)), Standing::Late { by: HOUR });
        let answered = PromiseView { first_answer_at: Some(NINE), ..view() };
        assert_eq!(answered.standing(NINE + HOUR), Standing::Running { left: HOUR.times(5) });
    }

    #[test]
    fn a_pause_stops_the_clock_but_hides_no_missing_first_answer() {
        let paused = PromiseView { paused_since: Some(NINE), ..view() };
        assert_eq!(paused.standing(NINE + MINUTE), Standing::Paused { since: NINE });
        assert_eq!(paused.standing(NINE + HOUR.times(2)), Standing::Late { by: HOUR });
        let answered = PromiseView { first_answer_at: Some(NINE), ..paused };
        assert_eq!(answered.standing(NINE + HOUR.times(20)), Standing::Paused { since: NINE });
    }

    #[test]
    fn what_has_ended_was_kept_or_broken() {
        let ended = |hours| PromiseView { ended_at: Some(NINE + HOUR.times(hours)), ..view() };
        assert_eq!(ended(6).standing(NINE + HOUR.times(90)), Standing::Kept);
        assert_eq!(ended(7).standing(NINE + HOUR.times(90)), Standing::Broken { by: HOUR });
    }
}
