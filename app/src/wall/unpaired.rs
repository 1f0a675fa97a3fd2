//! What a screen says that may show nothing: never whether its token was ever good.

use domain::locale::Language;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use ui::{Icon, Plate};

use crate::error::{UiError, sentence};
use crate::i18n;

/// Seconds after which such a page asks again; nobody stands at a wall to reload it.
const ASK_AGAIN_S: &str = "30";

#[component]
pub fn Unpaired(language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    view! { <Plain title=t.unpaired_title() text=t.unpaired_text() language=language/> }.into_any()
}

/// The first picture could not be had for another reason; the page asks again by itself.
#[component]
pub fn NoPicture(error: UiError, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    view! { <Plain title=t.head_hall() text=sentence(language, &error) language=language/> }.into_any()
}

#[component]
fn Plain(#[prop(into)] title: String, #[prop(into)] text: String, language: Language) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <Meta http_equiv="refresh" content=ASK_AGAIN_S/>
        <main class="wall wall-plain" lang=language.code()>
            <div class="wall-plain-in">
                <Plate icon=Icon::Mark/>
                <h1>{title}</h1>
                <p>{text}</p>
            </div>
        </main>
    }
    .into_any()
}
