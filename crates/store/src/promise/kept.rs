//! How promises were kept, and how long what was like something took.

use domain::ids::{CalendarId, TicketId};
use domain::promise::{Case, Urgency};
use domain::ticket::Ticket;
use domain::time::UnixMs;

use crate::sql::{all, one, statements};
use crate::ticket::{TicketRow, ticket_select};
use crate::{Result, Tx};

statements! {
    KEPT = "select
            count(*) as ended,
            count(*) filter (where resolved_at <= due_at) as kept,
            count(*) filter (where first_answer_at <= first_due_at) as answered
        from ticket
        where resolved_at >= $1 and cancelled_at is null and merged_into is null";
    ALIKE = concat!(ticket_select!(), "
        where t.resolved_at is not null and t.cancelled_at is null and t.merged_into is null
            and t.kind = $1
            and case when t.urgent is null then 0 else 1 end = $2
            and coalesce(t.calendar, 0) = $3
            and (cast($4 as bigint) is null or t.service = $4)
        order by t.resolved_at desc, t.id desc
        limit $5");
    TICKETS = concat!(ticket_select!(), " where t.id > $1 order by t.id limit $2");
}

/// Tickets that were resolved since then; of these, how many in time; and how many were answered in time.
pub async fn kept(tx: &mut Tx, since: UnixMs) -> Result<(i64, i64, i64)> {
    one!(tx, KEPT, since.0)
}

/// All tickets by number from behind `after` on, at most `limit`.
pub async fn tickets(tx: &mut Tx, after: TicketId, limit: i64) -> Result<Vec<Ticket>> {
    let rows: Vec<TicketRow> = all!(tx, TICKETS, after.0, limit)?;
    rows.into_iter().map(Ticket::try_from).collect()
}

/// The latest that were resolved of the same kind and urgency, on the same calendar (none is the desk's own) and about
/// the same service if there is one; the latest first, at most `limit`.
pub async fn alike(tx: &mut Tx, case: Case, calendar: Option<CalendarId>, limit: i64) -> Result<Vec<Ticket>> {
    let urgent = i64::from(case.urgency == Urgency::Urgent);
    let calendar = calendar.map_or(0, |calendar| calendar.0);
    let service = case.service.map(|service| service.0);
    let rows: Vec<TicketRow> = all!(tx, ALIKE, case.kind.as_str(), urgent, calendar, service, limit)?;
    rows.into_iter().map(Ticket::try_from).collect()
}
