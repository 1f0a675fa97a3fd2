//! The frame around every page of the desk: the black sign with its ways, search, colleagues and the clock.

use domain::person::PersonChip;
use leptos::prelude::*;
use ui::{Avatar, AvatarKind, People, Presence, Sign, SignClock, SignItem, Skip};

use super::queue::SearchBox;
use crate::entities::PageTitle;
use crate::entities::frame::Connection;
use crate::format::Times;
use crate::i18n::{Common, Desk, language};
use crate::prefs::Prefs;
use crate::routes;

/// A page of the desk: sign and content.
#[component]
pub fn DeskFrame(
    /// The page's own name, as the browser shows it on the tab.
    #[prop(into)]
    title: Signal<String>,
    /// The address of the way on the sign that this page belongs to.
    #[prop(optional)]
    here: &'static str,
    /// How many tickets are open, where the page knows.
    #[prop(into, optional)]
    open: Signal<Option<i64>>,
    /// None where the page could not be read.
    #[prop(into, optional)]
    times: Option<Signal<Times>>,
    #[prop(optional)] reader: Option<PersonChip>,
    /// Colleagues, and whether each is here now.
    #[prop(into, optional)]
    colleagues: Signal<Vec<(PersonChip, Presence)>>,
    children: Children,
) -> impl IntoView {
    let (t, common) = (Desk::from(language()), Common::from(language()));
    let works_here = Prefs::here().roles.is_some_and(|roles| roles.works_at_desk());
    view! {
        <PageTitle text=Signal::derive(move || common.title_with(&title.get()))/>
        <Skip text=common.frame_skip()/>
        <Sign
            name=common.app_name()
            home=routes::QUEUE
            nav_label=t.sign_nav()
            items=Signal::derive(move || ways(t, open.get()))
            here=here
            before=move || {
                view! {
                    {works_here.then(|| view! { <SearchBox/> })}
                    <Colleagues colleagues=colleagues/>
                }
            }
            clock=move || times.map(|times| view! { <SignClock time=clock(times)/> })
            end=move || reader.map(|me| view! { <Me me=me/> })
        />
        <main id="main" class="page" tabindex="-1">
            <Connection/>
            {children()}
        </main>
    }
}

/// The frame alone, on the way from another page, until there is something to frame.
#[component]
pub fn EmptyDesk() -> impl IntoView {
    view! { <DeskFrame title=Common::from(language()).app_name()>""</DeskFrame> }
}

fn ways(t: Desk, open: Option<i64>) -> Vec<SignItem> {
    let way = |href: &str, label: &str, count| SignItem { href: href.into(), label: label.into(), count };
    vec![
        way(routes::QUEUE, t.sign_queue(), open.map(|open| open.to_string())),
        way(routes::ROTA, t.sign_rota(), None),
        way(routes::ASK, t.sign_new_request(), None),
        way(routes::HOME, t.sign_portal(), None),
    ]
}

fn clock(times: Signal<Times>) -> Signal<ui::Stamp> {
    Signal::derive(move || times.with(|times| times.clock_stamp(times.now)))
}

/// Who works at the desk; a bar below says who is here now.
#[component]
fn Colleagues(colleagues: Signal<Vec<(PersonChip, Presence)>>) -> impl IntoView {
    let t = Desk::from(language());
    view! {
        <People>
            {move || {
                colleagues
                    .get()
                    .into_iter()
                    .map(|(chip, presence)| {
                        let name = match presence {
                            Presence::Here => t.sign_here(&chip.name),
                            Presence::Away => t.sign_away(&chip.name),
                        };
                        view! { <Avatar initials=chip.initials() name=name kind=AvatarKind::Person presence=presence/> }
                    })
                    .collect_view()
            }}
        </People>
    }
}

#[component]
fn Me(me: PersonChip) -> impl IntoView {
    let label = Common::from(language()).frame_me(&me.initials(), &me.name);
    view! {
        <a class="avatar avatar-m" href=routes::ME aria-label=label title=me.name.clone()>
            {me.initials()}
        </a>
    }
}
