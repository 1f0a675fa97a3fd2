//! What stands in front of every address: changes come from our own pages, and answers carry the headers that keep them safe.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::config::{Public, Scheme};
use crate::cookie;
use crate::desk::Desk;
use crate::problem::{self, Refusal};
use crate::telemetry::Incident;

/// Longest address with its query, in bytes.
const MAX_ADDRESS_BYTES: usize = 4096;
/// How long an answer may take. Streams, downloads and forms with files have a pace of their own.
const ANSWER_TIME: Duration = Duration::from_secs(30);

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// For answers that are no page: they load nothing but our style, and run nothing.
const PLAIN_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
     frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The policy of a page, whose own scripts are these sources, each after a space.
pub fn page_policy(scripts: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self'{scripts} 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'self'; object-src 'none'"
    )
}

/// The guard before all routes.
pub async fn guard(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = match judge(&desk, &parts) {
        Err(refusal) => problem::refuse(&desk, &parts.headers, refusal),
        Ok(()) if sets_its_own_pace(&parts) => next.run(Request::from_parts(parts, body)).await,
        Ok(()) => {
            let headers = parts.headers.clone();
            let answer = next.run(Request::from_parts(parts, body));
            match tokio::time::timeout(ANSWER_TIME, answer).await {
                Ok(response) => response,
                Err(_) => {
                    let mut late = problem::refuse(&desk, &headers, Refusal::Late);
                    late.extensions_mut().insert(Incident::new("no answer in 30 s"));
                    late
                }
            }
        }
    };
    dress(response.headers_mut(), desk.public());
    response
}

/// Whether a name and port is the one under which this request came, or the one that people type.
pub fn is_own(desk: &Desk, parts: &Parts, host: &str) -> bool {
    let named = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let public = desk.public().map(|public| public.host.as_str());
    named.into_iter().chain(public).any(|own| same_host(own, host))
}

/// Whether an address is longer than any of ours.
pub fn too_long(parts: &Parts) -> bool {
    parts.uri.path_and_query().is_some_and(|address| address.as_str().len() > MAX_ADDRESS_BYTES)
}

fn judge(desk: &Desk, parts: &Parts) -> Result<(), Refusal> {
    if too_long(parts) {
        return Err(Refusal::LongAddress);
    }
    match parts.method {
        Method::GET | Method::HEAD => Ok(()),
        Method::POST => {
            from_own_page(desk, parts)?;
            readable(&parts.headers)
        }
        _ => Err(Refusal::Method),
    }
}

/// Whether a change was asked for by one of our own pages. Browsers say so in one of two headers;
/// a program that says neither may act only where it acts for nobody who is signed in.
fn from_own_page(desk: &Desk, parts: &Parts) -> Result<(), Refusal> {
    let own = match (text(&parts.headers, &FETCH_SITE), text(&parts.headers, &ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            host.is_some_and(|host| is_own(desk, parts, host))
        }
        (None, None) => cookie::get(&parts.headers, cookie::SESSION).is_none(),
    };
    if own { Ok(()) } else { Err(Refusal::OtherSite) }
}

/// Only what a form or our own script sends; the simple types that any site may send across are not among them.
fn readable(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = text(headers, &CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" | "multipart/form-data" | "application/json" => Ok(()),
        _ => Err(Refusal::ContentType),
    }
}

fn sets_its_own_pace(parts: &Parts) -> bool {
    let path = parts.uri.path();
    let files = text(&parts.headers, &CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/"));
    path.starts_with("/live/") || (parts.method == Method::POST && files)
}

/// Headers that every answer carries; a handler that has set one knows better.
pub fn dress(headers: &mut HeaderMap, public: Option<&Public>) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(CONTENT_SECURITY_POLICY, PLAIN_POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(PERMISSIONS_POLICY, "camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
    set(OPENER_POLICY, "same-origin");
    set(RESOURCE_POLICY, "same-origin");
    set(CACHE_CONTROL, "no-store");
    if public.is_some_and(|public| public.scheme == Scheme::Https) {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    // A header that is no text is no permission either.
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

fn same_host(own: &str, other: &str) -> bool {
    fn bare(host: &str) -> &str {
        host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host)
    }
    bare(own).eq_ignore_ascii_case(bare(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_compared_with_its_port_unless_it_is_the_usual_one() {
        assert!(same_host("Desk.example:3000", "desk.example:3000"));
        assert!(same_host("desk.example", "desk.example:443"));
        assert!(!same_host("desk.example:3000", "desk.example:3001"));
        assert!(!same_host("desk.example", "desk.example.evil.test"));
    }

    #[test]
    fn a_simple_type_that_any_site_may_send_is_refused() {
        let with = |kind: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            readable(&headers)
        };
        assert_eq!(with("text/plain"), Err(Refusal::ContentType));
        assert_eq!(with("application/json; charset=utf-8"), Ok(()));
        assert_eq!(with("multipart/form-data; boundary=x"), Ok(()));
        assert_eq!(readable(&HeaderMap::new()), Err(Refusal::ContentType));
    }

    #[test]
    fn a_page_runs_no_script_but_those_that_are_named() {
        let policy = page_policy(" 'sha256-abc='");
        assert!(policy.contains("script-src 'self' 'sha256-abc=' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("unsafe-inline"));
    }
}
