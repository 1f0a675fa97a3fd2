//! The head of a section: a rule of 2 px, the name, the count.

use leptos::{children::ViewFnOnce, prelude::*};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadLevel {
    #[default]
    Two,
    Three,
}

/// Names a section; give it an `id` and point the section's `aria-labelledby` at it.
#[component]
pub fn Head(
    #[prop(into)] title: String,
    #[prop(optional)] level: HeadLevel,
    #[prop(into, optional)] id: Option<String>,
    #[prop(into, optional)] count: MaybeProp<String>,
    /// One link or one remark at the end.
    #[prop(into, optional)]
    end: ViewFnOnce,
) -> impl IntoView {
    view! {
        <div class="head">
            {match level {
                HeadLevel::Two => view! { <h2 id=id>{title}</h2> }.into_any(),
                HeadLevel::Three => view! { <h3 id=id>{title}</h3> }.into_any(),
            }}
            {move || count.get().map(|count| view! { <span class="count">{count}</span> })}
            {end.run()}
        </div>
    }
}
