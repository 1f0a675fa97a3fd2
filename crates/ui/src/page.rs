//! Small parts that every page needs.

use leptos::prelude::*;

/// The first stop of the keyboard: past the sign, to the content.
#[component]
pub fn Skip(
    #[prop(into)] text: String,
    #[prop(into, default = "#main".to_owned())] href: String,
) -> impl IntoView {
    view! {
        <a class="skip" href=href>
            {text}
        </a>
    }
}

/// Words for screen readers only.
#[component]
pub fn Out(children: Children) -> impl IntoView {
    view! { <span class="out">{children()}</span> }
}

/// The line of keys below a list; narrow screens have no keyboard and no room for it.
#[component]
pub fn Hints(children: Children) -> impl IntoView {
    view! { <div class="hints">{children()}</div> }
}
