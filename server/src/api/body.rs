//! Reads what a program sends: JSON, query and path, each refused by the name of the field that does not fit.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::Bytes;
use domain::ids::TicketId;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::idempotency::Print;
use super::problem::{Problem, Result};
use crate::body;
use crate::desk::Desk;

/// Largest body without files, in bytes: the longest post with every letter written as `\uXXXX`.
const MAX_BYTES: usize = 512 * 1024;

/// A JSON body.
pub struct Json<T> {
    pub value: T,
    pub print: Print,
}

/// A request that says everything with its address: an empty body, or `{}`.
pub struct Nothing {
    pub print: Print,
}

/// What stands behind the question mark.
pub struct Query<T>(pub T);

/// What stands in the path. What does not fit is not there.
pub struct At<T>(pub T);

/// A ticket in a path, such as `T-1042`.
#[derive(Clone, Copy, Debug)]
pub struct Ref(pub TicketId);

impl<T: DeserializeOwned> FromRequest<Desk> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Desk) -> Result<Json<T>> {
        let (parts, body) = request.into_parts();
        check_type(&parts.headers)?;
        let bytes = body::whole(body, MAX_BYTES).await?;
        Ok(Json { value: read(&bytes)?, print: print(&parts, &bytes) })
    }
}

impl FromRequest<Desk> for Nothing {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Desk) -> Result<Nothing> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Empty {}

        let (parts, body) = request.into_parts();
        let bytes = body::whole(body, MAX_BYTES).await?;
        if !bytes.is_empty() {
            check_type(&parts.headers)?;
            let Empty {} = read(&bytes)?;
        }
        Ok(Nothing { print: print(&parts, b"") })
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(pairs).map(Query).map_err(|error| misfit(&error))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<At<T>> {
        let found = Path::<T>::from_request_parts(parts, state).await;
        found.map(|Path(value)| At(value)).map_err(|_| Problem::not_found())
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Ref, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Ref).map_err(serde::de::Error::custom)
    }
}

/// The hash of a request: where it goes, and what it says.
pub fn print(parts: &Parts, body: &[u8]) -> Print {
    let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
    Print::of(&[parts.method.as_str().as_bytes(), address.as_bytes(), body])
}

fn check_type(headers: &HeaderMap) -> Result<()> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new("content-type").detail("Send application/json."))
}

fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        // A number where a word is wanted is told as if it were no JSON, which it is.
        let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
        if error.inner().is_data() || is_json() {
            misfit(&error)
        } else {
            Problem::new("malformed").detail(format!("This is no JSON: {}.", error.inner()))
        }
    })?;
    json.end().map_err(|_| Problem::new("malformed").detail("Something stands behind the JSON."))?;
    Ok(value)
}

/// The field that does not fit, from what serde says of it.
fn misfit<E: std::fmt::Display>(error: &serde_path_to_error::Error<E>) -> Problem {
    let words = error.inner().to_string();
    let words = words.split(" at line ").next().unwrap_or_default().to_owned();
    let above = match error.path().to_string() {
        path if path == "." => String::new(),
        path => path,
    };
    let named = |begin: &str| words.strip_prefix(begin)?.split('`').next();
    if let Some(name) = named("unknown field `") {
        return Problem::field(&below(&above, name), "is not a field of this request, or not yours to set");
    }
    if let Some(name) = named("missing field `") {
        return Problem::field(&below(&above, name), "is needed");
    }
    if let Some(name) = named("duplicate field `") {
        return Problem::field(&below(&above, name), "is there twice");
    }
    Problem::field(&above, words)
}

/// The whole name of a field; the path may end with it already.
fn below(above: &str, name: &str) -> String {
    if above.is_empty() || above == name {
        return name.to_owned();
    }
    if above.ends_with(&format!(".{name}")) { above.to_owned() } else { format!("{above}.{name}") }
}
