//! What the desk does with a ticket. Every change says what its sender had seen; who missed something is told what.

use domain::access::Capability;
use domain::event::Change;
use domain::fault::{Fault, Reason};
use domain::ids::{EventSeq, PersonId, SupplierId, TicketId};
use domain::ticket::view::TicketHead;
use domain::ticket::{Command, Level, Place, Refused, Side, Ticket, Triage, WaitingOn};
use store::Tx;

use super::record::{Scope, append, carry_out, check_seen, commit, enter};
use super::settle::head;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::program::Held;
use crate::promise::{self, known_supplier};

/// Says what a ticket is about and whom it hits. A promise that follows from it moves.
pub async fn triage(ctx: &Ctx, id: TicketId, seen: EventSeq, triage: Triage) -> Result<TicketHead> {
    let (mut tx, ticket) = begin(ctx, id, seen).await?;
    check_offered(&mut tx, &ticket, &triage).await?;
    let retitled = (triage.subject != ticket.subject).then(|| triage.subject.clone());
    if let Some(subject) = retitled {
        store::search::retitle(&mut tx, id, subject.as_str()).await?;
    }
    finish(tx, ctx, &ticket, Command::Triage(triage)).await
}

/// Hands a ticket to somebody of the desk, or to nobody.
pub async fn assign(ctx: &Ctx, id: TicketId, seen: EventSeq, to: Option<PersonId>) -> Result<TicketHead> {
    let (mut tx, ticket) = begin(ctx, id, seen).await?;
    if let Some(person) = to {
        let known = store::person::is_at_desk(&mut tx, person).await?;
        known.then_some(()).ok_or_else(|| Error::field("to", Reason::NotOffered))?;
    }
    finish(tx, ctx, &ticket, Command::Assign(to)).await
}

/// Somebody else has the ball: the clock stands still, if the policy has it so. The clock of a supplier runs beside it.
pub async fn wait(
    ctx: &Ctx,
    id: TicketId,
    seen: EventSeq,
    on: WaitingOn,
    supplier: Option<SupplierId>,
) -> Result<TicketHead> {
    let (tx, ticket) = begin(ctx, id, seen).await?;
    let supplier = match on {
        WaitingOn::Supplier | WaitingOn::Parts => supplier.map(|id| known_supplier(ctx, id)).transpose()?,
        WaitingOn::Requester | WaitingOn::Approval => None,
    };
    finish(tx, ctx, &ticket, promise::wait(ctx, &ticket, on, supplier)).await
}

/// The desk has the ball again.
pub async fn resume(ctx: &Ctx, id: TicketId, seen: EventSeq) -> Result<TicketHead> {
    let (tx, ticket) = begin(ctx, id, seen).await?;
    finish(tx, ctx, &ticket, Command::Resume).await
}

pub async fn resolve(
    ctx: &Ctx,
    id: TicketId,
    seen: EventSeq,
    place: Place,
    level: Level,
) -> Result<TicketHead> {
    let (tx, ticket) = begin(ctx, id, seen).await?;
    finish(tx, ctx, &ticket, Command::Resolve { place, level }).await
}

pub async fn reopen_at_desk(ctx: &Ctx, id: TicketId, seen: EventSeq) -> Result<TicketHead> {
    let (tx, ticket) = begin(ctx, id, seen).await?;
    finish(tx, ctx, &ticket, Command::Reopen).await
}

/// Merges a duplicate into the ticket that survives: it points there, and its requester and watchers see that one.
pub async fn merge(ctx: &Ctx, id: TicketId, seen: EventSeq, into: TicketId) -> Result<TicketHead> {
    let (mut tx, ticket) = begin(ctx, id, seen).await?;
    let not_offered = || Error::field("into", Reason::NotOffered);
    let survivor = store::ticket::lock(&mut tx, into).await?.ok_or_else(not_offered)?;
    if let Some(merged) = survivor.merged_into {
        return Err(Refused::Merged(merged).into());
    }
    let watchers = store::watcher::of(&mut tx, id).await?;
    let people = watchers.into_iter().map(|chip| chip.id).chain([ticket.requester]);
    for person in people.filter(|person| *person != survivor.requester) {
        store::watcher::add(&mut tx, into, person, ctx.now()).await?;
    }
    let merged = carry_out(&mut tx, ctx, &ticket, Side::Desk, Command::MergeInto(into), None).await?;
    let last_seq = append(&mut tx, ctx, into, &Change::MergedFrom { duplicate: id }, None).await?;
    store::ticket::happened(&mut tx, into, last_seq).await?;
    let head = head(&mut tx, ctx, &merged).await?;
    commit(tx, ctx).await?;
    Ok(head)
}

async fn begin(ctx: &Ctx, id: TicketId, seen: EventSeq) -> Result<(Held, Ticket)> {
    ctx.may(Capability::WorkTicket)?;
    let mut tx = ctx.write().await?;
    let entered = enter(&mut tx, ctx, id, Capability::WorkTicket, Scope::Change).await?;
    check_seen(&mut tx, ctx, &entered.ticket, seen).await?;
    Ok((tx, entered.ticket))
}

async fn finish(mut tx: Held, ctx: &Ctx, ticket: &Ticket, command: Command) -> Result<TicketHead> {
    let ticket = carry_out(&mut tx, ctx, ticket, Side::Desk, command, None).await?;
    let head = head(&mut tx, ctx, &ticket).await?;
    commit(tx, ctx).await?;
    Ok(head)
}

/// Service and category must be among those offered, or be what the ticket had already.
async fn check_offered(tx: &mut Tx, ticket: &Ticket, triage: &Triage) -> Result<(), Error> {
    if let Some(service) = triage.service.filter(|service| Some(*service) != ticket.service) {
        let offered = store::service::list(tx).await?;
        offered
            .iter()
            .find(|known| known.id == service)
            .ok_or_else(|| Error::field("service", Reason::NotOffered))?;
    }
    if let Some(category) = triage.category.filter(|category| Some(*category) != ticket.category) {
        let offered = store::category::list(tx).await?;
        let known = offered
            .iter()
            .any(|top| top.id == category || top.subcategories.iter().any(|sub| sub.id == category));
        known.then_some(()).ok_or(Fault::field("category", Reason::NotOffered))?;
    }
    Ok(())
}
