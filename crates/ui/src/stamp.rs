//! A point in time as people read it, with the exact one at hand.

use leptos::prelude::*;

/// A formatted point in time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// What is read: "08:31" or "yesterday 16:20".
    pub text: String,
    /// The machine's form, RFC 3339.
    pub iso: String,
    /// The whole date and time in words, shown on hover.
    pub full: String,
}

/// A `<time>` that shows the short form and keeps the exact one at hand.
#[component]
pub fn Time(stamp: Stamp) -> impl IntoView {
    let Stamp { text, iso, full } = stamp;
    view! {
        <time datetime=iso title=(!full.is_empty()).then_some(full)>
            {text}
        </time>
    }
}
