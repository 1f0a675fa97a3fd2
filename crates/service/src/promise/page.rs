//! The admin's pages about promises, and what every change of them does.

use domain::access::Capability;
use domain::fault::Reason;
use domain::ids::{CalendarId, PolicyId, TicketId};
use domain::promise::page::{LevelsPage, Preview, Previewed};
use domain::promise::{Policy, PolicyVersion, ServiceLevels};
use domain::time::UnixMs;
use store::Tx;
use store::promise::Own;

use super::book::Book;
use super::supplier::scorecards;
use super::unstaffed::unstaffed;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::program::Held;
use crate::view::{chip, desk_now, reader};

/// Most tickets on which a change is tried.
const MAX_PREVIEWED: i64 = 20;
/// Tickets that are looked up at once to be counted anew.
const BATCH: i64 = 200;

/// Calendars, matrix, policies and suppliers as they are.
pub async fn page(ctx: &Ctx) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    read(&mut tx, ctx, None).await
}

async fn read(tx: &mut Tx, ctx: &Ctx, preview: Option<Preview>) -> Result<LevelsPage> {
    let person = reader(tx, ctx).await?;
    let levels = store::promise::load(tx).await?;
    Ok(LevelsPage {
        reader: chip(&person),
        desk: desk_now(tx, ctx, Some(&person)).await?,
        services: store::service::list(tx).await?,
        scorecards: scorecards(tx, &levels, ctx.now()).await?,
        unstaffed: unstaffed(tx, ctx).await?,
        levels,
        preview,
        now: ctx.now(),
    })
}

/// Everything that is set for promises, for whoever needs no page.
pub async fn levels(ctx: &Ctx) -> Result<ServiceLevels> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    Ok(store::promise::load(&mut tx).await?)
}

/// Commits a change of what is set, lets it hold, and counts open promises anew. Gives the page as it is now.
pub(super) async fn changed(tx: impl Into<Held>, ctx: &Ctx) -> Result<LevelsPage> {
    settle(tx, ctx).await?;
    page(ctx).await
}

/// As [`changed`], for whoever needs no page.
pub(crate) async fn settle(tx: impl Into<Held>, ctx: &Ctx) -> Result<()> {
    let mut tx = tx.into();
    let book = Book::new(store::promise::load(&mut tx).await?);
    recount(&mut tx, &book, ctx.now()).await?;
    tx.notify().await?;
    tx.commit().await?;
    ctx.take_in_promises(book.levels().clone());
    ctx.look_again().await;
    Ok(())
}

/// Counts the promises of open tickets anew, calendar by calendar.
async fn recount(tx: &mut Tx, book: &Book, now: UnixMs) -> Result<()> {
    for (n, calendar) in book.levels().calendars.iter().enumerate() {
        let own = if n == 0 { Own::Yes } else { Own::No };
        let mut after = TicketId(0);
        loop {
            let open = store::promise::open_on(tx, calendar.id, own, after, BATCH).await?;
            for id in &open {
                recount_one(tx, book, *id, now).await?;
            }
            match open.last() {
                Some(last) if open.len() as i64 == BATCH => after = *last,
                _ => break,
            }
        }
    }
    Ok(())
}

async fn recount_one(tx: &mut Tx, book: &Book, id: TicketId, now: UnixMs) -> Result<()> {
    let Some(ticket) = store::ticket::lock(tx, id).await? else { return Ok(()) };
    let (promise, ahead) = book.ahead_of(&ticket, now);
    if (promise, ahead) != (ticket.promise, ticket.ahead) {
        store::promise::set_ahead(tx, id, promise, ahead).await?;
    }
    Ok(())
}

/// What a change would do to the tickets whose promises break next; nothing is changed.
pub(super) async fn tried(
    tx: &mut Tx,
    ctx: &Ctx,
    proposed: ServiceLevels,
    left_out: Vec<String>,
    holidays: usize,
) -> Result<LevelsPage> {
    let (now, book) = (ctx.now(), ctx.service.promises());
    let proposed = Book::new(proposed);
    let mut tickets = Vec::new();
    for next in store::wall::next(tx, MAX_PREVIEWED).await? {
        let Some(ticket) = store::ticket::by_id(tx, next.ticket).await? else { continue };
        tickets.push(Previewed {
            ticket: ticket.id,
            subject: ticket.subject.to_string(),
            due_at: book.clock_of(&ticket, now).done.at,
            would_be_due_at: proposed.clock_of(&ticket, now).done.at,
        });
    }
    read(tx, ctx, Some(Preview { tickets, left_out, holidays })).await
}

/// The same with a policy that holds from the beginning.
pub(super) fn always(policy: Policy, levels: &ServiceLevels) -> ServiceLevels {
    let id = levels.policies.last().map_or(PolicyId(0), |version| version.id);
    let policies = vec![PolicyVersion { id, valid_from: UnixMs(0), policy }];
    ServiceLevels { policies, ..levels.clone() }
}

/// A calendar that there is.
pub(super) fn known_calendar(ctx: &Ctx, id: CalendarId) -> Result<CalendarId> {
    let known = ctx.service.promises().levels().calendar(id).is_some();
    known.then_some(id).ok_or_else(|| Error::field("calendar", Reason::NotOffered))
}
