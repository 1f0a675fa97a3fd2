//! A form on its way through the server: read, handed to its use case, answered.

use axum::Form as Urlencoded;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request};
use axum::response::Response;
use domain::ids::EventSeq;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use crate::answer::{self, wants};
use crate::context::{Visitor, visitor};
use crate::desk::Desk;
use crate::multipart::{self, Form, MAX_TEXT_BYTES};
use crate::problem::Refusal;
use crate::{body, page, problem};

/// A form that did what it should.
pub struct Done {
    pub to: String,
    pub seq: Option<EventSeq>,
    pub cookie: Option<HeaderValue>,
}

impl Done {
    pub fn to(to: impl Into<String>) -> Done {
        Done { to: to.into(), seq: None, cookie: None }
    }
}

/// A form on its way, and everything that its answer needs.
pub struct Submission<'a> {
    desk: &'a Desk,
    parts: Parts,
    pub visitor: Visitor,
}

impl<'a> Submission<'a> {
    /// Reads a form; errors with the answer where it can't be read at all.
    pub async fn read(desk: &'a Desk, request: Request) -> Result<(Submission<'a>, Form), Response> {
        let (parts, body) = request.into_parts();
        let form = match read_form(desk, &parts, body).await {
            Ok(form) => form,
            Err(refusal) => return Err(problem::refuse(desk, &parts.headers, refusal)),
        };
        match visitor(desk, &parts).await {
            Ok(visitor) => Ok((Submission { desk, parts, visitor }, form)),
            Err(error) => {
                let (told, incident) = problem::tell(&error);
                let mut response = problem::kept(desk, &parts.headers, &told, &form.values);
                incident.map(|incident| response.extensions_mut().insert(incident));
                Err(response)
            }
        }
    }

    /// Answers the form; `at` is the page that is drawn again where it was not taken.
    pub async fn finish(self, outcome: service::Result<Done>, form: Form, at: &str) -> Response {
        match outcome {
            Ok(done) => {
                let mut response = answer::sent(wants(&self.parts.headers), &done.to, done.seq);
                if let Some(cookie) = done.cookie {
                    response.headers_mut().append(SET_COOKIE, cookie);
                }
                response
            }
            Err(error) => {
                let (told, incident) = problem::tell(&error);
                let mut response =
                    page::refused(self.desk, self.visitor, self.parts, at, form.values, told).await;
                incident.map(|incident| response.extensions_mut().insert(incident));
                response
            }
        }
    }
}

/// Names and words of a form without files.
pub async fn values(form: &[u8]) -> Vec<(String, String)> {
    let request = http::Request::post("/")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_vec()));
    let Ok(mut request) = request else { return Vec::new() };
    // The form is in memory already, within its limit.
    DefaultBodyLimit::disable().apply(&mut request);
    let read = Urlencoded::<Vec<(String, String)>>::from_request(request, &()).await;
    read.map_or_else(|_| Vec::new(), |Urlencoded(values)| values)
}

async fn read_form(desk: &Desk, parts: &Parts, body: Body) -> Result<Form, Refusal> {
    if is_multipart(&parts.headers) {
        let Ok(_place) = desk.on_disk().try_acquire() else { return Err(Refusal::Crowded) };
        return multipart::read(desk, parts, body).await;
    }
    // A letter may take three bytes as a percent sign and two digits, and a few more letters are not worth a second limit.
    let bytes = body::whole(body, 3 * MAX_TEXT_BYTES).await?;
    Ok(Form::of(values(&bytes).await))
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/form-data")
}
