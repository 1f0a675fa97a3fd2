//! Webhooks by JSON: each handler reads its input, calls one use case, and answers.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, delete, get, post};
use domain::fault::{Fault, Reason};
use domain::ids::WebhookId;
use domain::webhook::{Content, EventKind, WebhookView};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use service::webhook::NewTarget;
use service::{Ctx, Result};

use crate::context::visitor;
use crate::desk::Desk;
use crate::{body, problem};

/// Largest description of a target, in bytes.
const MAX_BYTES: usize = 16 * 1024;

/// Method, address below the interface's own, and handler of each.
pub fn handlers() -> Vec<(&'static str, &'static str, MethodRouter<Desk>)> {
    vec![
        ("GET", "/webhooks", get(list)),
        ("POST", "/webhooks", post(create)),
        ("DELETE", "/webhooks/{id}", delete(remove)),
        ("POST", "/webhooks/{id}/enable", post(enable)),
        ("POST", "/webhooks/{id}/disable", post(disable)),
        ("POST", "/webhooks/{id}/test", post(test)),
    ]
}

/// A target as a program describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    url: String,
    /// None means all that the content covers.
    #[serde(default)]
    kinds: Vec<EventKind>,
    #[serde(default)]
    content: Content,
    /// Made when there is none.
    secret: Option<String>,
}

#[derive(Debug, Serialize)]
struct Listed {
    webhooks: Vec<WebhookView>,
}

/// A new target; its secret is told this once.
#[derive(Debug, Serialize)]
struct Created {
    #[serde(flatten)]
    webhook: WebhookView,
    secret: String,
}

async fn list(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let listed = async { service::webhook::list(&ctx(&desk, &parts).await?).await };
    answer(&desk, &parts.headers, listed.await.map(|webhooks| Json(Listed { webhooks }).into_response()))
}

async fn create(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = match body::whole(body, MAX_BYTES).await {
        Ok(bytes) => bytes,
        Err(refusal) => return problem::refuse(&desk, &parts.headers, refusal),
    };
    let created = async {
        let ctx = ctx(&desk, &parts).await?;
        let told: Described =
            serde_json::from_slice(&bytes).map_err(|_| Fault::field("", Reason::Malformed))?;
        let new = NewTarget { url: told.url, kinds: told.kinds, content: told.content, secret: told.secret };
        let created = service::webhook::create(&ctx, new).await?;
        let told = Created { webhook: created.webhook, secret: created.secret };
        Ok((StatusCode::CREATED, Json(told)).into_response())
    };
    answer(&desk, &parts.headers, created.await)
}

async fn remove(State(desk): State<Desk>, Path(id): Path<i64>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let removed = async { service::webhook::remove(&ctx(&desk, &parts).await?, WebhookId(id)).await };
    answer(&desk, &parts.headers, removed.await.map(nothing))
}

async fn enable(State(desk): State<Desk>, Path(id): Path<i64>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let enabled = async { service::webhook::enable(&ctx(&desk, &parts).await?, WebhookId(id)).await };
    answer(&desk, &parts.headers, enabled.await.map(nothing))
}

async fn disable(State(desk): State<Desk>, Path(id): Path<i64>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let disabled = async { service::webhook::disable(&ctx(&desk, &parts).await?, WebhookId(id)).await };
    answer(&desk, &parts.headers, disabled.await.map(nothing))
}

async fn test(State(desk): State<Desk>, Path(id): Path<i64>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let sent = async { service::webhook::test(&ctx(&desk, &parts).await?, WebhookId(id)).await };
    answer(&desk, &parts.headers, sent.await.map(|()| StatusCode::ACCEPTED.into_response()))
}

/// Who asks.
async fn ctx(desk: &Desk, parts: &Parts) -> Result<Ctx> {
    Ok(visitor(desk, parts).await?.ctx)
}

fn nothing((): ()) -> Response {
    StatusCode::NO_CONTENT.into_response()
}

fn answer(desk: &Desk, headers: &HeaderMap, outcome: Result<Response>) -> Response {
    outcome.unwrap_or_else(|error| problem::failed(desk, headers, &error))
}
