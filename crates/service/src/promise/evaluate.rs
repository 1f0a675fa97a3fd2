//! "What if": a clock computed from a coverage, a policy and events that somebody gives, and nothing else.

use domain::access::Capability;
use domain::coverage::{Calendar, MAX_HOLIDAYS, Version};
use domain::fault::Reason;
use domain::ids::CalendarId;
use domain::promise::{Clock, Explanation, Policy, Story, clock, explain};
use domain::time::{DAY, UnixMs};

use super::level::check;
use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// Most events of one question.
const MAX_EVENTS: usize = 1_000;
/// Longest time from asking to now, in days.
const MAX_DAYS: i64 = 3_660;
/// How far ahead of now a promise may end, in days.
const AHEAD_DAYS: i64 = 800;

/// What is asked: the calendar's versions, the policy, what happened, and now.
#[derive(Clone, Debug)]
pub struct Question {
    pub versions: Vec<Version>,
    pub policy: Policy,
    pub story: Story,
    pub now: UnixMs,
}

/// The clock, and every stretch of time since it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluated {
    pub clock: Clock,
    pub explanation: Explanation,
}

/// Computes a clock. Nothing of the desk is read or changed.
pub fn evaluate(ctx: &Ctx, question: Question) -> Result<Evaluated> {
    ctx.may(Capability::SeeDesk)?;
    let Question { mut versions, policy, story, now } = question;
    check(&policy)?;
    let asked_at = story.asked_at;
    let fits =
        |field: &str, fits: bool| fits.then_some(()).ok_or_else(|| Error::field(field, Reason::Malformed));
    fits("now", now >= asked_at && now - asked_at <= DAY.times(MAX_DAYS))?;
    fits("events", story.events.len() <= MAX_EVENTS && story.events.is_sorted_by_key(|(at, _)| *at))?;
    fits("events", story.events.first().is_none_or(|(at, _)| *at >= asked_at))?;
    fits("coverage", !versions.is_empty() && versions.iter().all(|v| v.holidays.len() <= MAX_HOLIDAYS))?;
    versions.sort_by_key(|version| version.valid_from);
    let calendar = Calendar { id: CalendarId(0), name: String::new(), versions };
    let coverage = calendar
        .expand(asked_at, now + DAY.times(AHEAD_DAYS))
        .map_err(|_| Error::field("coverage.zone", Reason::Malformed))?;
    let told = story.told(&policy, now);
    let facts = told.facts();
    Ok(Evaluated {
        clock: clock(&facts, &policy, &coverage, now),
        explanation: explain(&facts, &coverage, now),
    })
}
