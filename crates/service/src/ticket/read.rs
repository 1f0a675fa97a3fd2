//! Tickets as programs read them.

use domain::access::{Capability, Relation, allows};
use domain::fault::Fault;
use domain::file::FileChip;
use domain::ids::{EventSeq, PostId, TicketId};
use domain::person::PersonChip;
use domain::ticket::{Action, Side, allowed};
use store::Tx;
use store::post::{Notes, PostRow};
pub use store::ticket::{Ended, Filter, Record, Whose};

use super::record::{Scope, enter};
use crate::ctx::Ctx;
use crate::error::Result;

/// A post with its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub row: PostRow,
    pub files: Vec<FileChip>,
}

/// A ticket with its conversation.
#[derive(Clone, Debug)]
pub struct Whole {
    pub record: Record,
    pub watchers: Vec<PersonChip>,
    pub posts: Vec<Post>,
    /// What whoever asks may do with it now.
    pub allowed: Vec<Action>,
}

/// One ticket without its posts.
pub async fn record(ctx: &Ctx, id: TicketId) -> Result<Record> {
    let mut tx = ctx.read().await?;
    enter(&mut tx, ctx, id, Capability::Track, Scope::Read).await?;
    let record = store::ticket::record(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    Ok(shown(ctx, record))
}

/// One ticket with its posts; notes are there for the desk alone.
pub async fn whole(ctx: &Ctx, id: TicketId) -> Result<Whole> {
    let mut tx = ctx.read().await?;
    let entered = enter(&mut tx, ctx, id, Capability::Track, Scope::Read).await?;
    let record = store::ticket::record(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let grace_days = ctx.service.settings().grace_days;
    let mut may = allowed(entered.portal_side(), &entered.ticket, ctx.now(), grace_days);
    if staff(ctx) {
        may.extend(allowed(Side::Desk, &entered.ticket, ctx.now(), grace_days));
    }
    Ok(Whole {
        record: shown(ctx, record),
        watchers: store::watcher::of(&mut tx, id).await?,
        posts: posts(&mut tx, ctx, id).await?,
        allowed: Action::ALL.into_iter().filter(|action| may.contains(action)).collect(),
    })
}

/// One post of a ticket that was just written.
pub async fn one_post(ctx: &Ctx, id: PostId) -> Result<Post> {
    let mut tx = ctx.read().await?;
    let row = store::post::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let capability = if row.kind.public() { Capability::Track } else { Capability::SeeDesk };
    enter(&mut tx, ctx, row.ticket, capability, Scope::Read).await?;
    let files = store::file::of_ticket(&mut tx, row.ticket).await?;
    let files = files.into_iter().filter(|(post, _)| *post == id).map(|(_, chip)| chip).collect();
    Ok(Post { row, files })
}

/// Tickets with a smaller number than `behind`, the newest first: for the desk all, for anybody else those
/// that he asked for or watches.
pub async fn page(ctx: &Ctx, filter: &Filter, behind: Option<TicketId>, limit: i64) -> Result<Vec<Record>> {
    ctx.may(Capability::SeeMine)?;
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let whose = if staff(ctx) { Whose::Everybodys } else { Whose::Of(person) };
    let mut tx = ctx.read().await?;
    let records = store::ticket::list(&mut tx, whose, filter, behind, limit).await?;
    Ok(records.into_iter().map(|record| shown(ctx, record)).collect())
}

async fn posts(tx: &mut Tx, ctx: &Ctx, id: TicketId) -> Result<Vec<Post>> {
    let notes = if staff(ctx) { Notes::With } else { Notes::Without };
    let rows = store::post::of_ticket(tx, id, EventSeq(0), notes).await?;
    let mut files = store::file::of_ticket(tx, id).await?;
    let posts = rows.into_iter().map(|row| {
        let (own, others): (Vec<_>, Vec<_>) = files.drain(..).partition(|(post, _)| *post == row.id);
        files = others;
        Post { row, files: own.into_iter().map(|(_, chip)| chip).collect() }
    });
    Ok(posts.collect())
}

/// Triage is the desk's own. While the clock stands still, "done by" moves with now.
fn shown(ctx: &Ctx, mut record: Record) -> Record {
    if record.ticket.stopped().is_some() && !record.ticket.status().ended() {
        record.ticket.promise = ctx.service.promises().clock_of(&record.ticket, ctx.now()).promise();
    }
    if !staff(ctx) {
        (record.ticket.impact, record.ticket.effect) = (None, None);
    }
    record
}

fn staff(ctx: &Ctx) -> bool {
    allows(ctx.actor, Capability::SeeDesk, Relation::None)
}
