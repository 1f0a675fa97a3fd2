//! Webhooks: which programs are told what happens, and how that goes.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::WebhookId;
use domain::webhook::{self, DeliveryView, MAX_URL_BYTES, WebhookView};
use http::{StatusCode, Uri};
use serde::{Deserialize, Serialize};
use service::Ctx;
use service::program::Answer;
use service::webhook::{Created, NewTarget};
use utoipa::{IntoParams, ToSchema};

use super::body::{At as Path, Json, Nothing, Query};
use super::idempotency::{answer, done};
use super::paging;
use super::problem::{Problem, Result};
use super::time::At;
use super::token::Caller;
use super::words::{Content, DeliveryState, DisabledWhy, EventKind};

/// A program that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    pub id: i64,
    pub url: String,
    pub content: Content,
    /// Of which events; none means all that its content covers.
    pub events: Vec<EventKind>,
    pub created_at: At,
    pub state: WebhookState,
    /// Failures in a row.
    pub failures: i64,
    pub failing_since: Option<At>,
    /// When it is tried again; null unless it fails.
    pub next_try_at: Option<At>,
    pub disabled_at: Option<At>,
    pub disabled_why: Option<DisabledWhy>,
}

/// How a webhook stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    Working,
    /// It takes nothing, and is tried again.
    Failing,
    /// It is told nothing.
    Disabled,
}

/// All webhooks, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Webhooks {
    pub webhooks: Vec<Webhook>,
}

/// A webhook to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// An https address on the open internet, unless the operator allows more.
    #[schema(min_length = 1, max_length = 2_000, example = "https://hooks.example.org/deskbell")]
    pub url: String,
    #[serde(default)]
    #[schema(default = "facts")]
    pub content: Option<Content>,
    /// Of which events it is told; none means all that its content covers.
    #[serde(default)]
    pub events: Vec<EventKind>,
    /// `whsec_` and the base64 of 24 to 64 bytes; made where none is given.
    pub secret: Option<String>,
}

/// A webhook that was made, with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeWebhook {
    #[serde(flatten)]
    pub webhook: Webhook,
    /// With which messages are signed. No other answer tells it.
    pub secret: String,
}

/// One message, with its tries.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// The `webhook-id` that the receiver sees, the same for every try.
    pub message: String,
    /// The reference of the ticket; null for a test.
    pub ticket: Option<String>,
    /// What happened; null for a test.
    pub event: Option<EventKind>,
    pub created_at: At,
    pub state: DeliveryState,
    pub tries: i64,
    pub last_try_at: Option<At>,
    /// Null unless it waits.
    pub next_try_at: Option<At>,
    /// Why the last try failed: an HTTP status such as `503`, or `forbidden` (an address that is not called), `no_such_host`,
    /// `unreachable`, `tls`, `timed_out`, `garbled`.
    pub trouble: Option<String>,
}

/// A page of deliveries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryPage {
    pub deliveries: Vec<Delivery>,
    /// Send it as `cursor` for older ones; null on the last page.
    pub next: Option<String>,
}

/// Where a page of deliveries begins.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// How many deliveries at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List webhooks
///
/// For admins.
#[utoipa::path(get, path = "/api/v1/webhooks", operation_id = "listWebhooks", tag = "webhooks",
    responses((status = 200, description = "All webhooks", body = Webhooks)))]
pub async fn list(caller: Caller) -> Result<Response> {
    let webhooks = service::webhook::list(&caller.ctx).await?;
    Ok(Told(Webhooks { webhooks: webhooks.into_iter().map(Webhook::from).collect() }).into_response())
}

/// Add a webhook
///
/// It is told what happens from now on. The answer holds its secret, this once. For admins.
#[utoipa::path(post, path = "/api/v1/webhooks", operation_id = "createWebhook", tag = "webhooks",
    request_body = NewWebhook, responses((status = 201, description = "The webhook", body = MadeWebhook)))]
pub async fn create(caller: Caller, body: Json<NewWebhook>) -> Result<Response> {
    let Json { value: new, print } = body;
    if new.url.len() > MAX_URL_BYTES {
        return Err(Problem::field("url", format!("At most {MAX_URL_BYTES} bytes fit.")));
    }
    let made = caller.write(print, |ctx| async move {
        let Created { webhook, secret } = service::webhook::create(&ctx, new.into()).await?;
        let made = MadeWebhook { webhook: webhook.into(), secret };
        let location = Some(format!("{}/webhooks/{}", super::ROOT, made.webhook.id));
        Ok(Answer { location, ..answer(StatusCode::CREATED, &made)? })
    });
    // Pages call them kinds.
    made.await.map_err(|problem| problem.renamed("kinds", "events"))
}

/// Read a webhook
///
/// For admins.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", operation_id = "readWebhook", tag = "webhooks",
    responses((status = 200, description = "The webhook", body = Webhook)))]
pub async fn read(caller: Caller, Path(id): Path<i64>) -> Result<Response> {
    let webhook = service::webhook::one(&caller.ctx, WebhookId(id)).await?;
    Ok(Told(Webhook::from(webhook)).into_response())
}

/// Remove a webhook
///
/// With what is known of its deliveries. For admins.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", operation_id = "removeWebhook", tag = "webhooks",
    responses((status = 204, description = "It is told nothing any more")))]
pub async fn remove(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::webhook::remove(&ctx, WebhookId(id)).await?;
            Ok(done())
        })
        .await
}

/// Tell a webhook nothing
///
/// What happens meanwhile waits. For admins.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/disable", operation_id = "disableWebhook", tag = "webhooks",
    responses((status = 200, description = "The webhook as it is now", body = Webhook)))]
pub async fn disable(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::webhook::disable(&ctx, WebhookId(id)).await?;
            shown(&ctx, id).await
        })
        .await
}

/// Tell a webhook again
///
/// It goes on where it was. For admins.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/enable", operation_id = "enableWebhook", tag = "webhooks",
    responses((status = 200, description = "The webhook as it is now", body = Webhook)))]
pub async fn enable(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::webhook::enable(&ctx, WebhookId(id)).await?;
            shown(&ctx, id).await
        })
        .await
}

/// Send a test
///
/// A message of type `webhook.test`; its deliveries tell how it went. A disabled webhook answers 409. For admins.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", operation_id = "testWebhook", tag = "webhooks",
    responses((status = 202, description = "The delivery that is sent now", body = Delivery)))]
pub async fn test(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    let sent = caller.write(nothing.print, |ctx| async move {
        let sent = service::webhook::test(&ctx, WebhookId(id)).await?;
        answer(StatusCode::ACCEPTED, &Delivery::from(sent))
    });
    sent.await.map_err(|problem| match problem.is_about("webhook") {
        true => Problem::new("refused").detail("It is disabled. Enable it first."),
        false => problem,
    })
}

/// List deliveries
///
/// What it was told and how that went, for 7 days after it ended. For admins.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", operation_id = "listDeliveries", tag = "webhooks",
    params(DeliveryQuery), responses((status = 200, description = "A page of deliveries", body = DeliveryPage)))]
pub async fn deliveries(
    caller: Caller,
    Path(id): Path<i64>,
    Query(query): Query<DeliveryQuery>,
    here: Uri,
) -> Result<Response> {
    let limit = paging::limit(query.limit)?;
    let before: Option<i64> = paging::behind(query.cursor.as_deref())?;
    let mut sent = service::webhook::deliveries(&caller.ctx, WebhookId(id), before, limit + 1).await?;
    let more = sent.len() as i64 > limit;
    sent.truncate(usize::try_from(limit).unwrap_or_default());
    let next = sent.last().filter(|_| more).and_then(|(place, _)| paging::cursor(place));
    let page = DeliveryPage {
        deliveries: sent.into_iter().map(|(_, sent)| sent.into()).collect(),
        next: next.clone(),
    };
    Ok(paging::answer(&here, &page, next.as_deref().map(|next| ("cursor", next))))
}

async fn shown(ctx: &Ctx, id: i64) -> service::Result<Answer> {
    answer(StatusCode::OK, &Webhook::from(service::webhook::one(ctx, WebhookId(id)).await?))
}

impl From<NewWebhook> for NewTarget {
    fn from(new: NewWebhook) -> NewTarget {
        NewTarget {
            url: new.url,
            kinds: new.events.into_iter().map(Into::into).collect(),
            content: new.content.map(Into::into).unwrap_or_default(),
            secret: new.secret,
        }
    }
}

impl From<WebhookView> for Webhook {
    fn from(view: WebhookView) -> Webhook {
        let mut webhook = Webhook {
            id: view.id.0,
            url: view.url,
            content: view.content.into(),
            events: view.kinds.into_iter().map(EventKind::from).collect(),
            created_at: view.created_at.into(),
            state: WebhookState::Working,
            failures: 0,
            failing_since: None,
            next_try_at: None,
            disabled_at: None,
            disabled_why: None,
        };
        match view.standing {
            webhook::Standing::Working => {}
            webhook::Standing::Failing { failures, since, next_at } => {
                webhook.state = WebhookState::Failing;
                webhook.failures = failures;
                webhook.failing_since = Some(since.into());
                webhook.next_try_at = Some(next_at.into());
            }
            webhook::Standing::Disabled { at, why } => {
                webhook.state = WebhookState::Disabled;
                webhook.disabled_at = Some(at.into());
                webhook.disabled_why = Some(why.into());
            }
        }
        webhook
    }
}

impl From<DeliveryView> for Delivery {
    fn from(sent: DeliveryView) -> Delivery {
        let waits = sent.state == webhook::DeliveryState::Waiting;
        Delivery {
            message: sent.message,
            ticket: sent.event.map(|(ticket, _)| ticket.to_string()),
            event: sent.event.map(|(_, kind)| kind.into()),
            created_at: sent.created_at.into(),
            state: sent.state.into(),
            tries: sent.tries,
            last_try_at: sent.last_at.map(At::from),
            next_try_at: Some(sent.next_at).filter(|_| waits).map(At::from),
            trouble: sent.trouble.map(webhook::Trouble::stored),
        }
    }
}
