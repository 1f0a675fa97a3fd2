//! Many rows at once: values of the domain as the JSON lists that [`transfer::insert`](crate::transfer::insert) takes.

use domain::event::Event;
use domain::ids::{PersonId, PostId, TicketId};
use domain::text::Body;
use domain::thread::PostKind;
use domain::ticket::Ticket;
use domain::time::UnixMs;
use serde_json::{Value, json};

use crate::Result;
use crate::decode::to_json;
use crate::event::people;

/// A post with the number that it will have.
#[derive(Clone, Copy, Debug)]
pub struct NumberedPost<'a> {
    pub id: PostId,
    pub ticket: TicketId,
    pub author: PersonId,
    pub kind: PostKind,
    pub body: &'a Body,
    pub at: UnixMs,
}

/// Where an imported ticket comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    pub ticket: TicketId,
    pub system: &'a str,
    pub id: &'a str,
    pub events: usize,
    pub resolved_at: Option<UnixMs>,
    pub reopened: Option<i64>,
    pub reassigned: Option<i64>,
}

pub fn ticket(ticket: &Ticket) -> Result<Value> {
    let resolved = ticket.resolved;
    Ok(json!({
        "id": ticket.id.0,
        "kind": ticket.kind.as_str(),
        "channel": ticket.channel.as_str(),
        "subject": ticket.subject.as_str(),
        "requester": ticket.requester.0,
        "urgent": ticket.urgent.as_ref().map(|reason| reason.as_str()),
        "service": ticket.service.map(|service| service.0),
        "category": ticket.category.map(|category| category.0),
        "impact": ticket.impact.map(|impact| impact.as_str()),
        "effect": ticket.effect.map(|effect| effect.as_str()),
        "assignee": ticket.assignee.map(|assignee| assignee.0),
        "created_at": ticket.created_at.0,
        "opened_at": ticket.opened_at.map(|at| at.0),
        "first_answer_at": ticket.first_answer_at.map(|at| at.0),
        "waiting_on": ticket.waiting.map(|waiting| waiting.on.as_str()),
        "waiting_since": ticket.waiting.map(|waiting| waiting.since.0),
        "pauses": to_json(&ticket.pauses)?,
        "resolved_at": resolved.map(|resolution| resolution.at.0),
        "resolved_by": resolved.and_then(|resolution| resolution.by).map(|person| person.0),
        "resolved_place": resolved.map(|resolution| resolution.place.as_str()),
        "resolved_level": resolved.map(|resolution| resolution.level.as_str()),
        "closed_at": ticket.closed_at.map(|at| at.0),
        "cancelled_at": ticket.cancelled_at.map(|at| at.0),
        "merged_into": ticket.merged_into.map(|survivor| survivor.0),
        "first_due_at": ticket.promise.first_due_at.0,
        "due_at": ticket.promise.due_at.0,
        "last_seq": ticket.last_seq.0,
        "calendar": ticket.calendar.map(|calendar| calendar.0),
        "needs": to_json(&ticket.needs)?,
        "wanted_by": ticket.wanted_by.map(|at| at.0),
        "owed_since": ticket.owed_since.map(|at| at.0),
        "waiting_pausing": ticket.waiting.map(|waiting| waiting.pausing.as_str()),
        "waiting_supplier": ticket.waiting.and_then(|waiting| waiting.supplier).map(|supplier| supplier.0),
        "next_answer_due_at": ticket.ahead.next_answer_due_at.map(|at| at.0),
        "breaks_at": ticket.ahead.breaks_at.map(|at| at.0),
        "alarm_at": ticket.ahead.alarm_at.map(|at| at.0),
    }))
}

pub fn post(post: &NumberedPost<'_>) -> Value {
    json!({
        "id": post.id.0,
        "ticket": post.ticket.0,
        "author": post.author.0,
        "kind": post.kind.as_str(),
        "body": post.body.as_str(),
        "at": post.at.0,
    })
}

pub fn event(event: &Event) -> Result<Value> {
    let (old, new) = people(&event.change);
    Ok(json!({
        "seq": event.seq.0,
        "ticket": event.ticket.0,
        "at": event.at.0,
        "actor": event.actor.map(|actor| actor.0),
        "channel": event.channel.as_str(),
        "post": event.post.map(|post| post.0),
        "kind": event.change.name(),
        "old_person": old.map(|person| person.0),
        "new_person": new.map(|person| person.0),
        "change": to_json(&event.change)?,
    }))
}

pub fn origin(origin: &Origin<'_>) -> Value {
    json!({
        "ticket": origin.ticket.0,
        "system": origin.system,
        "id": origin.id,
        "events": origin.events,
        "resolved_at": origin.resolved_at.map(|at| at.0),
        "reopened": origin.reopened,
        "reassigned": origin.reassigned,
    })
}

pub fn attribute(ticket: TicketId, name: &str, value: Option<&str>) -> Value {
    json!({ "ticket": ticket.0, "name": name, "value": value })
}
