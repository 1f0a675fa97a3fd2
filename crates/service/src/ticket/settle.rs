//! What a requester decides on his ticket: cancel, close, reopen, add a colleague and take one off.

use domain::access::Capability;
use domain::event::Change;
use domain::fault::{Fault, Reason};
use domain::ids::{PersonId, TicketId};
use domain::text::EmailAddress;
use domain::ticket::view::TicketHead;
use domain::ticket::{Command, Ticket};
use store::Tx;

use super::record::{Scope, append, carry_out, commit, enter};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};

pub async fn cancel(ctx: &Ctx, id: TicketId) -> Result<TicketHead> {
    settle(ctx, id, Command::Cancel).await
}

/// The requester agrees that it is solved.
pub async fn close(ctx: &Ctx, id: TicketId) -> Result<TicketHead> {
    settle(ctx, id, Command::Close).await
}

/// The requester says that it is not solved.
pub async fn reopen(ctx: &Ctx, id: TicketId) -> Result<TicketHead> {
    settle(ctx, id, Command::Reopen).await
}

async fn settle(ctx: &Ctx, id: TicketId, command: Command) -> Result<TicketHead> {
    let mut tx = ctx.write().await?;
    let entered = enter(&mut tx, ctx, id, Capability::Settle, Scope::Change).await?;
    let ticket = carry_out(&mut tx, ctx, &entered.ticket, entered.portal_side(), command, None).await?;
    let head = head(&mut tx, ctx, &ticket).await?;
    commit(tx, ctx).await?;
    Ok(head)
}

/// Lets a colleague see the ticket too. Errors when nobody of that address is known here.
pub async fn add_watcher(ctx: &Ctx, id: TicketId, email: &str) -> Result<()> {
    let mut tx = ctx.write().await?;
    let entered = enter(&mut tx, ctx, id, Capability::AddWatcher, Scope::Change).await?;
    let email = parse("email", EmailAddress::parse(email))?;
    let unknown = || Error::field("email", Reason::UnknownPerson);
    let person = store::person::by_email(&mut tx, &email).await?.ok_or_else(unknown)?;
    if person.id != entered.ticket.requester && store::watcher::add(&mut tx, id, person.id, ctx.now()).await?
    {
        let last_seq = append(&mut tx, ctx, id, &Change::WatcherAdded { person: person.id }, None).await?;
        store::ticket::happened(&mut tx, id, last_seq).await?;
    }
    commit(tx, ctx).await
}

/// Takes a watcher off; whoever watches may leave by himself. Nothing happens where that person does not watch it.
pub async fn remove_watcher(ctx: &Ctx, id: TicketId, person: PersonId) -> Result<()> {
    let leaves = ctx.actor.person() == Some(person);
    let mut tx = ctx.write().await?;
    let right = if leaves { Capability::StopWatching } else { Capability::AddWatcher };
    enter(&mut tx, ctx, id, right, Scope::Change).await?;
    if store::watcher::remove(&mut tx, id, person).await? {
        let last_seq = append(&mut tx, ctx, id, &Change::WatcherRemoved { person }, None).await?;
        store::ticket::happened(&mut tx, id, last_seq).await?;
    }
    commit(tx, ctx).await
}

/// A ticket's head as it is in this transaction.
pub(super) async fn head(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket) -> Result<TicketHead> {
    let grace_days = ctx.service.settings().grace_days;
    Ok(store::ticket::head(tx, ticket.id, grace_days).await?.ok_or(Fault::NotFound)?)
}
