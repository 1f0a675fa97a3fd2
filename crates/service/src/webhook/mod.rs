//! Webhooks: an admin says which program is told of what; each message is signed, tried again, and told in order.

mod deliver;
mod message;
mod seal;
pub mod target;

use domain::access::Capability;
use domain::fault::{Fault, Reason};
use domain::ids::WebhookId;
use domain::webhook::{
    Content, DeliveryView, DisabledWhy, EventKind, MAX_WEBHOOKS, Standing, WebhookView, WebhooksPage,
};
use store::Tx;
use store::webhook::{DeliveryRow, NewWebhook, Webhook};

pub use deliver::{LEASE, forget_before, run};

use crate::ctx::{Ctx, Service};
use crate::error::{Error, Result};
use crate::view::{chip, desk_now, reader};

/// Deliveries that are shown of each target.
const SHOWN: i64 = 10;

/// A target as it is typed.
#[derive(Clone, Debug, Default)]
pub struct NewTarget {
    pub url: String,
    /// None means all that the content covers.
    pub kinds: Vec<EventKind>,
    pub content: Content,
    /// `whsec_` and base64; made when there is none.
    pub secret: Option<String>,
}

/// A new target, with the secret that is shown this once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    pub webhook: WebhookView,
    pub secret: String,
}

/// All targets with their latest deliveries, the oldest first.
pub async fn list(ctx: &Ctx) -> Result<Vec<WebhookView>> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    views(&mut tx).await
}

/// One target with its latest deliveries.
pub async fn one(ctx: &Ctx, id: WebhookId) -> Result<WebhookView> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    let webhook = store::webhook::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    view(&mut tx, webhook).await
}

/// A page of what a target was told, newest first: at most `limit` deliveries, older than `before` if that is given;
/// each with its place in the list.
pub async fn deliveries(
    ctx: &Ctx,
    id: WebhookId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(i64, DeliveryView)>> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    store::webhook::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let rows = store::webhook::latest(&mut tx, id, before, limit).await?;
    Ok(rows.into_iter().map(|row| (row.id, delivery(row))).collect())
}

/// The admin's page of webhooks.
pub async fn page(ctx: &Ctx) -> Result<WebhooksPage> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    Ok(WebhooksPage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        webhooks: views(&mut tx).await?,
        secret: seal::fresh(ctx.service.entropy()),
        now: ctx.now(),
    })
}

/// Adds a target; it is told what happens from now on. Errors name `url`, `kinds` or `secret`.
pub async fn create(ctx: &Ctx, new: NewTarget) -> Result<Created> {
    ctx.may(Capability::Administer)?;
    let (_, url) =
        target::parse(&new.url, ctx.service.outgoing()).map_err(|reason| Error::field("url", reason))?;
    if new.kinds.iter().any(|kind| !new.content.covers(*kind)) {
        return Err(Error::field("kinds", Reason::NotOffered));
    }
    let secret = match &new.secret {
        Some(typed) => seal::parse(typed).map_err(|reason| Error::field("secret", reason))?,
        None => seal::fresh(ctx.service.entropy()),
    };
    let mut tx = ctx.write().await?;
    if usize::try_from(store::webhook::count(&mut tx).await?).is_ok_and(|count| count >= MAX_WEBHOOKS) {
        return Err(Error::field("url", Reason::Full { limit: MAX_WEBHOOKS }));
    }
    let new = NewWebhook {
        url: &url,
        kinds: &new.kinds,
        content: new.content,
        secret: &secret,
        created_at: ctx.now(),
        created_by: ctx.actor.person(),
        told_seq: store::event::last_seq(&mut tx).await?,
    };
    let id = store::webhook::insert(&mut tx, &new).await?;
    let webhook = store::webhook::by_id(&mut tx, id).await?.ok_or(Fault::Internal)?;
    let webhook = view(&mut tx, webhook).await?;
    tx.commit().await?;
    ctx.ring_webhooks();
    Ok(Created { webhook, secret })
}

/// As [`create`], from the page's form.
pub async fn add(ctx: &Ctx, new: NewTarget) -> Result<WebhooksPage> {
    create(ctx, new).await?;
    page(ctx).await
}

/// Tells the target nothing more until it is enabled again. What it was not told yet waits.
pub async fn disable(ctx: &Ctx, id: WebhookId) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.write().await?;
    store::webhook::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    store::webhook::disable(&mut tx, id, ctx.now(), DisabledWhy::Admin).await?;
    tx.commit().await
}

/// Tells the target again, from where it was.
pub async fn enable(ctx: &Ctx, id: WebhookId) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.write().await?;
    store::webhook::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    store::webhook::enable(&mut tx, id).await?;
    tx.commit().await?;
    ctx.ring_webhooks();
    Ok(())
}

/// Removes a target and forgets its deliveries.
pub async fn remove(ctx: &Ctx, id: WebhookId) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.write().await?;
    let removed = store::webhook::remove(&mut tx, id).await?;
    tx.commit().await?;
    if removed { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// Sends a message that says that it is a test; the delivery that waits to be sent.
/// Errors name `webhook` where the target is disabled: it is to be enabled first.
pub async fn test(ctx: &Ctx, id: WebhookId) -> Result<DeliveryView> {
    ctx.may(Capability::Administer)?;
    let message = deliver::message_id(&ctx.service);
    let mut tx = ctx.write().await?;
    let webhook = store::webhook::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    if webhook.disabled.is_some() {
        return Err(Error::field("webhook", Reason::NotOffered));
    }
    store::webhook::add_delivery(&mut tx, id, &message, None, ctx.now()).await?;
    let row = store::webhook::latest(&mut tx, id, None, 1).await?.pop().ok_or(Fault::Internal)?;
    tx.commit().await?;
    ctx.ring_webhooks();
    Ok(delivery(row))
}

/// Forgets deliveries that ended long ago.
pub(crate) async fn forget(service: &Service) -> Result<()> {
    let mut tx = service.store().write().await?;
    store::webhook::forget_ended(&mut tx, forget_before(service.now())).await?;
    Ok(tx.commit().await?)
}

async fn views(tx: &mut Tx) -> Result<Vec<WebhookView>> {
    let mut views = Vec::new();
    for webhook in store::webhook::list(tx).await? {
        views.push(view(tx, webhook).await?);
    }
    Ok(views)
}

async fn view(tx: &mut Tx, webhook: Webhook) -> Result<WebhookView> {
    let deliveries = store::webhook::latest(tx, webhook.id, None, SHOWN).await?;
    let standing = match (webhook.disabled, webhook.failing_since) {
        (Some((at, why)), _) => Standing::Disabled { at, why },
        (None, Some(since)) => {
            Standing::Failing { failures: webhook.failures, since, next_at: webhook.next_at }
        }
        (None, None) => Standing::Working,
    };
    Ok(WebhookView {
        id: webhook.id,
        url: webhook.url,
        kinds: webhook.kinds,
        content: webhook.content,
        created_at: webhook.created_at,
        standing,
        deliveries: deliveries.into_iter().map(delivery).collect(),
    })
}

fn delivery(row: DeliveryRow) -> DeliveryView {
    DeliveryView {
        message: row.message,
        event: row.event,
        created_at: row.created_at,
        state: row.state,
        tries: row.tries,
        next_at: row.next_at,
        last_at: row.last_at,
        trouble: row.trouble,
    }
}
