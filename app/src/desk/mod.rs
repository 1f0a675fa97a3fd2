//! The desk: the queue and a ticket, for those who help.

mod failed;
mod frame;
mod kept;
mod keys;
mod knows;
mod place;
mod queue;
mod rota;
#[cfg(test)]
mod sample;
mod ticket;
mod triage_form;

pub use knows::KnowsPage;
pub use queue::QueuePage;
pub use rota::RotaPage;
pub use ticket::TicketPage;
pub use triage_form::TriageForm;

/// By this the keyboard finds the title of a page, when what it stood on has left.
const TITLE: &str = "title";
