//! Every address once: its pattern, the face that it shows, and how to link to it.

use domain::ids::{EventSeq, TicketId};

pub const HOME: &str = "/";
pub const ASK: &str = "/new";
pub const MY: &str = "/my";
pub const TRACKER: &str = "/t/:ref";
pub const QUEUE: &str = "/desk";
pub const TICKET: &str = "/desk/t/:ref";
pub const ROTA: &str = "/desk/rota";
pub const KNOWS: &str = "/desk/knows";
pub const WALL: &str = "/wall";
pub const SIGN_IN: &str = "/sign-in";
pub const SET_UP: &str = "/set-up";
pub const SET_PASSWORD: &str = "/set-password";
pub const ME: &str = "/me";
pub const ADMIN: &str = "/admin";
/// Every address that is none, in the words of the server's router.
pub const ELSEWHERE: &str = "/{*elsewhere}";
pub const WEBHOOKS: &str = "/admin/webhooks";
pub const PLAN: &str = "/admin/rota";
pub const ROUTING: &str = "/admin/routing";
pub const COVERAGE: &str = "/admin/coverage";
pub const POLICIES: &str = "/admin/policies";
pub const SUPPLIERS: &str = "/admin/suppliers";
/// What everybody may read of what is promised.
pub const LEVELS: &str = "/service-levels";
/// The gallery of the design kit, in debug builds.
pub const KIT: &str = "/kit";

/// Where forms go that a page of the server takes.
pub const SIGN_OUT: &str = "/sign-out";

/// How a page looks: a set of token values on `<html data-face>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Portal,
    Desk,
    Wall,
}

impl Face {
    pub const fn as_str(self) -> &'static str {
        match self {
            Face::Portal => "portal",
            Face::Desk => "desk",
            Face::Wall => "wall",
        }
    }
}

/// The face of a path; a query behind it does not matter.
pub fn face(path: &str) -> Face {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    match path.split('/').find(|part| !part.is_empty()) {
        Some("desk" | "admin" | "kit") => Face::Desk,
        Some("wall") => Face::Wall,
        _ => Face::Portal,
    }
}

/// Path and query of an address; the server's router names a host before them.
pub fn local(url: &str) -> &str {
    if url.starts_with('/') {
        return url;
    }
    let after_host = url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    after_host.unwrap_or("/")
}

/// A ticket as its requester sees it; `k` is a guest's key.
pub fn tracker(ticket: TicketId, k: Option<&str>) -> String {
    with_key(format!("/t/{ticket}"), k)
}

/// Where an answer of the requester's side, a reply or a note is posted.
pub fn post(ticket: TicketId) -> String {
    format!("/t/{ticket}/post")
}

/// A ticket as the desk sees it.
pub fn ticket(ticket: TicketId) -> String {
    format!("/desk/t/{ticket}")
}

/// An attachment; `k` is a guest's key.
pub fn file(id: domain::ids::FileId, name: &str, k: Option<&str>) -> String {
    with_key(format!("/files/{}/{}", id.0, encode(name)), k)
}

/// Where a calendar reads shifts; without the origin.
pub fn calendar(secret: &str) -> String {
    format!("/calendar/{secret}.ics")
}

/// The form to ask, with a text to begin with.
pub fn ask(body: &str) -> String {
    match body.trim() {
        "" => ASK.to_owned(),
        body => format!("{ASK}?body={}", encode(body)),
    }
}

/// The door, and where to go behind it.
pub fn sign_in(to: Option<&str>) -> String {
    match to {
        Some(to) => format!("{SIGN_IN}?next={}", encode(to)),
        None => SIGN_IN.to_owned(),
    }
}

/// Dials a number that people write with spaces.
pub fn call(phone: &str) -> String {
    let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{dialled}")
}

/// The stream of my requests from an event on.
pub fn live_my(after: EventSeq) -> String {
    format!("/live/my?after={}", after.0)
}

/// The stream of one tracker from an event on; `k` is a guest's key.
pub fn live_tracker(ticket: TicketId, k: Option<&str>, after: EventSeq) -> String {
    let key = k.map(|k| format!("k={}&", encode(k))).unwrap_or_default();
    format!("/live/t/{ticket}?{key}after={}", after.0)
}

/// Adds a guest's key to an address that has no query yet.
pub fn with_key(path: String, k: Option<&str>) -> String {
    match k {
        Some(k) => format!("{path}?k={}", encode(k)),
        None => path,
    }
}

/// Text as a part of an address: everything but letters, digits and `-_.~` becomes percent signs.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_local_without_its_host() {
        assert_eq!(local("http://leptos.dev/desk?q=a"), "/desk?q=a");
        assert_eq!(local("/new?next=http://x/y"), "/new?next=http://x/y");
    }

    #[test]
    fn an_address_shows_its_face() {
        assert_eq!(face("/"), Face::Portal);
        assert_eq!(face("/t/T-1042?k=desk"), Face::Portal);
        assert_eq!(face("/desk/t/T-1042"), Face::Desk);
        assert_eq!(face("/desktop"), Face::Portal);
        assert_eq!(face("/wall?token=x"), Face::Wall);
    }

    #[test]
    fn a_guest_carries_his_key_everywhere() {
        let (ticket, k) = (TicketId(1042), Some("a+b"));
        assert_eq!(tracker(ticket, k), "/t/T-1042?k=a%2Bb");
        assert_eq!(live_tracker(ticket, k, EventSeq(7)), "/live/t/T-1042?k=a%2Bb&after=7");
        assert_eq!(file(domain::ids::FileId(3), "a b.pdf", k), "/files/3/a%20b.pdf?k=a%2Bb");
        assert_eq!(live_tracker(ticket, None, EventSeq(7)), "/live/t/T-1042?after=7");
    }

    #[test]
    fn what_was_begun_on_the_first_page_comes_along() {
        assert_eq!(ask("  "), "/new");
        assert_eq!(ask("VPN & mail"), "/new?body=VPN%20%26%20mail");
        assert_eq!(sign_in(Some("/my")), "/sign-in?next=%2Fmy");
        assert_eq!(call("+34 91 440-0"), "tel:+34914400");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn every_constant_is_a_route_and_every_route_a_constant() {
        let routes = leptos_axum::generate_route_list(crate::App);
        let mut known: Vec<&str> = routes.iter().map(|route| route.path()).collect();
        let mut written = vec![
            HOME,
            "/new",
            MY,
            "/t/{ref}",
            QUEUE,
            "/desk/t/{ref}",
            ROTA,
            KNOWS,
            WALL,
            SIGN_IN,
            SET_UP,
            SET_PASSWORD,
            ME,
            ADMIN,
            WEBHOOKS,
            PLAN,
            ROUTING,
            COVERAGE,
            POLICIES,
            SUPPLIERS,
            LEVELS,
            KIT,
            ELSEWHERE,
        ];
        known.sort_unstable();
        written.sort_unstable();
        assert_eq!(known, written);
    }
}
