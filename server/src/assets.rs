//! The files of the site, carried inside the program: wasm, scripts, css, fonts and pictograms under hashed names.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use rust_embed::{Embed, EmbeddedFile};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::answer;
use crate::desk::Desk;

/// What `cargo xtask build` has made. A debug build reads it from the disk.
#[derive(Embed)]
#[folder = "../target/site"]
struct Files;

/// A name that carries a hash never means anything else.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// What pages need to know of the site's files.
#[derive(Clone)]
pub struct Site {
    assets: app::Assets,
    /// For each face a `Link` header that names its pieces of the program.
    early: HashMap<String, HeaderValue>,
}

/// `assets.json`, as the build tool writes it.
#[derive(Deserialize)]
struct Manifest {
    wasm: String,
    js: String,
    split_js: String,
    splits: HashMap<String, Vec<String>>,
    files: HashMap<String, String>,
}

impl Site {
    /// Reads the list of files. Without a site pages are still drawn, only bare: that is enough to test them.
    pub fn load() -> Site {
        let Some(file) = Files::get("assets.json") else { return Site::bare() };
        match serde_json::from_slice(&file.data) {
            Ok(manifest) => Site::of(manifest, &file.data),
            Err(error) => {
                tracing::error!(cause = %error, "assets.json can't be read, so pages have no style");
                Site::bare()
            }
        }
    }

    pub fn assets(&self) -> &app::Assets {
        &self.assets
    }

    /// Names the pieces of the program that a page needs, so that the browser fetches all of them at once.
    pub fn early(&self, path: &str) -> Option<&HeaderValue> {
        self.early.get(piece(path))
    }

    fn bare() -> Site {
        let build = format!("{}-bare", env!("CARGO_PKG_VERSION"));
        Site { assets: app::Assets { build, ..app::Assets::default() }, early: HashMap::new() }
    }

    fn of(manifest: Manifest, text: &[u8]) -> Site {
        let file = |name: &str| manifest.files.get(name).cloned().unwrap_or_default();
        let hash =
            Sha256::digest(text).iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let assets = app::Assets {
            css: file("main.css"),
            icons: file("icons.svg"),
            mark: file("mark.svg"),
            fonts: vec![file("fonts/overpass-latin-wght-normal.woff2")],
            build: format!("{}-{hash}", env!("CARGO_PKG_VERSION")),
            js: manifest.js,
            wasm: manifest.wasm,
        };
        let early = manifest.splits.iter().filter_map(|(function, parts)| {
            let (piece, _) = function.split_once("_face")?;
            Some((piece.to_owned(), links(&manifest.split_js, parts)?))
        });
        Site { assets, early: early.collect() }
    }
}

/// Which piece of the program draws a page.
fn piece(path: &str) -> &'static str {
    match path.split('/').find(|part| !part.is_empty()) {
        Some("admin") => "admin",
        Some("desk") => "desk",
        Some("kit") => "kit",
        Some("me" | "set-password" | "set-up" | "sign-in") => "account",
        Some("wall") => "wall",
        _ => "portal",
    }
}

fn links(loader: &str, parts: &[String]) -> Option<HeaderValue> {
    let loader = format!("<{loader}>; rel=modulepreload");
    let parts = parts.iter().map(|part| format!("<{part}>; rel=preload; as=fetch; crossorigin"));
    HeaderValue::try_from(std::iter::once(loader).chain(parts).collect::<Vec<_>>().join(", ")).ok()
}

/// `/pkg/*` and `/assets/*`.
pub async fn asset(State(desk): State<Desk>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    match hand_out(path, request.headers(), FOR_EVER) {
        // `assets.json` and the squeezed forms have no address of their own.
        Some(response) if !path.ends_with(".br") && !path.ends_with(".gz") => response,
        _ => answer::absent(&desk, request.headers()),
    }
}

/// `/favicon.ico`, for browsers that ask without reading the page.
pub async fn favicon(State(desk): State<Desk>, request: Request) -> Response {
    let mark = desk.site().assets().mark.trim_start_matches('/');
    hand_out(mark, request.headers(), FOR_A_DAY).unwrap_or_else(|| answer::absent(&desk, request.headers()))
}

fn hand_out(path: &str, headers: &HeaderMap, caching: HeaderValue) -> Option<Response> {
    let plain = Files::get(path)?;
    let (file, encoding) = squeezed(path, headers).unwrap_or((plain, None));
    let tag = tag(&file)?;
    let seen = headers.get(IF_NONE_MATCH).and_then(|seen| seen.to_str().ok()).unwrap_or_default();
    let known = tag.to_str().is_ok_and(|tag| seen.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(content(file.data)))
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, caching);
    headers.insert(ETAG, tag);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// The smallest form that the browser reads and the build has made.
fn squeezed(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers.get(ACCEPT_ENCODING)?.to_str().ok()?;
    [("br", "br"), ("gz", "gzip")].into_iter().find_map(|(ending, name)| {
        if !accepts(accepted, name) {
            return None;
        }
        Some((Files::get(&format!("{path}.{ending}"))?, Some(name)))
    })
}

fn accepts(accepted: &str, name: &str) -> bool {
    accepted.split(',').any(|wish| {
        let (coding, weight) = wish.split_once(';').unwrap_or((wish, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
        coding.trim().eq_ignore_ascii_case(name) && !refused
    })
}

fn tag(file: &EmbeddedFile) -> Option<HeaderValue> {
    let hash = file.metadata.sha256_hash();
    let hex = hash.iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    HeaderValue::from_str(&format!("\"{hex}\"")).ok()
}

fn content(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(inside) => Bytes::from_static(inside),
        Cow::Owned(read) => read.into(),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_only_where_it_is_wanted() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("gzip;q=0.5", "gzip"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("identity", "br"));
    }

    #[test]
    fn a_page_names_the_pieces_of_its_own_face() {
        let manifest = r#"{
            "pkg": "/pkg/1", "wasm": "/pkg/1/a.wasm", "js": "/pkg/1/a.js", "split_js": "/pkg/1/s.js", "files": {},
            "splits": { "desk_face_157": ["/pkg/1/chunk_1.wasm", "/pkg/1/split_desk_face_157.wasm"], "wall_face_157": [] }
        }"#;
        let site = Site::of(serde_json::from_str(manifest).unwrap(), manifest.as_bytes());
        let named = site.early("/desk/t/T-1042").unwrap().to_str().unwrap();
        assert_eq!(
            named,
            "</pkg/1/s.js>; rel=modulepreload, </pkg/1/chunk_1.wasm>; rel=preload; as=fetch; crossorigin, \
             </pkg/1/split_desk_face_157.wasm>; rel=preload; as=fetch; crossorigin"
        );
        assert!(site.early("/").is_none());
    }

    #[test]
    fn wasm_has_the_type_that_browsers_compile_while_it_loads() {
        assert_eq!(content_type("pkg/abc/app_bg.wasm"), "application/wasm");
    }
}
