//! The facts of a ticket, and what follows from them: status, who has the ball, which promise is next.

use serde::{Deserialize, Serialize};

use crate::ids::{CalendarId, CategoryId, EventSeq, PersonId, ServiceId, SupplierId, TicketId};
use crate::promise::{Ahead, Case, Facts, Need, Pause, PauseReason, Promise, Stopped, Urgency};
use crate::text::{Subject, UrgentReason};
use crate::time::{DAY, UnixMs};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in the database and in addresses.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            pub fn from_name(name: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }
    };
}

words! {
    /// Something is broken, or something is wanted.
    Kind { Incident = "incident", Request = "request" }
}
words! {
    /// How the contact came.
    Channel {
        Portal = "portal", Email = "email", Phone = "phone", WalkUp = "walk_up", Chat = "chat", Bot = "bot", Api = "api",
    }
}
words! {
    Status {
        New = "new", Open = "open", Waiting = "waiting", Resolved = "resolved", Closed = "closed", Cancelled = "cancelled",
    }
}
words! {
    /// Whom a ticket waits for.
    WaitingOn { Requester = "requester", Approval = "approval", Supplier = "supplier", Parts = "parts" }
}
words! {
    /// What the clock of "done by" does while a ticket waits, as its policy has it.
    Pausing { Stops = "stops", Runs = "runs" }
}
words! {
    /// Who must act next.
    Ball { Requester = "requester", Desk = "desk", Approver = "approver", Supplier = "supplier" }
}
words! {
    /// Who is hit.
    Impact { Me = "me", Team = "team", Everyone = "everyone" }
}
words! {
    /// How badly.
    Effect { Blocked = "blocked", Slowed = "slowed", Fine = "fine" }
}
words! {
    /// Where it was fixed.
    Place { Remote = "remote", Desk = "desk", OnSite = "on_site", Depot = "depot" }
}
words! {
    /// By which level it was fixed.
    Level { One = "1", Two = "2", Three = "3" }
}
words! {
    /// On which side of the counter somebody stands to a ticket.
    Side { Requester = "requester", Watcher = "watcher", Desk = "desk", System = "system" }
}

impl Status {
    /// Whether the desk is done with it. Resolved counts as ended, though it can be reopened.
    pub const fn ended(self) -> bool {
        matches!(self, Status::Resolved | Status::Closed | Status::Cancelled)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub on: WaitingOn,
    pub since: UnixMs,
    pub pausing: Pausing,
    /// Whose clock runs beside ours.
    pub supplier: Option<SupplierId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub at: UnixMs,
    pub by: Option<PersonId>,
    pub place: Place,
    pub level: Level,
}

/// All facts of a ticket but its posts, watchers and events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub id: TicketId,
    pub kind: Kind,
    pub channel: Channel,
    pub subject: Subject,
    pub requester: PersonId,
    pub urgent: Option<UrgentReason>,
    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub assignee: Option<PersonId>,
    pub created_at: UnixMs,
    /// By which calendar its promises count; none is the desk's own.
    pub calendar: Option<CalendarId>,
    pub needs: Vec<Need>,
    /// By when the requester needs it, if he said so.
    pub wanted_by: Option<UnixMs>,
    /// When somebody at the desk first did something with it.
    pub opened_at: Option<UnixMs>,
    pub first_answer_at: Option<UnixMs>,
    /// Since when the requester waits for an answer to what he wrote after the first one.
    pub owed_since: Option<UnixMs>,
    pub waiting: Option<Waiting>,
    /// Times that are over in which the clock stood still, in order.
    pub pauses: Vec<Pause>,
    pub resolved: Option<Resolution>,
    pub closed_at: Option<UnixMs>,
    pub cancelled_at: Option<UnixMs>,
    pub merged_into: Option<TicketId>,
    /// What is promised now; moved by the use case whenever a pause ends or triage changes the policy.
    pub promise: Promise,
    pub ahead: Ahead,
    /// The last event of this ticket; somebody who has seen an earlier one has not seen everything.
    pub last_seq: EventSeq,
}

impl Ticket {
    pub const fn status(&self) -> Status {
        if self.cancelled_at.is_some() {
            Status::Cancelled
        } else if self.closed_at.is_some() {
            Status::Closed
        } else if self.resolved.is_some() {
            Status::Resolved
        } else if self.waiting.is_some() {
            Status::Waiting
        } else if self.opened_at.is_some() {
            Status::Open
        } else {
            Status::New
        }
    }

    /// Who must act next; nobody once it has ended.
    pub const fn ball(&self) -> Option<Ball> {
        if self.status().ended() {
            return None;
        }
        match self.waiting {
            None => Some(Ball::Desk),
            Some(Waiting { on: WaitingOn::Requester, .. }) => Some(Ball::Requester),
            Some(Waiting { on: WaitingOn::Approval, .. }) => Some(Ball::Approver),
            Some(Waiting { on: WaitingOn::Supplier | WaitingOn::Parts, .. }) => Some(Ball::Supplier),
        }
    }

    /// When it came to its end, if it has.
    pub const fn ended_at(&self) -> Option<UnixMs> {
        match (self.cancelled_at, &self.resolved, self.closed_at) {
            (Some(at), _, _) => Some(at),
            (None, Some(resolution), _) => Some(resolution.at),
            (None, None, closed) => closed,
        }
    }

    /// Until when an answer of the requester reopens it: `grace_days` after it was resolved.
    pub fn reopens_until(&self, grace_days: i64) -> Option<UnixMs> {
        self.resolved.map(|resolution| resolution.at + DAY.times(grace_days))
    }

    /// Since when the clock of "done by" stands still, and why.
    pub fn stopped(&self) -> Option<Stopped> {
        let stops = self.waiting.filter(|waiting| waiting.pausing == Pausing::Stops)?;
        Some(Stopped { since: stops.since, why: PauseReason::Waiting(stops.on) })
    }

    /// What decides which targets hold.
    pub fn case(&self) -> Case {
        Case {
            kind: self.kind,
            urgency: if self.urgent.is_some() { Urgency::Urgent } else { Urgency::Normal },
            impact: self.impact,
            effect: self.effect,
            service: self.service,
        }
    }

    /// What its clock is computed from.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            asked_at: self.created_at,
            first_answer_at: self.first_answer_at,
            owed_since: self.owed_since,
            pauses: &self.pauses,
            stopped: self.stopped(),
            ended_at: self.ended_at(),
            case: self.case(),
            needs: &self.needs,
        }
    }
}
