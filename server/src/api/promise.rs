//! A clock on demand: a coverage, a policy, events and a now in; due times, sums and every stretch of time out.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::coverage::{Holiday as DomainHoliday, Repeats, Version};
use domain::ids::ServiceId;
use domain::promise::{
    Attribution, Case, Due as DomainDue, Extra, Happening, PauseReason, Policy as DomainPolicy,
    Rule as DomainRule, State, Story, Stretch as DomainStretch, Targets as DomainTargets, Verdict,
};
use domain::time::{Millis, Minutes, UnixMs};
use serde::{Deserialize, Serialize};
use service::promise::{Evaluated, Question};
use utoipa::ToSchema;

use super::body::Json;
use super::problem::{Problem, Result};
use super::time::At;
use super::token::Caller;
use super::words::{Effect, Impact, Kind, Need, Urgency, WaitingOn};

/// What a clock is to be computed from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Evaluate {
    pub coverage: Coverage,
    pub policy: Policy,
    pub asked_at: At,
    /// What it is about.
    pub case: TicketCase,
    /// What lengthens the promise.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What happened, in order of time.
    #[serde(default)]
    pub events: Vec<ClockEvent>,
    pub now: At,
}

/// Opening hours on the clocks of a zone.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// IANA name.
    #[schema(example = "Europe/Madrid")]
    pub zone: String,
    /// Monday to Sunday: windows such as `08:00-12:00, 13:00-17:30`; one that ends before it begins ends on the next day;
    /// nothing is closed.
    #[schema(min_items = 7, max_items = 7)]
    pub hours: Vec<String>,
    /// Days on which it is closed from midnight to midnight.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// A day on which the desk is closed.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The first one, where it comes every year.
    #[schema(format = Date, example = "2026-12-25")]
    pub date: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub every_year: bool,
}

/// Service levels.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The first one that fits decides.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// For what no rule fits.
    pub otherwise: Targets,
    /// While a ticket waits for one of these, the clock of "done by" stands still.
    pub pauses_on: Vec<WaitingOn>,
    /// Covered minutes that "needs budget" adds.
    #[serde(default)]
    pub budget_minutes: i64,
    /// Covered minutes that "needs approval" adds.
    #[serde(default)]
    pub approval_minutes: i64,
    /// After how much of a target somebody is warned.
    #[serde(default = "warn_percent")]
    #[schema(minimum = 1, maximum = 99)]
    pub warn_percent: u8,
}

const fn warn_percent() -> u8 {
    75
}

/// A line of a policy; what is left out fits everything.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub kind: Option<Kind>,
    pub urgency: Option<Urgency>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    /// The number of a service.
    pub service: Option<i64>,
    pub targets: Targets,
}

/// Targets in covered minutes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    #[schema(minimum = 1)]
    pub first_answer: i64,
    /// From what a requester writes later until somebody answers; left out is no promise.
    pub next_answer: Option<i64>,
    #[schema(minimum = 1)]
    pub done: i64,
}

/// What decides which targets hold.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketCase {
    pub kind: Kind,
    pub urgency: Urgency,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    /// The number of a service.
    pub service: Option<i64>,
}

/// Something that happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockEvent {
    pub at: At,
    pub what: What,
    /// With `wait_started`: for whom.
    pub on: Option<WaitingOn>,
    /// With `triaged`: what it is about now.
    pub case: Option<TicketCase>,
}

/// What can happen, as far as a clock cares.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The desk answered.
    Answered,
    /// The requester wrote: what waits waits no more, what had ended is open again.
    Wrote,
    WaitStarted,
    WaitEnded,
    Ended,
    Reopened,
    Triaged,
}

/// The clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    pub state: ClockState,
    pub first_answer: Due,
    /// While the requester waits for another answer, and one is promised.
    pub next_answer: Option<Due>,
    pub done: Due,
    /// When the next promise breaks, or the first one has broken; null while nothing can break.
    pub breaks_at: Option<At>,
    /// In milliseconds; `run`, `closed` and `paused` add up to `elapsed`.
    pub totals: Totals,
    /// From when it was asked until now or its end, without a gap.
    pub stretches: Vec<Stretch>,
}

/// Whether time runs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Running,
    Closed,
    Paused,
    Ended,
}

/// One promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct Due {
    pub at: At,
    pub target_ms: i64,
    pub used_ms: i64,
    pub met_at: Option<At>,
    pub verdict: PromiseVerdict,
}

/// How a promise stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseVerdict {
    Open,
    Kept,
    Broken,
}

/// Sums in milliseconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Totals {
    pub run: i64,
    pub closed: i64,
    pub paused: i64,
    pub elapsed: i64,
}

/// A stretch of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stretch {
    pub from: At,
    pub to: At,
    pub what: StretchKind,
    /// Why it was paused: for whom it waited, or `ended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// The name of a holiday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holiday: Option<String>,
}

/// What became of a stretch.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StretchKind {
    Running,
    OutsideHours,
    Holiday,
    Paused,
}

/// Compute a clock
///
/// "What if": nothing of the desk is read or changed. For the desk.
#[utoipa::path(post, path = "/api/v1/promise/evaluate", operation_id = "evaluatePromise", tag = "promise",
    request_body = Evaluate, responses((status = 200, description = "The clock, explained", body = Clock)))]
pub async fn evaluate(caller: Caller, body: Json<Evaluate>) -> Result<Response> {
    let question = body.value.question()?;
    let now = question.now;
    let evaluated = service::promise::evaluate(&caller.ctx, question)?;
    Ok(Told(Clock::of(evaluated, now)).into_response())
}

impl Evaluate {
    fn question(self) -> Result<Question> {
        let events = self.events.into_iter().map(ClockEvent::happening).collect::<Result<_>>()?;
        let story = Story {
            asked_at: self.asked_at.0,
            case: self.case.into(),
            needs: self.needs.into_iter().map(Into::into).collect(),
            events,
        };
        let version = self.coverage.version("coverage", UnixMs(0))?;
        Ok(Question { versions: vec![version], policy: self.policy.into(), story, now: self.now.0 })
    }
}

impl Coverage {
    /// Errors by the name of the field that does not fit.
    pub fn version(self, field: &str, valid_from: UnixMs) -> Result<Version> {
        let week = domain::hours::parse_week(&self.hours)
            .map_err(|_| Problem::field(&format!("{field}.hours"), "must be windows such as 08:00-17:30"))?;
        let holidays =
            self.holidays.into_iter().map(|holiday| holiday.parse(field)).collect::<Result<_>>()?;
        Ok(Version { valid_from, zone: self.zone, week, holidays })
    }
}

impl Holiday {
    fn parse(self, field: &str) -> Result<DomainHoliday> {
        let wrong = |_| Problem::field(&format!("{field}.holidays"), "must be days such as 2026-12-25");
        let repeats = if self.every_year { Repeats::Yearly } else { Repeats::Once };
        Ok(DomainHoliday { date: self.date.parse().map_err(wrong)?, name: self.name, repeats })
    }
}

impl From<&DomainHoliday> for Holiday {
    fn from(holiday: &DomainHoliday) -> Holiday {
        let every_year = holiday.repeats == Repeats::Yearly;
        Holiday { date: holiday.date.to_string(), name: holiday.name.clone(), every_year }
    }
}

impl ClockEvent {
    fn happening(self) -> Result<(UnixMs, Happening)> {
        let needed = |field: &str, what: &str| Problem::field(field, what);
        let what = match self.what {
            What::Answered => Happening::Answered,
            What::Wrote => Happening::Wrote,
            What::WaitStarted => {
                let on = self.on.ok_or_else(|| needed("events.on", "is needed with wait_started"))?;
                Happening::WaitStarted(on.into())
            }
            What::WaitEnded => Happening::WaitEnded,
            What::Ended => Happening::Ended,
            What::Reopened => Happening::Reopened,
            What::Triaged => {
                let case = self.case.ok_or_else(|| needed("events.case", "is needed with triaged"))?;
                Happening::Triaged(case.into())
            }
        };
        Ok((self.at.0, what))
    }
}

impl From<TicketCase> for Case {
    fn from(case: TicketCase) -> Case {
        Case {
            kind: case.kind.into(),
            urgency: case.urgency.into(),
            impact: case.impact.map(Into::into),
            effect: case.effect.map(Into::into),
            service: case.service.map(ServiceId),
        }
    }
}

impl From<Policy> for DomainPolicy {
    fn from(policy: Policy) -> DomainPolicy {
        DomainPolicy {
            rules: policy.rules.into_iter().map(DomainRule::from).collect(),
            otherwise: policy.otherwise.into(),
            pauses_on: policy.pauses_on.into_iter().map(Into::into).collect(),
            extra: Extra {
                budget: Minutes(policy.budget_minutes),
                approval: Minutes(policy.approval_minutes),
            },
            warn_percent: policy.warn_percent,
        }
    }
}

impl From<&DomainPolicy> for Policy {
    fn from(policy: &DomainPolicy) -> Policy {
        Policy {
            rules: policy.rules.iter().map(Rule::from).collect(),
            otherwise: policy.otherwise.into(),
            pauses_on: policy.pauses_on.iter().map(|on| (*on).into()).collect(),
            budget_minutes: policy.extra.budget.0,
            approval_minutes: policy.extra.approval.0,
            warn_percent: policy.warn_percent,
        }
    }
}

impl From<Rule> for DomainRule {
    fn from(rule: Rule) -> DomainRule {
        DomainRule {
            kind: rule.kind.map(Into::into),
            urgency: rule.urgency.map(Into::into),
            impact: rule.impact.map(Into::into),
            effect: rule.effect.map(Into::into),
            service: rule.service.map(ServiceId),
            targets: rule.targets.into(),
        }
    }
}

impl From<&DomainRule> for Rule {
    fn from(rule: &DomainRule) -> Rule {
        Rule {
            kind: rule.kind.map(Into::into),
            urgency: rule.urgency.map(Into::into),
            impact: rule.impact.map(Into::into),
            effect: rule.effect.map(Into::into),
            service: rule.service.map(|service| service.0),
            targets: rule.targets.into(),
        }
    }
}

impl From<Targets> for DomainTargets {
    fn from(targets: Targets) -> DomainTargets {
        DomainTargets {
            first_answer: Minutes(targets.first_answer),
            next_answer: targets.next_answer.map(Minutes),
            done: Minutes(targets.done),
        }
    }
}

impl From<DomainTargets> for Targets {
    fn from(targets: DomainTargets) -> Targets {
        Targets {
            first_answer: targets.first_answer.0,
            next_answer: targets.next_answer.map(|minutes| minutes.0),
            done: targets.done.0,
        }
    }
}

impl Clock {
    fn of(evaluated: Evaluated, now: UnixMs) -> Clock {
        let Evaluated { clock, explanation } = evaluated;
        let ms = |Millis(length): Millis| length;
        Clock {
            state: match clock.state {
                State::Running => ClockState::Running,
                State::Closed { .. } => ClockState::Closed,
                State::Paused { .. } => ClockState::Paused,
                State::Ended => ClockState::Ended,
            },
            first_answer: Due::of(clock.first_answer, now),
            next_answer: clock.next_answer.map(|due| Due::of(due, now)),
            done: Due::of(clock.done, now),
            breaks_at: clock.breaks_at().map(At),
            totals: Totals {
                run: ms(explanation.run),
                closed: ms(explanation.closed),
                paused: ms(explanation.paused),
                elapsed: ms(explanation.elapsed()),
            },
            stretches: explanation.stretches.into_iter().map(Stretch::from).collect(),
        }
    }
}

impl Due {
    fn of(due: DomainDue, now: UnixMs) -> Due {
        Due {
            at: At(due.at),
            target_ms: due.target.0,
            used_ms: due.used.0,
            met_at: due.met_at.map(At),
            verdict: match due.verdict(now) {
                Verdict::Open => PromiseVerdict::Open,
                Verdict::Kept => PromiseVerdict::Kept,
                Verdict::Broken => PromiseVerdict::Broken,
            },
        }
    }
}

impl From<DomainStretch> for Stretch {
    fn from(stretch: DomainStretch) -> Stretch {
        let (what, why, holiday) = match stretch.why {
            Attribution::Running => (StretchKind::Running, None, None),
            Attribution::OutsideHours => (StretchKind::OutsideHours, None, None),
            Attribution::Holiday(name) => (StretchKind::Holiday, None, Some(name)),
            Attribution::Paused(why) => (StretchKind::Paused, why.map(reason), None),
        };
        Stretch { from: At(stretch.from), to: At(stretch.to), what, why, holiday }
    }
}

const fn reason(why: PauseReason) -> &'static str {
    match why {
        PauseReason::Waiting(on) => on.as_str(),
        PauseReason::Ended => "ended",
    }
}
