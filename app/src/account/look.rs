//! The language and the theme that a browser was told to keep, in two cookies that anybody may read.

#[cfg(feature = "ssr")]
use domain::locale::Language;

#[cfg(feature = "ssr")]
use crate::prefs::Theme;

/// `en` or `es`; without it the person's language holds, then the browser's.
pub const LANGUAGE_COOKIE: &str = "deskbell_language";
/// `light` or `dark`; without it the device decides.
pub const THEME_COOKIE: &str = "deskbell_theme";

/// A year, in seconds.
#[cfg(any(feature = "ssr", test))]
const KEEP_S: u32 = 31_536_000;

/// Sets the cookies on the answer that is being made. What is none stays; any other theme means as the device.
#[cfg(feature = "ssr")]
pub fn keep(language: Option<Language>, theme: Option<&str>) {
    let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() else { return };
    let language = language.map(|language| cookie(LANGUAGE_COOKIE, Some(language.code())));
    let theme = theme.map(|name| cookie(THEME_COOKIE, Theme::from_name(name).map(Theme::as_str)));
    for cookie in language.into_iter().chain(theme) {
        if let Ok(value) = http::HeaderValue::from_str(&cookie) {
            response.append_header(http::header::SET_COOKIE, value);
        }
    }
}

/// Passes on what was done, and keeps the look that was chosen with it.
#[cfg(feature = "ssr")]
pub fn kept<T>(done: T, language: Language, theme: &str) -> T {
    keep(Some(language), Some(theme));
    done
}

/// A cookie with this value, or one that takes an earlier one away.
#[cfg(any(feature = "ssr", test))]
fn cookie(name: &str, value: Option<&str>) -> String {
    let age = value.map_or(0, |_| KEEP_S);
    format!("{name}={}; Path=/; SameSite=Lax; Max-Age={age}", value.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_the_device_takes_the_cookie_away() {
        assert_eq!(
            cookie(THEME_COOKIE, Some("dark")),
            "deskbell_theme=dark; Path=/; SameSite=Lax; Max-Age=31536000"
        );
        assert_eq!(cookie(THEME_COOKIE, None), "deskbell_theme=; Path=/; SameSite=Lax; Max-Age=0");
    }
}
