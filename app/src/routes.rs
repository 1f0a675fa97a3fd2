//! Every address once: its pattern, the face that it shows, and how to link to it.

use domain::ids::{EventSeq, TicketId};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::hooks::use_location;
use leptos_router::{ChooseView, ParamSegment, SsrMode, StaticSegment, WildcardSegment};

use crate::{account, admin, desk, form, portal, wall};

pub const HOME: &str = "/";
pub const ASK: &str = "/new";
pub const MY: &str = "/my";
pub const TRACKER: &str = "/t/:ref";
pub const QUEUE: &str = "/desk";
pub const TICKET: &str = "/desk/t/:ref";
pub const WALL: &str = "/wall";
pub const SIGN_IN: &str = "/sign-in";
pub const SET_UP: &str = "/set-up";
pub const ME: &str = "/me";
pub const ADMIN: &str = "/admin";
/// Every address that is none, in the words of the server's router.
pub const ELSEWHERE: &str = "/{*elsewhere}";
pub const WEBHOOKS: &str = "/admin/webhooks";
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

/// All pages.
#[component]
pub fn Pages() -> impl IntoView {
    form::forget_echo_on_leaving();
    dress_for_face();
    let mode = SsrMode::Async;
    let tracker = (StaticSegment("t"), ParamSegment("ref"));
    let webhooks = (StaticSegment("admin"), StaticSegment("webhooks"));
    let ticket = (StaticSegment("desk"), StaticSegment("t"), ParamSegment("ref"));
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=StaticSegment(HOME) view=Page::Home ssr=mode.clone()/>
            <Route path=StaticSegment(ASK) view=Page::Ask ssr=mode.clone()/>
            <Route path=StaticSegment(MY) view=Page::My ssr=mode.clone()/>
            <Route path=tracker view=Page::Tracker ssr=mode.clone()/>
            <Route path=StaticSegment(QUEUE) view=Page::Queue ssr=mode.clone()/>
            <Route path=ticket view=Page::Ticket ssr=mode.clone()/>
            <Route path=StaticSegment(WALL) view=Page::Wall ssr=mode.clone()/>
            <Route path=StaticSegment(SIGN_IN) view=Page::SignIn ssr=mode.clone()/>
            <Route path=StaticSegment(SET_UP) view=Page::SetUp ssr=mode.clone()/>
            <Route path=StaticSegment(ME) view=Page::Me ssr=mode.clone()/>
            <Route path=StaticSegment(ADMIN) view=Page::Admin ssr=mode.clone()/>
            <Route path=webhooks view=Page::Webhooks ssr=mode.clone()/>
            <Route path=StaticSegment(KIT) view=Page::Kit ssr=mode.clone()/>
            <Route path=WildcardSegment("elsewhere") view=Page::Elsewhere ssr=mode/>
        </FlatRoutes>
    }
}

/// Whether the reader has come from another page of ours without a reload.
#[derive(Clone, Copy)]
struct Moved(StoredValue<bool>);

/// Gives the document the face of the page that it shows, also when the reader goes there without a reload.
fn dress_for_face() {
    let path = use_location().pathname;
    let moved = Moved(StoredValue::new(false));
    provide_context(moved);
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            moved.0.set_value(true);
        }
        if let Some(html) = document().document_element() {
            // It can only fail for a name that no attribute may have.
            let _ = html.set_attribute("data-face", face(&path).as_str());
        }
        path
    });
}

/// Puts the keyboard at the start of a page that came without a reload, where a reload would have put it.
pub fn focus_on_arrival(main: NodeRef<leptos::html::Main>) {
    let Some(Moved(moved)) = use_context::<Moved>() else { return };
    Effect::new(move || {
        let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if let Some(main) = main.get().filter(|_| lost && moved.get_value()) {
            // It can only fail in a document that is going away.
            let _ = main.focus();
        }
    });
}

/// One page. What draws it is in a piece of the program that is loaded when somebody goes there.
#[derive(Clone, Copy)]
enum Page {
    Home,
    Elsewhere,
    Ask,
    My,
    Tracker,
    Queue,
    Ticket,
    Wall,
    SignIn,
    SetUp,
    Me,
    Admin,
    Webhooks,
    Kit,
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self {
            Page::Home | Page::Elsewhere => front_piece(self).await,
            Page::Ask | Page::My => portal_piece(self).await,
            Page::Tracker => tracker_piece().await,
            Page::Queue | Page::Ticket => desk_piece(self).await,
            Page::Wall => wall_piece().await,
            Page::SignIn | Page::SetUp | Page::Me => account_piece(self).await,
            Page::Admin | Page::Webhooks | Page::Kit => account_piece(self).await,
        }
    }

    /// It is loaded when it is drawn; the page before stays until then.
    async fn preload(&self) {}
}

// The pieces are few, because every set of them that shares something shares a file.

#[lazy]
fn front_piece(page: Page) -> AnyView {
    match page {
        Page::Home => portal::HomePage().into_any(),
        _ => portal::NotFoundPage().into_any(),
    }
}

#[lazy]
fn portal_piece(page: Page) -> AnyView {
    match page {
        Page::Ask => portal::AskPage().into_any(),
        _ => portal::MyPage().into_any(),
    }
}

#[lazy]
fn tracker_piece() -> AnyView {
    portal::TrackerPage().into_any()
}

#[lazy]
fn desk_piece(page: Page) -> AnyView {
    match page {
        Page::Queue => desk::QueuePage().into_any(),
        _ => desk::TicketPage().into_any(),
    }
}

#[lazy]
fn wall_piece() -> AnyView {
    wall::WallPage().into_any()
}

#[lazy]
fn account_piece(page: Page) -> AnyView {
    match page {
        Page::SignIn => account::SignInPage().into_any(),
        Page::SetUp => account::SetUpPage().into_any(),
        Page::Me => account::MePage().into_any(),
        Page::Admin => admin::AdminPage().into_any(),
        Page::Webhooks => admin::WebhooksPage().into_any(),
        _ => kit_page(),
    }
}

fn kit_page() -> AnyView {
    #[cfg(debug_assertions)]
    return ui::gallery::Gallery().into_any();
    #[cfg(not(debug_assertions))]
    portal::NotFoundPage().into_any()
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
            WALL,
            SIGN_IN,
            SET_UP,
            ME,
            ADMIN,
            WEBHOOKS,
            KIT,
            ELSEWHERE,
        ];
        known.sort_unstable();
        written.sort_unstable();
        assert_eq!(known, written);
    }
}
