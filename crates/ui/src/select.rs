//! A choice from a list that is too long for radios.

use leptos::prelude::*;

use crate::{FieldBox, Icon, Needed, field::described_by};

/// One line of the list; lines with a group stand together under its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectOption {
    pub value: String,
    pub label: String,
    pub group: Option<String>,
}

impl SelectOption {
    /// A line that stands alone.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> SelectOption {
        SelectOption { value: value.into(), label: label.into(), group: None }
    }
}

/// The browser's own list, so that it works everywhere. For up to five short answers use `Choice`.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<SelectOption>,
    /// The value chosen at first.
    #[prop(into, optional)]
    value: String,
    /// Follows what is chosen.
    #[prop(optional)]
    picked: Option<RwSignal<String>>,
    #[prop(optional)] needed: Needed,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(into, optional)] error: MaybeProp<String>,
) -> impl IntoView {
    let described = described_by(&id, hint.is_some(), error);
    let control = view! {
        <span class="select">
            <select
                class="input"
                id=id.clone()
                name=name
                required=needed == Needed::Required
                aria-describedby=described
                aria-invalid=move || error.get().is_some().then_some("true")
                on:change=move |event| {
                    if let Some(picked) = picked {
                        picked.set(event_target_value(&event));
                    }
                }
            >
                {groups(options)
                    .into_iter()
                    .map(|(group, options)| {
                        let lines = options
                            .into_iter()
                            .map(|option| {
                                let chosen = option.value == value;
                                view! { <option value=option.value selected=chosen>{option.label}</option> }
                            })
                            .collect_view();
                        match group {
                            Some(group) => view! { <optgroup label=group>{lines}</optgroup> }.into_any(),
                            None => lines.into_any(),
                        }
                    })
                    .collect_view()}
            </select>
            <Icon icon=Icon::Down/>
        </span>
    };
    view! {
        <FieldBox id=id label=label nostrip:hint=hint error=error>
            {control}
        </FieldBox>
    }
}

/// Neighbours of the same group, in the order given.
fn groups(options: Vec<SelectOption>) -> Vec<(Option<String>, Vec<SelectOption>)> {
    let mut groups: Vec<(Option<String>, Vec<SelectOption>)> = Vec::new();
    for option in options {
        match groups.last_mut() {
            Some((name, lines)) if *name == option.group => lines.push(option),
            _ => groups.push((option.group.clone(), vec![option])),
        }
    }
    groups
}
