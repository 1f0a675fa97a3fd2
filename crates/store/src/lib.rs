//! SQL, migrations and the two engines of Deskbell.
//!
//! One SQL text serves both engines; what differs stands side by side in [`engine`]. Every function takes an open
//! transaction, so a use case decides what belongs together, and absence is `None`, never an error.
//!
//! To add a function: state its SQL in the `statements!` of the noun's file, write the function below it, and call it
//! from the conformance suite. A new file of statements is added to [`sql::register`]; the compiler warns of one that is not.

pub mod answer;
pub mod bulk;
pub mod category;
mod db;
mod decode;
pub mod directory;
pub mod engine;
pub mod event;
pub mod file;
mod fold;
pub mod guest;
pub mod idempotency;
pub mod job;
pub mod log;
pub mod meta;
pub mod migrate;
pub mod opening;
pub mod person;
pub mod post;
pub mod presence;
pub mod promise;
pub mod report;
pub mod rota;
pub mod routing;
pub mod search;
pub mod service;
pub mod session;
pub mod settings;
pub mod source;
pub mod sql;
pub mod ticket;
pub mod token;
pub mod transfer;
pub mod wall;
pub mod watcher;
pub mod webhook;

pub use engine::backup;

pub use db::{Engine, Listener, OpenError, Sharing, Snapshot, Store, StoreError, Tx};

pub type Result<T, E = StoreError> = std::result::Result<T, E>;
