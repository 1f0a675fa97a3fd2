//! Rows between rules.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::Icon;

/// The list around the rows.
#[component]
pub fn ListRows(children: Children) -> impl IntoView {
    view! { <ul class="list">{children()}</ul> }
}

/// One row; with an address the whole of it is the link.
#[component]
pub fn ListRow(
    #[prop(into, optional)] href: Option<String>,
    #[prop(optional)] icon: Option<Icon>,
    /// At the end of the row: a short fact or an arrow.
    #[prop(into, optional)]
    end: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let inside = view! {
        {icon.map(|icon| view! { <Icon icon=icon/> })}
        <span>{children()}</span>
        <span class="end">{end.run()}</span>
    };
    view! {
        <li>
            {match href {
                Some(href) => view! { <a href=href>{inside}</a> }.into_any(),
                None => view! { <span class="li">{inside}</span> }.into_any(),
            }}
        </li>
    }
}
