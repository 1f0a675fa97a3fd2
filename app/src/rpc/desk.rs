//! What the desk asks of the service, and what it does with a ticket.
//!
//! Every change says with `seen` what its sender had seen; whoever missed something that matters is answered with
//! [`Conflict`](domain::fault::Fault::Conflict) and nothing is done. A change answers with the ticket's new head.

use domain::ids::{EventSeq, PersonId, SupplierId, TicketId};
use domain::ticket::queue::QueuePage;
use domain::ticket::view::{TicketHead, TicketPage};
use domain::ticket::{Level, Place, WaitingOn};
use leptos::prelude::*;

use crate::desk::TriageForm;
use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::fault::{Fault, Reason};

/// The queue as the one who asks sees it; with words to look for also what was found.
#[server(ReadQueue, prefix = "/rpc", endpoint = "desk/queue", output = Wire)]
pub async fn queue_page(q: Option<String>) -> Result<QueuePage, UiError> {
    let ctx = ctx()?;
    Ok(service::desk::queue_page(&ctx, q.as_deref()).await?)
}

/// A ticket with its thread, notes and history.
#[server(ReadTicket, prefix = "/rpc", endpoint = "desk/ticket", output = Wire)]
pub async fn ticket_page(ticket: TicketId) -> Result<TicketPage, UiError> {
    let ctx = ctx()?;
    Ok(service::desk::ticket_page(&ctx, ticket).await?)
}

/// Says what a ticket is about and whom it hits, all at once. Errors name the field that does not fit.
#[server(Triage, prefix = "/rpc", endpoint = "desk/triage", output = Wire)]
pub async fn triage(
    ticket: TicketId,
    seen: EventSeq,
    #[server(flatten)] form: TriageForm,
) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    let triage = form.parse()?;
    Ok(service::ticket::triage(&ctx, ticket, seen, triage).await?)
}

/// Hands a ticket to somebody of the desk; to nobody, when `to` is empty.
#[server(Assign, prefix = "/rpc", endpoint = "desk/assign", output = Wire)]
pub async fn assign(ticket: TicketId, seen: EventSeq, to: Option<PersonId>) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    Ok(service::ticket::assign(&ctx, ticket, seen, to).await?)
}

/// Notes that it came past the desk, to whoever is signed in.
#[server(PastDesk, prefix = "/rpc", endpoint = "desk/past_desk", output = Wire)]
pub async fn past_desk(ticket: TicketId) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    Ok(service::ticket::past_desk(&ctx, ticket).await?)
}

/// Gives the ball away: the clock stands still, if the policy has it so.
#[server(Wait, prefix = "/rpc", endpoint = "desk/wait", output = Wire)]
pub async fn wait(
    ticket: TicketId,
    seen: EventSeq,
    on: WaitingOn,
    supplier: Option<SupplierId>,
) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    Ok(service::ticket::wait(&ctx, ticket, seen, on, supplier).await?)
}

/// Takes the ball back: the clock runs again.
#[server(Resume, prefix = "/rpc", endpoint = "desk/resume", output = Wire)]
pub async fn resume(ticket: TicketId, seen: EventSeq) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    Ok(service::ticket::resume(&ctx, ticket, seen).await?)
}

/// Ends the work, and says where it was done and by which level.
#[server(Resolve, prefix = "/rpc", endpoint = "desk/resolve", output = Wire)]
pub async fn resolve(
    ticket: TicketId,
    seen: EventSeq,
    place: Place,
    level: Level,
) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    Ok(service::ticket::resolve(&ctx, ticket, seen, place, level).await?)
}

/// Opens again what had ended.
#[server(ReopenAtDesk, prefix = "/rpc", endpoint = "desk/reopen", output = Wire)]
pub async fn reopen_at_desk(ticket: TicketId, seen: EventSeq) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    Ok(service::ticket::reopen_at_desk(&ctx, ticket, seen).await?)
}

/// Merges a duplicate into the ticket that stays, which is named by its reference as somebody types it.
#[server(Merge, prefix = "/rpc", endpoint = "desk/merge", output = Wire)]
pub async fn merge(ticket: TicketId, seen: EventSeq, into: String) -> Result<TicketHead, UiError> {
    let ctx = ctx()?;
    let into = into.parse().map_err(|_| Fault::field("into", Reason::Malformed))?;
    Ok(service::ticket::merge(&ctx, ticket, seen, into).await?)
}
