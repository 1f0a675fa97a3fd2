//! Targets of webhooks and what each of them is told.
//!
//! The event log is the outbox: a target knows the last event that it was told of, and a delivery is made of the next
//! one when its turn has come. A lease lets one process at a time speak to a target.

use domain::event::Event;
use domain::ids::{EventSeq, PersonId, WebhookId};
use domain::time::UnixMs;
use domain::webhook::{Content, DeliveryState, DisabledWhy, EventKind, Trouble};

use crate::decode::{json, optional_word, to_json, word};
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

mod delivery;

pub(crate) use delivery::STATEMENTS as DELIVERY_STATEMENTS;
pub use delivery::{
    Delivery, DeliveryRow, add_delivery, attempt, ended, forget_ended, latest, next_waiting_at, waiting,
};

statements! {
    INSERT = "insert into webhook
            (url, kinds, content, secret, created_at, created_by, told_seq, next_at, failures)
        values ($1, $2, $3, $4, $5, $6, $7, 0, 0)
        returning id";
    COUNT = "select count(*) from webhook";
    LIST = "select id, url, kinds, content, secret, created_at, told_seq, next_at, leased_until, failures,
            failing_since, disabled_at, disabled_why
        from webhook
        order by id";
    BY_ID = "select id, url, kinds, content, secret, created_at, told_seq, next_at, leased_until, failures,
            failing_since, disabled_at, disabled_why
        from webhook
        where id = $1";
    /// `$2` now, `$3` the end of the lease. A lease that ends later than one given now comes from a clock that was
    /// wrong, and does not count.
    CLAIM = "update webhook set leased_until = $3
        where id = $1 and disabled_at is null and next_at <= $2
            and (leased_until is null or leased_until <= $2 or leased_until > $3)
        returning told_seq";
    TOLD = "update webhook set told_seq = $2 where id = $1 and told_seq < $2";
    SUCCEEDED = "update webhook set leased_until = null, next_at = 0, failures = 0, failing_since = null
        where id = $1";
    FAILED = "update webhook set
            leased_until = null, next_at = $3, failures = failures + 1,
            failing_since = coalesce(failing_since, $2)
        where id = $1";
    DISABLE = "update webhook set disabled_at = $2, disabled_why = $3, leased_until = null
        where id = $1 and disabled_at is null";
    ENABLE = "update webhook set
            disabled_at = null, disabled_why = null, next_at = 0, failures = 0, failing_since = null
        where id = $1 and disabled_at is not null";
    REMOVE_DELIVERIES = "delete from delivery where webhook = $1";
    REMOVE = "delete from webhook where id = $1";
}

/// A target that is not stored yet.
#[derive(Clone, Copy, Debug)]
pub struct NewWebhook<'a> {
    pub url: &'a str,
    /// None means all that the content covers.
    pub kinds: &'a [EventKind],
    pub content: Content,
    pub secret: &'a str,
    pub created_at: UnixMs,
    pub created_by: Option<PersonId>,
    /// What happened up to this event is not told.
    pub told_seq: EventSeq,
}

/// A target as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub url: String,
    pub kinds: Vec<EventKind>,
    pub content: Content,
    pub secret: String,
    pub created_at: UnixMs,
    pub told_seq: EventSeq,
    pub next_at: UnixMs,
    pub leased_until: Option<UnixMs>,
    pub failures: i64,
    pub failing_since: Option<UnixMs>,
    pub disabled: Option<(UnixMs, DisabledWhy)>,
}

impl Webhook {
    /// Whether the target is told of such an event.
    pub fn wants(&self, event: &Event) -> bool {
        let kind = EventKind::of(&event.change);
        self.content.covers(kind) && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }
}

pub async fn insert(tx: &mut Tx, new: &NewWebhook<'_>) -> Result<WebhookId> {
    let kinds = to_json(&new.kinds)?;
    let (id,): (i64,) = one!(
        tx,
        INSERT,
        new.url,
        kinds,
        new.content.as_str(),
        new.secret,
        new.created_at.0,
        new.created_by.map(|person| person.0),
        new.told_seq.0,
    )?;
    Ok(WebhookId(id))
}

pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,): (i64,) = one!(tx, COUNT)?;
    Ok(count)
}

/// All targets, the oldest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<Webhook>> {
    let rows: Vec<WebhookRow> = all!(tx, LIST)?;
    rows.into_iter().map(Webhook::try_from).collect()
}

pub async fn by_id(tx: &mut Tx, id: WebhookId) -> Result<Option<Webhook>> {
    let row: Option<WebhookRow> = optional!(tx, BY_ID, id.0)?;
    row.map(Webhook::try_from).transpose()
}

/// Makes the target ours until `until`, if it is its turn and nobody else speaks to it; what it was told last.
pub async fn claim(tx: &mut Tx, id: WebhookId, now: UnixMs, until: UnixMs) -> Result<Option<EventSeq>> {
    let row: Option<(i64,)> = optional!(tx, CLAIM, id.0, now.0, until.0)?;
    Ok(row.map(|(seq,)| EventSeq(seq)))
}

/// Notes that nothing up to this event is left to be told.
pub async fn told(tx: &mut Tx, id: WebhookId, seq: EventSeq) -> Result<()> {
    execute!(tx, TOLD, id.0, seq.0).map(drop)
}

/// Ends the lease after a success.
pub async fn succeeded(tx: &mut Tx, id: WebhookId) -> Result<()> {
    execute!(tx, SUCCEEDED, id.0).map(drop)
}

/// Ends the lease after a failure; the target is left alone until `next_at`.
pub async fn failed(tx: &mut Tx, id: WebhookId, now: UnixMs, next_at: UnixMs) -> Result<()> {
    execute!(tx, FAILED, id.0, now.0, next_at.0).map(drop)
}

/// False when there is no such target, or it was disabled before.
pub async fn disable(tx: &mut Tx, id: WebhookId, now: UnixMs, why: DisabledWhy) -> Result<bool> {
    Ok(execute!(tx, DISABLE, id.0, now.0, why.as_str())? > 0)
}

/// Lets the target be told again, from where it was. False when there is no such target, or it was not disabled.
pub async fn enable(tx: &mut Tx, id: WebhookId) -> Result<bool> {
    Ok(execute!(tx, ENABLE, id.0)? > 0)
}

/// Removes a target with its deliveries. False when there is none.
pub async fn remove(tx: &mut Tx, id: WebhookId) -> Result<bool> {
    execute!(tx, REMOVE_DELIVERIES, id.0)?;
    Ok(execute!(tx, REMOVE, id.0)? > 0)
}

row! {
    struct WebhookRow {
        id: i64,
        url: String,
        kinds: String,
        content: String,
        secret: String,
        created_at: i64,
        told_seq: i64,
        next_at: i64,
        leased_until: Option<i64>,
        failures: i64,
        failing_since: Option<i64>,
        disabled_at: Option<i64>,
        disabled_why: Option<String>,
    }
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Webhook> {
        let why =
            optional_word(row.disabled_why.as_deref(), DisabledWhy::from_name, "webhook", "disabled_why")?;
        Ok(Webhook {
            id: WebhookId(row.id),
            url: row.url,
            kinds: json(&row.kinds, "webhook", "kinds")?,
            content: word(&row.content, Content::from_name, "webhook", "content")?,
            secret: row.secret,
            created_at: UnixMs(row.created_at),
            told_seq: EventSeq(row.told_seq),
            next_at: UnixMs(row.next_at),
            leased_until: row.leased_until.map(UnixMs),
            failures: row.failures,
            failing_since: row.failing_since.map(UnixMs),
            disabled: row.disabled_at.map(UnixMs).zip(why),
        })
    }
}

/// A stored state and trouble as the domain's.
fn outcome(state: &str, trouble: Option<&str>) -> Result<(DeliveryState, Option<Trouble>)> {
    let state = word(state, DeliveryState::from_name, "delivery", "state")?;
    Ok((state, optional_word(trouble, Trouble::from_stored, "delivery", "trouble")?))
}
