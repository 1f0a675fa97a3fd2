//! Entering a ticket with permission, and writing down what a command changed.

use domain::access::{Actor, Capability, Relation, allows, relation};
use domain::event::Change;
use domain::fault::Fault;
use domain::ids::{EventSeq, PersonId, PostId, TicketId};
use domain::ticket::view::HistoryLine;
use domain::ticket::{Command, Side, Ticket};
use store::Tx;
use store::event::NewEvent;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::program::Held;
use crate::promise::{self, Moved};

/// Whether a ticket is only looked at, or locked to be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Read,
    Change,
}

/// A ticket that the actor may have, and on which side of the counter he stands to it.
pub struct Entered {
    pub ticket: Ticket,
    pub relation: Relation,
    actor: Actor,
}

impl Entered {
    /// The side on the portal: an agent who asked for help himself is a requester there.
    pub fn portal_side(&self) -> Side {
        match self.relation {
            Relation::Requester => Side::Requester,
            Relation::Watcher => Side::Watcher,
            Relation::Foreign | Relation::None if self.actor == Actor::System => Side::System,
            Relation::Foreign | Relation::None => Side::Desk,
        }
    }
}

/// Looks a ticket up for somebody. What is not there and what is not his answer alike.
pub async fn enter(
    tx: &mut Tx,
    ctx: &Ctx,
    id: TicketId,
    capability: Capability,
    scope: Scope,
) -> Result<Entered> {
    let found = match scope {
        Scope::Read => store::ticket::by_id(tx, id).await?,
        Scope::Change => store::ticket::lock(tx, id).await?,
    };
    let ticket = found.ok_or(Fault::NotFound)?;
    let watchers: Vec<PersonId> = store::watcher::of(tx, id).await?.into_iter().map(|chip| chip.id).collect();
    let relation = relation(ctx.actor, id, ticket.requester, &watchers);
    if !allows(ctx.actor, capability, relation) {
        return Err(Fault::NotFound.into());
    }
    if let (Scope::Change, Some(seen)) = (scope, ctx.seen()) {
        check_version(tx, ctx, &ticket, seen).await?;
    }
    Ok(Entered { ticket, relation, actor: ctx.actor })
}

/// As [`check_seen`], for a program: what another run of itself changed counts as well,
/// and who is not of the desk is told only what a requester may know.
async fn check_version(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket, seen: EventSeq) -> Result<()> {
    if ticket.last_seq <= seen {
        return Ok(());
    }
    let mut changes = history(tx, ticket.id, seen).await?;
    let staff = allows(ctx.actor, Capability::SeeDesk, Relation::None);
    changes.retain(|line| line.change.disturbs() && (staff || line.change.public()));
    if changes.is_empty() { Ok(()) } else { Err(Fault::Conflict { changes, seq: ticket.last_seq }.into()) }
}

/// Carries a command out and writes state and events; a post, where there is one, is named by the first event.
pub async fn carry_out(
    tx: &mut Tx,
    ctx: &Ctx,
    ticket: &Ticket,
    side: Side,
    command: Command,
    post: Option<PostId>,
) -> Result<Ticket> {
    let settings = ctx.service.settings();
    let (next, changes) = ticket.apply(command, side, ctx.actor.person(), ctx.now(), settings.grace_days)?;
    write(tx, ctx, next, changes, post).await
}

/// Appends events, moves the promise where the changes moved it, and stores the ticket.
pub async fn write(
    tx: &mut Tx,
    ctx: &Ctx,
    mut ticket: Ticket,
    mut changes: Vec<Change>,
    post: Option<PostId>,
) -> Result<Ticket> {
    if promise::keep(&ctx.service.promises(), &mut ticket, ctx.now()) == Moved::Yes {
        changes.push(Change::Promised { promise: ticket.promise });
    }
    let supplier = promise::follow_supplier(tx, ctx, &ticket).await?;
    ticket.ahead.alarm_at = [ticket.ahead.alarm_at, supplier].into_iter().flatten().min();
    for (n, change) in changes.iter().enumerate() {
        let post = post.filter(|_| n == 0);
        ticket.last_seq = append(tx, ctx, ticket.id, change, post).await?;
    }
    store::ticket::update(tx, &ticket).await?;
    Ok(ticket)
}

/// Appends one event of a ticket.
pub async fn append(
    tx: &mut Tx,
    ctx: &Ctx,
    ticket: TicketId,
    change: &Change,
    post: Option<PostId>,
) -> Result<EventSeq> {
    let event =
        NewEvent { ticket, at: ctx.now(), actor: ctx.actor.person(), channel: ctx.channel, post, change };
    Ok(store::event::append(tx, &event).await?)
}

/// Commits and rings the bell.
pub async fn commit(tx: impl Into<Held>, ctx: &Ctx) -> Result<()> {
    let mut tx = tx.into();
    tx.notify().await?;
    tx.commit().await?;
    ctx.ring();
    Ok(())
}

/// Errors with what others changed since the sender looked, where that should make him look again.
pub async fn check_seen(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket, seen: EventSeq) -> Result<()> {
    if ticket.last_seq <= seen {
        return Ok(());
    }
    let mine = ctx.actor.person();
    let since = history(tx, ticket.id, seen).await?;
    let changes: Vec<HistoryLine> = since
        .into_iter()
        .filter(|line| line.change.disturbs() && line.who.as_ref().map(|who| who.id) != mine)
        .collect();
    if changes.is_empty() { Ok(()) } else { Err(Fault::Conflict { changes, seq: ticket.last_seq }.into()) }
}

/// The changes of a ticket after an event, with names.
pub async fn history(tx: &mut Tx, ticket: TicketId, after: EventSeq) -> Result<Vec<HistoryLine>> {
    let events = store::event::of_ticket(tx, ticket, after).await?;
    let people = store::person::of_ticket(tx, ticket).await?;
    let name = |id: PersonId| people.iter().find(|chip| chip.id == id).cloned();
    let lines = events.into_iter().map(|event| HistoryLine {
        seq: event.seq,
        at: event.at,
        who: event.actor.and_then(name),
        channel: event.channel,
        change: event.change,
    });
    Ok(lines.collect())
}
