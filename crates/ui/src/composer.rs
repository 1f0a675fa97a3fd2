//! Where a post is written: it takes the look of what it will become, with or without a script.

use leptos::{children::ViewFnOnce, html, prelude::*};

use crate::{Icon, Key, field::wrong, text_area::first_text, typed::follow};

/// What the text will become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComposerMode {
    Reply,
    Note,
}

/// The frame: tabs above, text, and a foot with the buttons. Put it into a form of your own.
#[component]
pub fn Composer(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    /// What the text area is called; hidden, because the tabs and the button say it too.
    #[prop(into)]
    label: ViewFnOnce,
    #[prop(into, optional)] placeholder: Option<String>,
    #[prop(default = 3)] rows: u16,
    #[prop(into, optional)] value: Option<String>,
    /// Two ways: follows what is typed, and changes the control when it is set.
    #[prop(optional)]
    text: Option<RwSignal<String>>,
    /// In characters.
    #[prop(optional)]
    max_length: Option<usize>,
    #[prop(into, optional)] error: MaybeProp<String>,
    #[prop(optional)] node_ref: NodeRef<html::Textarea>,
    /// `ComposerTab`s; leave it away where there is only one thing to write.
    #[prop(optional)]
    tabs: Option<ViewFnOnce>,
    /// The accessible name of the tabs.
    #[prop(into, optional)]
    tabs_label: Option<String>,
    /// The foot: buttons, `ComposerOnly`, the time of the draft in `.foot-end`.
    children: Children,
) -> impl IntoView {
    if let Some(text) = text {
        follow(move || node_ref.get(), text);
    }
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let value = first_text(value.as_deref());
    view! {
        <div class="composer" data-wrong=move || error.get().is_some().then_some("")>
            {tabs.map(|tabs| {
                view! {
                    <div class="tabs" role="radiogroup" aria-label=tabs_label>
                        {tabs.run()}
                    </div>
                }
            })}
            <label class="out" for=id.clone()>
                {label.run()}
            </label>
            <textarea
                id=id
                name=name
                rows=rows
                placeholder=placeholder
                maxlength=max_length
                aria-describedby=move || error.get().is_some().then(|| described.clone())
                aria-invalid=move || error.get().is_some().then_some("true")
                node_ref=node_ref
                on:input=move |event| {
                    if let Some(text) = text {
                        text.set(event_target_value(&event));
                    }
                }
                inner_html=value
            ></textarea>
            {wrong(error_id, error)}
            <div class="composer-foot">{children()}</div>
        </div>
    }
}

/// One thing to write, as a radio in the look of a tab: the form sends it, and the frame follows it by css alone.
#[component]
pub fn ComposerTab(
    mode: ComposerMode,
    #[prop(into)] name: String,
    /// What the form sends.
    #[prop(into)]
    value: String,
    #[prop(into, optional)] checked: bool,
    #[prop(into, optional)] key: Option<String>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
    children: Children,
) -> impl IntoView {
    view! {
        <label>
            <input
                class=mode.pick_class()
                type="radio"
                name=name
                value=value
                checked=checked
                node_ref=node_ref
            />
            <Icon icon=mode.icon()/>
            {children()}
            {key.map(|key| view! { <Key name=key/> })}
        </label>
    }
}

/// What shows only while this mode is chosen. Give each mode a button of its own, so that none can be taken for the other.
#[component]
pub fn ComposerOnly(mode: ComposerMode, children: Children) -> impl IntoView {
    view! { <span class=mode.only_class()>{children()}</span> }
}

impl ComposerMode {
    const fn icon(self) -> Icon {
        match self {
            Self::Reply => Icon::Eye,
            Self::Note => Icon::Lock,
        }
    }

    const fn pick_class(self) -> &'static str {
        match self {
            Self::Reply => "pick-reply",
            Self::Note => "pick-note",
        }
    }

    const fn only_class(self) -> &'static str {
        match self {
            Self::Reply => "only-reply",
            Self::Note => "only-note",
        }
    }
}
