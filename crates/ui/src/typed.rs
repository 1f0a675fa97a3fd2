//! Keeps a signal and the text of a control the same without ever losing what was typed before the script arrived.

use leptos::prelude::*;

/// What a text control can do; inputs and text areas have it in common.
pub trait Typed {
    fn text(&self) -> String;
    fn set_text(&self, text: &str);
}

impl Typed for leptos::web_sys::HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }

    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

impl Typed for leptos::web_sys::HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }

    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

/// Follows `text` into the control; the first time, a text that is already there wins over an empty signal.
pub fn follow<E>(node: impl Fn() -> Option<E> + 'static, text: RwSignal<String>)
where
    E: Typed + 'static,
{
    Effect::new(move |before: Option<bool>| {
        let wanted = text.get();
        let Some(control) = node() else { return before.unwrap_or(false) };
        let shown = control.text();
        let first = !before.unwrap_or(false);
        if first && wanted.is_empty() && !shown.is_empty() {
            text.set(shown);
        } else if shown != wanted {
            control.set_text(&wanted);
        }
        true
    });
}
