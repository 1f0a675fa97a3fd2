//! One question over the page, in the browser's own dialog.

use leptos::{children::ViewFnOnce, html, prelude::*};

/// One question with its default chosen and two buttons. Don't use it for what undo can heal.
///
/// It opens while `open` is true. Without a script, a button with `command="show-modal"` and `commandfor` opens it too.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    /// The question.
    #[prop(into)]
    title: String,
    open: RwSignal<bool>,
    /// The two buttons, the one that does it first.
    #[prop(into)]
    buttons: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // It can only fail when the dialog has left the page in the meantime.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog
            class="dialog"
            id=id
            closedby="any"
            aria-labelledby=labelled_by
            node_ref=node
            on:close=move |_| open.set(false)
        >
            <h2 id=title_id>{title}</h2>
            {children()}
            <div class="btn-row">{buttons.run()}</div>
        </dialog>
    }
}
