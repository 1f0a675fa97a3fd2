//! Every address once: its pattern, the face that it shows, and how to link to it.

use domain::ids::TicketId;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::hooks::use_location;
use leptos_router::{Lazy, LazyRoute, ParamSegment, SsrMode, StaticSegment};

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
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// All pages. Each face is a piece of the program of its own, loaded when somebody goes there.
#[component]
pub fn Pages() -> impl IntoView {
    form::forget_echo_on_leaving();
    dress_for_face();
    let mode = SsrMode::Async;
    let tracker = (StaticSegment("t"), ParamSegment("ref"));
    let ticket = (StaticSegment("desk"), StaticSegment("t"), ParamSegment("ref"));
    view! {
        <FlatRoutes fallback=portal::NotFoundPage>
            <Route path=StaticSegment(HOME) view={Lazy::<Home>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(ASK) view={Lazy::<Ask>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(MY) view={Lazy::<My>::new()} ssr=mode.clone()/>
            <Route path=tracker view={Lazy::<Tracker>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(QUEUE) view={Lazy::<Queue>::new()} ssr=mode.clone()/>
            <Route path=ticket view={Lazy::<Ticket>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(WALL) view={Lazy::<Wall>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(SIGN_IN) view={Lazy::<SignIn>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(SET_UP) view={Lazy::<SetUp>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(ME) view={Lazy::<Me>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(ADMIN) view={Lazy::<Admin>::new()} ssr=mode.clone()/>
            <Route path=StaticSegment(KIT) view={Lazy::<Kit>::new()} ssr=mode/>
        </FlatRoutes>
    }
}

/// Gives the document the face of the page that it shows, also when the reader goes there without a reload.
fn dress_for_face() {
    let path = use_location().pathname;
    Effect::new(move || {
        let face = path.with(|path| face(path));
        if let Some(html) = document().document_element() {
            // It can only fail for a name that no attribute may have.
            let _ = html.set_attribute("data-face", face.as_str());
        }
    });
}

macro_rules! faces {
    ($($(#[$doc:meta])* $face:ident: $pages:ident { $($page:ident = $view:path),+ $(,)? })+) => {$(
        #[derive(Clone, Copy)]
        enum $pages {
            $($page),+
        }

        $(#[$doc])*
        #[lazy]
        fn $face(page: $pages) -> AnyView {
            match page {
                $($pages::$page => $view().into_any()),+
            }
        }

        $(
            struct $page;

            impl LazyRoute for $page {
                fn data() -> Self {
                    $page
                }

                async fn view(_: Self) -> AnyView {
                    $face($pages::$page).await
                }
            }
        )+
    )+};
}

faces! {
    portal_face: PortalPages {
        Home = portal::HomePage,
        Ask = portal::AskPage,
        My = portal::MyPage,
        Tracker = portal::TrackerPage,
    }
    desk_face: DeskPages {
        Queue = desk::QueuePage,
        Ticket = desk::TicketPage,
    }
    wall_face: WallPages {
        Wall = wall::WallPage,
    }
    account_face: AccountPages {
        SignIn = account::SignInPage,
        SetUp = account::SetUpPage,
        Me = account::MePage,
    }
    admin_face: AdminPages {
        Admin = admin::AdminPage,
    }
    kit_face: KitPages {
        Kit = kit_page,
    }
}

fn kit_page() -> AnyView {
    #[cfg(debug_assertions)]
    return ui::gallery::Gallery().into_any();
    #[cfg(not(debug_assertions))]
    portal::NotFoundPage().into_any()
}
