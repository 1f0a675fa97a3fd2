//! What stands around every route: answers in time, problems instead of pages, and the headers that keep answers safe.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use futures::FutureExt as _;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use super::problem::{CONTENT, Problem, Result};
use crate::desk::Desk;
use crate::problem::Refusal;
use crate::{catch, security};

/// How long an answer may take. Streams, downloads and forms with files have a pace of their own.
const ANSWER_TIME: Duration = Duration::from_secs(30);

/// The routes behind their guards.
pub fn guarded(routes: Router<Desk>, desk: Desk) -> Router {
    routes
        .fallback(async || Problem::not_found())
        // Each reader has a limit of its own; the usual one would cut forms with files.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(desk.clone(), guard))
        .with_state(desk)
}

async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let answer = match judge(&parts) {
        Err(problem) => problem.into_response(),
        Ok(()) => answer(&parts.clone(), next.run(Request::from_parts(parts, body))).await,
    };
    let mut response = as_problem(answer);
    security::dress(response.headers_mut(), desk.public());
    response
}

fn judge(parts: &Parts) -> Result<()> {
    if security::too_long(parts) {
        return Err(Refusal::LongAddress.into());
    }
    let told = told_as(parts.uri.path());
    if accepts(&parts.headers, told) {
        return Ok(());
    }
    Err(Problem::new("not-acceptable").detail(format!("This is told as {told}.")))
}

async fn answer(parts: &Parts, answer: impl Future<Output = Response>) -> Response {
    // What a broken request leaves behind is its own: state that is shared is changed in transactions only.
    let caught = AssertUnwindSafe(answer).catch_unwind();
    let caught = if sets_its_own_pace(parts) {
        caught.await
    } else {
        match tokio::time::timeout(ANSWER_TIME, caught).await {
            Ok(caught) => caught,
            Err(_) => return Problem::late().into_response(),
        }
    };
    caught.unwrap_or_else(|panic| Problem::panicked(catch::words(panic.as_ref())).into_response())
}

/// The router says `405` in its own words, and adds the methods that the address takes.
fn as_problem(response: Response) -> Response {
    let plain = response.headers().get(CONTENT_TYPE) != Some(&CONTENT);
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && plain {
        return Problem::new("method").into_response();
    }
    response
}

fn sets_its_own_pace(parts: &Parts) -> bool {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    told_as(parts.uri.path()) != JSON || kind.starts_with("multipart/")
}

const JSON: &str = "application/json";

/// In which form the answer of an address comes, where all is well.
fn told_as(path: &str) -> &'static str {
    match path.strip_prefix(super::ROOT).unwrap_or_default() {
        "/stream" => "text/event-stream",
        path if path.starts_with("/files/") => "*/*",
        _ => JSON,
    }
}

/// Whether the other side reads that form. Without a word it reads everything.
fn accepts(headers: &HeaderMap, told: &str) -> bool {
    let mut wishes = headers.get_all(ACCEPT).iter().filter_map(|wish| wish.to_str().ok()).peekable();
    if wishes.peek().is_none() || told == "*/*" {
        return true;
    }
    let family = told.split('/').next().unwrap_or_default();
    wishes.flat_map(|wish| wish.split(',')).any(|wish| {
        let (form, weight) = wish.split_once(';').unwrap_or((wish, ""));
        let form = form.trim().to_ascii_lowercase();
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
        !refused && (form.is_empty() || form == "*/*" || form == told || form == format!("{family}/*"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn an_answer_comes_in_a_form_that_the_other_side_reads() {
        let with = |accept: &'static str| {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
            accepts(&headers, JSON)
        };
        for good in ["*/*", "application/json", "application/*", "text/html, application/json;q=0.1", ""] {
            assert!(with(good), "{good}");
        }
        for bad in ["text/html", "application/xml", "application/json;q=0"] {
            assert!(!with(bad), "{bad}");
        }
        assert!(accepts(&HeaderMap::new(), JSON));
    }

    #[test]
    fn the_stream_is_told_as_events() {
        assert_eq!(told_as("/api/v1/stream"), "text/event-stream");
        assert_eq!(told_as("/api/v1/tickets"), JSON);
    }
}
