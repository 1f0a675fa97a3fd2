//! What is there but not needed now.

use leptos::prelude::*;

use crate::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FoldState {
    #[default]
    Closed,
    Open,
}

/// Opens without a script. The summary says what is inside and how much.
#[component]
pub fn Fold(
    #[prop(into)] title: String,
    /// How much is inside, in second ink.
    #[prop(into, optional)]
    note: MaybeProp<String>,
    #[prop(optional)] state: FoldState,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fold" open=state == FoldState::Open>
            <summary>
                <Icon icon=Icon::Down/>
                {title}
                " "
                {move || note.get().map(|note| view! { <span class="second">{note}</span> })}
            </summary>
            <div class="fold-in">{children()}</div>
        </details>
    }
}
