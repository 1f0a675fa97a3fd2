//! What a target is told of an event: a public type whose names and words never change their meaning.

use domain::event::{Change, Event};
use domain::fault::Fault;
use domain::ids::EventSeq;
use domain::time::UnixMs;
use domain::webhook::{Content, EventKind};
use serde::Serialize;
use serde_json::{Value, json};
use store::Tx;
use store::post::Notes;

use crate::error::{Error, Result};

/// The body of a delivery.
#[derive(Serialize)]
struct Message {
    /// `ticket.` and the kind, or `webhook.test`.
    #[serde(rename = "type")]
    kind: String,
    /// When it happened, RFC 3339 in UTC.
    timestamp: String,
    data: Data,
}

#[derive(Default, Serialize)]
struct Data {
    /// The event's number; it grows, so that a receiver can tell what came first.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
    /// The ticket's reference, such as `T-1042`.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<Acting>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Value>,
    /// For staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// What was written; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// On which side of the counter somebody acted; who it was, for staff only.
#[derive(Serialize)]
struct Acting {
    side: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// The body of a test.
pub fn of_test(at: UnixMs) -> Result<String> {
    body(&Message { kind: "webhook.test".into(), timestamp: timestamp(at), data: Data::default() })
}

/// The body for an event.
pub async fn of_event(tx: &mut Tx, event: &Event, content: Content) -> Result<String> {
    let mut data = Data {
        seq: Some(event.seq.0),
        ticket: Some(event.ticket.to_string()),
        channel: Some(event.channel.as_str()),
        actor: Some(acting(tx, event, content).await?),
        change: Some(change(&event.change)),
        ..Data::default()
    };
    if content == Content::Staff {
        let ticket = store::ticket::by_id(tx, event.ticket).await?.ok_or(Fault::Internal)?;
        data.subject = Some(ticket.subject.to_string());
        data.text = text(tx, event).await?;
    }
    let kind = format!("ticket.{}", EventKind::of(&event.change).as_str());
    body(&Message { kind, timestamp: timestamp(event.at), data })
}

async fn acting(tx: &mut Tx, event: &Event, content: Content) -> Result<Acting> {
    let person = match event.actor {
        Some(id) => store::person::by_id(tx, id).await?,
        None => None,
    };
    let side = match &person {
        Some(person) if person.roles.works_at_desk() => "desk",
        Some(_) => "requester",
        None if event.is_of_a_guest() => "requester",
        None => "deskbell",
    };
    let told = person.filter(|_| content == Content::Staff);
    Ok(Acting {
        side,
        id: told.as_ref().map(|person| person.id.0),
        name: told.map(|person| person.name.to_string()),
    })
}

/// What the event's post says.
async fn text(tx: &mut Tx, event: &Event) -> Result<Option<String>> {
    let Some(post) = event.post else { return Ok(None) };
    let posts = store::post::of_ticket(tx, event.ticket, EventSeq(event.seq.0 - 1), Notes::With).await?;
    Ok(posts.into_iter().find(|row| row.id == post).map(|row| row.body))
}

/// Old and new value. People are numbers, tickets are references, instants are milliseconds.
fn change(change: &Change) -> Value {
    match change {
        Change::Created { ticket_kind } => json!({ "kind": ticket_kind.as_str() }),
        Change::Promised { promise } => {
            json!({ "first_answer_by": promise.first_due_at.0, "done_by": promise.due_at.0 })
        }
        Change::Triaged { field, old, new } => json!({ "field": field, "old": old, "new": new }),
        Change::Assigned { old, new } => {
            json!({ "old": old.map(|person| person.0), "new": new.map(|person| person.0) })
        }
        Change::Routed { to, rule, why } => {
            json!({ "to": to.map(|person| person.0), "rule": rule, "why": why.as_str() })
        }
        Change::WaitStarted { on } | Change::WaitEnded { on } => json!({ "on": on.as_str() }),
        Change::Resolved { place, level } => json!({ "place": place.as_str(), "level": level.as_str() }),
        Change::Alarmed { promised, step, to } => json!({ "promised": promised, "step": step, "to": to }),
        // Why is the requester's own: whoever may read it reads the ticket.
        Change::Escalated { .. } => json!({}),
        Change::MergedInto { survivor: other }
        | Change::MergedFrom { duplicate: other }
        | Change::Linked { other } => json!({ "ticket": other.to_string() }),
        Change::WatcherAdded { person } | Change::WatcherRemoved { person } | Change::PastDesk { person } => {
            json!({ "person": person.0 })
        }
        Change::Imported { state, set } => json!({ "state": state, "set": set }),
        Change::Answered
        | Change::Replied
        | Change::Noted
        | Change::Reopened
        | Change::Closed
        | Change::Cancelled => json!({}),
    }
}

fn timestamp(at: UnixMs) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

fn body(message: &Message) -> Result<String> {
    serde_json::to_string(message).map_err(Error::internal)
}
