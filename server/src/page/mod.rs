//! Draws pages, whole before the first byte leaves; the same page for the same reader is drawn once.

mod kept;
mod scripts;

use std::panic::resume_unwind;
use std::sync::{Arc, OnceLock};

use app::Assets;
use app::error::UiError;
use app::form::Echo;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header::{CONTENT_SECURITY_POLICY, LINK};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, Uri};
use http_body_util::BodyExt as _;
use leptos::context::provide_context;
use leptos::nonce::use_nonce;
use tokio::task::JoinError;

pub use self::kept::Pages;
use self::kept::{Drawn, Key};
use crate::answer::{self, Wants, wants};
use crate::context::{Visitor, Witness, visitor};
use crate::desk::Desk;
use crate::{problem, security};

/// Every page.
pub async fn page(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let response = match visitor(&desk, &parts).await {
        Ok(visitor) => again_or_drawn(&desk, visitor, parts.clone()).await,
        Err(error) => return problem::failed(&desk, &parts.headers, &error),
    };
    if response.status() == StatusCode::UNAUTHORIZED {
        let here = parts.uri.path_and_query().map_or("/", |here| here.as_str());
        return answer::see(&format!("{}?next={}", app::routes::SIGN_IN, app::routes::encode(here)));
    }
    response
}

/// Answers a form that was not taken: a script gets the fault, a browser the page `at` again with what was typed.
pub async fn refused(
    desk: &Desk,
    visitor: Visitor,
    parts: Parts,
    at: &str,
    values: Vec<(String, String)>,
    told: UiError,
) -> Response {
    if wants(&parts.headers) != Wants::Page {
        return problem::said(desk, &parts.headers, told);
    }
    let values: Vec<_> = values.into_iter().filter(|(name, _)| !secret(name)).collect();
    let echo = Echo {
        form: parts.uri.path().to_owned(),
        values: values.clone(),
        fault: told.fault.clone(),
        incident: told.incident.clone(),
    };
    let headers = parts.headers.clone();
    let status = StatusCode::from_u16(told.fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Some(parts) = get(parts, at) else { return problem::kept(desk, &headers, &told, &values) };
    let (mut head, html) = draw(desk, visitor, Some(echo), parts).await;
    // Where the page itself can't be shown any more, as after the end of a session, the words still are.
    if head.status != StatusCode::OK {
        return problem::kept(desk, &headers, &told, &values);
    }
    head.status = status;
    whole((head, html))
}

/// What pages and server functions find around them.
pub fn surroundings(
    desk: &Desk,
    visitor: Visitor,
    witness: &Witness,
) -> impl Fn() + Clone + Send + Sync + 'static {
    let assets = desk.site().assets().clone();
    let incidents = witness.incidents();
    move || {
        provide_context(visitor.ctx.clone());
        provide_context(visitor.prefs);
        provide_context::<Assets>(assets.clone());
        provide_context(incidents.clone());
    }
}

/// The page as it was drawn already, if nothing has changed since.
async fn again_or_drawn(desk: &Desk, visitor: Visitor, parts: Parts) -> Response {
    let address = parts.uri.path_and_query().map_or("/", |here| here.as_str());
    let key = if parts.method == Method::GET { Key::of(address, &visitor) } else { None };
    let Some(key) = key else { return whole(draw(desk, visitor, None, parts).await) };
    let turn = match desk.pages().get(&key).await {
        Ok(page) => return page,
        Err(turn) => turn,
    };
    let (head, html) = draw(desk, visitor, None, parts).await;
    if let (Some(turn), StatusCode::OK) = (turn, head.status) {
        turn.keep(Drawn { headers: head.headers.clone(), html: html.clone() });
    }
    whole((head, html))
}

/// A page: its head, and all of its HTML.
type Page = (http::response::Parts, Bytes);

fn whole((head, html): Page) -> Response {
    Response::from_parts(head, Body::from(html))
}

/// Draws to the end, also when whoever asked goes away meanwhile: what is drawn from must not vanish under it.
async fn draw(desk: &Desk, visitor: Visitor, echo: Option<Echo>, parts: Parts) -> Page {
    let drawing = tokio::spawn(drawn(desk.clone(), visitor, echo, parts));
    match drawing.await.map_err(JoinError::try_into_panic) {
        Ok(page) => page,
        // It is caught, named and told where every handler's is.
        Err(Ok(panic)) => resume_unwind(panic),
        // The server is going down.
        Err(Err(_)) => {
            let mut closed = Response::new(Bytes::new());
            *closed.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            closed.into_parts()
        }
    }
}

async fn drawn(desk: Desk, visitor: Visitor, echo: Option<Echo>, parts: Parts) -> Page {
    let nonce = Arc::new(OnceLock::new());
    let told = nonce.clone();
    let witness = Witness::default();
    let around = surroundings(&desk, visitor, &witness);
    let early = desk.site().early(parts.uri.path()).cloned();
    let context = move || {
        around();
        if let Some(echo) = echo.clone() {
            provide_context(echo);
        }
        if let Some(nonce) = use_nonce() {
            // One page has one nonce.
            let _ = told.set(nonce.to_string());
        }
    };
    let assets = desk.site().assets().clone();
    let handler = leptos_axum::render_app_async_with_context(context, move || app::shell(assets.clone()));
    let response = handler(Request::from_parts(parts, Body::empty())).await.into_response();
    let (mut head, body) = response.into_parts();
    let html = match body.collect().await {
        Ok(html) => html.to_bytes(),
        // It was drawn into memory; what can't be read from there is no page.
        Err(_) => {
            head.status = StatusCode::INTERNAL_SERVER_ERROR;
            Bytes::new()
        }
    };
    let sources = scripts::sources(&String::from_utf8_lossy(&html), nonce.get().map_or("", String::as_str));
    if let Ok(policy) = HeaderValue::from_str(&security::page_policy(&sources)) {
        head.headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    if let Some(incident) = witness.testimony() {
        head.extensions.insert(incident);
    }
    if let Some(early) = early {
        head.headers.insert(LINK, early);
    }
    (head, html)
}

/// The same visitor's request for another page.
fn get(mut parts: Parts, at: &str) -> Option<Parts> {
    parts.method = Method::GET;
    parts.uri = at.parse::<Uri>().ok().filter(|uri| uri.path_and_query().is_some())?;
    parts.headers.remove(http::header::CONTENT_LENGTH);
    parts.headers.remove(http::header::CONTENT_TYPE);
    Some(parts)
}

/// What is never sent back to a page.
fn secret(field: &str) -> bool {
    matches!(field, "password" | "old" | "new")
}
