//! Suppliers: what they have agreed, and how they keep it. A requester never reads of them.

use domain::access::Capability;
use domain::fault::{Fault, Reason};
use domain::ids::{CalendarId, SupplierId};
use domain::promise::page::{LevelsPage, Scorecard, Share};
use domain::promise::{ServiceLevels, Supplier};
use domain::text::Label;
use domain::ticket::Ticket;
use domain::time::{DAY, Minutes, UnixMs};
use store::Tx;
use store::promise::SupplierWait;

use super::level::{fits, length};
use super::page::{known_calendar, page, settle};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};

/// How far back a scorecard looks.
const SCORED_DAYS: i64 = 90;

/// Adds a supplier with its target in covered minutes of a calendar.
pub async fn add_supplier(ctx: &Ctx, name: &str, target: &str, calendar: CalendarId) -> Result<LevelsPage> {
    put_supplier(ctx, name, length("target", target)?.0, calendar).await?;
    page(ctx).await
}

/// As [`add_supplier`], for whoever needs no page.
pub async fn put_supplier(ctx: &Ctx, name: &str, target: i64, calendar: CalendarId) -> Result<SupplierId> {
    ctx.may(Capability::Administer)?;
    let name = parse("name", Label::parse(name))?;
    let target = checked(ctx, target, calendar)?;
    let mut tx = ctx.write().await?;
    let added = store::promise::add_supplier(&mut tx, name.as_str(), target, calendar, ctx.now()).await?;
    let id = added.ok_or_else(|| Error::field("name", Reason::Taken))?;
    settle(tx, ctx).await?;
    Ok(id)
}

/// Changes what a supplier has agreed, for waits that begin from now on.
pub async fn save_supplier(
    ctx: &Ctx,
    id: SupplierId,
    target: &str,
    calendar: CalendarId,
) -> Result<LevelsPage> {
    change_supplier(ctx, id, length("target", target)?.0, calendar).await?;
    page(ctx).await
}

/// As [`save_supplier`], for whoever needs no page.
pub async fn change_supplier(ctx: &Ctx, id: SupplierId, target: i64, calendar: CalendarId) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let target = checked(ctx, target, calendar)?;
    let mut tx = ctx.write().await?;
    if !store::promise::save_supplier(&mut tx, id, target, calendar).await? {
        return Err(Fault::NotFound.into());
    }
    settle(tx, ctx).await
}

fn checked(ctx: &Ctx, target: i64, calendar: CalendarId) -> Result<Minutes> {
    known_calendar(ctx, calendar)?;
    let target = Minutes(target);
    fits("target", target, 1)?;
    Ok(target)
}

/// How each supplier has kept what it agreed in the last ninety days.
pub(super) async fn scorecards(tx: &mut Tx, levels: &ServiceLevels, now: UnixMs) -> Result<Vec<Scorecard>> {
    let waits = store::promise::waits(tx, now - DAY.times(SCORED_DAYS)).await?;
    let card = |supplier: &Supplier| {
        let count = |counted: &dyn Fn(&SupplierWait) -> bool| {
            waits.iter().filter(|wait| wait.supplier == supplier.id && counted(wait)).count() as i64
        };
        Scorecard {
            supplier: supplier.clone(),
            share: Share {
                kept: count(&|wait| wait.ended_at.is_some_and(|at| at <= wait.due_at)),
                of: count(&|wait| wait.ended_at.is_some()),
            },
            waiting: count(&|wait| wait.ended_at.is_none()),
            late: count(&|wait| wait.ended_at.is_none() && wait.due_at < now),
        }
    };
    Ok(levels.suppliers.iter().map(card).collect())
}

/// Begins and ends a supplier's clock as a ticket begins and ends to wait for it.
/// Gives when it calls somebody, while it runs.
pub(crate) async fn follow(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket) -> Result<Option<UnixMs>> {
    let waits = ticket.waiting.and_then(|waiting| waiting.supplier.map(|supplier| (supplier, waiting.since)));
    let running = store::promise::running_wait(tx, ticket.id).await?;
    if let Some(running) = running {
        if waits == Some((running.supplier, running.since)) {
            return Ok(Some(running.due_at));
        }
        store::promise::end_wait(tx, ticket.id, ctx.now()).await?;
    }
    let book = ctx.service.promises();
    let Some((id, since)) = waits else { return Ok(None) };
    let Some(supplier) = book.levels().supplier(id) else { return Ok(None) };
    let clock = supplier.clock(since, &book.ahead(Some(supplier.calendar), since), ctx.now());
    store::promise::begin_wait(tx, id, ticket.id, since, clock.due_at).await?;
    Ok(Some(clock.due_at))
}

/// A supplier that there is.
pub(crate) fn known_supplier(ctx: &Ctx, id: SupplierId) -> Result<SupplierId> {
    let known = ctx.service.promises().levels().supplier(id).is_some();
    known.then_some(id).ok_or_else(|| Error::field("supplier", Reason::NotOffered))
}
