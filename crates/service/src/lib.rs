//! Deskbell's use cases: one public function for each thing that a person can do.
//!
//! The first line of every use case asks [`domain::access`] whether the actor may; whatever door the call came
//! through (page, form, live stream, timer) the answer is the same.

pub mod account;
pub mod admin;
pub mod backup;
pub mod check;
pub mod corpus;
mod ctx;
pub mod demo;
pub mod desk;
mod error;
pub mod file;
pub mod guest;
pub mod import;
pub mod job;
pub mod live;
pub mod log;
mod markup;
pub mod people;
pub mod port;
pub mod portal;
mod presence;
pub mod program;
pub mod promise;
pub mod report;
pub mod reset;
pub mod rota;
pub mod routing;
mod secret;
pub mod session;
pub mod setup;
pub mod spreadsheet;
mod throttle;
pub mod ticket;
pub mod token;
pub mod transfer;
mod vault;
mod view;
pub mod wall;
pub mod webhook;

pub use ctx::{Client, Ctx, Generation, Service};
pub use error::{Error, Result};
pub use presence::Place;
pub use vault::{FileFault, Manifest};
