//! A status: shape and plain word, no pill.

use leptos::prelude::*;

use crate::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusKind {
    #[default]
    Plain,
    /// A promise broken, a service down.
    Late,
    /// A promise held, a service running.
    Kept,
}

/// Icon and word. A status without a person and a next step is not a status: say both near it.
#[component]
pub fn Status(icon: Icon, #[prop(optional)] kind: StatusKind, children: Children) -> impl IntoView {
    let class = match kind {
        StatusKind::Plain => "status",
        StatusKind::Late => "status status-late",
        StatusKind::Kept => "status status-kept",
    };
    view! {
        <span class=class>
            <Icon icon=icon/>
            {children()}
        </span>
    }
}
