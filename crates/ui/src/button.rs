//! Buttons: ink is the one main action of a view, yellow only acts on now or on you; the verb comes first.

use leptos::prelude::*;

use crate::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    /// Ink: the one main action. Don't put two into one view.
    Go,
    /// Yellow: calls a person or is your turn. Not for "Save".
    Now,
    /// Blue with a lock: what it makes, only staff will see.
    Staff,
    /// Red edge: destroys something.
    Late,
    /// Underlined text: the way out.
    Bare,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonType {
    #[default]
    Button,
    Submit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonWidth {
    #[default]
    Fit,
    Fill,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonHeight {
    #[default]
    Normal,
    /// 56 px, for the one step that the page is about.
    Tall,
}

/// A button. Events (`on:click`) and attributes (`attr:form`) given to it land on the `<button>` itself.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] width: ButtonWidth,
    #[prop(optional)] height: ButtonHeight,
    #[prop(optional)] action: ButtonType,
    #[prop(optional)] icon: Option<Icon>,
    /// The keyboard key that does the same.
    #[prop(into, optional)]
    key: Option<String>,
    /// What an icon alone says to a screen reader.
    #[prop(into, optional)]
    label: Option<String>,
    #[prop(into, optional)] name: Option<String>,
    #[prop(into, optional)] value: Option<String>,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(into, optional)] class: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <button
            class=classes(kind, width, height, class.as_deref())
            type=action.as_str()
            name=name
            value=value
            disabled=disabled
            title=label.clone()
            aria-label=label
        >
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            {children.map(|children| children())}
            {key.map(|key| view! { <Key name=key/> })}
        </button>
    }
}

/// A link that looks like a button, for steps that are pages.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] width: ButtonWidth,
    #[prop(optional)] height: ButtonHeight,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(into, optional)] key: Option<String>,
    #[prop(into, optional)] label: Option<String>,
    #[prop(into, optional)] class: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <a
            class=classes(kind, width, height, class.as_deref())
            href=href
            title=label.clone()
            aria-label=label
        >
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            {children.map(|children| children())}
            {key.map(|key| view! { <Key name=key/> })}
        </a>
    }
}

/// Buttons side by side, wrapping.
#[component]
pub fn ButtonRow(children: Children) -> impl IntoView {
    view! { <div class="btn-row">{children()}</div> }
}

/// A key of the keyboard. It is hidden from screen readers, which announce keys their own way.
#[component]
pub fn Key(#[prop(into)] name: String) -> impl IntoView {
    view! { <kbd aria-hidden="true">{name}</kbd> }
}

fn classes(kind: ButtonKind, width: ButtonWidth, height: ButtonHeight, extra: Option<&str>) -> String {
    ["btn", kind.class(), width.class(), height.class(), extra.unwrap_or_default()]
        .into_iter()
        .filter(|class| !class.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Go => "btn-go",
            Self::Now => "btn-now",
            Self::Staff => "btn-staff",
            Self::Late => "btn-late",
            Self::Bare => "btn-bare",
        }
    }
}

impl ButtonType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Submit => "submit",
        }
    }
}

impl ButtonWidth {
    const fn class(self) -> &'static str {
        match self {
            Self::Fit => "",
            Self::Fill => "btn-wide",
        }
    }
}

impl ButtonHeight {
    const fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Tall => "btn-tall",
        }
    }
}
