//! The frame around every page of the portal: the sign above, the dock below, language and theme at the foot.

use domain::coverage::Opening;
use domain::locale::Language;
use domain::person::{PersonChip, Role};
use domain::settings::DeskNow;
use leptos::prelude::*;
use ui::{Banner, BannerKind, Dock, DockItem, Icon, Sign, SignClock, SignItem, Skip};
use web_sys::SubmitEvent;

use super::PageTitle;
use crate::form::{Encoding, PageField};
use crate::format::Times;
use crate::i18n::{Common, language};
use crate::live::{Line, connected};
use crate::pages::focus_on_arrival;
use crate::prefs::{Prefs, Theme};
use crate::routes;

/// A page of the portal: sign, content, foot, dock.
#[component]
pub fn PortalFrame(
    /// The page's own name, as the browser shows it on the tab.
    #[prop(into)]
    title: Signal<String>,
    /// The address of the way on the sign that this page belongs to.
    #[prop(into, optional)]
    here: String,
    /// None where a page could not ask for it.
    #[prop(into, optional)]
    desk: MaybeProp<DeskNow>,
    #[prop(into, optional)] times: MaybeProp<Times>,
    reader: Option<PersonChip>,
    children: Children,
) -> impl IntoView {
    let t = Common::from(language());
    let company = desk.get_untracked().map(|desk| desk.company).filter(|company| !company.is_empty());
    let signed_in = Prefs::here().roles.is_some();
    let me = reader.filter(|_| signed_in);
    let main = NodeRef::new();
    focus_on_arrival(main);
    view! {
        <PageTitle text=Signal::derive(move || t.title_with(&title.get()))/>
        <Skip text=t.frame_skip()/>
        <Sign
            name=t.app_name()
            home=routes::HOME
            nostrip:place=company
            nav_label=t.frame_nav()
            items=ways()
            here=here.clone()
            before=move || view! { <OpenNow desk=desk times=times/> }
            clock=move || view! { <Clock times=times/> }
            end=move || view! { <Person me=me/> }
        />
        <main id="main" class="page" tabindex="-1" node_ref=main>
            <Connection/>
            {children()}
        </main>
        <Foot times=times/>
        <Dock nav_label=t.frame_nav_bottom() items=dock() here=here/>
    }
}

/// The frame of a page whose data is still on the way.
#[component]
pub fn EmptyFrame() -> impl IntoView {
    let t = Common::from(language());
    view! { <PortalFrame title=t.app_name() reader=None>""</PortalFrame> }
}

/// Says that the page does not hear the server any more.
#[component]
pub fn Connection() -> impl IntoView {
    let t = Common::from(language());
    let line = connected();
    view! {
        <div role="status" class="page-news">
            {move || {
                (line.get() == Line::Down).then(|| {
                    view! {
                        <Banner kind=BannerKind::You icon=Icon::Net title=t.frame_offline_short()>
                            {t.frame_offline()}
                        </Banner>
                    }
                })
            }}
        </div>
    }
}

/// Whether the desk is open, in words.
pub fn opening(times: &Times, opening: Opening) -> String {
    let t = Common::from(times.language);
    match opening {
        Opening::Open { until } if times.same_day(until, times.now) => {
            t.frame_open_until(&times.clock(until))
        }
        Opening::Open { until } => t.frame_open_until(&times.short(until)),
        Opening::Closed { next: Some(next) } => t.frame_opens(&times.long(next)),
        Opening::Closed { next: None } => t.frame_shut().into(),
    }
}

#[component]
fn OpenNow(desk: MaybeProp<DeskNow>, times: MaybeProp<Times>) -> impl IntoView {
    view! {
        {move || {
            let (desk, times) = (desk.get()?, times.get()?);
            // The page's picture of the desk ages; its calendar does not.
            let now = match desk.coverage.at(times.now) {
                Opening::Closed { next: None } => desk.opening,
                known => known,
            };
            Some(view! {
                <span class="sign-open">
                    {times.date(times.now)}<br/>{opening(&times, now)}
                </span>
            })
        }}
    }
}

#[component]
fn Clock(times: MaybeProp<Times>) -> impl IntoView {
    times.get_untracked().map(|first| {
        let stamp = Signal::derive(move || {
            let times = times.get().unwrap_or_else(|| first.clone());
            times.clock_stamp(times.now)
        });
        view! { <SignClock time=stamp/> }
    })
}

#[component]
fn Person(me: Option<PersonChip>) -> impl IntoView {
    let t = Common::from(language());
    match me {
        Some(me) => {
            let label = t.frame_me(&me.initials(), &me.name);
            view! {
                <a class="avatar avatar-m" href=routes::ME aria-label=label>
                    {me.initials()}
                </a>
            }
            .into_any()
        }
        // The page is still on its way, and knows its reader when it is here.
        None if Prefs::here().roles.is_some() => ().into_any(),
        None => view! {
            <a class="sign-link" href=routes::SIGN_IN>
                {t.frame_sign_in()}
            </a>
        }
        .into_any(),
    }
}

/// Where the sign leads: what the reader may see, and nothing else.
fn ways() -> Vec<SignItem> {
    let t = Common::from(language());
    let way = |href: &str, label: &str| SignItem { href: href.into(), label: label.into(), count: None };
    let roles = Prefs::here().roles;
    let mut ways = vec![way(routes::HOME, t.frame_home()), way(routes::ASK, t.frame_ask())];
    if roles.is_some() {
        ways.push(way(routes::MY, t.frame_mine()));
    }
    if roles.is_some_and(|roles| roles.works_at_desk()) {
        ways.push(way(routes::QUEUE, t.frame_desk()));
    }
    if roles.is_some_and(|roles| roles.has(Role::Admin)) {
        ways.push(way(routes::ADMIN, t.frame_admin()));
    }
    ways
}

/// The phone's four ways.
fn dock() -> Vec<DockItem> {
    let t = Common::from(language());
    let way = |href: &str, label: &str, icon| DockItem { href: href.into(), label: label.into(), icon };
    let roles = Prefs::here().roles;
    let mut ways =
        vec![way(routes::HOME, t.frame_home(), Icon::Desk), way(routes::ASK, t.frame_ask_short(), Icon::Ask)];
    match roles {
        None => ways.push(way(routes::SIGN_IN, t.frame_sign_in(), Icon::Person)),
        Some(roles) => {
            ways.push(way(routes::MY, t.frame_mine_short(), Icon::Ticket));
            ways.push(match roles.works_at_desk() {
                true => way(routes::QUEUE, t.frame_desk(), Icon::Headset),
                false => way(routes::ME, t.frame_me_short(), Icon::Person),
            });
        }
    }
    ways
}

/// Language and theme, for everybody; plain forms, so that they work before the script is there.
#[component]
fn Foot(times: MaybeProp<Times>) -> impl IntoView {
    let language = language();
    let t = Common::from(language);
    let other = match language {
        Language::En => Language::Es,
        Language::Es => Language::En,
    };
    view! {
        <footer class="page-foot" aria-label=t.frame_foot()>
            {times.get_untracked().map(|times| view! { <span>{t.frame_zone(&times.zone())}</span> })}
            <div class="page-foot-end">
                <LookForm name="language" value=other.code() lang=other.code()>
                    {Common::from(other).frame_language()}
                </LookForm>
                <LookForm name="theme" value=Theme::Dark.as_str() class="to-dark">
                    {t.frame_dark()}
                </LookForm>
                <LookForm name="theme" value=Theme::Light.as_str() class="to-light">
                    {t.frame_light()}
                </LookForm>
            </div>
        </footer>
    }
}

/// One button that changes language or theme; with a script the theme changes on the spot.
#[component]
fn LookForm(
    name: &'static str,
    value: &'static str,
    #[prop(optional)] class: Option<&'static str>,
    #[prop(optional)] lang: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        let _ = &event;
        #[cfg(feature = "hydrate")]
        if name == "theme"
            && let Some(html) = document().document_element()
            && html.set_attribute("data-theme", value).is_ok()
        {
            event.prevent_default();
            leptos::task::spawn_local(async move {
                // The page has the theme already; that it is remembered can wait for the next time.
                let _ = crate::form::post_plain(LOOK, &[(name, value)]).await;
            });
        }
    };
    view! {
        <form class=class method="post" action=LOOK enctype=Encoding::default().as_str() on:submit=submit>
            <PageField/>
            <button class="btn btn-bare" name=name value=value lang=lang>
                {children()}
            </button>
        </form>
    }
}

/// The server function that remembers language and theme.
const LOOK: &str = "/rpc/account/look";
