//! Downloads: attachments are handed out as files, and only pictures may be looked at in the browser.

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;
use domain::ids::FileId;
use http::HeaderValue;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use serde::Deserialize;
use service::file::Download;

use crate::context::visitor;
use crate::desk::Desk;
use crate::{answer, problem};

/// A picture that every browser draws without running anything.
const PICTURES: [&str; 4] = ["image/gif", "image/jpeg", "image/png", "image/webp"];

/// What stands behind the question mark.
#[derive(Default, Deserialize)]
pub struct Wish {
    /// A guest's key.
    k: Option<String>,
    /// Anything: look at it here.
    view: Option<String>,
}

/// `/files/{id}/{name}`; the name is for the reader of the address, the file is told by its number.
pub async fn download(
    State(desk): State<Desk>,
    Path((id, _name)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(id) = id.parse().map(FileId) else { return answer::absent(&desk, &parts.headers) };
    let found = async {
        let ctx = visitor(&desk, &parts).await?.ctx;
        service::file::open_by_link(&ctx, id, wish.k.as_deref()).await
    };
    match found.await {
        Ok(file) => handed_out(file, wish.view.is_some()),
        Err(error) => problem::failed(&desk, &parts.headers, &error),
    }
}

pub fn handed_out(file: Download, view: bool) -> Response {
    let picture = PICTURES.contains(&file.content_type.as_str());
    let way = if view && picture { "inline" } else { "attachment" };
    let Download { name, content_type, bytes, stream } = file;
    let mut response = Response::new(Body::from_stream(stream));
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_str(&content_type);
    headers.insert(
        CONTENT_TYPE,
        content_type.unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes));
    headers.insert(CONTENT_DISPOSITION, disposition(way, &name));
    // Even a file that a browser takes for a page can't run, load or send anything.
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=600"));
    response
}

/// The name twice: plain for old readers, and whole as RFC 6266 asks.
fn disposition(way: &str, name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_.() ".contains(c) { c } else { '_' })
        .collect();
    let whole = app::routes::encode(name);
    let value = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_break_out_of_its_header() {
        let value = disposition("attachment", "año \"2\"\r\n.png");
        assert_eq!(
            value.to_str().unwrap(),
            "attachment; filename=\"a_o _2___.png\"; filename*=UTF-8''a%C3%B1o%20%222%22%0D%0A.png"
        );
    }

    #[test]
    fn only_pictures_are_shown_in_the_browser() {
        let file = |content_type: &str| Download {
            name: "x".into(),
            content_type: content_type.into(),
            bytes: 0,
            stream: Box::pin(futures::stream::empty()),
        };
        let way = |content_type, view| {
            let response = handed_out(file(content_type), view);
            response.headers()[CONTENT_DISPOSITION].to_str().unwrap().split(';').next().unwrap().to_owned()
        };
        assert_eq!(way("image/png", true), "inline");
        assert_eq!(way("image/png", false), "attachment");
        assert_eq!(way("application/pdf", true), "attachment");
        assert_eq!(way("text/plain", true), "attachment");
    }
}
