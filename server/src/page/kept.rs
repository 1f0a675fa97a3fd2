//! Pages that were drawn already: the same reader gets the same page again as long as nothing has changed.
//!
//! A page depends on its address, on who reads it and how, and on the [`Generation`] of what it shows. All of that is the
//! key, so a page that would be another one is never found; nothing needs to be thrown away but what nobody asks for.

use std::time::Duration;

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use domain::access::Actor;
use domain::ids::SessionId;
use domain::locale::Language;
use http::HeaderMap;
use http::header::SET_COOKIE;
use quick_cache::sync::{Cache, DefaultLifecycle, GuardResult, PlaceholderGuard};
use quick_cache::{DefaultHashBuilder, Weighter};
use service::Generation;
use tokio::time::timeout;

use crate::context::Visitor;

/// How many bytes of pages are kept, and about how many pages that is.
const KEPT_BYTES: u64 = 8 * 1024 * 1024;
const KEPT_PAGES: usize = 512;
/// How long to wait for somebody else's drawing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a page is drawn from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    address: String,
    reader: Reader,
    language: Language,
    theme: Option<&'static str>,
    generation: Generation,
}

/// Whoever has no session shows by his address what he may see: a guest's key is a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Reader {
    Nobody,
    SignedIn { session: SessionId, roles: i64 },
}

impl Key {
    /// The key of a page as it is now; none where it is always drawn anew. Made before the page is drawn: what changes
    /// meanwhile makes another key.
    pub fn of(address: &str, visitor: &Visitor) -> Option<Key> {
        let path = address.split('?').next().unwrap_or_default();
        let is_kept = matches!(path, "/" | "/new" | "/my" | "/desk")
            || path.starts_with("/t/")
            || path.starts_with("/desk/t/");
        let reader = match (visitor.ctx.actor, visitor.ctx.session) {
            (Actor::Nobody, None) => Reader::Nobody,
            (Actor::Person { roles, .. }, Some(session)) => Reader::SignedIn { session, roles: roles.bits() },
            _ => return None,
        };
        is_kept.then(|| Key {
            address: address.to_owned(),
            reader,
            language: visitor.prefs.language,
            theme: visitor.prefs.theme.map(|theme| theme.as_str()),
            generation: visitor.ctx.service.generation(),
        })
    }
}

/// A page as it was sent.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub headers: HeaderMap,
    pub html: Bytes,
}

impl Drawn {
    fn answer(self) -> Response {
        (self.headers, self.html).into_response()
    }
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, Drawn> for Bytewise {
    fn weight(&self, key: &Key, page: &Drawn) -> u64 {
        (key.address.len() + page.html.len() + 1024) as u64
    }
}

/// The pages that are kept.
pub struct Pages(Cache<Key, Drawn, Bytewise>);

impl Default for Pages {
    fn default() -> Pages {
        Pages(Cache::with_weighter(KEPT_PAGES, KEPT_BYTES, Bytewise))
    }
}

impl Pages {
    /// The page as it was drawn already, or else the turn to draw it. Whoever wants the same page meanwhile waits for it,
    /// but not for long, and not for a turn: what was not kept is drawn by each.
    pub async fn get(&self, key: &Key) -> Result<Response, Option<Turn<'_>>> {
        match self.0.get_value_or_guard(key, Some(Duration::ZERO)) {
            GuardResult::Value(page) => Ok(page.answer()),
            GuardResult::Guard(turn) => Err(Some(Turn(turn))),
            GuardResult::Timeout => match timeout(PATIENCE, self.0.get_value_or_guard_async(key)).await {
                Ok(Ok(page)) => Ok(page.answer()),
                Ok(Err(_)) | Err(_) => Err(None),
            },
        }
    }
}

/// The turn to draw a page. It passes on when it is dropped.
pub struct Turn<'a>(
    PlaceholderGuard<'a, Key, Drawn, Bytewise, DefaultHashBuilder, DefaultLifecycle<Key, Drawn>>,
);

impl Turn<'_> {
    /// Keeps a page; one that starts or ends something, as a cookie does, is for one answer only.
    pub fn keep(self, page: Drawn) {
        if !page.headers.contains_key(SET_COOKIE) {
            // Room that was taken away meanwhile is not needed: the page has an answer that it goes out with.
            let _ = self.0.insert(page);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::join;
    use tokio::task::yield_now;

    fn key() -> Key {
        Key {
            address: "/".into(),
            reader: Reader::Nobody,
            language: Language::En,
            theme: None,
            generation: Generation::default(),
        }
    }

    #[tokio::test]
    async fn who_wants_a_page_that_is_being_drawn_waits_for_it() {
        let (pages, key) = (Pages::default(), key());
        let turn = pages.get(&key).await.err().flatten().unwrap();
        let drawn = Drawn { headers: HeaderMap::new(), html: Bytes::from_static(b"drawn once") };
        let (second, third, ()) = join!(pages.get(&key), pages.get(&key), async {
            yield_now().await;
            turn.keep(drawn);
        });
        assert!(second.is_ok() && third.is_ok());
    }

    #[tokio::test]
    async fn what_is_not_kept_is_drawn_by_each_who_waited() {
        let (pages, key) = (Pages::default(), key());
        let turn = pages.get(&key).await.err().flatten().unwrap();
        let (second, third, ()) = join!(pages.get(&key), pages.get(&key), async {
            yield_now().await;
            drop(turn);
        });
        assert!(matches!(second, Err(None)) && matches!(third, Err(None)));
        assert!(matches!(pages.get(&key).await, Err(Some(_))), "and the next one has the turn");
    }
}
