//! Server functions: called by a page's own script, or by its plain forms where there is none.

use app::error::UiError;
use app::wire;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::fault::Fault;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, REFERER, SET_COOKIE};
use http::request::Parts;
use http::{HeaderValue, StatusCode, Uri};
use http_body_util::BodyExt as _;

use crate::answer::{self, Wants, wants};
use crate::context::{Visitor, Witness, visitor};
use crate::desk::Desk;
use crate::telemetry::Incident;
use crate::{body, page, problem, security, submission};

/// Largest call, in bytes. A form with a long text has a way of its own.
const MAX_CALL_BYTES: usize = 512 * 1024;

/// Every server function.
pub async fn call(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let bytes = match body::whole(body, MAX_CALL_BYTES).await {
        Ok(bytes) => bytes,
        Err(refusal) => return problem::refuse(&desk, &parts.headers, refusal),
    };
    let visitor = match visitor(&desk, &parts).await {
        Ok(visitor) => visitor,
        Err(error) => return problem::failed(&desk, &parts.headers, &error),
    };
    let response = run(&desk, visitor.clone(), &parts, bytes.clone()).await;
    match wants(&parts.headers) {
        Wants::Page if is_plain_form(&parts) => back_to_page(&desk, visitor, parts, bytes, response).await,
        Wants::Page | Wants::Wire | Wants::Json => response,
    }
}

/// Runs the function as a script would call it, and gives a fault its own status.
async fn run(desk: &Desk, visitor: Visitor, parts: &Parts, bytes: Bytes) -> Response {
    let mut parts = parts.clone();
    parts.headers.insert(ACCEPT, HeaderValue::from_static(wire::MEDIA_TYPE));
    parts.headers.remove(REFERER);
    let witness = Witness::default();
    let around = page::surroundings(desk, visitor, &witness);
    let request = Request::from_parts(parts, Body::from(bytes));
    let response = leptos_axum::handle_server_fns_with_context(around, request).await.into_response();
    if response.status().is_success() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = body.collect().await else { unreachable!("the answer of a server function is in memory") };
    let body = body.to_bytes();
    let told: UiError = wire::unpack(&body).unwrap_or_else(|| Fault::Internal.into());
    parts.status = StatusCode::from_u16(told.fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match witness.testimony() {
        Some(incident) => _ = parts.extensions.insert(incident),
        None if told.fault == Fault::Internal => {
            parts.extensions.insert(Incident::new("a server function failed outside its use case"));
        }
        None => {}
    }
    Response::from_parts(parts, Body::from(body))
}

/// A browser without script goes back to the page that the form stands on, with what was typed where it did not fit.
async fn back_to_page(
    desk: &Desk,
    visitor: Visitor,
    parts: Parts,
    form: Bytes,
    response: Response,
) -> Response {
    let values = submission::values(&form).await;
    let here = came_from(desk, &parts, &values);
    if !response.status().is_client_error() && !response.status().is_server_error() {
        let told =
            response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).and_then(answer::own_path);
        let mut onward = answer::see(told.unwrap_or(&here));
        for cookie in response.headers().get_all(SET_COOKIE) {
            onward.headers_mut().append(SET_COOKIE, cookie.clone());
        }
        return onward;
    }
    let (failed, body) = response.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let told: UiError = wire::unpack(&body).unwrap_or_else(|| Fault::Internal.into());
    let mut page = page::refused(desk, visitor, parts, &here, values, told).await;
    if let Some(incident) = failed.extensions.get::<Incident>() {
        page.extensions_mut().insert(incident.clone());
    }
    page
}

/// The page that the form stands on: as the form says, else as the browser tells, else the first page.
fn came_from(desk: &Desk, parts: &Parts, values: &[(String, String)]) -> String {
    let said = values.iter().find(|(name, _)| name == "back").and_then(|(_, path)| answer::own_path(path));
    if let Some(path) = said {
        return path.to_owned();
    }
    let referer = parts.headers.get(REFERER).and_then(|referer| referer.to_str().ok());
    let page = referer.and_then(|referer| referer.parse::<Uri>().ok());
    let ours =
        page.filter(|page| page.authority().is_some_and(|host| security::is_own(desk, parts, host.as_str())));
    let path =
        ours.as_ref().and_then(|page| page.path_and_query()).and_then(|path| answer::own_path(path.as_str()));
    path.unwrap_or("/").to_owned()
}

fn is_plain_form(parts: &Parts) -> bool {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let html = parts.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    html.contains("text/html") && kind.starts_with("application/x-www-form-urlencoded")
        || parts.headers.get(CONTENT_LENGTH).is_some_and(|length| length == "0") && html.contains("text/html")
}
