//! The highlighter for what is due soon, the red word for what is late.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// From 60 minutes before.
    Soon,
    /// With the minutes after. Don't let it blink.
    Late,
}

/// Minutes left or minutes late.
#[component]
pub fn Mark(kind: MarkKind, children: Children) -> impl IntoView {
    let class = match kind {
        MarkKind::Soon => "mark-soon",
        MarkKind::Late => "mark-late",
    };
    view! { <span class=class>{children()}</span> }
}
