//! The deskbell program's parts: commands, configuration, and everything between a socket and a use case.
//!
//! `router` lists every address; `context` says who asks; `security` stands in front of all of them.

// A page is one type, nested as deeply as the page.
#![recursion_limit = "512"]

mod answer;
pub mod api;
pub mod assets;
mod body;
mod catch;
pub mod cli;
pub mod clock;
mod command;
pub mod config;
mod context;
mod cookie;
pub mod courier;
pub mod desk;
pub mod entropy;
mod files;
mod forms;
mod health;
pub mod house;
mod io;
mod live;
mod multipart;
mod page;
mod pour;
mod problem;
pub mod router;
mod rpc;
mod run;
mod security;
pub mod serve;
mod streams;
mod submission;
pub mod telemetry;
