//! The phone's navigation at the thumb; it replaces the sign's where there is no room.

use leptos::prelude::*;

use crate::Icon;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DockItem {
    pub href: String,
    pub label: String,
    pub icon: Icon,
}

/// At most four ways, icon over word.
#[component]
pub fn Dock(
    #[prop(into)] nav_label: String,
    items: Vec<DockItem>,
    /// The `href` of the item that this page belongs to.
    #[prop(into, optional)]
    here: Signal<String>,
) -> impl IntoView {
    view! {
        <nav class="dock" aria-label=nav_label>
            {items
                .into_iter()
                .map(|item| {
                    let href = item.href.clone();
                    view! {
                        <a href=item.href aria-current=move || (here.get() == href).then_some("page")>
                            <Icon icon=item.icon/>
                            {item.label}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
