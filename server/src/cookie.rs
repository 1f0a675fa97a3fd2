//! Cookies: reading those that a browser sends, and writing the one that says who it is.

use domain::time::{SECOND, UnixMs};
use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

use crate::config::{Public, Scheme};

/// Holds a session's secret.
pub const SESSION: &str = "deskbell_session";
/// The language and the theme that a visitor chose.
pub use app::account::look::{LANGUAGE_COOKIE as LANGUAGE, THEME_COOKIE as THEME};

/// The value of a cookie.
pub fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

/// Signs a browser in until `expires_at`.
pub fn session(token: &str, now: UnixMs, expires_at: UnixMs, public: Option<&Public>) -> Option<HeaderValue> {
    let max_age_s = ((expires_at - now).0 / SECOND.0).max(0);
    written(token, max_age_s, public)
}

/// Makes a browser forget its session.
pub fn no_session(public: Option<&Public>) -> Option<HeaderValue> {
    written("", 0, public)
}

fn written(token: &str, max_age_s: i64, public: Option<&Public>) -> Option<HeaderValue> {
    let secure = if public.is_some_and(|public| public.scheme == Scheme::Https) { "; Secure" } else { "" };
    let cookie = format!("{SESSION}={token}; HttpOnly; SameSite=Lax; Path=/; Max-Age={max_age_s}{secure}");
    let mut value = HeaderValue::from_str(&cookie).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=1; deskbell_session=tok=en;deskbell_language=es"));
        headers.append(COOKIE, HeaderValue::from_static("deskbell_theme=dark"));
        assert_eq!(get(&headers, SESSION), Some("tok=en"));
        assert_eq!(get(&headers, LANGUAGE), Some("es"));
        assert_eq!(get(&headers, THEME), Some("dark"));
        assert_eq!(get(&headers, "session"), None);
    }

    #[test]
    fn a_session_is_secure_where_the_desk_is_reached_by_https() {
        let public = Public { scheme: Scheme::Https, host: "desk.example.org".into() };
        let text = |public| {
            let cookie = session("secret", UnixMs(1_000), UnixMs(61_000), public).unwrap();
            cookie.to_str().unwrap().to_owned()
        };
        let plain = "deskbell_session=secret; HttpOnly; SameSite=Lax; Path=/; Max-Age=60";
        assert_eq!(text(None), plain);
        assert_eq!(text(Some(&public)), format!("{plain}; Secure"));
    }
}
