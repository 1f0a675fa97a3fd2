//! What is set for promises, with its calendars laid out as far as anybody looks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::coverage::matrix::Supported;
use domain::coverage::{Calendar, Coverage, Interval};
use domain::ids::CalendarId;
use domain::promise::{Ahead, Clock, Facts, Policy, Promise, ServiceLevels, alarms, clock};
use domain::ticket::Ticket;
use domain::time::{DAY, Millis, UnixMs};

/// How far a calendar is laid out around now; what is asked of it beyond is laid out for itself.
const AROUND_DAYS: i64 = 400;
/// How far ahead of now a promise may end.
const AHEAD_DAYS: i64 = 370;

/// Calendars, matrix, policies and suppliers, as they are until somebody changes them.
#[derive(Debug, Default)]
pub(crate) struct Book {
    levels: ServiceLevels,
    laid: Mutex<HashMap<CalendarId, (Interval, Arc<Coverage>)>>,
}

impl Book {
    pub fn new(levels: ServiceLevels) -> Book {
        Book { levels, laid: Mutex::default() }
    }

    pub fn levels(&self) -> &ServiceLevels {
        &self.levels
    }

    /// The desk's own calendar.
    pub fn own(&self) -> Option<&Calendar> {
        self.levels.calendars.first()
    }

    /// The calendar by which somebody's promises count; none is the desk's own.
    pub fn calendar_of(&self, who: Supported<'_>) -> Option<CalendarId> {
        let own = self.own().map(|calendar| calendar.id);
        self.levels.calendar_of(who).filter(|calendar| Some(*calendar) != own)
    }

    /// Open time at least from one instant to another; none is the desk's own calendar.
    pub fn open(&self, calendar: Option<CalendarId>, from: UnixMs, to: UnixMs) -> Arc<Coverage> {
        let known = calendar.and_then(|id| self.levels.calendar(id)).or_else(|| self.own());
        let Some(calendar) = known else { return Arc::default() };
        let mut laid = self.laid.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((within, coverage)) = laid.get(&calendar.id)
            && within.from <= from
            && to <= within.to
        {
            return coverage.clone();
        }
        let around = Interval { from: to - DAY.times(2 * AROUND_DAYS), to: to + DAY.times(30) };
        if from < around.from {
            return Arc::new(expand(calendar, Interval { from, to }));
        }
        let coverage = Arc::new(expand(calendar, around));
        laid.insert(calendar.id, (around, coverage.clone()));
        coverage
    }

    /// Open time from now on, as far as anything is promised.
    pub fn ahead(&self, calendar: Option<CalendarId>, now: UnixMs) -> Arc<Coverage> {
        self.open(calendar, now, now + DAY.times(AHEAD_DAYS))
    }

    /// Open time from when it was asked to beyond what is promised.
    pub fn covering(&self, facts: &Facts<'_>, calendar: Option<CalendarId>, now: UnixMs) -> Arc<Coverage> {
        self.open(calendar, facts.asked_at.min(now), now.max(facts.asked_at) + DAY.times(AHEAD_DAYS))
    }

    /// The policy of what was asked then.
    pub fn policy(&self, asked_at: UnixMs) -> Policy {
        self.levels.policy(asked_at).cloned().unwrap_or_default()
    }

    pub fn clock(&self, facts: &Facts<'_>, calendar: Option<CalendarId>, now: UnixMs) -> Clock {
        clock(facts, &self.policy(facts.asked_at), &self.covering(facts, calendar, now), now)
    }

    pub fn clock_of(&self, ticket: &Ticket, now: UnixMs) -> Clock {
        self.clock(&ticket.facts(), ticket.calendar, now)
    }

    /// Covered time that a ticket took, without its pauses.
    pub fn took(&self, ticket: &Ticket) -> Millis {
        let until = ticket.ended_at().unwrap_or(ticket.created_at);
        self.clock_of(ticket, until).done.used
    }

    /// What is promised for a ticket, and what lies ahead of it.
    pub fn ahead_of(&self, ticket: &Ticket, now: UnixMs) -> (Promise, Ahead) {
        let facts = ticket.facts();
        let policy = self.policy(facts.asked_at);
        let coverage = self.covering(&facts, ticket.calendar, now);
        let clock = clock(&facts, &policy, &coverage, now);
        let ahead = Ahead {
            next_answer_due_at: clock.next_answer.map(|due| due.at),
            breaks_at: clock.breaks_at(),
            alarm_at: alarms(&facts, &policy, &coverage, now).first().map(|alarm| alarm.at),
        };
        (clock.promise(), ahead)
    }
}

/// A calendar whose zone is unknown keeps the hours of UTC.
fn expand(calendar: &Calendar, within: Interval) -> Coverage {
    let utc = || {
        let versions = calendar.versions.iter().cloned().map(|mut version| {
            version.zone = "UTC".into();
            version
        });
        Calendar { versions: versions.collect(), ..calendar.clone() }
    };
    let expanded = calendar.expand(within.from, within.to);
    expanded.or_else(|_| utc().expand(within.from, within.to)).unwrap_or_default()
}
