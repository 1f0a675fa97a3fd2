//! Names and values: a quiet list beside a person, or the large ones beside the line.

use leptos::prelude::*;

/// Name and value in two columns.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One fact of `Facts`.
#[component]
pub fn Fact(#[prop(into)] name: String, children: Children) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{children()}</dd>
    }
}

/// The countdown in words beside the line: it says again what the line draws.
#[component]
pub fn ClockFacts(children: Children) -> impl IntoView {
    view! { <dl class="clock-facts">{children()}</dl> }
}

/// One fact of `ClockFacts`: name, large value, and what it means.
#[component]
pub fn ClockFact(
    #[prop(into)] name: String,
    #[prop(into, optional)] note: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                {children()} {move || note.get().map(|note| view! { <small>{note}</small> })}
            </dd>
        </div>
    }
}
