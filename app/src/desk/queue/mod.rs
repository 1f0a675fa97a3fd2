//! The queue: what is promised, in the order in which it breaks, live.

mod axis;
mod first;
mod keyboard;
mod row_line;
mod search;
mod sound;
mod state;
mod table;
mod take;
mod words;

pub use search::{SearchBox, focus_box};

use domain::person::PersonChip;
use domain::ticket::queue::{Colleague, MAX_ROWS, QueuePage as View};
use leptos::prelude::*;
use ui::{Button, ButtonKind, Empty, EmptyLine, Hints, Icon, Key as Cap, LinkButton, Presence};

use self::keyboard::{keeping_focus, listen_to_keys};
use self::search::{Found, SearchFailed, follow};
use self::sound::{Sound, SoundSwitch};
use self::state::Queue;
use self::table::{Legend, QueueTable};
use self::take::{Taking, TakingNews};
use super::failed::FailedPage;
use super::frame::{DeskFrame, EmptyDesk};
use super::keys::{Keys, KeysDialog};
use crate::fetched::fetch;
use crate::i18n::{Desk, language};
use crate::rpc::desk::queue_page;
use crate::{live, routes};

/// `/desk`, and with `?q=` what was searched for.
#[component]
pub fn QueuePage() -> impl IntoView {
    let query = search::query();
    // Read once: later searches ask by themselves and leave the queue where it is.
    fetch(move || queue_page(query.get_untracked())).draw(
        || EmptyDesk().into_any(),
        |page| match page {
            Ok(page) => view! { <LiveQueue page=page/> }.into_any(),
            Err(error) => {
                let what = Desk::from(language()).queue_title();
                view! { <FailedPage error=error what=what again=routes::QUEUE/> }.into_any()
            }
        },
    )
}

#[component]
fn LiveQueue(page: View) -> impl IntoView {
    live::start(page.now);
    let reader = page.reader.clone();
    let sound = Sound::provide();
    let queue = Queue::new(page, sound);
    let keys = Keys::provide();
    let taking = RwSignal::new(Taking::Nothing);
    let failed = RwSignal::new(None);
    follow(queue, failed);
    live::listen(
        move || format!("/live/desk?after={}", queue.with(|page| page.seq.0)),
        move |letter| keeping_focus(|| queue.take(&letter)),
    );
    listen_to_keys(keys, queue, taking);
    let search = queue.part(|page| page.search.clone());
    let searching = Memo::new(move |_| search.with(Option::is_some));
    let open = queue.part(|page| Some(page.open_total));
    let colleagues =
        queue.part(|page| page.colleagues.iter().map(|colleague| presence(page, colleague)).collect());
    let t = Desk::from(language());
    view! {
        <DeskFrame
            title=t.queue_title()
            here=routes::QUEUE
            open=open
            times=queue.times
            reader=reader
            colleagues=colleagues
        >
            <SearchFailed failed=failed/>
            <TakingNews queue=queue taking=taking/>
            {move || match searching.get() {
                true => view! { <Found queue=queue search=search/> }.into_any(),
                false => view! { <Groups queue=queue/> }.into_any(),
            }}
            <Footer keys=keys sound=sound/>
            <p class="out" role="status">
                {queue.said}
            </p>
            <KeysDialog keys=keys/>
        </DeskFrame>
    }
}

/// The first sentence, and the groups below it.
#[component]
fn Groups(queue: Queue) -> impl IntoView {
    let t = Desk::from(language());
    let sentence = Memo::new(move |_| {
        queue.groups.with(|groups| queue.times.with(|times| first::sentence(groups, times)))
    });
    let more = move || {
        queue.groups.with(|groups| {
            let shown = groups.mine.len() + groups.team.len() + groups.waiting.len() + groups.later.len();
            let shown = i64::try_from(shown).unwrap_or(MAX_ROWS);
            let rest = queue.part(|page| page.open_total).get() - shown;
            (shown >= MAX_ROWS && rest > 0).then(|| t.queue_more(&shown.to_string(), &rest.to_string()))
        })
    };
    view! {
        <div class="views">
            <h1 class="first">
                <span class="out">{t.queue_title()} ": "</span>
                {sentence}
            </h1>
            <LinkButton href=routes::ASK kind=ButtonKind::Go icon=Icon::Ask>
                {t.sign_new_request()}
            </LinkButton>
        </div>
        <QueueTable queue=queue/>
        <NothingNow queue=queue/>
        <p class="second small">{more}</p>
    }
}

/// Nothing is to do now: when the next thing is, and that this page will say so.
#[component]
fn NothingNow(queue: Queue) -> impl IntoView {
    let t = Desk::from(language());
    let nothing = Memo::new(move |_| {
        queue.groups.with(|groups| {
            let next = groups.later.first();
            let next =
                next.map(|row| (row.head.id, row.head.subject.clone(), row.head.promise.next_due_at()));
            (groups.mine.is_empty() && groups.team.is_empty()).then_some(next)
        })
    });
    move || {
        nothing.get().map(|next| {
            let text = match &next {
                Some((_, _, at)) => t.empty_due(&queue.times.with(|times| times.at(*at))),
                None => t.empty_text().to_owned(),
            };
            let action = move || {
                next.map(|(id, subject, _)| {
                    view! {
                        <LinkButton href=routes::ticket(id) icon=Icon::Arrow>
                            {t.empty_take(&first::shortened(&subject))}
                        </LinkButton>
                    }
                })
            };
            view! {
                <Empty title=t.empty_title() line=EmptyLine::Ahead action=action>
                    {text}
                </Empty>
            }
        })
    }
}

#[component]
fn Footer(keys: Keys, sound: Sound) -> impl IntoView {
    let t = Desk::from(language());
    let hint = |cap: &'static str, does: &'static str| {
        view! {
            <span>
                <Cap name=cap/>
                {does}
            </span>
        }
    };
    view! {
        <Hints>
            <span>
                <Cap name="J"/>
                <Cap name="K"/>
                {t.keys_move()}
            </span>
            {hint("↵", t.keys_open())}
            {hint("A", t.keys_take())}
            {hint("R", t.keys_reply())}
            {hint("N", t.keys_note())}
            {hint("E", t.keys_resolve())}
            {hint("P", t.keys_wait())}
            {hint("/", t.keys_search())}
            <Button kind=ButtonKind::Bare key="?" on:click=move |_| keys.listed.set(true)>
                {t.keys_all()}
            </Button>
            <SoundSwitch sound=sound/>
            <Legend/>
        </Hints>
    }
}

/// Whoever reads this is here, whatever the server knew when it drew the page.
fn presence(page: &View, colleague: &Colleague) -> (PersonChip, Presence) {
    let here = colleague.here || colleague.chip.id == page.reader.id;
    (colleague.chip.clone(), if here { Presence::Here } else { Presence::Away })
}
