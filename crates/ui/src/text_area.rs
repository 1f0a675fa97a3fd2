//! A field of several lines.

use leptos::{html, prelude::*};

use crate::{FieldBox, Needed, escaped::Escaped, field::described_by, typed::follow};

/// Several lines with label, hint and error; grows with what is typed where the browser can.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] needed: Needed,
    #[prop(default = 5)] rows: u16,
    #[prop(into, optional)] value: Option<String>,
    /// Two ways: follows what is typed, and changes the control when it is set.
    #[prop(optional)]
    text: Option<RwSignal<String>>,
    #[prop(into, optional)] placeholder: Option<String>,
    /// In characters.
    #[prop(optional)]
    max_length: Option<usize>,
    #[prop(into, optional)] hint: Option<String>,
    /// A sentence that says what to write instead.
    #[prop(into, optional)]
    error: MaybeProp<String>,
    #[prop(optional)] node_ref: NodeRef<html::Textarea>,
    /// What stands below the control, such as "Add a file".
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    if let Some(text) = text {
        follow(move || node_ref.get(), text);
    }
    let described = described_by(&id, hint.is_some(), error);
    let value = first_text(value.as_deref());
    let control = view! {
        <textarea
            class="input"
            id=id.clone()
            name=name
            rows=rows
            placeholder=placeholder
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
            inner_html=value
        ></textarea>
    };
    view! {
        <FieldBox id=id label=label nostrip:hint=hint error=error>
            {control}
            {children.map(|children| children())}
        </FieldBox>
    }
}

/// The text that a text area has at first. The server writes the children of a `<textarea>` as they are, so a text with a
/// closing tag would leave it; escaped and set as html it is the same text on both sides.
pub(crate) fn first_text(value: Option<&str>) -> Option<String> {
    value.map(|text| Escaped(text).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_not_leave_its_text_area() {
        let html = Owner::new().with(|| {
            view! { <TextArea id="body" name="body" label="What?" value="</textarea><script>alert(1)</script>"/> }
                .to_html()
        });
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }
}
