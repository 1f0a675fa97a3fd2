//! Says what just happened and lets it be undone while the rail of seconds runs out.

use leptos::{children::ViewFnOnce, prelude::*};

/// How long it stays; the page takes it away, the rail only shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToastTime {
    #[default]
    FiveSeconds,
    TenSeconds,
    /// Until it is closed: no rail.
    Stays,
}

/// What happened, and "Undo". Errors don't belong here: they stay where they were made.
#[component]
pub fn Toast(
    #[prop(optional)] time: ToastTime,
    #[prop(into, optional)] action: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let class = match time {
        ToastTime::FiveSeconds => "toast toast-5",
        ToastTime::TenSeconds => "toast toast-10",
        ToastTime::Stays => "toast",
    };
    view! {
        <div class=class role="status">
            <span>{children()}</span>
            {action.run()}
            {(time != ToastTime::Stays).then(|| view! { <span class="toast-rail"></span> })}
        </div>
    }
}

/// Where toasts come up: over the page, above the dock, out of the way of what is written.
#[component]
pub fn Toasts(children: Children) -> impl IntoView {
    view! {
        <div class="toasts" aria-live="polite">
            {children()}
        </div>
    }
}
