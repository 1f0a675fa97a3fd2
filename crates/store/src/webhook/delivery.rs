//! What a target is told: one row for each message, with its tries.

use domain::ids::{EventSeq, TicketId, WebhookId};
use domain::time::UnixMs;
use domain::webhook::{DeliveryState, EventKind, Trouble};

use super::outcome;
use crate::decode::optional_word;
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    INSERT = "insert into delivery (webhook, message, seq, created_at, state, tries, next_at)
        values ($1, $2, $3, $4, 'waiting', 0, $4)
        returning id";
    /// The oldest that is due.
    WAITING = "select id, message, seq, tries
        from delivery
        where webhook = $1 and state = 'waiting' and next_at <= $2
        order by id
        limit 1";
    NEXT_WAITING = "select min(next_at) from delivery where webhook = $1 and state = 'waiting'";
    ATTEMPT = "update delivery set tries = tries + 1, last_at = $2, next_at = $3, trouble = null
        where id = $1
        returning tries";
    /// `$2` the try that has ended: another process may have begun the next one.
    ENDED = "update delivery set state = $3, next_at = $4, trouble = $5
        where id = $1 and tries = $2 and state = 'waiting'";
    /// `$2` the delivery behind which they begin.
    LATEST = "select d.id, d.message, d.created_at, d.state, d.tries, d.next_at, d.last_at, d.trouble,
            e.ticket, e.kind
        from delivery d
        left join event e on e.seq = d.seq
        where d.webhook = $1 and (cast($2 as bigint) is null or d.id < $2)
        order by d.id desc
        limit $3";
    FORGET_ENDED = "delete from delivery where state <> 'waiting' and created_at < $1";
}

/// A delivery whose turn has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: i64,
    /// What the target sees, the same for every try.
    pub message: String,
    /// None for a test.
    pub seq: Option<EventSeq>,
    /// How often it was tried.
    pub tries: i64,
}

/// A delivery as an admin sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    pub id: i64,
    pub message: String,
    /// None for a test.
    pub event: Option<(TicketId, EventKind)>,
    pub created_at: UnixMs,
    pub state: DeliveryState,
    pub tries: i64,
    pub next_at: UnixMs,
    pub last_at: Option<UnixMs>,
    pub trouble: Option<Trouble>,
}

/// Makes a delivery that is due at once; `message` is unique among all.
pub async fn add_delivery(
    tx: &mut Tx,
    webhook: WebhookId,
    message: &str,
    seq: Option<EventSeq>,
    now: UnixMs,
) -> Result<Delivery> {
    let (id,): (i64,) = one!(tx, INSERT, webhook.0, message, seq.map(|seq| seq.0), now.0)?;
    Ok(Delivery { id, message: message.to_owned(), seq, tries: 0 })
}

/// The oldest delivery of a target that is due.
pub async fn waiting(tx: &mut Tx, webhook: WebhookId, now: UnixMs) -> Result<Option<Delivery>> {
    let row: Option<(i64, String, Option<i64>, i64)> = optional!(tx, WAITING, webhook.0, now.0)?;
    Ok(row.map(|(id, message, seq, tries)| Delivery { id, message, seq: seq.map(EventSeq), tries }))
}

/// When the next delivery of a target is due, if any waits.
pub async fn next_waiting_at(tx: &mut Tx, webhook: WebhookId) -> Result<Option<UnixMs>> {
    let (at,): (Option<i64>,) = one!(tx, NEXT_WAITING, webhook.0)?;
    Ok(at.map(UnixMs))
}

/// Begins a try; which one it is. It is due again at `again_at` if its end is never told.
pub async fn attempt(tx: &mut Tx, id: i64, now: UnixMs, again_at: UnixMs) -> Result<i64> {
    let (tries,): (i64,) = one!(tx, ATTEMPT, id, now.0, again_at.0)?;
    Ok(tries)
}

/// Ends a try. False when it was not the latest, or the delivery has ended.
pub async fn ended(
    tx: &mut Tx,
    id: i64,
    tries: i64,
    state: DeliveryState,
    next_at: UnixMs,
    trouble: Option<Trouble>,
) -> Result<bool> {
    let trouble = trouble.map(Trouble::stored);
    Ok(execute!(tx, ENDED, id, tries, state.as_str(), next_at.0, trouble.as_deref())? > 0)
}

/// The latest deliveries of a target, newest first; those older than `before` if that is given.
pub async fn latest(
    tx: &mut Tx,
    webhook: WebhookId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<DeliveryRow>> {
    let rows: Vec<StoredDelivery> = all!(tx, LATEST, webhook.0, before, limit)?;
    rows.into_iter().map(DeliveryRow::try_from).collect()
}

/// Forgets deliveries that ended and were made before then; how many.
pub async fn forget_ended(tx: &mut Tx, before: UnixMs) -> Result<u64> {
    execute!(tx, FORGET_ENDED, before.0)
}

row! {
    struct StoredDelivery {
        id: i64,
        message: String,
        created_at: i64,
        state: String,
        tries: i64,
        next_at: i64,
        last_at: Option<i64>,
        trouble: Option<String>,
        ticket: Option<i64>,
        kind: Option<String>,
    }
}

impl TryFrom<StoredDelivery> for DeliveryRow {
    type Error = StoreError;

    fn try_from(row: StoredDelivery) -> Result<DeliveryRow> {
        let (state, trouble) = outcome(&row.state, row.trouble.as_deref())?;
        let kind = optional_word(row.kind.as_deref(), EventKind::from_name, "event", "kind")?;
        Ok(DeliveryRow {
            id: row.id,
            message: row.message,
            event: row.ticket.map(TicketId).zip(kind),
            created_at: UnixMs(row.created_at),
            state,
            tries: row.tries,
            next_at: UnixMs(row.next_at),
            last_at: row.last_at.map(UnixMs),
            trouble,
        })
    }
}
