//! Draws pages: once for each request, whole before the first byte leaves, with a nonce for the page's own scripts.

use app::Assets;
use app::error::UiError;
use app::form::Echo;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_SECURITY_POLICY, LINK};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, Uri};
use leptos::context::{provide_context, use_context};
use leptos::nonce::use_nonce;
use leptos_axum::ResponseOptions;

use crate::answer::{self, Wants, wants};
use crate::context::{Visitor, Witness, visitor};
use crate::desk::Desk;
use crate::{problem, security};

/// Every page.
pub async fn page(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let response = match visitor(&desk, &parts).await {
        Ok(visitor) => draw(&desk, visitor, None, parts.clone()).await,
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
    if wants(&parts.headers) == Wants::Json {
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
    let mut response = draw(desk, visitor, Some(echo), parts).await;
    // Where the page itself can't be shown any more, as after the end of a session, the words still are.
    if response.status() != StatusCode::OK {
        return problem::kept(desk, &headers, &told, &values);
    }
    *response.status_mut() = status;
    response
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

async fn draw(desk: &Desk, visitor: Visitor, echo: Option<Echo>, parts: Parts) -> Response {
    let witness = Witness::default();
    let around = surroundings(desk, visitor, &witness);
    let early = desk.site().early(parts.uri.path()).cloned();
    let context = move || {
        around();
        if let Some(echo) = echo.clone() {
            provide_context(echo);
        }
        allow_own_scripts();
    };
    let assets = desk.site().assets().clone();
    let handler = leptos_axum::render_app_async_with_context(context, move || app::shell(assets.clone()));
    let mut response = handler(Request::from_parts(parts, Body::empty())).await.into_response();
    if let Some(incident) = witness.testimony() {
        response.extensions_mut().insert(incident);
    }
    if let Some(early) = early {
        response.headers_mut().insert(LINK, early);
    }
    response
}

fn allow_own_scripts() {
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&security::page_policy(&nonce))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
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
