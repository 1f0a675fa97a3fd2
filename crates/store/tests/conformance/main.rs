//! The store's conformance suite: each body runs on SQLite and on PostgreSQL.
//!
//! PostgreSQL is tried where `DESKBELL_TEST_POSTGRES` names a server, as in `postgres://postgres@localhost/postgres`;
//! each test makes a database of its own there and drops it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has failed"
)]

#[macro_use]
mod harness;

mod api;
mod desk;
mod engines;
mod errors;
mod forms;
mod groups;
mod jobs;
mod live;
mod moving;
mod opening;
mod people;
mod promise;
mod report;
mod rota;
mod routing;
mod schema;
mod search;
mod sign_in;
mod statements;
mod thread;
mod tickets;
mod views;
mod wall;
mod webhooks;
