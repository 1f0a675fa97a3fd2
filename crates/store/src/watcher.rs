//! People who were added to somebody else's ticket.

use domain::ids::{PersonId, TicketId};
use domain::person::PersonChip;
use domain::time::UnixMs;

use crate::person::chip;
use crate::sql::{all, execute, statements};
use crate::{Result, Tx};

statements! {
    ADD = "insert into watcher (ticket, person, added_at)
        values ($1, $2, $3)
        on conflict (ticket, person) do nothing";
    REMOVE = "delete from watcher where ticket = $1 and person = $2";
    OF = "select p.id, p.name
        from watcher w
        join person p on p.id = w.person
        where w.ticket = $1
        order by w.added_at, p.id";
}

/// False when the person watches the ticket already.
pub async fn add(tx: &mut Tx, ticket: TicketId, person: PersonId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, ADD, ticket.0, person.0, now.0)? > 0)
}

/// False when the person does not watch the ticket.
pub async fn remove(tx: &mut Tx, ticket: TicketId, person: PersonId) -> Result<bool> {
    Ok(execute!(tx, REMOVE, ticket.0, person.0)? > 0)
}

/// The ticket's watchers in the order in which they came.
pub async fn of(tx: &mut Tx, ticket: TicketId) -> Result<Vec<PersonChip>> {
    let rows: Vec<(i64, String)> = all!(tx, OF, ticket.0)?;
    Ok(rows.into_iter().map(chip).collect())
}
