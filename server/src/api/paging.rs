//! Pages of a list: an opaque cursor, and a `Link` to the next page.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::LINK;
use http::{HeaderValue, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::problem::{Problem, Result};

/// Rows of a page where nothing is said.
pub const USUAL: u32 = 50;
/// Most rows of a page.
pub const MOST: u32 = 200;

/// How many rows are wanted.
pub fn limit(wanted: Option<u32>) -> Result<i64> {
    match wanted.unwrap_or(USUAL) {
        rows @ 1..=MOST => Ok(i64::from(rows)),
        _ => Err(Problem::field("limit", format!("Choose 1 to {MOST}."))),
    }
}

/// The place at which a page ends, for the next request.
pub fn cursor(place: &impl Serialize) -> Option<String> {
    serde_json::to_vec(place).ok().map(|place| URL_SAFE_NO_PAD.encode(place))
}

/// The place behind which a page begins.
pub fn behind<T: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<T>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|place| serde_json::from_slice(&place).ok());
    place
        .map(Some)
        .ok_or_else(|| Problem::field("cursor", "Send the cursor of the page before as it was received."))
}

/// A page, with the way to the next one among its headers.
pub fn answer(here: &Uri, page: &impl Serialize, next: Option<(&str, &str)>) -> Response {
    let mut response = Json(page).into_response();
    if let Some((name, value)) = next
        && let Ok(link) = HeaderValue::try_from(format!("<{}>; rel=\"next\"", onward(here, name, value)))
    {
        response.headers_mut().insert(LINK, link);
    }
    response
}

/// The same address with another value of one parameter.
fn onward(here: &Uri, name: &str, value: &str) -> String {
    let query = here.query().unwrap_or_default();
    let others = form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| known != name);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(others)
        .append_pair(name, value)
        .finish();
    format!("{}?{query}", here.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_given() {
        let place = ("Ñandú".to_owned(), 7);
        let given = cursor(&place).unwrap();
        assert!(given.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        assert_eq!(behind::<(String, i64)>(Some(&given)).unwrap(), Some(place));
        assert!(behind::<(String, i64)>(Some("guessed")).is_err());
        assert_eq!(behind::<i64>(None).unwrap(), None);
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        let here: Uri = "/api/v1/tickets?status=open&cursor=abc&limit=2".parse().unwrap();
        assert_eq!(onward(&here, "cursor", "x-y"), "/api/v1/tickets?status=open&limit=2&cursor=x-y");
    }

    #[test]
    fn a_page_has_at_least_one_row_and_at_most_two_hundred() {
        assert_eq!(limit(None).unwrap(), 50);
        assert_eq!(limit(Some(200)).unwrap(), 200);
        assert!(limit(Some(0)).is_err());
        assert!(limit(Some(201)).is_err());
    }
}
