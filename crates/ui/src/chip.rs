//! A fact that one can remove or filter by.

use leptos::prelude::*;

use crate::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipKind {
    #[default]
    Plain,
    /// Yellow: it is your turn.
    You,
}

/// A small block with a fact; with an address it is a link, for a file for example.
#[component]
pub fn Chip(
    #[prop(optional)] kind: ChipKind,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(into, optional)] href: Option<String>,
    children: Children,
) -> impl IntoView {
    let class = match kind {
        ChipKind::Plain => "chip",
        ChipKind::You => "chip chip-you",
    };
    let inside = view! {
        {icon.map(|icon| view! { <Icon icon=icon/> })}
        {children()}
    };
    match href {
        Some(href) => view! { <a class=class href=href>{inside}</a> }.into_any(),
        None => view! { <span class=class>{inside}</span> }.into_any(),
    }
}
