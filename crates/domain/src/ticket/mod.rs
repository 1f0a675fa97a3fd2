//! A ticket: one person's need, from first contact to the end.
//!
//! State is facts. The status is read off them, and every change goes through [`Ticket::apply`].

mod apply;
mod command;
mod facts;
pub mod queue;
pub mod view;

pub use apply::allowed;
pub use command::{Action, Command, Refused, Triage, Wait};
pub use facts::{
    Ball, Channel, Effect, Impact, Kind, Level, Pausing, Place, Resolution, Side, Status, Ticket, Waiting,
    WaitingOn,
};
