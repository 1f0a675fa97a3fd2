//! A field: label above, hint below, and an error that says what to write; the text is kept.

use leptos::{html, prelude::*};

use crate::{Icon, typed::follow};

/// The kind of a one-line input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    #[default]
    Text,
    Email,
    Password,
    Search,
    Telephone,
    /// A day.
    Date,
    /// Date and time of day, without a zone.
    Moment,
    File,
}

/// Whether the browser insists on an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Needed {
    #[default]
    Optional,
    Required,
}

/// A one-line input with its label. Don't use the placeholder as a label.
#[component]
pub fn Field(
    /// Unique on the page; hint and error derive theirs from it.
    #[prop(into)]
    id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] kind: InputKind,
    #[prop(optional)] needed: Needed,
    /// The text at first; later changes come through `text`.
    #[prop(into, optional)]
    value: Option<String>,
    /// Two ways: follows what is typed, and changes the control when it is set.
    #[prop(optional)]
    text: Option<RwSignal<String>>,
    #[prop(into, optional)] placeholder: Option<String>,
    /// The browser's autofill token: `email`, `name`, `current-password`, `off`.
    #[prop(into, optional)]
    autocomplete: Option<String>,
    /// In characters.
    #[prop(optional)]
    max_length: Option<usize>,
    #[prop(into, optional)] hint: Option<String>,
    /// A sentence that says what to write instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
    /// What stands between the control and the hint, such as buttons that add to it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if let Some(text) = text {
        follow(move || node_ref.get(), text);
    }
    let described = described_by(&id, hint.is_some(), error);
    let control = view! {
        <input
            class="input"
            id=id.clone()
            name=name
            type=kind.as_str()
            value=value
            placeholder=placeholder
            autocomplete=autocomplete
            maxlength=max_length
            required=needed == Needed::Required
            aria-describedby=described
            aria-invalid=move || error.get().is_some().then_some("true")
            node_ref=node_ref
            on:input=move |event| {
                if let Some(text) = text {
                    text.set(event_target_value(&event));
                }
            }
        />
    };
    view! {
        <FieldBox id=id label=label nostrip:hint=hint error=error>
            {control}
            {children.map(|children| children())}
        </FieldBox>
    }
}

/// The frame around any control: its label, hint and error. The control carries `id`, and `aria-describedby` with `{id}-hint {id}-error`.
#[component]
pub fn FieldBox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(into, optional)] error: MaybeProp<String>,
    children: Children,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" data-wrong=move || error.get().is_some().then_some("")>
            <label for=id>{label}</label>
            {children()}
            {hint.map(|hint| view! { <span class="hint" id=hint_id>{hint}</span> })}
            {wrong(error_id, error)}
        </div>
    }
}

/// The error line, spoken when it appears.
pub(crate) fn wrong(id: String, error: MaybeProp<String>) -> impl IntoView {
    view! {
        <div role="status">
            {move || {
                error.get().map(|sentence| {
                    view! {
                        <p class="wrong" id=id.clone()>
                            <Icon icon=Icon::Late/>
                            {sentence}
                        </p>
                    }
                })
            }}
        </div>
    }
}

/// The ids that describe a control, as far as they are on the page.
pub(crate) fn described_by(
    id: &str,
    hinted: bool,
    error: MaybeProp<String>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let hint = if hinted { format!("{id}-hint") } else { String::new() };
    let wrong = format!("{id}-error");
    move || match (hint.is_empty(), error.get().is_some()) {
        (true, false) => None,
        (true, true) => Some(wrong.clone()),
        (false, false) => Some(hint.clone()),
        (false, true) => Some(format!("{wrong} {hint}")),
    }
}

impl InputKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Search => "search",
            Self::Telephone => "tel",
            Self::Date => "date",
            Self::Moment => "datetime-local",
            Self::File => "file",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The markup without the marks by which a browser finds the seams again.
    fn field(error: Option<&'static str>) -> String {
        let html = Owner::new().with(|| {
            view! { <Field id="by" name="by" label="Needed by" hint="A day" error=MaybeProp::from(error.map(str::to_owned))/> }
                .to_html()
        });
        html.replace("<!>", "")
    }

    #[test]
    fn a_field_is_named_by_its_label_and_described_by_its_hint() {
        let html = field(None);
        assert!(html.contains(r#"<label for="by">Needed by</label>"#), "{html}");
        assert!(html.contains(r#"aria-describedby="by-hint""#), "{html}");
        assert!(html.contains(r#"<span id="by-hint" class="hint">A day</span>"#), "{html}");
        assert!(!html.contains("aria-invalid"), "{html}");
    }

    #[test]
    fn a_wrong_field_says_so_and_reads_its_error_first() {
        let html = field(Some("Give a time after 10:42."));
        assert!(html.contains(r#"aria-describedby="by-error by-hint""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"<p id="by-error" class="wrong">"#), "{html}");
        assert!(html.contains("data-wrong"), "{html}");
    }
}
