//! All my requests over all channels: my turn first, then with others, then what ended.

use domain::ids::PersonId;
use domain::promise::Standing;
use domain::settings::DeskNow;
use domain::ticket::Status as TicketStatus;
use domain::ticket::view::{self, TicketHead};
use leptos::prelude::*;
use ui::{Board, ButtonKind, Empty, Head, HeadLevel, Icon, LinkButton, Status, StatusKind, TableBox};

use super::load::load;
use crate::entities::frame::PortalFrame;
use crate::entities::ticket::board::{TicketBoardRow, sort};
use crate::entities::ticket::names;
use crate::entities::ticket::words::{TurnOf, turn};
use crate::fetched::fetch;
use crate::format::{TimeOn, Times};
use crate::i18n::{Common, Portal, language};
use crate::live;
use crate::routes;
use crate::rpc::portal::my_page;
use crate::wire::Kind;

#[component]
pub fn MyPage() -> impl IntoView {
    load(fetch(my_page), draw)
}

fn draw(first: view::MyPage) -> AnyView {
    let t = Portal::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let reader = first.reader.clone();
    let me = reader.id;
    let page = RwSignal::new(first);
    let url = move || routes::live_my(page.with_untracked(|page| page.seq));
    live::listen(url, move |letter| {
        if let (Kind::Mine, Some(mine)) = (letter.kind, letter.open::<view::MyPage>())
            && mine.seq >= page.with_untracked(|page| page.seq)
        {
            page.set(mine);
        }
    });
    let desk = Memo::new(move |_| page.with(|page| page.desk.clone()));
    let of = move |yours: bool| {
        Memo::new(move |_| {
            page.with(|page| {
                let mine = |head: &&TicketHead| (turn(head, me) == TurnOf::Reader) == yours;
                let mut heads: Vec<TicketHead> = page.open.iter().filter(mine).cloned().collect();
                sort(&mut heads, me);
                heads
            })
        })
    };
    let (yours, others) = (of(true), of(false));
    let nothing = Memo::new(move |_| page.with(|page| page.open.is_empty()));
    let counts = move || {
        let (open, yours) = (page.with(|page| page.open.len()), yours.with(Vec::len));
        t.my_count_now(&open.to_string(), &yours.to_string())
    };
    view! {
        <PortalFrame title=t.my_title() here=routes::MY desk=desk times=times reader=Some(reader)>
            <div class="stack">
                <div class="page-top page-top-row">
                    <h1 class="h1">{t.my_title()}</h1>
                    <LinkButton href=routes::ASK kind=ButtonKind::Go icon=Icon::Ask>{t.my_ask()}</LinkButton>
                </div>
                <p class="out" role="status">{counts}</p>
                <Show when=move || nothing.get()>
                    <Empty title=t.my_nothing() level=HeadLevel::Two>{t.my_nothing_note()}</Empty>
                </Show>
                <Part id="yours-h" title=t.my_yours() note="" heads=yours reader=me desk=desk times=times/>
                <Part id="others-h" title=t.my_others() note=t.my_others_note() heads=others reader=me desk=desk times=times/>
                <Ended page=page times=times/>
            </div>
        </PortalFrame>
    }
    .into_any()
}

/// A board under its name; nothing while it has no rows.
#[component]
fn Part(
    id: &'static str,
    title: &'static str,
    note: &'static str,
    heads: Memo<Vec<TicketHead>>,
    reader: PersonId,
    desk: Memo<DeskNow>,
    times: Signal<Times>,
) -> impl IntoView {
    let count = Memo::new(move |_| heads.with(Vec::len));
    view! {
        <Show when=move || count.get() != 0>
            <section aria-labelledby=id>
                <Head
                    title=title
                    id=id
                    count=MaybeProp::derive(move || Some(count.get().to_string()))
                    end=move || (!note.is_empty()).then(|| view! { <span class="second small">{note}</span> })
                />
                <Board>
                    <For each=move || heads.get() key=|head| head.id let:head>
                        {
                            let id = head.id;
                            let known = head.clone();
                            let head = Memo::new(move |_| {
                                heads.with(|heads| heads.iter().find(|head| head.id == id).unwrap_or(&known).clone())
                            });
                            let desk = desk.get_untracked();
                            view! { <TicketBoardRow head=head reader=reader desk=desk times=times/> }
                        }
                    </For>
                </Board>
            </section>
        </Show>
    }
}

#[component]
fn Ended(page: RwSignal<view::MyPage>, times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let ended = Memo::new(move |_| page.with(|page| page.ended.clone()));
    let total = Memo::new(move |_| page.with(|page| page.ended_total));
    let latest = move || {
        let shown = ended.with(Vec::len);
        (total.get() > shown as i64)
            .then(|| view! { <span class="second small">{t.my_latest(&shown.to_string())}</span> })
    };
    view! {
        <Show when=move || ended.with(|ended| !ended.is_empty())>
            <section aria-labelledby="ended-h">
                <Head
                    title=t.my_ended()
                    id="ended-h"
                    count=MaybeProp::derive(move || Some(total.get().to_string()))
                    end=move || view! { {latest} }
                />
                <TableBox label=t.my_ended()>
                    <thead>
                        <tr>
                            <th scope="col">{t.my_col_ended()}</th>
                            <th scope="col">{t.my_col_what()}</th>
                            <th scope="col" class="opt">{t.my_col_number()}</th>
                            <th scope="col" class="opt">{t.my_col_channel()}</th>
                            <th scope="col" class="opt">{t.my_col_end()}</th>
                            <th scope="col" class="n">{t.my_col_promise()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || ended.get() key=|head| (head.id, head.seq) let:head>
                            <EndedRow head=head times=times/>
                        </For>
                    </tbody>
                </TableBox>
            </section>
        </Show>
    }
}

#[component]
fn EndedRow(head: TicketHead, times: Signal<Times>) -> impl IntoView {
    let language = language();
    let at = head.promise.ended_at.unwrap_or(head.promise.asked_at);
    let how = match head.merged_into {
        Some(survivor) => Common::from(language).status_merged(&survivor.to_string()),
        None => names::status(language, head.status).to_owned(),
    };
    let channel = names::channel(language, head.channel);
    view! {
        <tr>
            <td class="nowrap">
                <TimeOn at=at times=times/>
            </td>
            <td>
                <a href=routes::tracker(head.id, None)>
                    <b>{head.subject.clone()}</b>
                </a>
            </td>
            <td class="nowrap opt">{head.id.to_string()}</td>
            <td class="opt">{channel}</td>
            <td class="opt">{how}</td>
            <td class="n">
                <Kept head=head times=times/>
            </td>
        </tr>
    }
}

/// Whether the promise held; what was cancelled or merged has none to hold.
#[component]
pub fn Kept(head: TicketHead, times: Signal<Times>) -> impl IntoView {
    let t = Common::from(language());
    let ended = head.merged_into.is_none() && head.status != TicketStatus::Cancelled;
    ended.then(|| match times.with_untracked(|times| (head.promise.standing(times.now), times.language)) {
        (Standing::Broken { by }, language) => {
            let late = t.promise_late_by(&crate::format::duration(language, by));
            view! { <Status icon=Icon::Late kind=StatusKind::Late>{late}</Status> }.into_any()
        }
        _ => view! { <Status icon=Icon::Kept kind=StatusKind::Kept>{t.promise_kept()}</Status> }.into_any(),
    })
}
