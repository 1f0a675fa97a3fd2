//! How a form is answered: a browser without script is sent on to a page, a page's own script gets JSON.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use domain::fault::Fault;
use domain::ids::EventSeq;
use http::header::{ACCEPT, LOCATION};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::desk::Desk;
use crate::problem;

/// What the other side reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A page's own script.
    Json,
    /// A browser that follows links and draws pages.
    Page,
}

/// What the other side reads, by its `Accept` header. Whoever names HTML gets pages, as does who names nothing.
pub fn wants(headers: &HeaderMap) -> Wants {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") && !accept.contains("text/html") {
        Wants::Json
    } else {
        Wants::Page
    }
}

/// The form did what it should: on to the page that shows it.
pub fn sent(wants: Wants, to: &str, seq: Option<EventSeq>) -> Response {
    match wants {
        Wants::Json => Json(serde_json::json!({ "to": to, "seq": seq })).into_response(),
        Wants::Page => see(to),
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
        assert_eq!(with("text/html,application/xhtml+xml,*/*;q=0.8"), Wants::Page);
        assert_eq!(with("*/*"), Wants::Page);
        assert_eq!(wants(&HeaderMap::new()), Wants::Page);
    }
}
