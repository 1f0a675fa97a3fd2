//! The event log with the names of people, for programs that follow it.

use domain::event::Event;
use domain::ids::{EventSeq, PersonId, TicketId};
use domain::person::PersonChip;

use crate::event::EventRow;
use crate::sql::{all, row, statements};
use crate::{Result, StoreError, Tx};

macro_rules! log_select {
    () => {
        "select e.seq, e.ticket, e.at, e.actor, e.channel, e.post, e.change,
            a.name as actor_name, e.old_person, o.name as old_name, e.new_person, n.name as new_name
        from event e
        left join person a on a.id = e.actor
        left join person o on o.id = e.old_person
        left join person n on n.id = e.new_person"
    };
}

statements! {
    SINCE = concat!(log_select!(), " where e.seq > $1 order by e.seq limit $2");
    OF_TICKET = concat!(log_select!(), " where e.ticket = $3 and e.seq > $1 order by e.seq limit $2");
    /// Of tickets that `$3` asked for or watches.
    OF_PERSON = concat!(log_select!(), "
        where e.ticket in (select id from ticket where requester = $3 union select ticket from watcher where person = $3)
            and e.seq > $1
        order by e.seq
        limit $2");
}

/// An event with the people in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub event: Event,
    /// None when Deskbell itself acted, or a guest asked.
    pub actor: Option<PersonChip>,
    /// Who it was before.
    pub old: Option<PersonChip>,
    /// Who it is now, or who was added.
    pub new: Option<PersonChip>,
}

/// The events of all tickets after one of them, in order, at most `limit`.
pub async fn since(tx: &mut Tx, after: EventSeq, limit: i64) -> Result<Vec<LogLine>> {
    let rows: Vec<LineRow> = all!(tx, SINCE, after.0, limit)?;
    rows.into_iter().map(LogLine::try_from).collect()
}

/// As [`since`], of one ticket.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId, after: EventSeq, limit: i64) -> Result<Vec<LogLine>> {
    let rows: Vec<LineRow> = all!(tx, OF_TICKET, after.0, limit, ticket.0)?;
    rows.into_iter().map(LogLine::try_from).collect()
}

/// As [`since`], of the tickets that a person asked for or watches.
pub async fn of_person(tx: &mut Tx, person: PersonId, after: EventSeq, limit: i64) -> Result<Vec<LogLine>> {
    let rows: Vec<LineRow> = all!(tx, OF_PERSON, after.0, limit, person.0)?;
    rows.into_iter().map(LogLine::try_from).collect()
}

row! {
    struct LineRow {
        actor_name: Option<String>,
        old_person: Option<i64>,
        old_name: Option<String>,
        new_person: Option<i64>,
        new_name: Option<String>,
    } with { event: EventRow }
}

impl TryFrom<LineRow> for LogLine {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<LogLine> {
        let chip = |id: Option<i64>, name: Option<String>| {
            id.zip(name).map(|(id, name)| PersonChip { id: PersonId(id), name })
        };
        let event = Event::try_from(row.event)?;
        Ok(LogLine {
            actor: chip(event.actor.map(|actor| actor.0), row.actor_name),
            old: chip(row.old_person, row.old_name),
            new: chip(row.new_person, row.new_name),
            event,
        })
    }
}
