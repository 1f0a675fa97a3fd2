//! `Idempotency-Key`: a request that is sent again with its key has one effect, and gets the same answer again.

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::header::{CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use service::Ctx;
use service::program::{Answer, Key, Outcome, once};
use sha2::{Digest as _, Sha256};

use super::problem::{Problem, Result};
use super::token::Caller;

pub const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest key, in characters.
pub const MAX_KEY: usize = 255;

/// A key as it was sent.
pub struct KeyText(String);

/// The hash of what was sent with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print(pub [u8; 32]);

impl Print {
    /// Of parts in which no part can pose as two.
    pub fn of(parts: &[&[u8]]) -> Print {
        let mut whole = Sha256::new();
        for part in parts {
            whole.update((part.len() as u64).to_be_bytes());
            whole.update(part);
        }
        Print(whole.finalize().into())
    }
}

/// The key among the headers.
pub fn key(headers: &HeaderMap) -> Result<Option<KeyText>> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| {
        (1..=MAX_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    });
    match text {
        Some(text) => Ok(Some(KeyText(text.to_owned()))),
        None => Err(Problem::new("malformed")
            .with_error("Idempotency-Key", "Send 1 to 255 visible ASCII characters.")),
    }
}

impl Caller {
    /// Does what was asked in one transaction, once for each key, and answers.
    pub async fn write<F, Work>(&self, print: Print, work: F) -> Result<Response>
    where
        F: FnOnce(Ctx) -> Work,
        Work: Future<Output = service::Result<Answer>>,
    {
        let key = self.key.as_ref().map(|KeyText(text)| {
            let token = self.known.token.0.to_be_bytes();
            Key { key: Print::of(&[&token, text.as_bytes()]).0, request: print.0 }
        });
        Ok(match once(&self.ctx, key, work).await? {
            Outcome::Done(answer) => response(answer),
            Outcome::Again(answer) => {
                let mut response = response(answer);
                response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
                response
            }
            Outcome::OtherRequest => Problem::new("key-reused")
                .detail("Another request was sent with this key. Make a new key for each request.")
                .with_error("Idempotency-Key", "belongs to another request")
                .into_response(),
            Outcome::Running => Problem::new("key-in-use")
                .detail("The first request with this key is not done yet. Ask again in a second.")
                .header(RETRY_AFTER, HeaderValue::from(1))
                .into_response(),
        })
    }
}

/// An answer with a body.
pub fn answer(status: StatusCode, body: &impl Serialize) -> service::Result<Answer> {
    let body = serde_json::to_vec(body).map_err(service::Error::internal)?;
    Ok(Answer { status: status.as_u16(), location: None, etag: None, body })
}

/// An answer that says no more than that it was done.
pub fn done() -> Answer {
    Answer { status: StatusCode::NO_CONTENT.as_u16(), location: None, etag: None, body: Vec::new() }
}

/// The tag of a version.
pub fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

fn response(answer: Answer) -> Response {
    let has_body = !answer.body.is_empty();
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    if has_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in [(LOCATION, answer.location), (ETAG, answer.etag)] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_request_can_pose_as_two() {
        assert_eq!(Print::of(&[b"ab", b"c"]), Print::of(&[b"ab", b"c"]));
        assert_ne!(Print::of(&[b"ab", b"c"]), Print::of(&[b"a", b"bc"]));
        assert_ne!(Print::of(&[b"ab"]), Print::of(&[b"ab", b""]));
    }

    #[test]
    fn a_key_is_short_and_visible() {
        let with = |value: &str| {
            let value = HeaderValue::from_str(value).unwrap();
            key(&HeaderMap::from_iter([(HEADER, value)])).map(|key| key.is_some())
        };
        assert!(with("8f14e45f-ceea").unwrap());
        assert!(with(&"k".repeat(255)).unwrap());
        assert!(with("").is_err());
        assert!(with("two words").is_err());
        assert!(with(&"k".repeat(256)).is_err());
        assert!(key(&HeaderMap::new()).unwrap().is_none());
    }
}
