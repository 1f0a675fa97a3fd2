//! A points lever; the word beside it says the state and the cost.

use leptos::prelude::*;

/// On or off, at once or with the form. Don't use it for a change that needs "Save" to be understood.
#[component]
pub fn Switch(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What off means: "Off", or what happens then.
    #[prop(into)]
    off: String,
    /// What on means and costs.
    #[prop(into)]
    on: String,
    #[prop(into, optional)] id: Option<String>,
    /// What the form sends when it is on.
    #[prop(into, default = "true".to_owned())]
    value: String,
    #[prop(into, optional)] checked: bool,
    /// Follows the lever.
    #[prop(optional)]
    state: Option<RwSignal<bool>>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                id=id
                name=name
                value=value
                checked=checked
                on:change=move |event| {
                    if let Some(state) = state {
                        state.set(event_target_checked(&event));
                    }
                }
            />
            <span>
                <b>{label}</b>
                <span class="switch-word switch-off">{off}</span>
                <span class="switch-word switch-on">{on}</span>
            </span>
        </label>
    }
}
