//! A figure with its name and its target in words.

use leptos::prelude::*;

/// Name, figure, target. Don't show a figure without its definition.
#[component]
pub fn Stat(
    #[prop(into)] name: String,
    #[prop(into)] figure: Signal<String>,
    /// The target and the span of time.
    #[prop(into)]
    more: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="stat">
            <span class="stat-name">{name}</span>
            <span class="stat-num">{figure}</span>
            <span class="stat-more">{more}</span>
        </div>
    }
}
