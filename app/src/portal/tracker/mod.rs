//! One request as its requester sees it: where it stands, what was promised, who has the ball, and every word.

mod answer;
mod facts;
mod journey;
mod people;
mod settle;
mod state;
mod way;

use domain::fault::Fault;
use domain::ids::TicketId;
use domain::ticket::view;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use ui::{ButtonKind, Head, LinkButton};

use self::answer::Answer;
use self::facts::State;
use self::journey::Way;
use self::people::People;
use self::settle::Settle;
use self::state::Tracked;
use super::load::load_or;
use super::lost::{Lost, LostPage};
use crate::entities::frame::PortalFrame;
use crate::entities::ticket::names;
use crate::entities::ticket::thread::{ReadBy, Thread};
use crate::error::UiError;
use crate::fetched::fetch_for;
use crate::i18n::{Portal, language};
use crate::live;
use crate::prefs::Prefs;
use crate::routes;
use crate::rpc::portal::tracker_page;
use crate::wire::Kind;

#[component]
pub fn TrackerPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let reference = move || params.read().get("ref").unwrap_or_default();
    let k = move || query.read().get("k").filter(|k| !k.is_empty());
    // Another ticket, or another key to it, is another page.
    let address = move || format!("{} {}", reference(), k().unwrap_or_default());
    load_or(
        fetch_for(address, move |_| untrack(|| ask(reference(), k()))),
        move |page| draw(page, untrack(k)),
        move |error| {
            let lost = match error.fault {
                Fault::NotFound => Lost::Ticket(shown(&untrack(reference))),
                _ => Lost::Failed(error),
            };
            view! { <LostPage lost=lost/> }.into_any()
        },
    )
}

/// What is absent and what is somebody else's give the same answer, down to the data that the page carries.
async fn ask(reference: String, k: Option<String>) -> Result<view::TrackerPage, UiError> {
    let Ok(ticket) = reference.parse::<TicketId>() else { return Err(Fault::NotFound.into()) };
    tracker_page(ticket, k).await.map_err(|error| match error.fault {
        Fault::NotFound | Fault::SignIn | Fault::Forbidden => Fault::NotFound.into(),
        _ => error,
    })
}

/// What somebody asked for, as it is said back: a reference in its own form, anything else cut short.
fn shown(reference: &str) -> String {
    match reference.parse::<TicketId>() {
        Ok(ticket) => ticket.to_string(),
        Err(_) => reference.chars().take(24).collect(),
    }
}

fn draw(first: view::TrackerPage, k: Option<String>) -> AnyView {
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let reference = first.head.id.to_string();
    let tracked = Tracked::new(first, times, k);
    let navigate = use_navigate();
    live::listen(
        move || tracked.live_url(),
        move |letter| match letter.kind {
            Kind::Tracker => letter.open().into_iter().for_each(|page| tracked.take(page)),
            // The stream may be quicker than the answer to whoever leaves.
            Kind::Gone if tracked.leaving.get_untracked() => navigate(routes::MY, NavigateOptions::default()),
            Kind::Gone => tracked.gone.set(true),
            _ => {}
        },
    );
    view! {
        <Show
            when=move || !tracked.gone.get()
            fallback=move || view! { <LostPage lost=Lost::Ticket(reference.clone())/> }
        >
            <Followed tracked=tracked/>
        </Show>
    }
    .into_any()
}

#[component]
fn Followed(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let Tracked { page, times, .. } = tracked;
    let reader = page.with_untracked(|page| page.reader.clone());
    let here = if Prefs::here().roles.is_some() { routes::MY } else { "" };
    let thread = Memo::new(move |_| page.with(|page| page.thread.clone()));
    let desk = Memo::new(move |_| page.with(|page| page.desk.clone()));
    view! {
        <PortalFrame
            title=Signal::derive(move || tracked.title())
            here=here
            desk=desk
            times=times
            reader=Some(reader.clone())
        >
            <div class="stack">
                <Top tracked=tracked/>
                <State tracked=tracked/>
                <p class="out" role="status">
                    {move || tracked.said.get()}
                </p>
                <div class="cols">
                    <div class="stack">
                        <section aria-labelledby="thread-h">
                            <Head
                                title=t.track_conversation()
                                id="thread-h"
                                end=move || view! { <span class="second small">{t.track_live()}</span> }
                            />
                            <Thread
                                posts=thread
                                reader=reader
                                side=ReadBy::Portal { k: tracked.k.get_value() }
                                times=times
                            />
                        </section>
                        <Answer tracked=tracked/>
                    </div>
                    <aside class="stack" aria-label=t.track_next()>
                        <Way tracked=tracked/>
                        <Settle tracked=tracked/>
                        <People tracked=tracked/>
                    </aside>
                </div>
            </div>
        </PortalFrame>
    }
}

/// Reference, when, how, about what; and the subject.
#[component]
fn Top(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let Tracked { times, .. } = tracked;
    let head = tracked.head;
    let asked = move || {
        head.with(|head| {
            times.with(|times| {
                let (at, channel) =
                    (times.long(head.promise.asked_at), names::channel(times.language, head.channel));
                match head.requester.id == tracked.reader_id() {
                    true => t.track_asked(&at, channel),
                    false => t.track_asked_for(&at, channel, &head.requester.name),
                }
            })
        })
    };
    let about = move || {
        let head = head.get();
        [head.service, head.category]
            .into_iter()
            .flatten()
            .map(|about| view! { <span>{about}</span> })
            .collect_view()
    };
    view! {
        <div class="ticket-top">
            <p class="ref">
                <span>{move || head.with(|head| head.id.to_string())}</span>
                <span>{asked}</span>
                {about}
            </p>
            <h1 class="h1">{move || head.with(|head| head.subject.clone())}</h1>
            {move || {
                head.with(|head| head.urgent.clone()).map(|reason| view! { <p>{t.track_urgent(&reason)}</p> })
            }}
            {move || {
                head.with(|head| head.merged_into).map(|survivor| view! {
                    <p>
                        <LinkButton href=tracked.link(survivor) kind=ButtonKind::Go>
                            {t.track_to_survivor(&survivor.to_string())}
                        </LinkButton>
                    </p>
                })
            }}
            {tracked.k.get_value().map(|_| view! { <p class="second small">{t.track_keep_link()}</p> })}
        </div>
    }
}
