//! The promise of a ticket: domain rules with the settings and calendar of this desk.

use domain::coverage::Coverage;
use domain::promise::{Case, Promise, PromiseView, Targets, Urgency, promise};
use domain::settings::Settings;
use domain::ticket::{Kind, Ticket};
use domain::time::{DAY, UnixMs};

/// How far ahead a calendar is laid out; the longest target is days, a pause may add weeks.
const AHEAD_DAYS: i64 = 120;

/// When the desk is open from one instant to another. A desk whose zone is unknown keeps the hours of UTC.
pub fn coverage(settings: &Settings, from: UnixMs, to: UnixMs) -> Coverage {
    settings
        .hours
        .expand(&settings.zone, from, to)
        .or_else(|_| settings.hours.expand("UTC", from, to))
        .unwrap_or_default()
}

/// What is promised for a ticket as it stands.
pub fn of_ticket(settings: &Settings, ticket: &Ticket, now: UnixMs) -> Promise {
    let case = Case {
        kind: ticket.kind,
        urgency: if ticket.urgent.is_some() { Urgency::Urgent } else { Urgency::Normal },
        impact: ticket.impact,
        effect: ticket.effect,
    };
    let calendar = coverage(settings, ticket.created_at, now + DAY.times(AHEAD_DAYS));
    promise(ticket.created_at, settings.policy.targets(case), &ticket.pauses, &calendar)
}

/// What would be promised for something that is sent now.
pub fn if_sent_now(settings: &Settings, urgency: Urgency, now: UnixMs) -> PromiseView {
    let calendar = coverage(settings, now, now + DAY.times(AHEAD_DAYS));
    let Promise { first_due_at, due_at } = promise(now, unseen(settings, urgency), &[], &calendar);
    PromiseView {
        asked_at: now,
        first_due_at,
        first_answer_at: None,
        due_at,
        pauses: Vec::new(),
        paused_since: None,
        ended_at: None,
    }
}

/// The targets of something that nobody has triaged yet: taken as broken until it is known to be a wish.
pub fn unseen(settings: &Settings, urgency: Urgency) -> Targets {
    settings.policy.targets(Case { kind: Kind::Incident, urgency, impact: None, effect: None })
}

/// The targets of a wish.
pub fn request(settings: &Settings) -> Targets {
    settings.policy.targets(Case {
        kind: Kind::Request,
        urgency: Urgency::Normal,
        impact: None,
        effect: None,
    })
}
