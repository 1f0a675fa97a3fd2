//! What people work on, what waits for somebody, and what came lately.

use domain::ids::{CategoryId, PersonId, ServiceId, TicketId};
use domain::locale::Language;
use domain::promise::Urgency;
use domain::routing::Case;
use domain::ticket::Channel;
use domain::time::UnixMs;

use crate::decode::word;
use crate::sql::{all, execute, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    /// What waits for somebody else is no work now. The first conditions are those of the index of open tickets.
    LOADS = "select assignee, count(*)
        from ticket
        where resolved_at is null and closed_at is null and cancelled_at is null and merged_into is null
            and waiting_on is null and assignee is not null
        group by assignee
        order by assignee";
    PUT_BACK = "insert into unrouted (ticket, since) values ($1, $2) on conflict (ticket) do nothing";
    ROUTED = "delete from unrouted where ticket = $1";
    UNROUTED = "select ticket from unrouted order by since, ticket limit $1";
    CAME = "select t.id, t.created_at, t.service, t.category, c.parent, p.language, t.channel, t.urgent
        from ticket t
        join person p on p.id = t.requester
        left join category c on c.id = t.category
        where t.created_at >= $1 and t.created_at < $2
        order by t.created_at desc, t.id desc
        limit $3";
}

/// A ticket as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    pub ticket: TicketId,
    pub at: UnixMs,
    pub case: Case,
}

/// How many open tickets each person works on; who has none is not listed.
pub async fn loads(tx: &mut Tx) -> Result<Vec<(PersonId, i64)>> {
    let rows: Vec<(i64, i64)> = all!(tx, LOADS)?;
    Ok(rows.into_iter().map(|(person, count)| (PersonId(person), count)).collect())
}

/// Notes that a ticket waits for somebody on duty who has room.
pub async fn put_back(tx: &mut Tx, ticket: TicketId, now: UnixMs) -> Result<()> {
    execute!(tx, PUT_BACK, ticket.0, now.0).map(drop)
}

/// Notes that a ticket waits for nobody any more.
pub async fn routed(tx: &mut Tx, ticket: TicketId) -> Result<()> {
    execute!(tx, ROUTED, ticket.0).map(drop)
}

/// Tickets that wait, the oldest first.
pub async fn unrouted(tx: &mut Tx, limit: i64) -> Result<Vec<TicketId>> {
    let rows: Vec<(i64,)> = all!(tx, UNROUTED, limit)?;
    Ok(rows.into_iter().map(|(id,)| TicketId(id)).collect())
}

/// Tickets that came within a time, the latest first, at most `limit`.
pub async fn came(tx: &mut Tx, from: UnixMs, to: UnixMs, limit: i64) -> Result<Vec<Came>> {
    let rows: Vec<Row> = all!(tx, CAME, from.0, to.0, limit)?;
    rows.into_iter().map(Came::try_from).collect()
}

row! {
    struct Row {
        id: i64,
        created_at: i64,
        service: Option<i64>,
        category: Option<i64>,
        parent: Option<i64>,
        language: String,
        channel: String,
        urgent: Option<String>,
    }
}

impl TryFrom<Row> for Came {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Came> {
        let case = Case {
            service: row.service.map(ServiceId),
            category: row.category.map(CategoryId),
            parent: row.parent.map(CategoryId),
            language: word(&row.language, Language::from_code, "person", "language")?,
            channel: word(&row.channel, Channel::from_name, "ticket", "channel")?,
            urgency: if row.urgent.is_some() { Urgency::Urgent } else { Urgency::Normal },
        };
        Ok(Came { ticket: TicketId(row.id), at: UnixMs(row.created_at), case })
    }
}
