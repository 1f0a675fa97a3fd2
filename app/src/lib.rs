//! Deskbell's pages and the functions by which they reach the service: one program for the browser and the server.

pub mod account;
pub mod admin;
pub mod desk;
pub mod draft;
pub mod entities;
pub mod error;
pub mod form;
pub mod format;
pub mod i18n;
pub mod live;
pub mod portal;
pub mod prefs;
pub mod routes;
pub mod rpc;
pub mod wall;

mod document;

pub use document::{App, Assets, shell};
pub use prefs::{Prefs, Theme};

/// Brings the page that the server has drawn to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(App);
}
