//! All pages behind their addresses, in pieces of the program that are loaded when somebody goes there.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::hooks::use_location;
use leptos_router::{ChooseView, ParamSegment, SsrMode, StaticSegment, WildcardSegment};

use crate::routes::{
    ADMIN, ASK, HOME, KIT, LEVELS, ME, MY, QUEUE, SET_PASSWORD, SET_UP, SIGN_IN, WALL, face,
};
use crate::{account, admin, desk, form, portal, wall};

/// Every page, drawn for its address.
#[component]
pub fn Pages() -> impl IntoView {
    form::forget_echo_on_leaving();
    dress_for_face();
    let mode = SsrMode::Async;
    let tracker = (StaticSegment("t"), ParamSegment("ref"));
    let rota = (StaticSegment("desk"), StaticSegment("rota"));
    let knows = (StaticSegment("desk"), StaticSegment("knows"));
    let of_admin = |page: &'static str| (StaticSegment("admin"), StaticSegment(page));
    let webhooks = of_admin("webhooks");
    let ticket = (StaticSegment("desk"), StaticSegment("t"), ParamSegment("ref"));
    view! {
        <FlatRoutes fallback=|| ()>
            <Route path=StaticSegment(HOME) view=Page::Front(Front::Home) ssr=mode.clone()/>
            <Route path=StaticSegment(ASK) view=Page::Portal(Portal::Ask) ssr=mode.clone()/>
            <Route path=StaticSegment(MY) view=Page::Portal(Portal::My) ssr=mode.clone()/>
            <Route path=tracker view=Page::Tracker ssr=mode.clone()/>
            <Route path=StaticSegment(QUEUE) view=Page::Desk(Desk::Queue) ssr=mode.clone()/>
            <Route path=ticket view=Page::Desk(Desk::Ticket) ssr=mode.clone()/>
            <Route path=rota view=Page::Desk(Desk::Rota) ssr=mode.clone()/>
            <Route path=knows view=Page::Desk(Desk::Knows) ssr=mode.clone()/>
            <Route path=StaticSegment(WALL) view=Page::Wall ssr=mode.clone()/>
            <Route path=StaticSegment(SIGN_IN) view=Page::Account(Account::SignIn) ssr=mode.clone()/>
            <Route path=StaticSegment(SET_UP) view=Page::Account(Account::SetUp) ssr=mode.clone()/>
            <Route path=StaticSegment(SET_PASSWORD) view=Page::Account(Account::SetPassword) ssr=mode.clone()/>
            <Route path=StaticSegment(ME) view=Page::Account(Account::Me) ssr=mode.clone()/>
            <Route path=StaticSegment(ADMIN) view=Page::Admin(Admin::Settings) ssr=mode.clone()/>
            <Route path=webhooks view=Page::Admin(Admin::Webhooks) ssr=mode.clone()/>
            <Route path=of_admin("rota") view=Page::Admin(Admin::Plan) ssr=mode.clone()/>
            <Route path=of_admin("routing") view=Page::Admin(Admin::Routing) ssr=mode.clone()/>
            <Route path=of_admin("coverage") view=Page::Admin(Admin::Coverage) ssr=mode.clone()/>
            <Route path=of_admin("policies") view=Page::Admin(Admin::Policies) ssr=mode.clone()/>
            <Route path=of_admin("suppliers") view=Page::Admin(Admin::Suppliers) ssr=mode.clone()/>
            <Route path=StaticSegment(LEVELS) view=Page::Portal(Portal::Levels) ssr=mode.clone()/>
            <Route path=StaticSegment(KIT) view=Page::Account(Account::Kit) ssr=mode.clone()/>
            <Route path=WildcardSegment("elsewhere") view=Page::Front(Front::Elsewhere) ssr=mode/>
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

/// One page, by the piece of the program that draws it and that is loaded when somebody goes there. The front is in
/// the main piece: a first visit loads one file, and what the others share with it is there already.
/// The pieces are few, because every set of them that shares something more shares a file.
#[derive(Clone, Copy)]
enum Page {
    Front(Front),
    Portal(Portal),
    Tracker,
    Desk(Desk),
    Wall,
    Account(Account),
    Admin(Admin),
}

#[derive(Clone, Copy)]
enum Front {
    Home,
    Elsewhere,
}

#[derive(Clone, Copy)]
enum Portal {
    Ask,
    My,
    Levels,
}

#[derive(Clone, Copy)]
enum Desk {
    Queue,
    Ticket,
    Rota,
    Knows,
}

#[derive(Clone, Copy)]
enum Account {
    SignIn,
    SetUp,
    SetPassword,
    Me,
    Kit,
}

#[derive(Clone, Copy)]
enum Admin {
    Settings,
    Webhooks,
    Plan,
    Routing,
    Coverage,
    Policies,
    Suppliers,
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self {
            Page::Front(page) => front(page),
            Page::Portal(page) => portal_piece(page).await,
            Page::Tracker => tracker_piece().await,
            Page::Desk(page) => desk_piece(page).await,
            Page::Wall => wall_piece().await,
            Page::Account(page) => account_piece(page).await,
            Page::Admin(page) => admin_piece(page).await,
        }
    }

    /// It is loaded when it is drawn; the page before stays until then.
    async fn preload(&self) {}
}

fn front(page: Front) -> AnyView {
    match page {
        Front::Home => portal::HomePage().into_any(),
        Front::Elsewhere => portal::NotFoundPage().into_any(),
    }
}

#[lazy]
fn portal_piece(page: Portal) -> AnyView {
    match page {
        Portal::Ask => portal::AskPage().into_any(),
        Portal::My => portal::MyPage().into_any(),
        Portal::Levels => portal::LevelsPage().into_any(),
    }
}

#[lazy]
fn tracker_piece() -> AnyView {
    portal::TrackerPage().into_any()
}

#[lazy]
fn desk_piece(page: Desk) -> AnyView {
    match page {
        Desk::Queue => desk::QueuePage().into_any(),
        Desk::Ticket => desk::TicketPage().into_any(),
        Desk::Rota => desk::RotaPage().into_any(),
        Desk::Knows => desk::KnowsPage().into_any(),
    }
}

#[lazy]
fn wall_piece() -> AnyView {
    wall::WallPage().into_any()
}

#[lazy]
fn account_piece(page: Account) -> AnyView {
    match page {
        Account::SignIn => account::SignInPage().into_any(),
        Account::SetUp => account::SetUpPage().into_any(),
        Account::SetPassword => account::SetPasswordPage().into_any(),
        Account::Me => account::MePage().into_any(),
        Account::Kit => kit_page(),
    }
}

#[lazy]
fn admin_piece(page: Admin) -> AnyView {
    match page {
        Admin::Settings => admin::AdminPage().into_any(),
        Admin::Webhooks => admin::WebhooksPage().into_any(),
        Admin::Plan => admin::PlanPage().into_any(),
        Admin::Routing => admin::RoutingPage().into_any(),
        Admin::Coverage => admin::CoveragePage().into_any(),
        Admin::Policies => admin::PoliciesPage().into_any(),
        Admin::Suppliers => admin::SuppliersPage().into_any(),
    }
}

fn kit_page() -> AnyView {
    #[cfg(debug_assertions)]
    return ui::gallery::Gallery().into_any();
    #[cfg(not(debug_assertions))]
    portal::NotFoundPage().into_any()
}
