//! Turns a panic in a handler into an answer with a name that the log knows, so that one bug costs one request.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;

use crate::desk::Desk;
use crate::problem;

pub async fn catch(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    // What a broken request leaves behind is its own: state that is shared is changed in transactions only.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => problem::panicked(&desk, &headers, words(panic.as_ref())),
    }
}

pub fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}
