//! What happened: one event for every change, never altered and never removed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{EventSeq, PersonId, PostId, TicketId};
use crate::promise::{Promise, Promised, Recipient, Step};
use crate::routing;
use crate::ticket::{Channel, Kind, Level, Place, WaitingOn};
use crate::time::UnixMs;

/// An event as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub seq: EventSeq,
    pub ticket: TicketId,
    pub at: UnixMs,
    /// None when Deskbell itself acted, or a guest asked.
    pub actor: Option<PersonId>,
    pub channel: Channel,
    pub post: Option<PostId>,
    pub change: Change,
}

/// What changed, with old and new value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Created {
        ticket_kind: Kind,
    },
    Promised {
        promise: Promise,
    },
    Answered,
    Replied,
    Noted,
    Triaged {
        field: TriageField,
        old: Option<String>,
        new: Option<String>,
    },
    Assigned {
        old: Option<PersonId>,
        new: Option<PersonId>,
    },
    /// The rules decided who gets it; `to` is none for the team's queue.
    Routed {
        to: Option<PersonId>,
        rule: Option<String>,
        why: routing::Why,
    },
    /// It came past the desk, to this person.
    PastDesk {
        person: PersonId,
    },
    WaitStarted {
        on: WaitingOn,
    },
    WaitEnded {
        on: WaitingOn,
    },
    /// Somebody was told of a promise that will break, or has broken.
    Alarmed {
        promised: Promised,
        step: Step,
        to: Recipient,
    },
    /// The requester asks to be served faster than is promised, and says why.
    Escalated {
        reason: String,
    },
    Resolved {
        place: Place,
        level: Level,
    },
    Reopened,
    Closed,
    Cancelled,
    MergedInto {
        survivor: TicketId,
    },
    MergedFrom {
        duplicate: TicketId,
    },
    Linked {
        other: TicketId,
    },
    WatcherAdded {
        person: PersonId,
    },
    /// A watcher left, or was taken off.
    WatcherRemoved {
        person: PersonId,
    },
    /// An event of the desk that a ticket was imported from, in its words: the state after it, and each attribute that
    /// it set; none where that desk did not know the value. What it meant here follows as events of its own.
    Imported {
        state: Option<String>,
        set: BTreeMap<String, Option<String>>,
    },
}

/// A field that triage sets. Values are the words of its enum, or the number of a service or category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriageField {
    Subject,
    Kind,
    Urgent,
    Impact,
    Effect,
    Service,
    Category,
    Needs,
}

impl Event {
    /// Whether a guest asked.
    pub fn is_of_a_guest(&self) -> bool {
        self.change.is_of_a_guest(self.actor, self.channel)
    }
}

impl Change {
    /// Whether this is a guest's question: of a guest it is not known that he is who he says he is, so nobody is named.
    pub fn is_of_a_guest(&self, actor: Option<PersonId>, channel: Channel) -> bool {
        matches!(self, Change::Created { .. }) && actor.is_none() && channel == Channel::Portal
    }

    /// The name of the kind, as the log's column has it.
    pub const fn name(&self) -> &'static str {
        match self {
            Change::Created { .. } => "created",
            Change::Promised { .. } => "promised",
            Change::Answered => "answered",
            Change::Replied => "replied",
            Change::Noted => "noted",
            Change::Triaged { .. } => "triaged",
            Change::Assigned { .. } => "assigned",
            Change::Routed { .. } => "routed",
            Change::PastDesk { .. } => "past_desk",
            Change::WaitStarted { .. } => "wait_started",
            Change::WaitEnded { .. } => "wait_ended",
            Change::Alarmed { .. } => "alarmed",
            Change::Escalated { .. } => "escalated",
            Change::Resolved { .. } => "resolved",
            Change::Reopened => "reopened",
            Change::Closed => "closed",
            Change::Cancelled => "cancelled",
            Change::MergedInto { .. } => "merged_into",
            Change::MergedFrom { .. } => "merged_from",
            Change::Linked { .. } => "linked",
            Change::WatcherAdded { .. } => "watcher_added",
            Change::WatcherRemoved { .. } => "watcher_removed",
            Change::Imported { .. } => "imported",
        }
    }

    /// Whether a requester may know of it. Notes, triage and hand-overs are the desk's own.
    pub const fn public(&self) -> bool {
        match self {
            Change::Noted
            | Change::Alarmed { .. }
            | Change::Triaged { .. }
            | Change::Routed { .. }
            | Change::PastDesk { .. }
            | Change::MergedFrom { .. }
            | Change::Linked { .. }
            | Change::Imported { .. } => false,
            Change::Created { .. }
            | Change::Promised { .. }
            | Change::Answered
            | Change::Replied
            | Change::Assigned { .. }
            | Change::WaitStarted { .. }
            | Change::WaitEnded { .. }
            | Change::Escalated { .. }
            | Change::Resolved { .. }
            | Change::Reopened
            | Change::Closed
            | Change::Cancelled
            | Change::MergedInto { .. }
            | Change::WatcherAdded { .. }
            | Change::WatcherRemoved { .. } => true,
        }
    }

    /// Whether somebody who was writing should look again before he sends: anything but notes and bookkeeping.
    pub const fn disturbs(&self) -> bool {
        !matches!(
            self,
            Change::Noted
                | Change::Alarmed { .. }
                | Change::Promised { .. }
                | Change::Routed { .. }
                | Change::PastDesk { .. }
                | Change::WatcherAdded { .. }
                | Change::WatcherRemoved { .. }
                | Change::Linked { .. }
                | Change::Imported { .. }
        )
    }
}
