//! Who asks: turns a request's cookie, address and wishes into the context of a use case.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use app::error::Incidents;
use app::{Prefs, Theme};
use domain::access::Actor;
use domain::locale::Language;
use domain::ticket::Channel;
use http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderName};
use service::{Client, Ctx};

use crate::cookie;
use crate::desk::Desk;
use crate::serve::Peer;
use crate::telemetry::Incident;

/// Set by a proxy: the addresses that a request came through.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Longest name of a browser that is kept, in characters.
const AGENT_LIMIT: usize = 200;

/// Who asks, and how the page shall be.
#[derive(Clone)]
pub struct Visitor {
    pub ctx: Ctx,
    pub prefs: Prefs,
}

/// Looks up who asks. A session that is over is as good as none.
pub async fn visitor(desk: &Desk, parts: &Parts) -> service::Result<Visitor> {
    let token = cookie::get(&parts.headers, cookie::SESSION);
    let session = match token {
        Some(token) => service::session::actor(desk.service(), token).await?,
        None => None,
    };
    let (actor, session, own_language) = match session {
        Some((actor, session, language)) => (actor, Some(session), Some(language)),
        None => (Actor::Nobody, None, None),
    };
    let language = chosen(&parts.headers).or(own_language).unwrap_or_else(|| language(desk, &parts.headers));
    let theme = cookie::get(&parts.headers, cookie::THEME).and_then(Theme::from_name);
    let roles = match actor {
        Actor::Person { roles, .. } => Some(roles),
        Actor::Nobody | Actor::Guest { .. } | Actor::Wall { .. } | Actor::System => None,
    };
    let ctx = Ctx::new(desk.service().clone(), actor, session, language, Channel::Portal, client(parts));
    Ok(Visitor { ctx, prefs: Prefs { language, theme, roles } })
}

/// The language of somebody whom we don't know: chosen before, else wished for, else the desk's own.
pub fn language(desk: &Desk, headers: &HeaderMap) -> Language {
    let wished = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept(header)
    };
    chosen(headers).or_else(wished).unwrap_or_else(|| desk.service().settings().language)
}

/// The language that was chosen in this browser.
fn chosen(headers: &HeaderMap) -> Option<Language> {
    cookie::get(headers, cookie::LANGUAGE).and_then(Language::from_code)
}

/// Where a request came from.
pub fn client(parts: &Parts) -> Client {
    let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip());
    let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Client {
        address: peer.map(|peer| behind_proxy(peer, &parts.headers)).unwrap_or_default(),
        agent: agent.chars().take(AGENT_LIMIT).collect(),
    }
}

/// The address that counts for limits. Only a proxy on this machine is believed what it says of another one.
fn behind_proxy(peer: IpAddr, headers: &HeaderMap) -> String {
    let last = || headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?.rsplit(',').next();
    let told = peer.is_loopback().then(last).flatten().and_then(|text| text.trim().parse::<IpAddr>().ok());
    told.unwrap_or(peer).to_string()
}

/// Catches what goes wrong inside a page or server function, so that the log gets one line with a name and a cause.
#[derive(Clone, Default)]
pub struct Witness {
    seen: Arc<Mutex<Option<Incident>>>,
}

impl Witness {
    /// The hook that pages and server functions call.
    pub fn incidents(&self) -> Incidents {
        let witness = self.clone();
        Incidents(Arc::new(move |error| witness.note(error)))
    }

    /// What was seen.
    pub fn testimony(&self) -> Option<Incident> {
        self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    fn note(&self, error: &service::Error) -> String {
        let incident = Incident::of(error);
        let name = incident.name.clone();
        let mut seen = self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        // A page that asks for several things may fail several times, mostly for the same cause.
        seen.get_or_insert(incident);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED_FOR, "198.51.100.7, 203.0.113.9".parse().unwrap());
        assert_eq!(behind_proxy("127.0.0.1".parse().unwrap(), &headers), "203.0.113.9");
        assert_eq!(behind_proxy("192.0.2.1".parse().unwrap(), &headers), "192.0.2.1");
        assert_eq!(behind_proxy("127.0.0.1".parse().unwrap(), &HeaderMap::new()), "127.0.0.1");
    }
}
