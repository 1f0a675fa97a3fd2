//! The first page: one question, what is promised, and where everything stands.

mod levels;
mod services;

use domain::person::PersonChip;
use domain::ticket::view::{self, TicketHead};
use domain::time::UnixMs;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use ui::{Board, Button, ButtonKind, ButtonType, Empty, Head, HeadLevel, Icon, LinkButton, PromiseLine};
use web_sys::SubmitEvent;

use self::levels::LevelsBox;
use self::services::{ServicesBox, Trouble};
use super::load::load;
use super::straight::DeskBox;
use crate::entities::emphasis::emphasis;
use crate::entities::frame::PortalFrame;
use crate::entities::ticket::board::{TicketBoardRow, sort};
use crate::entities::ticket::line::{if_sent_at, label, line};
use crate::fetched::fetch;
use crate::format::Times;
use crate::i18n::{Portal, language};
use crate::live;
use crate::routes;
use crate::rpc::portal::home_page;
use crate::wire::Kind;

#[component]
pub fn HomePage() -> impl IntoView {
    load(fetch(home_page), draw)
}

fn draw(first: view::HomePage) -> AnyView {
    let t = Portal::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let reader = first.reader.clone();
    let page = RwSignal::new(first);
    if reader.is_some() {
        let url = move || routes::live_my(page.with_untracked(|page| page.seq));
        live::listen(url, move |letter| {
            if let (Kind::Mine, Some(mine)) = (letter.kind, letter.open()) {
                page.update(|page| take(page, mine));
            }
        });
    }
    let desk = Memo::new(move |_| page.with(|page| page.desk.clone()));
    let services = page.with_untracked(|page| page.services.clone());
    let levels = page.with_untracked(|page| page.levels);
    view! {
        <PortalFrame title=t.home_title() here=routes::HOME desk=desk times=times reader=reader.clone()>
            <div class="stack">
                <AskBox page=page times=times/>
                <Trouble services=services.clone()/>
                <div class="cols">
                    <div class="stack">
                        {match reader {
                            Some(reader) => view! { <OpenRequests page=page reader=reader times=times/> }.into_any(),
                            None => view! { <SignInHint/> }.into_any(),
                        }}
                    </div>
                    <div class="stack">
                        <DeskBox desk=desk times=times/>
                        <LevelsBox levels=levels/>
                        <ServicesBox services=services/>
                    </div>
                </div>
            </div>
        </PortalFrame>
    }
    .into_any()
}

/// The stream of my requests brings everything here that can change but the services.
fn take(page: &mut view::HomePage, mine: view::MyPage) {
    if mine.seq >= page.seq {
        page.all_mine = mine.open.len() as i64 + mine.ended_total;
        page.open = mine.open;
        page.desk = mine.desk;
        page.now = mine.now;
        page.seq = mine.seq;
    }
}

/// The question, and the promise for what is sent now.
#[component]
fn AskBox(page: RwSignal<view::HomePage>, times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let name = page.with_untracked(|page| page.reader.clone());
    let greeting = Memo::new(move |_| times.with(|times| greeting(t, times, name.as_ref())));
    let first = page.with_untracked(|page| page.if_sent_now.clone());
    let coverage = page.with_untracked(|page| page.desk.coverage.clone());
    let promise = Memo::new({
        let coverage = coverage.clone();
        move |_| if_sent_at(&first, &coverage, times.with(|times| times.now))
    });
    let sent_now = move || {
        let (promise, times) = (promise.get(), times.get());
        emphasis(&t.home_sent_now(&by(&times, promise.first_due_at), &times.by(promise.due_at)))
    };
    let drawn = Memo::new({
        let coverage = coverage.clone();
        move |_| times.with(|times| line(&promise.get(), &coverage, times))
    });
    let said = Memo::new(move |_| times.with(|times| label(&promise.get(), &coverage, times)));
    let navigate = use_navigate();
    let ask = NodeRef::<leptos::html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = ask.get_untracked().map(|input| input.value()).unwrap_or_default();
        navigate(&routes::ask(&typed), Default::default());
    };
    view! {
        <section class="askbox" aria-labelledby="ask-h">
            <h1 class="h1" id="ask-h">
                {greeting}
                " "
                <span class="nowrap-wide">{t.home_question()}</span>
            </h1>
            <form class="ask-line" method="get" action=routes::ASK on:submit=submit>
                <label class="out" for="ask">
                    {t.home_own_words()}
                </label>
                <input
                    class="input"
                    id="ask"
                    name="body"
                    placeholder=t.home_own_words()
                    autocomplete="off"
                    maxlength=MAX_LINE
                    enterkeyhint="go"
                    node_ref=ask
                />
                <Button kind=ButtonKind::Go action=ButtonType::Submit>
                    {t.home_ask()}
                    <Icon icon=Icon::Arrow/>
                </Button>
            </form>
            <div class="asknow">
                <p class="second">{sent_now}</p>
                <PromiseLine line=drawn label=said/>
            </div>
        </section>
    }
}

/// The question travels in an address, where it must fit even when each letter takes twelve characters.
const MAX_LINE: usize = 300;

/// A deadline of today needs no day.
fn by(times: &Times, at: UnixMs) -> String {
    match times.same_day(at, times.now) {
        true => times.by_clock(at),
        false => times.by(at),
    }
}

fn greeting(t: Portal, times: &Times, reader: Option<&PersonChip>) -> String {
    let hour = times.clock.at(times.now).hour;
    // In Spanish the morning lasts until lunch.
    let (noon, night) = match t {
        Portal::En => (12, 18),
        Portal::Es => (14, 21),
    };
    match (hour, reader.map(PersonChip::first_name)) {
        (5.., Some(name)) if hour < noon => t.home_morning_name(name),
        (5.., None) if hour < noon => t.home_morning().into(),
        (5.., Some(name)) if hour < night => t.home_afternoon_name(name),
        (5.., None) if hour < night => t.home_afternoon().into(),
        (_, Some(name)) => t.home_evening_name(name),
        (_, None) => t.home_evening().into(),
    }
}

#[component]
fn OpenRequests(page: RwSignal<view::HomePage>, reader: PersonChip, times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let me = reader.id;
    let open = Memo::new(move |_| {
        let mut open = page.with(|page| page.open.clone());
        sort(&mut open, me);
        open
    });
    let all = Memo::new(move |_| page.with(|page| page.all_mine));
    let count = Memo::new(move |_| open.with(|open| (!open.is_empty()).then(|| open.len().to_string())));
    let desk = StoredValue::new(page.with_untracked(|page| page.desk.clone()));
    view! {
        <section aria-labelledby="mine-h">
            <Head
                title=t.home_open()
                id="mine-h"
                count=MaybeProp::derive(move || count.get())
                end=move || view! { <a href=routes::MY>{move || t.home_all(&all.get().to_string())}</a> }
            />
            <Show
                when=move || open.with(|open| !open.is_empty())
                fallback=move || view! {
                    <Empty
                        title=t.home_nothing()
                        level=HeadLevel::Three
                        action=move || view! {
                            {move || (all.get() > 0).then(|| view! {
                                <LinkButton href=routes::MY>{t.home_nothing_earlier()}</LinkButton>
                            })}
                        }
                    >
                        {t.home_nothing_note()}
                    </Empty>
                }
            >
                <Board>
                    <For each=move || open.get() key=|head: &TicketHead| head.id let:head>
                        {
                            let id = head.id;
                            let known = head.clone();
                            let head = Memo::new(move |_| {
                                open.with(|open| open.iter().find(|head| head.id == id).unwrap_or(&known).clone())
                            });
                            view! { <TicketBoardRow head=head reader=me desk=desk.get_value() times=times/> }
                        }
                    </For>
                </Board>
            </Show>
        </section>
    }
}

#[component]
fn SignInHint() -> impl IntoView {
    let t = Portal::from(language());
    view! {
        <section aria-labelledby="guest-h">
            <Head title=t.home_guest() id="guest-h"/>
            <div class="stack-2 section-text">
                <p class="second">{t.home_guest_note()}</p>
                <div class="btn-row">
                    <LinkButton href=routes::sign_in(None)>{t.home_sign_in()}</LinkButton>
                </div>
            </div>
        </section>
    }
}
