//! Deskbell's rules and values.
//!
//! Everything here is pure: no clock, no randomness, no input or output. The same functions run in the
//! browser and on the server, so that a countdown, the order of a queue and a report can't disagree.

pub mod access;
pub mod category;
pub mod coverage;
pub mod date;
pub mod event;
pub mod fault;
pub mod file;
pub mod hours;
pub mod ids;
pub mod live;
pub mod locale;
pub mod person;
pub mod promise;
pub mod rota;
pub mod routing;
pub mod settings;
pub mod text;
pub mod thread;
pub mod ticket;
pub mod time;
pub mod token;
pub mod wall;
pub mod webhook;
