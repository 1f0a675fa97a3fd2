//! Deskbell's pages and the functions by which they reach the service: one program for the browser and the server.
#![recursion_limit = "512"]

pub mod account;
pub mod admin;
pub mod desk;
pub mod draft;
pub mod entities;
pub mod error;
pub mod fetched;
pub mod form;
pub mod format;
pub mod i18n;
pub mod live;
mod pages;
pub mod portal;
pub mod prefs;
pub mod routes;
pub mod rpc;
pub mod wall;
mod weekday;
pub mod wire;

mod document;

pub use document::{App, Assets, shell};
pub use prefs::{Prefs, Theme};

/// Brings the page that the server has drawn to life; ends when that is done.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    document::settle_address();
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), App).await.forget();
    // Says to whoever waits for it, a test for instance, that the page is live from here on.
    if let Some(root) = leptos::prelude::document().document_element() {
        // An attribute that can't be set changes nothing for the page.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
