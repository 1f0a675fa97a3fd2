//! Calendar feeds of the rota: what a calendar program reads under an address that cannot be guessed.

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HOST};

use crate::context::visitor;
use crate::desk::Desk;
use crate::{answer, problem};

/// What every name of a feed ends with.
const ENDING: &str = ".ics";

/// `/calendar/{secret}.ics`
pub async fn feed(State(desk): State<Desk>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(secret) = name.strip_suffix(ENDING) else { return answer::absent(&desk, &parts.headers) };
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("deskbell");
    let read = async {
        let ctx = visitor(&desk, &parts).await?.ctx;
        service::rota::calendar(&ctx, secret, host).await
    };
    match read.await {
        Ok(text) => {
            let headers = [
                (CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (CONTENT_DISPOSITION, "inline; filename=\"rota.ics\""),
                (CACHE_CONTROL, "private, no-store"),
            ];
            (headers, text).into_response()
        }
        Err(error) => problem::failed(&desk, &parts.headers, &error),
    }
}

/// An address as the log may keep it: without the secret of a feed.
pub fn without_secret(path: &str) -> &str {
    if path.starts_with("/calendar/") { "/calendar/" } else { path }
}
