//! Webhooks: which programs are told what happens, and how that goes.

mod shape;

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::WebhookId;
use domain::webhook::MAX_URL_BYTES;
use http::{StatusCode, Uri};
use service::Ctx;
use service::program::Answer;
use service::webhook::Created;

use super::body::{At as Path, Json, Nothing, Query};
use super::idempotency::{answer, done};
use super::paging;
use super::problem::{Problem, Result};
use super::token::Caller;
use shape::{Delivery, DeliveryPage, DeliveryQuery, MadeWebhook, NewWebhook, Webhook, Webhooks};

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
