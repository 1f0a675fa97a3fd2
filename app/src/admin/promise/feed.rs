//! The text of a calendar file: pasted, or read from a file that is chosen.

use leptos::prelude::*;
use ui::{Icon, TextArea};

use crate::form::Doing;
use crate::i18n::{Admin, language};
use crate::rpc::promise::SaveCalendar;

#[component]
pub fn Feed(doing: Doing<SaveCalendar>, tag: String) -> impl IntoView {
    let t = Admin::from(language());
    let text = RwSignal::new(String::new());
    view! {
        <TextArea
            id=format!("cal-{tag}-feed")
            name="feed"
            label=t.levels_feed()
            rows=3
            hint=t.levels_feed_hint()
            value=doing.value("feed", "")
            text=text
            error=MaybeProp::from(doing.state.wrong("feed", t.levels_feed()))
        >
            <Choose text=text/>
        </TextArea>
    }
    .into_any()
}

/// Reads a file into the field above it; without a script there is nothing to choose.
#[component]
fn Choose(text: RwSignal<String>) -> impl IntoView {
    let t = Admin::from(language());
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    let read = move |event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        browser::read(&event, text);
        #[cfg(not(feature = "hydrate"))]
        let _ = (event, text);
    };
    view! {
        <label class="btn" hidden=move || !live.get()>
            <Icon icon=Icon::Clip/>
            {t.levels_feed_file()}
            <input class="out" type="file" accept=".ics,text/calendar" on:change=read/>
        </label>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Event, HtmlInputElement};

    pub fn read(event: &Event, text: RwSignal<String>) {
        let input: HtmlInputElement = event_target(event);
        let Some(file) = input.files().and_then(|files| files.item(0)) else { return };
        leptos::task::spawn_local(async move {
            // A file that went away meanwhile leaves the field as it is.
            if let Ok(read) = JsFuture::from(file.text()).await {
                text.set(read.as_string().unwrap_or_default());
            }
        });
    }
}
