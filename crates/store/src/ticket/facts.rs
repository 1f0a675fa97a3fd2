//! The facts of a ticket, as they are stored.

use domain::ids::{CalendarId, CategoryId, EventSeq, PersonId, ServiceId, SupplierId, TicketId};
use domain::promise::{Ahead, Need, Promise};
use domain::text::{Subject, UrgentReason};
use domain::ticket::{
    Channel, Effect, Impact, Kind, Level, Pausing, Place, Resolution, Ticket, Waiting, WaitingOn,
};
use domain::time::UnixMs;

use crate::decode::{json, optional_text, optional_word, text, to_json, word};
use crate::engine::LOCK_TICKET;
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

macro_rules! ticket_columns {
    () => {
        "t.id, t.kind, t.channel, t.subject, t.requester, t.urgent, t.service, t.category, t.impact, t.effect,
            t.assignee, t.created_at, t.opened_at, t.first_answer_at, t.waiting_on, t.waiting_since, t.pauses,
            t.resolved_at, t.resolved_by, t.resolved_place, t.resolved_level, t.closed_at, t.cancelled_at,
            t.merged_into, t.first_due_at, t.due_at, t.last_seq, t.calendar, t.needs, t.wanted_by, t.owed_since,
            t.waiting_pausing, t.waiting_supplier, t.next_answer_due_at, t.breaks_at, t.alarm_at"
    };
}
pub(crate) use ticket_columns;

macro_rules! ticket_select {
    () => {
        concat!("select ", $crate::ticket::ticket_columns!(), " from ticket t")
    };
}
pub(crate) use ticket_select;

statements! {
    INSERT = "insert into ticket (
            kind, channel, subject, requester, urgent, service, created_at, pauses, first_due_at, due_at, last_seq,
            calendar, needs, wanted_by, breaks_at, alarm_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, '[]', $8, $9, 0, $10, $11, $12, $13, $14)
        returning id";
    BY_ID = concat!(ticket_select!(), " where t.id = $1");
    /// How a ticket came, by whom and when never changes.
    UPDATE = "update ticket set
            kind = $2, subject = $3, urgent = $4, service = $5, category = $6, impact = $7, effect = $8,
            assignee = $9, opened_at = $10, first_answer_at = $11, waiting_on = $12, waiting_since = $13,
            pauses = $14, resolved_at = $15, resolved_by = $16, resolved_place = $17, resolved_level = $18,
            closed_at = $19, cancelled_at = $20, merged_into = $21, first_due_at = $22, due_at = $23,
            last_seq = $24, channel = $25, needs = $26, wanted_by = $27, owed_since = $28, waiting_pausing = $29,
            waiting_supplier = $30, next_answer_due_at = $31, breaks_at = $32, alarm_at = $33
        where id = $1";
    HAPPENED = "update ticket set last_seq = $2 where id = $1";
    TO_CLOSE = "select id
        from ticket
        where resolved_at is not null and closed_at is null and cancelled_at is null and resolved_at < $1
        order by resolved_at, id
        limit $2";
}

/// A ticket that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicket {
    pub kind: Kind,
    pub channel: Channel,
    pub subject: Subject,
    pub requester: PersonId,
    pub urgent: Option<UrgentReason>,
    pub service: Option<ServiceId>,
    pub created_at: UnixMs,
    pub calendar: Option<CalendarId>,
    pub needs: Vec<Need>,
    pub wanted_by: Option<UnixMs>,
    pub promise: Promise,
    pub ahead: Ahead,
}

impl NewTicket {
    /// The ticket as [`insert`] has stored it under its number.
    pub fn numbered(self, id: TicketId) -> Ticket {
        Ticket {
            id,
            kind: self.kind,
            channel: self.channel,
            subject: self.subject,
            requester: self.requester,
            urgent: self.urgent,
            service: self.service,
            category: None,
            impact: None,
            effect: None,
            assignee: None,
            created_at: self.created_at,
            calendar: self.calendar,
            needs: self.needs,
            wanted_by: self.wanted_by,
            opened_at: None,
            first_answer_at: None,
            owed_since: None,
            waiting: None,
            pauses: Vec::new(),
            resolved: None,
            closed_at: None,
            cancelled_at: None,
            merged_into: None,
            promise: self.promise,
            ahead: self.ahead,
            last_seq: EventSeq(0),
        }
    }
}

/// Stores a new ticket. The first one gets the number [`domain::ids::FIRST_TICKET`].
pub async fn insert(tx: &mut Tx, ticket: &NewTicket) -> Result<TicketId> {
    let (id,): (i64,) = one!(
        tx,
        INSERT,
        ticket.kind.as_str(),
        ticket.channel.as_str(),
        ticket.subject.as_str(),
        ticket.requester.0,
        ticket.urgent.as_ref().map(UrgentReason::as_str),
        ticket.service.map(|service| service.0),
        ticket.created_at.0,
        ticket.promise.first_due_at.0,
        ticket.promise.due_at.0,
        ticket.calendar.map(|calendar| calendar.0),
        to_json(&ticket.needs)?,
        ticket.wanted_by.map(|at| at.0),
        ticket.ahead.breaks_at.map(|at| at.0),
        ticket.ahead.alarm_at.map(|at| at.0),
    )?;
    Ok(TicketId(id))
}

pub async fn by_id(tx: &mut Tx, id: TicketId) -> Result<Option<Ticket>> {
    let row: Option<TicketRow> = optional!(tx, BY_ID, id.0)?;
    row.map(Ticket::try_from).transpose()
}

/// The ticket as it is now, and as it stays until this transaction changes it or ends.
/// Errors with [`StoreError::Busy`] when another transaction holds it for longer than 5 seconds.
pub async fn lock(tx: &mut Tx, id: TicketId) -> Result<Option<Ticket>> {
    let row: Option<TicketRow> = optional!(tx, LOCK_TICKET, id.0)?;
    row.map(Ticket::try_from).transpose()
}

/// Stores all facts of a ticket but number, requester and `created_at`, which never change. [`lock`] it before.
pub async fn update(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    let pauses = to_json(&ticket.pauses)?;
    execute!(
        tx,
        UPDATE,
        ticket.id.0,
        ticket.kind.as_str(),
        ticket.subject.as_str(),
        ticket.urgent.as_ref().map(UrgentReason::as_str),
        ticket.service.map(|service| service.0),
        ticket.category.map(|category| category.0),
        ticket.impact.map(Impact::as_str),
        ticket.effect.map(Effect::as_str),
        ticket.assignee.map(|person| person.0),
        ticket.opened_at.map(|at| at.0),
        ticket.first_answer_at.map(|at| at.0),
        ticket.waiting.map(|waiting| waiting.on.as_str()),
        ticket.waiting.map(|waiting| waiting.since.0),
        pauses,
        ticket.resolved.map(|resolution| resolution.at.0),
        ticket.resolved.and_then(|resolution| resolution.by).map(|person| person.0),
        ticket.resolved.map(|resolution| resolution.place.as_str()),
        ticket.resolved.map(|resolution| resolution.level.as_str()),
        ticket.closed_at.map(|at| at.0),
        ticket.cancelled_at.map(|at| at.0),
        ticket.merged_into.map(|survivor| survivor.0),
        ticket.promise.first_due_at.0,
        ticket.promise.due_at.0,
        ticket.last_seq.0,
        ticket.channel.as_str(),
        to_json(&ticket.needs)?,
        ticket.wanted_by.map(|at| at.0),
        ticket.owed_since.map(|at| at.0),
        ticket.waiting.map(|waiting| waiting.pausing.as_str()),
        ticket.waiting.and_then(|waiting| waiting.supplier).map(|supplier| supplier.0),
        ticket.ahead.next_answer_due_at.map(|at| at.0),
        ticket.ahead.breaks_at.map(|at| at.0),
        ticket.ahead.alarm_at.map(|at| at.0),
    )
    .map(drop)
}

/// Stores the last event of a ticket of which nothing else has changed.
pub async fn happened(tx: &mut Tx, id: TicketId, last_seq: EventSeq) -> Result<()> {
    execute!(tx, HAPPENED, id.0, last_seq.0).map(drop)
}

/// Tickets that were resolved before that and are not closed, the earliest first, at most `limit`.
pub async fn to_close(tx: &mut Tx, resolved_before: UnixMs, limit: i64) -> Result<Vec<TicketId>> {
    let rows: Vec<(i64,)> = all!(tx, TO_CLOSE, resolved_before.0, limit)?;
    Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
}

row! {
    pub(crate) struct TicketRow {
        id: i64,
        kind: String,
        channel: String,
        subject: String,
        requester: i64,
        urgent: Option<String>,
        service: Option<i64>,
        category: Option<i64>,
        impact: Option<String>,
        effect: Option<String>,
        assignee: Option<i64>,
        created_at: i64,
        opened_at: Option<i64>,
        first_answer_at: Option<i64>,
        waiting_on: Option<String>,
        waiting_since: Option<i64>,
        pauses: String,
        resolved_at: Option<i64>,
        resolved_by: Option<i64>,
        resolved_place: Option<String>,
        resolved_level: Option<String>,
        closed_at: Option<i64>,
        cancelled_at: Option<i64>,
        merged_into: Option<i64>,
        first_due_at: i64,
        due_at: i64,
        last_seq: i64,
        calendar: Option<i64>,
        needs: String,
        wanted_by: Option<i64>,
        owed_since: Option<i64>,
        waiting_pausing: Option<String>,
        waiting_supplier: Option<i64>,
        next_answer_due_at: Option<i64>,
        breaks_at: Option<i64>,
        alarm_at: Option<i64>,
    }
}

impl TryFrom<TicketRow> for Ticket {
    type Error = StoreError;

    fn try_from(row: TicketRow) -> Result<Ticket> {
        let waiting = waiting(&row)?;
        let resolved = resolved(&row)?;
        Ok(Ticket {
            id: TicketId(row.id),
            kind: word(&row.kind, Kind::from_name, "ticket", "kind")?,
            channel: word(&row.channel, Channel::from_name, "ticket", "channel")?,
            subject: text(row.subject, "ticket", "subject")?,
            requester: PersonId(row.requester),
            urgent: optional_text(row.urgent, "ticket", "urgent")?,
            service: row.service.map(ServiceId),
            category: row.category.map(CategoryId),
            impact: optional_word(row.impact.as_deref(), Impact::from_name, "ticket", "impact")?,
            effect: optional_word(row.effect.as_deref(), Effect::from_name, "ticket", "effect")?,
            assignee: row.assignee.map(PersonId),
            created_at: UnixMs(row.created_at),
            calendar: row.calendar.map(CalendarId),
            needs: json(&row.needs, "ticket", "needs")?,
            wanted_by: row.wanted_by.map(UnixMs),
            opened_at: row.opened_at.map(UnixMs),
            first_answer_at: row.first_answer_at.map(UnixMs),
            owed_since: row.owed_since.map(UnixMs),
            waiting,
            pauses: json(&row.pauses, "ticket", "pauses")?,
            resolved,
            closed_at: row.closed_at.map(UnixMs),
            cancelled_at: row.cancelled_at.map(UnixMs),
            merged_into: row.merged_into.map(TicketId),
            promise: Promise { first_due_at: UnixMs(row.first_due_at), due_at: UnixMs(row.due_at) },
            ahead: Ahead {
                next_answer_due_at: row.next_answer_due_at.map(UnixMs),
                breaks_at: row.breaks_at.map(UnixMs),
                alarm_at: row.alarm_at.map(UnixMs),
            },
            last_seq: EventSeq(row.last_seq),
        })
    }
}

fn waiting(row: &TicketRow) -> Result<Option<Waiting>> {
    let on = optional_word(row.waiting_on.as_deref(), WaitingOn::from_name, "ticket", "waiting_on")?;
    let pausing =
        optional_word(row.waiting_pausing.as_deref(), Pausing::from_name, "ticket", "waiting_pausing")?;
    Ok(on.zip(row.waiting_since).map(|(on, since)| Waiting {
        on,
        since: UnixMs(since),
        pausing: pausing.unwrap_or(Pausing::Stops),
        supplier: row.waiting_supplier.map(SupplierId),
    }))
}

fn resolved(row: &TicketRow) -> Result<Option<Resolution>> {
    let place = optional_word(row.resolved_place.as_deref(), Place::from_name, "ticket", "resolved_place")?;
    let level = optional_word(row.resolved_level.as_deref(), Level::from_name, "ticket", "resolved_level")?;
    Ok(row.resolved_at.zip(place).zip(level).map(|((at, place), level)| Resolution {
        at: UnixMs(at),
        by: row.resolved_by.map(PersonId),
        place,
        level,
    }))
}
