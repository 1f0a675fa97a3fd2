//! One ticket at the desk: the promise, the conversation, what can be done, and who asks.

mod actions;
mod change;
mod clock;
mod composer;
mod drop;
mod head;
mod history;
mod side;
mod state;
mod thread;
mod triage;

use domain::fault::Fault;
use domain::ids::TicketId;
use domain::ticket::view::TicketPage as View;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlButtonElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use ui::{Button, ButtonKind, ComposerMode, Hints};

use self::actions::{HAND_ON, MERGE, RESOLVE, TAKE, WAIT};
use self::clock::Clock;
use self::composer::{Writing, composer, may_write};
use self::head::TicketTop;
use self::history::History;
use self::side::{Others, Requester, Watchers};
use self::state::Ticket;
use self::thread::TicketThread;
use self::triage::TriageSide;
use super::failed::FailedPage;
use super::frame::{DeskFrame, EmptyDesk};
use super::keys::{Key, Keys, KeysDialog, Taken, focus};
use super::place::Place;
use super::queue::focus_box;
use crate::error::{UiError, set_status};
use crate::fetched::fetch_for;
use crate::i18n::{Desk, language};
use crate::rpc::desk::ticket_page;
use crate::{live, routes};

/// `/desk/t/:ref`
#[component]
pub fn TicketPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("ref").unwrap_or_default()));
    let page = fetch_for(
        move || asked.get(),
        |asked| async move {
            match asked.parse::<TicketId>() {
                Ok(id) => ticket_page(id).await,
                Err(_) => {
                    set_status(Fault::NotFound.status());
                    Err(UiError::from(Fault::NotFound))
                }
            }
        },
    );
    page.draw(
        || EmptyDesk().into_any(),
        move |page| match page {
            Ok(page) => view! { <LiveTicket page=page/> }.into_any(),
            Err(error) => {
                let asked = asked.get_untracked();
                let again = format!("{}/t/{}", routes::QUEUE, routes::encode(&asked));
                view! { <FailedPage error=error what=asked again=again/> }.into_any()
            }
        },
    )
}

#[component]
fn LiveTicket(page: View) -> impl IntoView {
    live::start(page.now);
    let reader = page.reader.clone();
    let ticket = Ticket::new(page);
    let keys = Keys::provide();
    let (writing, composer) = composer(ticket);
    live::listen(
        move || format!("/live/desk/t/{}?after={}", ticket.id(), ticket.with(|page| page.seq.0)),
        move |letter| ticket.take(&letter),
    );
    listen_to_keys(keys, writing);
    go_to_place(writing);
    let title = Signal::derive(move || ticket.head.with(|head| format!("{} {}", head.id, head.subject)));
    let writes = may_write(ticket);
    let t = Desk::from(language());
    view! {
        <DeskFrame title=title here=routes::QUEUE times=ticket.times reader=reader>
            <div class="desk-ticket">
                <div class="stack-3">
                    <TicketTop ticket=ticket/>
                    <Clock ticket=ticket/>
                    <TicketThread ticket=ticket/>
                    <div hidden=move || !writes.get()>{composer}</div>
                </div>
                <aside class="side" aria-label=t.side_label()>
                    <Requester ticket=ticket/>
                    <TriageSide ticket=ticket/>
                    <Others ticket=ticket/>
                    <Watchers ticket=ticket/>
                    <History ticket=ticket/>
                </aside>
            </div>
            <Hints>
                <Button kind=ButtonKind::Bare key="?" on:click=move |_| keys.listed.set(true)>
                    {t.keys_all()}
                </Button>
            </Hints>
            <p class="out" role="status">
                {ticket.said}
            </p>
            <KeysDialog keys=keys/>
        </DeskFrame>
    }
}

fn listen_to_keys(keys: Keys, writing: Writing) {
    let navigate = use_navigate();
    keys.listen(move |key| match key {
        Key::Reply => {
            writing.begin(ComposerMode::Reply);
            Taken::Yes
        }
        Key::Note => {
            writing.begin(ComposerMode::Note);
            Taken::Yes
        }
        Key::Resolve => press(RESOLVE),
        Key::Take => match press(TAKE) {
            Taken::Yes => Taken::Yes,
            Taken::No => open(HAND_ON),
        },
        Key::Wait => open(WAIT),
        Key::Merge => open(MERGE),
        Key::Search => {
            focus_box();
            Taken::Yes
        }
        Key::Knows => {
            navigate(routes::KNOWS, NavigateOptions::default());
            Taken::Yes
        }
        Key::ToQueue => {
            navigate(routes::QUEUE, NavigateOptions::default());
            Taken::Yes
        }
        Key::Down | Key::Up | Key::Open | Key::Help => Taken::No,
    });
}

/// A key in the queue leads to a place on this page: the text, the button, the list.
fn go_to_place(writing: Writing) {
    let hash = use_location().hash;
    Effect::new(move || {
        let Some(place) = Place::from_hash(&hash.get()) else { return };
        // After the page has been drawn.
        request_animation_frame(move || match place {
            Place::Top => {}
            Place::Reply => writing.begin(ComposerMode::Reply),
            Place::Note => writing.begin(ComposerMode::Note),
            Place::Resolve => focus(RESOLVE),
            Place::Wait => drop::open(WAIT),
        });
    });
}

/// Presses a button, if it is there and may be pressed.
fn press(id: &str) -> Taken {
    let button =
        document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlButtonElement>().ok());
    match button.filter(|button| !button.disabled()) {
        Some(button) => {
            button.click();
            Taken::Yes
        }
        None => Taken::No,
    }
}

fn open(id: &str) -> Taken {
    match document().get_element_by_id(id) {
        Some(_) => {
            drop::open(id);
            Taken::Yes
        }
        None => Taken::No,
    }
}
