//! A ticket: one person's need, from first contact to the end.
//!
//! State is facts. The status is read off them, and every change goes through [`Ticket::apply`].

mod apply;
mod facts;
pub mod queue;
pub mod view;

pub use apply::{Action, Command, Refused, Triage, Wait, allowed};
pub use facts::{
    Ball, Channel, Effect, Impact, Kind, Level, Pausing, Place, Resolution, Side, Status, Ticket, Waiting,
    WaitingOn,
};
