//! The server from outside: real requests to a real desk on a port of this machine.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has failed"
)]

mod client;
mod desk;

mod alarms;
mod api;
mod config;
mod csrf;
mod double_submit;
mod drain;
mod durability;
mod files;
mod forms;
mod full_disk;
mod guest_links;
mod headers;
mod health;
mod import_kills;
mod limits;
mod live;
mod locks;
mod many_streams;
mod many_trackers;
mod operation;
mod pages;
mod password_reset;
mod processes;
mod program;
mod rota;
mod rpc;
mod scale;
mod slow_clients;
mod suppliers;
mod surface;
mod syncs;
mod webhooks;
