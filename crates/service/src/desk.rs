//! The desk's pages: the queue, the search, and one ticket with everything the desk knows of it.

use domain::access::Capability;
use domain::fault::Fault;
use domain::ids::{EventSeq, TicketId};
use domain::ticket::queue::{Colleague, MAX_DONE, MAX_ROWS, QueueNews, QueuePage, Search};
use domain::ticket::view::{TicketPage, TriageView};
use domain::ticket::{Side, allowed};
use store::Tx;
use store::post::Notes;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::presence::Place;
use crate::promise;
use crate::rota::duty_of;
use crate::ticket::{Scope, enter, history};
use crate::view::{chip, desk_for, desk_now, form_key, midnight, reader, thread};

/// Most hits of a search; the count says how many there are.
const MAX_HITS: i64 = 50;
/// Longest search that is read; the rest of a pasted page adds nothing.
const MAX_QUERY_CHARS: usize = 200;
/// Other open tickets of the requester beside a ticket.
const MAX_OTHERS: i64 = 10;

/// The queue, or what a search found.
pub async fn queue_page(ctx: &Ctx, query: Option<&str>) -> Result<QueuePage> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let settings = ctx.service.settings();
    let now = ctx.now();
    let query = query.map(|query| query.trim().chars().take(MAX_QUERY_CHARS).collect::<String>());
    let search = match query.filter(|query| !query.is_empty()) {
        Some(query) => Some(search(&mut tx, query, settings.grace_days).await?),
        None => None,
    };
    let (since, most) = (midnight(&settings, now), (MAX_ROWS, MAX_DONE));
    let rows = store::ticket::queue(&mut tx, person.id, since, settings.grace_days, most).await?;
    Ok(QueuePage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        rows,
        open_total: store::ticket::open_total(&mut tx).await?,
        search,
        colleagues: colleagues(&mut tx, ctx).await?,
        now,
        seq: store::event::last_seq(&mut tx).await?,
    })
}

/// What a search finds: every word must be there, the beginning of a word is enough. At most `limit` hits.
pub async fn find(ctx: &Ctx, query: &str, limit: i64) -> Result<Search> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let query: String = query.trim().chars().take(MAX_QUERY_CHARS).collect();
    let grace_days = ctx.service.settings().grace_days;
    let (hits, total) = store::search::query(&mut tx, &query, limit, grace_days).await?;
    Ok(Search { query, hits, total })
}

/// Rows of the queue that these tickets have become.
pub(crate) async fn queue_news(ctx: &Ctx, changed: &[TicketId], seq: EventSeq) -> Result<QueueNews> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let settings = ctx.service.settings();
    let since = midnight(&settings, ctx.now());
    let rows = store::ticket::rows(&mut tx, changed, settings.grace_days).await?;
    let (rows, gone): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| {
        let head = &row.head;
        let ended_today = head.resolved.is_some_and(|resolution| resolution.at >= since);
        head.merged_into.is_none() && (!head.status.ended() || ended_today)
    });
    let gone = gone.into_iter().map(|row| row.head.id).collect();
    let reader = ctx.actor.person().ok_or(Fault::SignIn)?;
    Ok(QueueNews {
        rows,
        gone,
        open_total: store::ticket::open_total(&mut tx).await?,
        duty: duty_of(&mut tx, &ctx.service, reader, ctx.now()).await?,
        now: ctx.now(),
        seq,
    })
}

/// One ticket as the desk sees it, with all of its posts.
pub async fn ticket_page(ctx: &Ctx, id: TicketId) -> Result<TicketPage> {
    ticket_since(ctx, id, EventSeq(0)).await
}

/// The ticket with those posts only which came after an event.
pub(crate) async fn ticket_since(ctx: &Ctx, id: TicketId, after: EventSeq) -> Result<TicketPage> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let entered = enter(&mut tx, ctx, id, Capability::SeeDesk, Scope::Read).await?;
    let person = reader(&mut tx, ctx).await?;
    let grace_days = ctx.service.settings().grace_days;
    let ticket = entered.ticket;
    let open = store::ticket::heads_of(&mut tx, ticket.requester, grace_days, MAX_OTHERS + 1).await?;
    Ok(TicketPage {
        head: store::ticket::head(&mut tx, id, grace_days).await?.ok_or(Fault::NotFound)?,
        reader: chip(&person),
        desk: desk_for(&mut tx, ctx, Some(&person), &ticket).await?,
        supplier: promise::supplier_view(&mut tx, ctx, &ticket).await?,
        suppliers: ctx.service.promises().levels().suppliers.clone(),
        wanted_by: ticket.wanted_by,
        triage: TriageView {
            needs: ticket.needs.clone(),
            impact: ticket.impact,
            effect: ticket.effect,
            service: ticket.service,
            category: ticket.category,
        },
        requester: store::person::card(&mut tx, ticket.requester).await?.ok_or(Fault::Internal)?,
        others: open
            .into_iter()
            .filter(|head| head.id != id && head.requester.id == ticket.requester)
            .collect(),
        thread: thread(&mut tx, id, after, Notes::With).await?,
        history: history(&mut tx, id, EventSeq(0)).await?,
        people: store::person::of_ticket(&mut tx, id).await?,
        watchers: store::watcher::of(&mut tx, id).await?,
        presence: others_at(ctx, Place::Ticket(id)),
        allowed: allowed(Side::Desk, &ticket, ctx.now(), grace_days),
        agents: store::person::desk(&mut tx).await?,
        services: store::service::list(&mut tx).await?,
        categories: store::category::list(&mut tx).await?,
        key: form_key(&ctx.service),
        now: ctx.now(),
        seq: ticket.last_seq,
    })
}

/// Who else is there.
pub(crate) fn others_at(ctx: &Ctx, place: Place) -> Vec<domain::person::PersonChip> {
    let me = ctx.actor.person();
    ctx.service.presence().at(place).into_iter().filter(|chip| Some(chip.id) != me).collect()
}

async fn colleagues(tx: &mut Tx, ctx: &Ctx) -> Result<Vec<Colleague>> {
    let presence = ctx.service.presence();
    let desk = store::person::desk(tx).await?;
    Ok(desk.into_iter().map(|chip| Colleague { here: presence.is_at(Place::Desk, chip.id), chip }).collect())
}

async fn search(tx: &mut Tx, query: String, grace_days: i64) -> Result<Search> {
    let (hits, total) = store::search::query(tx, &query, MAX_HITS, grace_days).await?;
    Ok(Search { query, hits, total })
}
