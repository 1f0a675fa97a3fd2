//! Every word that a person reads, in every language, checked when the program is compiled.
//!
//! A file of `strings/` holds each text in all languages; its names become functions here.

use domain::locale::Language;
use typed_i18n::TypedI18N;

use crate::prefs::Prefs;

/// The reader's language.
pub fn language() -> Language {
    Prefs::here().language
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $file:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, TypedI18N)]
        #[typed_i18n(filename = $file)]
        #[typed_i18n(builder = "mixed_str")]
        pub enum $name {
            En,
            Es,
        }

        impl From<Language> for $name {
            fn from(language: Language) -> Self {
                match language {
                    Language::En => $name::En,
                    Language::Es => $name::Es,
                }
            }
        }
    )+};
}

texts! {
    /// What more than one face says: times, states, faults, the frame.
    Common = "strings/common.json",
    Portal = "strings/portal.json",
    Desk = "strings/desk.json",
    Wall = "strings/wall.json",
    /// Signing in, setting up, one's own settings.
    Account = "strings/account.json",
    Admin = "strings/admin.json",
    /// The rota and the rules that say who gets what.
    Rota = "strings/rota.json",
}
