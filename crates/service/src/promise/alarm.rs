//! The job that tells people of promises before they break, and when they have broken: each once.
//!
//! What is due stands in the ticket; that somebody was told stands in a row with a name of its own, written together
//! with the event. A job that is cut off has told nobody, or written down that it has.

use domain::event::Change;
use domain::ids::TicketId;
use domain::promise::{Ahead, Alarm, Promised, Step, alarms};
use domain::ticket::Ticket;
use domain::time::UnixMs;
use store::Tx;

use crate::ctx::{Ctx, Service};
use crate::error::Result;
use crate::ticket::{append, commit};

/// Tickets whose alarms are told in one go; the next go comes at once while there are more.
const MAX_PER_RUN: i64 = 100;

/// Tells what is due.
pub(crate) async fn sound(service: &Service) -> Result<()> {
    let ctx = Ctx::system(service.clone());
    loop {
        let now = ctx.now();
        let mut tx = service.store().read().await?;
        let due = store::promise::alarms_due(&mut tx, now, MAX_PER_RUN).await?;
        tx.rollback().await?;
        for ticket in &due {
            of_ticket(&ctx, *ticket).await?;
        }
        if (due.len() as i64) < MAX_PER_RUN {
            return Ok(());
        }
    }
}

async fn of_ticket(ctx: &Ctx, id: TicketId) -> Result<()> {
    let mut tx = ctx.service.store().write().await?;
    let Some(ticket) = store::ticket::lock(&mut tx, id).await? else { return Ok(()) };
    let now = ctx.now();
    let all = all_alarms(&mut tx, ctx, &ticket, now).await?;
    for alarm in all.iter().filter(|alarm| alarm.at <= now) {
        if store::promise::tell(&mut tx, &alarm.name(id), id, now).await? {
            let change =
                Change::Alarmed { promised: alarm.promised, step: alarm.step, to: alarm.step.recipient() };
            let seq = append(&mut tx, ctx, id, &change, None).await?;
            store::ticket::happened(&mut tx, id, seq).await?;
        }
    }
    let (_, ahead) = ctx.service.promises().ahead_of(&ticket, now);
    let next = all.iter().map(|alarm| alarm.at).filter(|at| *at > now).min();
    store::promise::set_ahead(&mut tx, id, ticket.promise, Ahead { alarm_at: next, ..ahead }).await?;
    commit(tx, ctx).await
}

/// The alarms of a ticket's own promises, and of what a supplier has agreed for it.
async fn all_alarms(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket, now: UnixMs) -> Result<Vec<Alarm>> {
    let book = ctx.service.promises();
    let facts = ticket.facts();
    let coverage = book.covering(&facts, ticket.calendar, now);
    let mut all = alarms(&facts, &book.policy(facts.asked_at), &coverage, now);
    if let Some(wait) = store::promise::running_wait(tx, ticket.id).await? {
        all.push(Alarm {
            promised: Promised::Supplier,
            step: Step::Breach,
            at: wait.due_at,
            since: wait.since,
        });
    }
    Ok(all)
}
