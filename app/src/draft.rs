//! Keeps what is being written on this device, so that a closed tab loses nothing.

use domain::ids::PersonId;
use domain::time::UnixMs;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A text that is kept while it is written.
#[derive(Clone, Copy)]
pub struct Draft {
    pub text: RwSignal<String>,
    /// When it was last kept; none before anything was typed.
    pub kept_at: RwSignal<Option<UnixMs>>,
    name: StoredValue<String>,
}

/// Keeps the text of one form for one person. A draft from before comes back when the field is empty.
///
/// `form` tells the forms of a page apart. `first` is the text to begin with; where the field itself shows one, leave it
/// empty: what the field shows wins then, also what was typed before the script came.
pub fn keep(form: &str, person: Option<PersonId>, first: String) -> Draft {
    let owner = person.map_or(0, |person| person.0);
    let draft = Draft {
        text: RwSignal::new(first),
        kept_at: RwSignal::new(None),
        name: StoredValue::new(format!("deskbell.draft.{owner}.{form}")),
    };
    Effect::new(move |before: Option<String>| {
        let text = draft.text.get();
        match before {
            // After the field has shown what was typed before the script came.
            None => request_animation_frame(move || draft.restore()),
            Some(before) if before != text => draft.save(&text),
            Some(_) => {}
        }
        text
    });
    draft
}

impl Draft {
    /// Forgets the text: it was sent.
    pub fn forget(self) {
        self.text.set(String::new());
        self.kept_at.set(None);
        with_storage(|storage| storage.remove_item(&self.name.get_value()));
    }

    fn save(self, text: &str) {
        let name = self.name.get_value();
        let saved = match text.trim().is_empty() {
            true => with_storage(|storage| storage.remove_item(&name)).and(None),
            false => with_storage(|storage| storage.set_item(&name, text)),
        };
        // A browser that keeps nothing (private, or full) is not told to have kept something.
        self.kept_at.set(saved.map(|()| crate::live::server_now().get_untracked()));
    }

    fn restore(self) {
        let Some(name) = self.name.try_get_value() else { return };
        let kept = with_storage(|storage| storage.get_item(&name)).flatten();
        if let Some(kept) = kept.filter(|_| self.text.get_untracked().is_empty()) {
            self.text.set(kept);
        }
    }
}

/// Does something with the browser's storage; none where there is no storage or it refuses.
fn with_storage<T>(action: impl FnOnce(&web_sys::Storage) -> Result<T, JsValue>) -> Option<T> {
    action(&window().local_storage().ok()??).ok()
}
