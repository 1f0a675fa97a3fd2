//! A seat number: square initials, with a bar below for whoever is here now.

use leptos::prelude::*;

/// Whose seat it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarKind {
    #[default]
    Person,
    /// Someone of the staff, in the staff colour.
    Staff,
    /// A free seat: nobody has it yet.
    None,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 24 px, in rows.
    Small,
    /// 32 px.
    #[default]
    Normal,
    /// 56 px, at the head of a person's card.
    Large,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    #[default]
    Away,
    Here,
}

/// Square initials; do give the name, for it is the tooltip and what a screen reader says.
#[component]
pub fn Avatar(
    #[prop(into)] initials: String,
    #[prop(into)] name: String,
    #[prop(optional)] kind: AvatarKind,
    #[prop(optional)] size: AvatarSize,
    #[prop(into, optional)] presence: Signal<Presence>,
) -> impl IntoView {
    let class = format!("avatar{}{}", kind.class(), size.class());
    view! {
        <span
            class=class
            role="img"
            aria-label=name.clone()
            title=name
            data-here=move || (presence.get() == Presence::Here).then_some("")
        >
            {initials}
        </span>
    }
}

/// Avatars side by side.
#[component]
pub fn People(children: Children) -> impl IntoView {
    view! { <span class="people">{children()}</span> }
}

impl AvatarKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Person => "",
            Self::Staff => " avatar-staff",
            Self::None => " avatar-none",
        }
    }
}

impl AvatarSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => " avatar-s",
            Self::Normal => "",
            Self::Large => " avatar-l",
        }
    }
}
