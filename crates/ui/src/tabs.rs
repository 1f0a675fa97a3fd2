//! Views of one list; the current one stands on a rule.

use leptos::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabItem {
    pub href: String,
    pub label: String,
    pub count: Option<String>,
}

/// Links side by side, so that every view has an address.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    #[prop(into)] items: Signal<Vec<TabItem>>,
    /// The `href` of the current view.
    #[prop(into)]
    here: Signal<String>,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            {move || {
                items
                    .get()
                    .into_iter()
                    .map(|item| {
                        let href = item.href.clone();
                        view! {
                            <a href=item.href aria-current=move || (here.get() == href).then_some("page")>
                                {item.label}
                                {item.count.map(|count| view! { <span class="count">{count}</span> })}
                            </a>
                        }
                    })
                    .collect_view()
            }}
        </nav>
    }
}
