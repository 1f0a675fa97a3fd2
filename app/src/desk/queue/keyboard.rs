//! The keyboard on the queue: from row to row, and from a row to what is done with it.

use domain::ids::TicketId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::search::focus_box;
use super::state::Queue;
use super::table::anchor;
use super::take::{Taking, take};
use crate::desk::keys::{Key, Keys, Taken, focus};
use crate::desk::place::Place;
use crate::routes;

/// What each key does here.
pub fn listen_to_keys(keys: Keys, queue: Queue, taking: RwSignal<Taking>) {
    let navigate = use_navigate();
    keys.listen(move |key| {
        let current = queue.current.get_untracked();
        let go = |place: Place| {
            current.map_or(Taken::No, |id| {
                navigate(&place.of(id), NavigateOptions::default());
                Taken::Yes
            })
        };
        match key {
            Key::Down => step(current, Step::Down),
            Key::Up => step(current, Step::Up),
            Key::Open => go(Place::Top),
            Key::Reply => go(Place::Reply),
            Key::Note => go(Place::Note),
            Key::Resolve => go(Place::Resolve),
            Key::Wait => go(Place::Wait),
            Key::Take => current.map_or(Taken::No, |id| {
                take(queue, id, taking);
                Taken::Yes
            }),
            Key::Search => {
                focus_box();
                Taken::Yes
            }
            Key::ToQueue => {
                navigate(routes::QUEUE, NavigateOptions::default());
                Taken::Yes
            }
            Key::Knows => {
                navigate(routes::KNOWS, NavigateOptions::default());
                Taken::Yes
            }
            Key::Help | Key::Merge => Taken::No,
        }
    });
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Down,
    Up,
}

/// Puts the keyboard on the next row that is not folded away; the first press goes to where the reader stands.
fn step(current: Option<TicketId>, step: Step) -> Taken {
    let rows = rows();
    let at = current.and_then(|id| rows.iter().position(|row| row.id() == anchor(id)));
    let focused = document().active_element().map(|element| element.id());
    let next = match (at, step) {
        (None, _) => Some(0),
        (Some(at), _) if rows.get(at).map(|row| row.id()) != focused => Some(at),
        (Some(at), Step::Down) => at.checked_add(1),
        (Some(at), Step::Up) => at.checked_sub(1),
    };
    match next.and_then(|next| rows.get(next)) {
        Some(row) => {
            focus(&row.id());
            Taken::Yes
        }
        None => Taken::No,
    }
}

fn rows() -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all("a.trow[id]") else { return Vec::new() };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into::<HtmlElement>().ok())
        .filter(|row| row.closest("details:not([open])").ok().flatten().is_none())
        .collect()
}

/// Does something that may move rows, and gives the keyboard back to the row that had it.
pub fn keeping_focus(change: impl FnOnce()) {
    let focused = document().active_element().map(|element| element.id());
    change();
    if let Some(id) = focused.filter(|id| id.starts_with("row-")) {
        request_animation_frame(move || {
            let now = document().active_element().map(|element| element.tag_name());
            if now.is_none_or(|tag| tag == "BODY") {
                focus(&id);
            }
        });
    }
}
