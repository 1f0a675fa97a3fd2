//! Single keys of the keyboard, outside of text fields, and the list that shows them all.
//!
//! They can be switched off, because somebody who dictates or has a tremor presses them without wanting to (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, KeyboardEvent};
use ui::{Button, ButtonType, Dialog, Facts, Switch};

use super::kept::Kept;
use crate::i18n::{Desk, language};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Down,
    Up,
    Open,
    Search,
    Help,
    Take,
    Reply,
    Note,
    Resolve,
    Wait,
    Merge,
    /// G, then Q.
    ToQueue,
    /// Who knows what.
    Knows,
}

/// Whether a page has done something with a key; what it leaves is the browser's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Yes,
    No,
}

/// Whether single keys work here, kept on this device.
#[derive(Clone, Copy)]
pub struct Keys {
    on: Kept,
    /// Whether the list of all keys is shown.
    pub listed: RwSignal<bool>,
}

impl Keys {
    /// Keys as this device wants them; call it once a page.
    pub fn provide() -> Keys {
        let keys = Keys { on: Kept::under("deskbell.keys"), listed: RwSignal::new(false) };
        provide_context(keys);
        keys
    }

    /// Gives every single key that is pressed outside of a field to `on_key`, as long as this page is there.
    pub fn listen(self, on_key: impl Fn(Key) -> Taken + 'static) {
        Effect::new({
            let on_key = std::rc::Rc::new(on_key);
            move || {
                let on_key = on_key.clone();
                let going = StoredValue::new(false);
                let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
                    if !self.on.is_on() || event.default_prevented() || is_busy(&event) {
                        return;
                    }
                    let pressed = event.key();
                    let went = going.get_value();
                    going.set_value(pressed.eq_ignore_ascii_case("g"));
                    let taken = match meaning(&pressed, went) {
                        Some(Key::Help) => {
                            self.listed.set(true);
                            Taken::Yes
                        }
                        Some(key) => on_key(key),
                        None => Taken::No,
                    };
                    if taken == Taken::Yes {
                        event.prevent_default();
                    }
                });
                on_cleanup(move || listener.remove());
            }
        });
    }
}

/// What a key means; `after_g` is whether G was pressed just before.
fn meaning(pressed: &str, after_g: bool) -> Option<Key> {
    match pressed {
        "q" | "Q" if after_g => Some(Key::ToQueue),
        "j" | "J" | "ArrowDown" => Some(Key::Down),
        "k" | "K" | "ArrowUp" => Some(Key::Up),
        "Enter" => Some(Key::Open),
        "/" => Some(Key::Search),
        "?" => Some(Key::Help),
        "a" | "A" => Some(Key::Take),
        "r" | "R" => Some(Key::Reply),
        "n" | "N" => Some(Key::Note),
        "e" | "E" => Some(Key::Resolve),
        "p" | "P" => Some(Key::Wait),
        "w" | "W" => Some(Key::Knows),
        "m" | "M" => Some(Key::Merge),
        _ => None,
    }
}

/// Whether the key belongs to something else: a shortcut of the browser, a field, a dialog, an open list.
fn is_busy(event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        target.as_ref().and_then(|element| element.closest(selector).ok().flatten()).is_some()
    };
    modified
        || within("input, textarea, select, dialog, [contenteditable]")
        || (event.key() == "Enter" && within("a, button, summary"))
}

/// All keys, in a dialog that `?` opens.
#[component]
pub fn KeysDialog(keys: Keys) -> impl IntoView {
    let t = Desk::from(language());
    let enter = t.keys_enter();
    view! {
        <Dialog
            id="keys"
            title=t.keys_title()
            open=keys.listed
            buttons=move || {
                view! {
                    <form method="dialog">
                        <Button action=ButtonType::Submit>{t.keys_close()}</Button>
                    </form>
                }
            }
        >
            <KeyGroup
                title=t.keys_everywhere()
                keys=vec![
                    (vec!["?"], t.keys_help()),
                    (vec!["/"], t.keys_search()),
                    (vec!["G", "Q"], t.keys_to_queue()),
                    (vec!["W"], t.keys_to_knows()),
                ]
            />
            <KeyGroup
                title=t.keys_in_queue()
                keys=vec![
                    (vec!["J", "K"], t.keys_move()),
                    (vec![enter], t.keys_open()),
                    (vec!["A"], t.keys_take()),
                    (vec!["R"], t.keys_reply()),
                    (vec!["N"], t.keys_note()),
                    (vec!["E"], t.keys_resolve()),
                    (vec!["P"], t.keys_wait()),
                ]
            />
            <KeyGroup
                title=t.keys_in_ticket()
                keys=vec![
                    (vec!["R"], t.keys_reply()),
                    (vec!["N"], t.keys_note()),
                    (vec![t.keys_ctrl_enter()], t.keys_send()),
                    (vec!["E"], t.keys_resolve()),
                    (vec!["P"], t.keys_wait()),
                    (vec!["A"], t.keys_hand_on()),
                    (vec!["M"], t.keys_merge()),
                ]
            />
            {move || {
                // The switch is uncontrolled; it follows what this device kept as soon as that is known.
                let on = keys.on.state().get();
                view! {
                    <Switch
                        name="keys"
                        label=t.keys_switch()
                        off=t.keys_off()
                        on=t.keys_on()
                        checked=on
                        state=keys.on.state()
                    />
                }
            }}
        </Dialog>
    }
}

#[component]
fn KeyGroup(title: &'static str, keys: Vec<(Vec<&'static str>, &'static str)>) -> impl IntoView {
    let lines = keys
        .into_iter()
        .map(|(names, does)| {
            let names = names.into_iter().map(|name| view! { <kbd>{name}</kbd> }).collect_view();
            view! {
                <dt class="keys">{names}</dt>
                <dd>{does}</dd>
            }
        })
        .collect_view();
    view! {
        <h3 class="keys-head">{title}</h3>
        <Facts>{lines}</Facts>
    }
}

/// Puts the keyboard on an element, if it is there.
pub fn focus(id: &str) {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        // It can only fail in a document that is going away.
        drop(element.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_the_same_with_and_without_shift() {
        for (lower, upper) in [("j", "J"), ("a", "A"), ("e", "E")] {
            assert_eq!(meaning(lower, false), meaning(upper, false));
            assert!(meaning(lower, false).is_some());
        }
    }

    #[test]
    fn q_goes_to_the_queue_only_after_g() {
        assert_eq!(meaning("q", true), Some(Key::ToQueue));
        assert_eq!(meaning("q", false), None);
        assert_eq!(meaning("g", false), None);
    }
}
