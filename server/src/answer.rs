//! How a form is answered: a browser without script is sent on to a page, a script gets data.

use app::form::Sent;
use app::wire;
use axum::Json;
use axum::response::{IntoResponse as _, Response};
use domain::fault::Fault;
use domain::ids::EventSeq;
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::desk::Desk;
use crate::problem;

/// What the other side reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A page's own script.
    Wire,
    /// Somebody else's script.
    Json,
    /// A browser that follows links and draws pages.
    Page,
}

/// What the other side reads, by its `Accept` header. Whoever names HTML gets pages, as does who names nothing.
pub fn wants(headers: &HeaderMap) -> Wants {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains(wire::MEDIA_TYPE) {
        Wants::Wire
    } else if accept.contains("application/json") && !accept.contains("text/html") {
        Wants::Json
    } else {
        Wants::Page
    }
}

/// The form did what it should: on to the page that shows it.
pub fn sent(wants: Wants, to: &str, seq: Option<EventSeq>) -> Response {
    match wants {
        Wants::Wire => packed(&Sent { to: to.to_owned(), seq }),
        Wants::Json => Json(Sent { to: to.to_owned(), seq }).into_response(),
        Wants::Page => see(to),
    }
}

/// What a page's own script reads.
pub fn packed(value: &impl Serialize) -> Response {
    match wire::pack(value) {
        Ok(bytes) => ([(CONTENT_TYPE, HeaderValue::from_static(wire::MEDIA_TYPE))], bytes).into_response(),
        // Plain data can be packed; what can't would be a bug that tests find.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Sends a browser to another page of ours.
pub fn see(to: &str) -> Response {
    // What can't stand in a header is no address of ours.
    let to = HeaderValue::from_str(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
}

/// Nothing is there.
pub fn absent(desk: &Desk, headers: &HeaderMap) -> Response {
    problem::said(desk, headers, Fault::NotFound.into())
}

/// An address that may be followed after signing in: a path of this site and nothing else.
pub fn own_path(next: &str) -> Option<&str> {
    let second = next.as_bytes().get(1);
    let own = next.starts_with('/')
        // Two slashes begin another site's name, and browsers read a backslash as a slash.
        && !matches!(second, Some(b'/' | b'\\'))
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    own.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_site_is_followed() {
        for good in ["/", "/desk/t/T-1042", "/t/T-1?k=a%20b", "/my#top"] {
            assert_eq!(own_path(good), Some(good));
        }
        for bad in
            ["", "desk", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/ñ", "/a\\b"]
        {
            assert_eq!(own_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_browser_gets_pages_and_a_script_gets_json() {
        let with = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            wants(&headers)
        };
        assert_eq!(with("application/json"), Wants::Json);
        assert_eq!(with(wire::MEDIA_TYPE), Wants::Wire);
        assert_eq!(with("text/html,application/xhtml+xml,*/*;q=0.8"), Wants::Page);
        assert_eq!(with("*/*"), Wants::Page);
        assert_eq!(wants(&HeaderMap::new()), Wants::Page);
    }
}
