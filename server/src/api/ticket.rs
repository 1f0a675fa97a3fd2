//! What a ticket says to a program.

use serde::Serialize;
use service::ticket::read::{Record, Whole};
use utoipa::ToSchema;

use super::posts::Post;
use super::time::At;
use super::words::{
    Action, Ball, Channel, Effect, Impact, Kind, Level, Named, PersonRef, Place, Status, WaitingOn,
};

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    #[serde(rename = "ref")]
    #[schema(pattern = "^T-[0-9]+$", example = "T-1042")]
    pub reference: String,
    /// The last event of it: what `ETag` says, and what `If-Match` takes.
    pub version: i64,
    pub subject: String,
    pub kind: Kind,
    pub channel: Channel,
    pub status: Status,
    /// Whom it waits for, where it does.
    pub waiting_on: Option<WaitingOn>,
    /// Who must act next; null once it has ended.
    pub ball: Option<Ball>,
    pub requester: PersonRef,
    pub assignee: Option<PersonRef>,
    /// The requester's reason; null means not urgent.
    pub urgent_reason: Option<String>,
    pub service: Option<Named>,
    pub category: Option<Named>,
    /// Set at triage; the desk's own, null for a requester.
    pub impact: Option<Impact>,
    /// Set at triage; the desk's own, null for a requester.
    pub effect: Option<Effect>,
    pub created_at: At,
    /// When its last event happened.
    pub updated_at: At,
    /// By when the first answer is promised.
    pub first_due_at: At,
    /// By when what the requester wrote later is answered; null unless that is owed.
    pub next_answer_due_at: Option<At>,
    /// By when it is promised to be done; while its clock stands still, as it was when it stopped.
    pub due_at: At,
    /// Since when the clock of `due_at` stands still; null while it runs.
    pub paused_since: Option<At>,
    /// By when its requester needs it, where he said so.
    pub wanted_by: Option<At>,
    pub first_answer_at: Option<At>,
    pub resolved_at: Option<At>,
    /// Where it was fixed.
    pub resolved_place: Option<Place>,
    /// By which level it was fixed.
    pub resolved_level: Option<Level>,
    pub closed_at: Option<At>,
    pub cancelled_at: Option<At>,
    /// The ticket that this one is a duplicate of.
    #[schema(pattern = "^T-[0-9]+$")]
    pub merged_into: Option<String>,
}

/// A ticket with its conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketWithPosts {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub watchers: Vec<PersonRef>,
    /// What you may do with it now.
    pub allowed: Vec<Action>,
    /// In order; notes are there for the desk alone.
    pub posts: Vec<Post>,
}

impl From<Record> for Ticket {
    fn from(record: Record) -> Ticket {
        let Record { ticket, requester, assignee, service, category, updated_at, department: _ } = record;
        Ticket {
            reference: ticket.id.to_string(),
            version: ticket.last_seq.0,
            kind: ticket.kind.into(),
            channel: ticket.channel.into(),
            status: ticket.status().into(),
            waiting_on: ticket.waiting.map(|waiting| waiting.on.into()),
            ball: ticket.ball().map(Into::into),
            requester: requester.into(),
            assignee: assignee.map(Into::into),
            service: ticket.service.zip(service).map(|(id, name)| Named { id: id.0, name }),
            category: ticket.category.zip(category).map(|(id, name)| Named { id: id.0, name }),
            impact: ticket.impact.map(Into::into),
            effect: ticket.effect.map(Into::into),
            created_at: ticket.created_at.into(),
            updated_at: updated_at.into(),
            first_due_at: ticket.promise.first_due_at.into(),
            next_answer_due_at: ticket.ahead.next_answer_due_at.map(Into::into),
            due_at: ticket.promise.due_at.into(),
            paused_since: ticket.stopped().map(|stopped| stopped.since.into()),
            wanted_by: ticket.wanted_by.map(Into::into),
            first_answer_at: ticket.first_answer_at.map(Into::into),
            resolved_at: ticket.resolved.map(|resolution| resolution.at.into()),
            resolved_place: ticket.resolved.map(|resolution| resolution.place.into()),
            resolved_level: ticket.resolved.map(|resolution| resolution.level.into()),
            closed_at: ticket.closed_at.map(Into::into),
            cancelled_at: ticket.cancelled_at.map(Into::into),
            merged_into: ticket.merged_into.map(|survivor| survivor.to_string()),
            subject: ticket.subject.into(),
            urgent_reason: ticket.urgent.map(String::from),
        }
    }
}

impl From<Whole> for TicketWithPosts {
    fn from(whole: Whole) -> TicketWithPosts {
        TicketWithPosts {
            ticket: whole.record.into(),
            watchers: whole.watchers.into_iter().map(PersonRef::from).collect(),
            allowed: whole.allowed.into_iter().map(Action::from).collect(),
            posts: whole.posts.into_iter().map(Post::from).collect(),
        }
    }
}
