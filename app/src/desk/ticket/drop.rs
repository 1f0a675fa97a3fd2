//! A list of actions below its button; it opens without a script.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlDetailsElement, HtmlElement, KeyboardEvent, Node};
use ui::{Icon, Key};

/// The button is the summary of the list. Only one list is open at a time; Escape and a press outside close it.
#[component]
pub fn Drop(
    /// By this the keyboard finds it.
    id: &'static str,
    #[prop(optional)] icon: Option<Icon>,
    label: &'static str,
    #[prop(optional)] look: DropLook,
    #[prop(optional)] key: Option<&'static str>,
    /// Open where the server has refused what was chosen in it.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    close_from_outside(node);
    let close = move |event: KeyboardEvent| {
        if let (Some(drop), true) = (node.get(), event.key() == "Escape") {
            drop.set_open(false);
            focus_summary(&drop);
        }
    };
    let words = match look {
        DropLook::Words | DropLook::Link => view! {
            {label}
            {key.map(|key| view! { <Key name=key/> })}
        }
        .into_any(),
        DropLook::Arrow => view! {
            <span class="out">{label}</span>
        }
        .into_any(),
    };
    view! {
        <details class="drop" name="actions" id=id open=open node_ref=node on:keydown=close>
            <summary class=look.class()>
                {icon.map(|icon| view! { <Icon icon=icon/> })} {words}
            </summary>
            <div class="pop">{children()}</div>
        </details>
    }
}

/// How the button looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DropLook {
    #[default]
    Words,
    /// A narrow button at the side of another one.
    Arrow,
    /// A link in small text.
    Link,
}

impl DropLook {
    const fn class(self) -> &'static str {
        match self {
            DropLook::Words => "btn",
            DropLook::Arrow => "btn btn-go drop-arrow",
            DropLook::Link => "drop-link small",
        }
    }
}

/// Opens a list by its id and puts the keyboard on the first thing in it.
pub fn open(id: &str) {
    let Some(drop) = document().get_element_by_id(id) else { return };
    let Ok(drop) = drop.dyn_into::<HtmlDetailsElement>() else { return };
    drop.set_open(true);
    let first = drop.query_selector(".pop button, .pop input").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        // It can only fail in a document that is going away.
        std::mem::drop(first.focus());
    }
}

fn close_from_outside(node: NodeRef<html::Details>) {
    Effect::new(move || {
        let listener = window_event_listener(ev::pointerdown, move |event| {
            let Some(drop) = node.try_get_untracked().flatten() else { return };
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if drop.open() && !drop.contains(target.as_ref()) {
                drop.set_open(false);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn focus_summary(drop: &HtmlElement) {
    let summary = drop.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        // It can only fail in a document that is going away.
        std::mem::drop(summary.focus());
    }
}
