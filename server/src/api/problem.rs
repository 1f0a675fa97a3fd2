//! What goes wrong, as RFC 9457 tells it: `application/problem+json` with the fields that are at fault by name.

use app::error::{UiError, reason, sentence};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::fault::{Fault, FieldFault};
use domain::locale::Language;
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::events::Event;
use crate::problem::Refusal;
use crate::streams;
use crate::telemetry::Incident;

pub const CONTENT: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Every kind of problem: the end of its `type`, its title and its status. `/api` explains each of them.
pub const KINDS: &[(&str, &str, u16)] = &[
    ("malformed", "The request can't be read", 400),
    ("sign-in", "A token is needed", 401),
    ("scope", "The token has no such scope", 403),
    ("not-found", "It is not there, or it is not yours", 404),
    ("method", "This address does not take that method", 405),
    ("not-acceptable", "It is not told in that form", 406),
    ("slow", "The request came in too slowly", 408),
    ("stale", "It was changed meanwhile", 409),
    ("refused", "Its state does not take this", 409),
    ("key-in-use", "A request with this key is still at work", 409),
    ("too-large", "The request is too large", 413),
    ("long-address", "The address is too long", 414),
    ("content-type", "It is not read in that form", 415),
    ("invalid", "Something in the request does not fit", 422),
    ("key-reused", "The key belongs to another request", 422),
    ("too-many", "Too many requests", 429),
    ("internal", "Deskbell failed", 500),
    ("busy", "Deskbell is busy", 503),
    ("full", "No room is left", 507),
];

/// What went wrong, on its way out. Small, since every step may carry one.
#[derive(Clone, Debug)]
pub struct Problem(Box<Document>);

/// A problem document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// Where this kind of problem is explained.
    #[serde(rename = "type")]
    #[schema(example = "/api#problem-invalid")]
    kind: String,
    /// The kind in words.
    title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// What was changed since the version that the request had seen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    changes: Vec<Event>,
    /// The version to send with `If-Match` by whoever has seen the changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    /// The name under which the log knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    #[serde(skip)]
    headers: Vec<(HeaderName, HeaderValue)>,
    #[serde(skip)]
    cause: Option<Incident>,
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Its name, with the names above it: `requester.email`. A header or query parameter goes by its own name.
    pub field: String,
    pub message: String,
}

pub type Result<T, E = Problem> = std::result::Result<T, E>;

impl Problem {
    /// A problem of a kind that [`KINDS`] lists.
    pub fn new(kind: &'static str) -> Problem {
        let known = KINDS.iter().find(|(known, _, _)| *known == kind);
        let (_, title, status) = known.copied().unwrap_or(("internal", "Deskbell failed", 500));
        Problem(Box::new(Document {
            kind: format!("/api#problem-{kind}"),
            title,
            status,
            detail: None,
            errors: Vec::new(),
            changes: Vec::new(),
            version: None,
            incident: None,
            headers: Vec::new(),
            cause: None,
        }))
    }

    pub fn not_found() -> Problem {
        Problem::new("not-found")
    }

    /// One field that does not fit.
    pub fn field(field: &str, message: impl Into<String>) -> Problem {
        Problem::new("invalid").with_error(field, message)
    }

    /// No token, or one that does not hold; which of the two the header says (RFC 6750).
    pub fn sign_in(challenge: &'static str) -> Problem {
        let problem = Problem::new("sign-in").detail("Send Authorization: Bearer, with a token that holds.");
        problem.header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    pub fn too_many(retry_after_s: u64) -> Problem {
        let problem = Problem::new("too-many").detail("This token asks too often. Wait, then go on.");
        problem.header(RETRY_AFTER, HeaderValue::from(retry_after_s))
    }

    /// As many live streams are open as one token may have.
    pub fn streams() -> Problem {
        let problem =
            Problem::new("too-many").detail("This token has too many streams open. End one of them.");
        problem.header(RETRY_AFTER, HeaderValue::from(streams::RETRY_AFTER_S))
    }

    pub fn detail(mut self, detail: impl Into<String>) -> Problem {
        self.0.detail = Some(detail.into());
        self
    }

    pub fn with_error(mut self, field: &str, message: impl Into<String>) -> Problem {
        self.0.errors.push(FieldError { field: field.to_owned(), message: message.into() });
        self
    }

    /// Whether it names this field.
    pub fn is_about(&self, field: &str) -> bool {
        self.0.errors.iter().any(|error| error.field == field)
    }

    /// The same, with the name that requests have for a field.
    pub fn renamed(mut self, field: &str, name: &str) -> Problem {
        for error in self.0.errors.iter_mut().filter(|error| error.field == field) {
            error.field = name.to_owned();
        }
        self
    }

    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.0.headers.push((name, value));
        self
    }

    /// What a panic leaves behind.
    pub fn panicked(words: &str) -> Problem {
        Problem::of_incident("internal", Incident::new(format_args!("panic: {words}")))
    }

    /// We took too long.
    pub fn late() -> Problem {
        let problem = Problem::of_incident("busy", Incident::new("no answer in 30 s"));
        problem.header(RETRY_AFTER, HeaderValue::from(10))
    }

    fn of_incident(kind: &'static str, incident: Incident) -> Problem {
        let mut problem = Problem::new(kind);
        problem.0.incident = Some(incident.name.clone());
        problem.0.cause = Some(incident);
        problem
    }

    fn busy(retry_after_s: i64) -> Problem {
        let problem = Problem::new("busy").detail("Somebody else is writing. Try again.");
        problem.header(RETRY_AFTER, HeaderValue::from(retry_after_s.max(1)))
    }

    fn of_fields(fields: &[FieldFault]) -> Problem {
        let problem = Problem::new("invalid");
        fields.iter().fold(problem, |problem, fault| {
            let words = reason(Language::En, &fault.field, &fault.reason);
            problem.with_error(&fault.field, words)
        })
    }
}

impl From<service::Error> for Problem {
    fn from(error: service::Error) -> Problem {
        match &error.fault {
            // What may not be done and what is not there answer alike.
            Fault::NotFound | Fault::Forbidden => Problem::not_found(),
            Fault::SignIn => Problem::sign_in("Bearer realm=\"deskbell\""),
            Fault::Invalid { fields } => Problem::of_fields(fields),
            Fault::Refused { .. } => {
                let words = sentence(Language::En, &UiError::from(error.fault.clone()));
                Problem::new("refused").detail(words)
            }
            Fault::Conflict { changes, seq } => {
                let words = "Look at the changes, then send it again with this version.";
                let mut problem = Problem::new("stale").detail(words);
                problem.0.version = Some(seq.0);
                problem.0.changes = changes.iter().map(Event::from).collect();
                problem
            }
            Fault::Busy { retry_after_s } => Problem::busy(*retry_after_s),
            Fault::Full => Problem::of_incident("full", Incident::of(&error)),
            Fault::Internal => Problem::of_incident("internal", Incident::of(&error)),
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Problem {
        service::Error::from(fault).into()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let kind = match refusal {
            Refusal::Method => "method",
            Refusal::ContentType => "content-type",
            Refusal::TooLarge => "too-large",
            Refusal::LongAddress => "long-address",
            Refusal::Slow => "slow",
            Refusal::OtherSite | Refusal::Garbled => "malformed",
            Refusal::Crowded | Refusal::Late => return Problem::busy(10),
            Refusal::Streams => return Problem::streams(),
        };
        Problem::new(kind)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = *self.0;
        // A problem is plain data; one that can't be written as JSON would be a bug that tests find.
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() =
            StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(CONTENT_TYPE, CONTENT);
        for (name, value) in document.headers {
            response.headers_mut().append(name, value);
        }
        if let Some(incident) = document.cause {
            response.extensions_mut().insert(incident);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fault::Reason;

    #[test]
    fn every_kind_that_is_told_is_listed() {
        for (kind, title, status) in KINDS {
            let problem = Problem::new(kind);
            assert_eq!((problem.0.title, problem.0.status), (*title, *status));
        }
        for fault in [
            Fault::NotFound,
            Fault::Forbidden,
            Fault::SignIn,
            Fault::field("body", Reason::Empty),
            Fault::Busy { retry_after_s: 1 },
            Fault::Full,
            Fault::Internal,
        ] {
            let problem = Problem::from(fault);
            let kind = problem.0.kind.strip_prefix("/api#problem-").unwrap().to_owned();
            assert!(KINDS.iter().any(|(known, _, status)| *known == kind && *status == problem.0.status));
        }
    }

    #[test]
    fn a_fault_names_its_field() {
        let problem = Problem::from(Fault::field("requester.email", Reason::Malformed));
        assert_eq!(problem.0.status, 422);
        assert_eq!(problem.0.errors[0].field, "requester.email");
    }
}
