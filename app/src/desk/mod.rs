//! The desk: the queue and a ticket, for those who help.

mod keys;
mod queue;
#[cfg(test)]
mod sample;
mod triage_form;

pub use queue::QueuePage;
pub use triage_form::TriageForm;

use leptos::prelude::*;

#[component]
pub fn TicketPage() -> impl IntoView {}
