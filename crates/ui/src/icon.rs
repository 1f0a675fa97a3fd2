//! Pictograms from the sprite: 24 grid, butt ends, solid where a sign would be solid.

use leptos::prelude::*;

/// The address of the sprite, set by the page as context so that it may carry a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sprite(pub String);

impl Default for Sprite {
    fn default() -> Self {
        Self("/assets/icons.svg".to_owned())
    }
}

/// Every pictogram of the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    Mark,
    Ask,
    Ticket,
    Clock,
    Pause,
    New,
    Open,
    Check,
    Kept,
    Cross,
    Warn,
    Late,
    Info,
    Lock,
    Eye,
    Person,
    Line,
    Desk,
    Phone,
    Mail,
    Chat,
    Laptop,
    Printer,
    Key,
    Broken,
    Box,
    Pickup,
    Return,
    Question,
    Calendar,
    Search,
    Arrow,
    Back,
    Down,
    Camera,
    Clip,
    Headset,
    Plug,
    Mouse,
    Net,
    HandOn,
    Undo,
    Book,
    Badge,
    Qr,
    Moon,
}

impl Icon {
    /// All pictograms, in the order of the sprite.
    pub const ALL: [Self; 46] = [
        Self::Mark,
        Self::Ask,
        Self::Ticket,
        Self::Clock,
        Self::Pause,
        Self::New,
        Self::Open,
        Self::Check,
        Self::Kept,
        Self::Cross,
        Self::Warn,
        Self::Late,
        Self::Info,
        Self::Lock,
        Self::Eye,
        Self::Person,
        Self::Line,
        Self::Desk,
        Self::Phone,
        Self::Mail,
        Self::Chat,
        Self::Laptop,
        Self::Printer,
        Self::Key,
        Self::Broken,
        Self::Box,
        Self::Pickup,
        Self::Return,
        Self::Question,
        Self::Calendar,
        Self::Search,
        Self::Arrow,
        Self::Back,
        Self::Down,
        Self::Camera,
        Self::Clip,
        Self::Headset,
        Self::Plug,
        Self::Mouse,
        Self::Net,
        Self::HandOn,
        Self::Undo,
        Self::Book,
        Self::Badge,
        Self::Qr,
        Self::Moon,
    ];

    /// The id of the symbol in the sprite.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mark => "mark",
            Self::Ask => "ask",
            Self::Ticket => "ticket",
            Self::Clock => "clock",
            Self::Pause => "pause",
            Self::New => "new",
            Self::Open => "open",
            Self::Check => "check",
            Self::Kept => "kept",
            Self::Cross => "cross",
            Self::Warn => "warn",
            Self::Late => "late",
            Self::Info => "info",
            Self::Lock => "lock",
            Self::Eye => "eye",
            Self::Person => "person",
            Self::Line => "line",
            Self::Desk => "desk",
            Self::Phone => "phone",
            Self::Mail => "mail",
            Self::Chat => "chat",
            Self::Laptop => "laptop",
            Self::Printer => "printer",
            Self::Key => "key",
            Self::Broken => "broken",
            Self::Box => "box",
            Self::Pickup => "pickup",
            Self::Return => "return",
            Self::Question => "question",
            Self::Calendar => "calendar",
            Self::Search => "search",
            Self::Arrow => "arrow",
            Self::Back => "back",
            Self::Down => "down",
            Self::Camera => "camera",
            Self::Clip => "clip",
            Self::Headset => "headset",
            Self::Plug => "plug",
            Self::Mouse => "mouse",
            Self::Net => "net",
            Self::HandOn => "hand-on",
            Self::Undo => "undo",
            Self::Book => "book",
            Self::Badge => "badge",
            Self::Qr => "qr",
            Self::Moon => "moon",
        }
    }
}

/// One pictogram, hidden from assistive technology: an icon that carries meaning has its word beside it.
#[component]
pub fn Icon(icon: Icon, #[prop(into, optional)] class: Option<String>) -> impl IntoView {
    let class = class.map_or_else(|| "ico".to_owned(), |extra| format!("ico {extra}"));
    let href = format!("{}#{}", use_context::<Sprite>().unwrap_or_default().0, icon.as_str());
    view! {
        <svg class=class aria-hidden="true">
            <use href=href></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPRITE: &str = include_str!("../../../public/icons.svg");

    #[test]
    fn the_sprite_has_every_pictogram_and_no_other() {
        for icon in Icon::ALL {
            assert!(
                SPRITE.contains(&format!("<symbol id=\"{}\"", icon.as_str())),
                "{} is missing",
                icon.as_str()
            );
        }
        assert_eq!(SPRITE.matches("<symbol ").count(), Icon::ALL.len());
    }

    #[test]
    fn a_pictogram_comes_from_the_sprite_of_the_page() {
        let icon = || view! { <Icon icon=Icon::HandOn/> }.to_html();
        let html = Owner::new().with(|| {
            provide_context(Sprite("/assets/icons.0f3a.svg".to_owned()));
            icon()
        });
        assert!(html.contains(r#"href="/assets/icons.0f3a.svg#hand-on""#), "{html}");
        assert!(Owner::new().with(icon).contains(r#"href="/assets/icons.svg#hand-on""#));
    }
}
