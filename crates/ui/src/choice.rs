//! Segmented radios: a few short answers of which one holds.

use leptos::prelude::*;

use crate::field::wrong;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceOption {
    pub value: String,
    pub label: String,
}

impl ChoiceOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> ChoiceOption {
        ChoiceOption { value: value.into(), label: label.into() }
    }
}

/// Two to five answers side by side, or one below the other where they don't fit.
#[component]
pub fn Choice(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<ChoiceOption>,
    /// The value chosen at first; none if it is empty.
    #[prop(into, optional)]
    value: String,
    /// Follows what is chosen.
    #[prop(optional)]
    picked: Option<RwSignal<String>>,
    #[prop(into, optional)] error: MaybeProp<String>,
) -> impl IntoView {
    let label_id = format!("{id}-label");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" data-wrong=move || error.get().is_some().then_some("")>
            <span class="label" id=label_id.clone()>
                {label}
            </span>
            <div class="choice" role="radiogroup" id=id aria-labelledby=label_id>
                {options
                    .into_iter()
                    .map(|option| {
                        let chosen = option.value == value;
                        view! {
                            <label>
                                <input
                                    type="radio"
                                    name=name.clone()
                                    value=option.value
                                    checked=chosen
                                    on:change=move |event| {
                                        if let Some(picked) = picked {
                                            picked.set(event_target_value(&event));
                                        }
                                    }
                                />
                                {option.label}
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            {wrong(error_id, error)}
        </div>
    }
}
