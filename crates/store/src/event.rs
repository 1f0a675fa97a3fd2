//! The event log: appended to, read in order, never changed.

use domain::event::{Change, Event};
use domain::ids::{EventSeq, PersonId, PostId, TicketId};
use domain::ticket::Channel;
use domain::time::UnixMs;

use crate::decode::{json, to_json, word};
use crate::engine::lock_log;
use crate::sql::{all, one, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    APPEND = "insert into event (ticket, at, actor, channel, post, kind, old_person, new_person, change)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        returning seq";
    OF_TICKET = "select seq, ticket, at, actor, channel, post, change
        from event
        where ticket = $1 and seq > $2
        order by seq";
    SINCE = "select seq, ticket, at, actor, channel, post, change
        from event
        where seq > $1
        order by seq
        limit $2";
    LAST_SEQ = "select coalesce(max(seq), 0) from event";
}

/// An event that is not stored yet.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    pub ticket: TicketId,
    pub at: UnixMs,
    /// None when Deskbell itself acts, or a guest asks.
    pub actor: Option<PersonId>,
    pub channel: Channel,
    pub post: Option<PostId>,
    pub change: &'a Change,
}

/// Adds an event. Whoever has read event `n` never finds an earlier one later: from here to the end of the
/// transaction all others who append wait. So append late, and lock the ticket before.
pub async fn append(tx: &mut Tx, event: &NewEvent<'_>) -> Result<EventSeq> {
    let (old, new) = people(event.change);
    let change = to_json(event.change)?;
    lock_log(tx).await?;
    let (seq,): (i64,) = one!(
        tx,
        APPEND,
        event.ticket.0,
        event.at.0,
        event.actor.map(|actor| actor.0),
        event.channel.as_str(),
        event.post.map(|post| post.0),
        event.change.name(),
        old.map(|person| person.0),
        new.map(|person| person.0),
        change,
    )?;
    Ok(EventSeq(seq))
}

/// The events of a ticket after one of them, in order.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId, after: EventSeq) -> Result<Vec<Event>> {
    let rows: Vec<EventRow> = all!(tx, OF_TICKET, ticket.0, after.0)?;
    rows.into_iter().map(Event::try_from).collect()
}

/// The events of all tickets after one of them, in order, at most `limit`.
pub async fn since(tx: &mut Tx, after: EventSeq, limit: i64) -> Result<Vec<Event>> {
    let rows: Vec<EventRow> = all!(tx, SINCE, after.0, limit)?;
    rows.into_iter().map(Event::try_from).collect()
}

/// The latest event; 0 when nothing has happened yet.
pub async fn last_seq(tx: &mut Tx) -> Result<EventSeq> {
    let (seq,): (i64,) = one!(tx, LAST_SEQ)?;
    Ok(EventSeq(seq))
}

/// The people in a change: who was it before, and who is it now.
pub(crate) const fn people(change: &Change) -> (Option<PersonId>, Option<PersonId>) {
    match change {
        Change::Assigned { old, new } => (*old, *new),
        Change::Routed { to, .. } => (None, *to),
        Change::WatcherAdded { person } | Change::PastDesk { person } => (None, Some(*person)),
        Change::WatcherRemoved { person } => (Some(*person), None),
        Change::Created { .. }
        | Change::Promised { .. }
        | Change::Answered
        | Change::Replied
        | Change::Noted
        | Change::Triaged { .. }
        | Change::WaitStarted { .. }
        | Change::WaitEnded { .. }
        | Change::Alarmed { .. }
        | Change::Escalated { .. }
        | Change::Resolved { .. }
        | Change::Reopened
        | Change::Closed
        | Change::Cancelled
        | Change::MergedInto { .. }
        | Change::MergedFrom { .. }
        | Change::Linked { .. }
        | Change::Imported { .. } => (None, None),
    }
}

row! {
    pub(crate) struct EventRow {
        seq: i64,
        ticket: i64,
        at: i64,
        actor: Option<i64>,
        channel: String,
        post: Option<i64>,
        change: String,
    }
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Event> {
        Ok(Event {
            seq: EventSeq(row.seq),
            ticket: TicketId(row.ticket),
            at: UnixMs(row.at),
            actor: row.actor.map(PersonId),
            channel: word(&row.channel, Channel::from_name, "event", "channel")?,
            post: row.post.map(PostId),
            change: json(&row.change, "event", "change")?,
        })
    }
}
