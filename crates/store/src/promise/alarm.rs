//! Clocks that call somebody: which are due, and who was told already.

use domain::ids::{CalendarId, TicketId};
use domain::promise::{Ahead, Promise};
use domain::time::UnixMs;

use crate::sql::{all, execute, statements};
use crate::{Result, Tx};

statements! {
    DUE = "select id from ticket where alarm_at is not null and alarm_at <= $1 order by alarm_at, id limit $2";
    TELL = "insert into alarm (name, ticket, at) values ($1, $2, $3) on conflict (name) do nothing";
    OPEN_ON = "select id
        from ticket
        where resolved_at is null and closed_at is null and cancelled_at is null
            and id > $3
            and (calendar = $1 or $2 = 1 and calendar is null)
        order by id
        limit $4";
    SET_AHEAD = "update ticket set
            first_due_at = $2, due_at = $3, next_answer_due_at = $4, breaks_at = $5, alarm_at = $6
        where id = $1";
}

/// Whether a calendar is also that of tickets which name none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    Yes,
    No,
}

/// Tickets whose clock calls somebody now, the earliest first, at most `limit`.
pub async fn alarms_due(tx: &mut Tx, now: UnixMs, limit: i64) -> Result<Vec<TicketId>> {
    let rows: Vec<(i64,)> = all!(tx, DUE, now.0, limit)?;
    Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
}

/// Writes down that somebody is told. False when he was told before.
pub async fn tell(tx: &mut Tx, name: &str, ticket: TicketId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, TELL, name, ticket.0, now.0)? > 0)
}

/// Open tickets whose promises count by a calendar, by number, from behind `after` on, at most `limit`.
pub async fn open_on(
    tx: &mut Tx,
    calendar: CalendarId,
    own: Own,
    after: TicketId,
    limit: i64,
) -> Result<Vec<TicketId>> {
    let rows: Vec<(i64,)> = all!(tx, OPEN_ON, calendar.0, i64::from(own == Own::Yes), after.0, limit)?;
    Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
}

/// Stores what the clock says of a ticket of which nothing else has changed.
pub async fn set_ahead(tx: &mut Tx, id: TicketId, promise: Promise, ahead: Ahead) -> Result<()> {
    execute!(
        tx,
        SET_AHEAD,
        id.0,
        promise.first_due_at.0,
        promise.due_at.0,
        ahead.next_answer_due_at.map(|at| at.0),
        ahead.breaks_at.map(|at| at.0),
        ahead.alarm_at.map(|at| at.0),
    )
    .map(drop)
}
