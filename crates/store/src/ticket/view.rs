//! Tickets as screens show them, with the names that belong to their numbers.

use std::collections::HashSet;

use domain::ids::{PersonId, TicketId};
use domain::person::PersonChip;
use domain::promise::PromiseView;
use domain::routing::is_emergency;
use domain::ticket::Ticket;
use domain::ticket::queue::QueueRow;
use domain::ticket::view::TicketHead;
use domain::time::UnixMs;

use super::facts::TicketRow;
use crate::decode::to_json;
use crate::engine::HEADS;
use crate::sql::{all, one, optional, row, statements};
use crate::{Result, Tx};

/// A ticket with the names that belong to it, and what else is selected.
macro_rules! head_select {
    ($($more:literal)?) => {
        concat!(
            "select ",
            $crate::ticket::ticket_columns!(),
            ", asker.name as requester_name, asker.department, agent.name as assignee_name,
                service.name as service_name, category.name as category_name, above.name as parent_name",
            $(", ", $more,)?
            "
            from ticket t
            join person asker on asker.id = t.requester
            left join person agent on agent.id = t.assignee
            left join service on service.id = t.service
            left join category on category.id = t.category
            left join category above on above.id = category.parent"
        )
    };
}
pub(crate) use head_select;

/// Not ended; the condition of the index `ticket_open_idx`, word for word.
macro_rules! open {
    () => {
        "t.resolved_at is null and t.closed_at is null and t.cancelled_at is null"
    };
}

/// Asked for or watched by `$1`. A union of two lists that have an index each: an "or" would read the whole table.
macro_rules! mine {
    () => {
        "t.id in (select id from ticket where requester = $1 union select ticket from watcher where person = $1)"
    };
}

/// The first open tickets of an order that an index has, found before anything is joined to them: PostgreSQL expects a
/// single open ticket, as if its three conditions had nothing to do with each other, and would join all of them.
macro_rules! first_open {
    ($which:literal, $order:literal, $most:literal) => {
        concat!(
            head_select!(),
            " where t.id in (select t.id from ticket t where ",
            open!(),
            " and ",
            $which,
            " order by ",
            $order,
            " limit ",
            $most,
            ") order by ",
            $order
        )
    };
}

statements! {
    HEAD = concat!(head_select!(), " where t.id = $1");
    OPEN_OF = concat!(head_select!(), "
        where ", open!(), " and ", mine!(), "
        order by t.due_at, t.id
        limit $2");
    ENDED_OF = concat!(head_select!(), "
        where not (", open!(), ") and ", mine!(), "
        order by coalesce(t.cancelled_at, t.resolved_at, t.closed_at) desc, t.id desc
        limit $2");
    ENDED_COUNT = concat!("select count(*) from ticket t where not (", open!(), ") and ", mine!());
    COUNT_OF = concat!("select count(*) from ticket t where ", mine!());
    QUEUE_RUNNING = first_open!("t.breaks_at is not null", "t.breaks_at, t.id", "$1");
    /// Whose clock stands still: nothing of them can break.
    QUEUE_STANDING = first_open!("t.breaks_at is null", "t.id", "$1");
    QUEUE_ASSIGNED = first_open!("t.assignee = $1", "t.breaks_at nulls last, t.id", "$2");
    QUEUE_RESOLVED = concat!(head_select!(), "
        where t.resolved_at >= $1 and t.merged_into is null
        order by t.resolved_at desc, t.id desc
        limit $2");
    OPEN_TOTAL = concat!("select count(*) from ticket t where ", open!());
    DUE_BEFORE = concat!("select count(*)
        from ticket t
        join ticket me on me.id = $1
        where ", open!(), " and t.waiting_on is null
            and (t.breaks_at, t.id) < (coalesce(me.breaks_at, me.due_at), me.id)");
}

pub async fn head(tx: &mut Tx, id: TicketId, grace_days: i64) -> Result<Option<TicketHead>> {
    Ok(row(tx, id, grace_days).await?.map(|row| row.head))
}

/// Tickets that a person asked for or watches and that have not ended, by when they are due, at most `limit`.
pub async fn heads_of(tx: &mut Tx, person: PersonId, grace_days: i64, limit: i64) -> Result<Vec<TicketHead>> {
    let rows: Vec<HeadRow> = all!(tx, OPEN_OF, person.0, limit)?;
    rows.into_iter().map(|row| Ok(row.show(grace_days)?.head)).collect()
}

/// Tickets that a person asked for or watches and that have ended, the latest first, at most `limit`, and how many
/// there are in all.
pub async fn ended_of(
    tx: &mut Tx,
    person: PersonId,
    grace_days: i64,
    limit: i64,
) -> Result<(Vec<TicketHead>, i64)> {
    let rows: Vec<HeadRow> = all!(tx, ENDED_OF, person.0, limit)?;
    let (total,): (i64,) = one!(tx, ENDED_COUNT, person.0)?;
    let heads = rows.into_iter().map(|row| Ok(row.show(grace_days)?.head)).collect::<Result<_>>()?;
    Ok((heads, total))
}

/// How many tickets a person asked for or watches, ended or not.
pub async fn count_of(tx: &mut Tx, person: PersonId) -> Result<i64> {
    let (count,): (i64,) = one!(tx, COUNT_OF, person.0)?;
    Ok(count)
}

/// Open tickets by when their promise breaks, then those whose clock stands still, at most `limit` of all and as many of those with `reader`; then those resolved
/// since, the latest first, at most `done`. A ticket that was merged has left the queue.
pub async fn queue(
    tx: &mut Tx,
    reader: PersonId,
    resolved_since: UnixMs,
    grace_days: i64,
    (limit, done): (i64, i64),
) -> Result<Vec<QueueRow>> {
    let mut open: Vec<HeadRow> = all!(tx, QUEUE_RUNNING, limit)?;
    let standing: Vec<HeadRow> = all!(tx, QUEUE_STANDING, limit - open.len() as i64)?;
    open.extend(standing);
    let own: Vec<HeadRow> = all!(tx, QUEUE_ASSIGNED, reader.0, limit)?;
    let listed: HashSet<i64> = open.iter().map(|row| row.ticket.id).collect();
    open.extend(own.into_iter().filter(|row| !listed.contains(&row.ticket.id)));
    let resolved: Vec<HeadRow> = all!(tx, QUEUE_RESOLVED, resolved_since.0, done)?;
    open.into_iter().chain(resolved).map(|row| row.show(grace_days)).collect()
}

pub async fn row(tx: &mut Tx, id: TicketId, grace_days: i64) -> Result<Option<QueueRow>> {
    let row: Option<HeadRow> = optional!(tx, HEAD, id.0)?;
    row.map(|row| row.show(grace_days)).transpose()
}

/// The rows of these tickets in any order; a number without a ticket is left out.
pub async fn rows(tx: &mut Tx, ids: &[TicketId], grace_days: i64) -> Result<Vec<QueueRow>> {
    let ids = to_json(&ids)?;
    let rows: Vec<HeadRow> = all!(tx, HEADS, ids)?;
    rows.into_iter().map(|row| row.show(grace_days)).collect()
}

/// How many tickets have not ended.
pub async fn open_total(tx: &mut Tx) -> Result<i64> {
    let (count,): (i64,) = one!(tx, OPEN_TOTAL)?;
    Ok(count)
}

/// How many open tickets that the desk has to act on break their promise before this one; of two at the same instant
/// the older.
pub async fn due_before(tx: &mut Tx, id: TicketId) -> Result<i64> {
    let (count,): (i64,) = one!(tx, DUE_BEFORE, id.0)?;
    Ok(count)
}

row! {
    struct HeadRow {
        requester_name: String,
        department: Option<String>,
        assignee_name: Option<String>,
        service_name: Option<String>,
        category_name: Option<String>,
        parent_name: Option<String>,
    } with { ticket: TicketRow }
}

impl HeadRow {
    fn show(self, grace_days: i64) -> Result<QueueRow> {
        let ticket = Ticket::try_from(self.ticket)?;
        let category = match (self.parent_name, self.category_name) {
            (Some(parent), Some(name)) => Some(format!("{parent}, {name}")),
            (_, name) => name,
        };
        let assignee = ticket.assignee.zip(self.assignee_name).map(|(id, name)| PersonChip { id, name });
        let emergency = is_emergency(&ticket);
        let head = TicketHead {
            id: ticket.id,
            kind: ticket.kind,
            channel: ticket.channel,
            status: ticket.status(),
            waiting_on: ticket.waiting.map(|waiting| waiting.on),
            ball: ticket.ball(),
            requester: PersonChip { id: ticket.requester, name: self.requester_name },
            assignee,
            service: self.service_name,
            category,
            reopens_until: ticket.reopens_until(grace_days),
            resolved: ticket.resolved,
            merged_into: ticket.merged_into,
            seq: ticket.last_seq,
            promise: PromiseView {
                asked_at: ticket.created_at,
                first_due_at: ticket.promise.first_due_at,
                first_answer_at: ticket.first_answer_at,
                next_answer_due_at: ticket.ahead.next_answer_due_at,
                due_at: ticket.promise.due_at,
                paused_since: ticket.stopped().map(|stopped| stopped.since),
                ended_at: ticket.ended_at(),
                pauses: ticket.pauses,
            },
            subject: ticket.subject.into(),
            urgent: ticket.urgent.map(String::from),
        };
        Ok(QueueRow { head, department: self.department, emergency })
    }
}
