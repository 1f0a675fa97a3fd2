//! A box for a table of numbers: it scrolls inside itself and never widens the page.

use leptos::prelude::*;

/// Holds one `<table class="table">`. Columns of class `opt` leave first; `n` is for numbers, the row `sum` for the total.
#[component]
pub fn TableBox(
    /// What a screen reader calls the table, and the scrolled region.
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-box" role="region" tabindex="0" aria-label=label>
            <table class="table">{children()}</table>
        </div>
    }
}
