//! How the reader wants a page: language and theme, the same on the server and in the browser.

use domain::locale::Language;
use domain::person::Roles;
use leptos::prelude::*;

/// What the reader has chosen, or what the server has chosen for him. The server provides it as context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    pub language: Language,
    /// None follows the device.
    pub theme: Option<Theme>,
    /// What the reader may be, so that every page can show the ways to the desk; none while nobody is signed in.
    pub roles: Option<Roles>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Prefs {
    /// From the server's context, or from the document that the server has sent.
    pub fn here() -> Prefs {
        if let Some(prefs) = use_context::<Prefs>() {
            return prefs;
        }
        let language = attribute("lang").and_then(|code| Language::from_code(&code));
        let theme = attribute("data-theme").and_then(|name| Theme::from_name(&name));
        let roles = attribute("data-roles").and_then(|bits| bits.parse().ok()).map(Roles::from_bits);
        Prefs { language: language.unwrap_or_default(), theme, roles }
    }
}

impl Theme {
    pub const fn as_str(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub fn from_name(name: &str) -> Option<Theme> {
        [Theme::Light, Theme::Dark].into_iter().find(|theme| theme.as_str() == name)
    }
}

/// An attribute of `<html>`; none on the server, where there is no document yet.
pub fn attribute(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return document().document_element()?.get_attribute(name);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}
