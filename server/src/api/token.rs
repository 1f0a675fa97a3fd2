//! Who asks: the token of a request, how often it may ask, and what else its headers say.

use axum::extract::FromRequestParts;
use domain::access::{Capability, Relation, allows};
use domain::ids::EventSeq;
use domain::token::Scope;
use http::header::{AUTHORIZATION, IF_MATCH, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use service::Ctx;
use service::program::Program;
use service::token::Recognised;

use super::idempotency::{self, KeyText};
use super::limit::Sort;
use super::problem::{Problem, Result};
use crate::context;
use crate::desk::Desk;

/// A program that showed its token and may go on.
pub struct Caller {
    pub ctx: Ctx,
    pub known: Recognised,
    pub desk: Desk,
    pub(super) key: Option<KeyText>,
}

impl Caller {
    /// Whether it sees what the desk sees.
    pub fn at_desk(&self) -> bool {
        allows(self.ctx.actor, Capability::SeeDesk, Relation::None)
    }

    pub fn is_admin(&self) -> bool {
        allows(self.ctx.actor, Capability::Administer, Relation::None)
    }

    /// As whom it acts.
    pub fn person(&self) -> domain::ids::PersonId {
        self.known.person.id
    }
}

impl FromRequestParts<Desk> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Caller> {
        let token = bearer(&parts.headers)?;
        let known = service::token::recognise(desk.service(), token).await?;
        let known = known.ok_or_else(|| Problem::sign_in(INVALID))?;
        let sort = if safe(&parts.method) { Sort::Read } else { Sort::Write };
        desk.limits().take(known.token, sort).map_err(Problem::too_many)?;
        if sort == Sort::Write && !known.scopes.has(Scope::Write) {
            return Err(no_scope());
        }
        let key = match sort {
            Sort::Read => None,
            Sort::Write => idempotency::key(&parts.headers)?,
        };
        let program = Program::new(known.token, seen(&parts.headers)?);
        let client = context::client(parts);
        let ctx = service::token::ctx(desk.service(), &known, client, program);
        Ok(Caller { ctx, known, desk: desk.clone(), key })
    }
}

const MISSING: &str = "Bearer realm=\"deskbell\"";
const INVALID: &str = "Bearer realm=\"deskbell\", error=\"invalid_token\"";
const NO_SCOPE: &str = "Bearer realm=\"deskbell\", error=\"insufficient_scope\", scope=\"write\"";

fn no_scope() -> Problem {
    let problem = Problem::new("scope").detail("This token may only read. Make one with --scope write.");
    problem.header(WWW_AUTHENTICATE, HeaderValue::from_static(NO_SCOPE))
}

fn safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// The token, which only this header carries: a cookie opens nothing here.
fn bearer(headers: &HeaderMap) -> Result<&str> {
    let mut given = headers.get_all(AUTHORIZATION).iter();
    let (Some(first), None) = (given.next(), given.next()) else { return Err(Problem::sign_in(MISSING)) };
    let text = first.to_str().map_err(|_| Problem::sign_in(INVALID))?;
    let (scheme, token) = text.split_once(' ').ok_or_else(|| Problem::sign_in(MISSING))?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
        return Err(Problem::sign_in(MISSING));
    }
    Ok(token.trim())
}

/// The version that the sender has seen: `If-Match: "17"`, or the number alone, as a body says it. A star means any,
/// as does no header.
fn seen(headers: &HeaderMap) -> Result<Option<EventSeq>> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    match version.parse() {
        Ok(seq) if version.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(EventSeq(seq))),
        _ => Err(Problem::new("malformed")
            .with_error("If-Match", "Send one ETag as it was received, such as \"17\".")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_token_comes_in_its_header_and_nowhere_else() {
        assert_eq!(bearer(&with(AUTHORIZATION, "Bearer abc")).unwrap(), "abc");
        assert_eq!(bearer(&with(AUTHORIZATION, "bearer abc")).unwrap(), "abc");
        for bad in ["Basic abc", "Bearer", "Bearer ", "abc"] {
            assert!(bearer(&with(AUTHORIZATION, bad)).is_err(), "{bad}");
        }
        assert!(bearer(&with(http::header::COOKIE, "deskbell_session=abc")).is_err());
    }

    #[test]
    fn a_version_is_one_strong_tag_or_its_number() {
        assert_eq!(seen(&HeaderMap::new()).unwrap(), None);
        assert_eq!(seen(&with(IF_MATCH, "*")).unwrap(), None);
        for seventeen in ["\"17\"", "17"] {
            assert_eq!(seen(&with(IF_MATCH, seventeen)).unwrap(), Some(EventSeq(17)));
        }
        for bad in ["", "\"17", "17\"", "-1", "W/\"17\"", "\"17\", \"18\"", "\"\"", "\"-1\"", "\"+1\""] {
            assert!(seen(&with(IF_MATCH, bad)).is_err(), "{bad}");
        }
    }
}
