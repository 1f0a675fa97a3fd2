//! The portal's pages: home, the form to ask, my requests, and the tracker of one ticket.

use domain::access::{Actor, Capability, Relation, allows};
use domain::category::Service as DeskService;
use domain::fault::Fault;
use domain::ids::{EventSeq, TicketId};
use domain::person::{Person, Standing};
use domain::promise::{Case, Likely, PromiseView, Urgency};
use domain::settings::Settings;
use domain::ticket::view::{AskPage, HomePage, Levels, MAX_ENDED, MyPage, Stop, TrackerPage};
use domain::ticket::{Kind, Side, allowed};
use domain::time::DAY;
use store::Tx;
use store::post::Notes;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::promise::{self, Wish};
use crate::ticket::{Entered, Scope, enter, history};
use crate::view::{chip, desk_for, desk_now, form_key, midnight, reader, thread};

/// Open tickets on the first page and on my page; nobody has more at once.
const MAX_OPEN: i64 = 200;

pub async fn home_page(ctx: &Ctx) -> Result<HomePage> {
    ctx.may(Capability::SeePortal)?;
    let mut tx = ctx.read().await?;
    let settings = ctx.service.settings();
    let person = signed_in(&mut tx, ctx).await?;
    let (open, all_mine) = match &person {
        Some(person) => (
            store::ticket::heads_of(&mut tx, person.id, settings.grace_days, MAX_OPEN).await?,
            store::ticket::count_of(&mut tx, person.id).await?,
        ),
        None => (Vec::new(), 0),
    };
    Ok(HomePage {
        reader: person.as_ref().map(chip),
        desk: desk_now(&mut tx, ctx, person.as_ref()).await?,
        open,
        all_mine,
        services: services(&mut tx).await?,
        levels: levels(&mut tx, ctx, &settings).await?,
        if_sent_now: if_sent_now(ctx, person.as_ref(), Urgency::Normal),
        now: ctx.now(),
        seq: store::event::last_seq(&mut tx).await?,
    })
}

pub async fn ask_page(ctx: &Ctx) -> Result<AskPage> {
    ctx.may(Capability::Ask)?;
    let mut tx = ctx.read().await?;
    let person = signed_in(&mut tx, ctx).await?;
    let card = match &person {
        Some(person) => store::person::card(&mut tx, person.id).await?,
        None => None,
    };
    Ok(AskPage {
        reader: card,
        desk: desk_now(&mut tx, ctx, person.as_ref()).await?,
        services: services(&mut tx).await?,
        likely: likely(&mut tx, ctx, person.as_ref()).await?,
        normal: if_sent_now(ctx, person.as_ref(), Urgency::Normal),
        urgent: if_sent_now(ctx, person.as_ref(), Urgency::Urgent),
        key: form_key(&ctx.service),
        now: ctx.now(),
    })
}

pub async fn my_page(ctx: &Ctx) -> Result<MyPage> {
    ctx.may(Capability::SeeMine)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let grace_days = ctx.service.settings().grace_days;
    let open = store::ticket::heads_of(&mut tx, person.id, grace_days, MAX_OPEN).await?;
    let (ended, ended_total) = store::ticket::ended_of(&mut tx, person.id, grace_days, MAX_ENDED).await?;
    Ok(MyPage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        open,
        ended,
        ended_total,
        now: ctx.now(),
        seq: store::event::last_seq(&mut tx).await?,
    })
}

/// One ticket as its requester sees it, with all of its public posts.
pub async fn tracker_page(ctx: &Ctx, id: TicketId) -> Result<TrackerPage> {
    tracker_since(ctx, id, EventSeq(0)).await
}

/// The tracker with those posts only which came after an event.
pub(crate) async fn tracker_since(ctx: &Ctx, id: TicketId, after: EventSeq) -> Result<TrackerPage> {
    let mut tx = ctx.read().await?;
    let entered = enter(&mut tx, ctx, id, Capability::Track, Scope::Read).await?;
    let person = reader(&mut tx, ctx).await?;
    let grace_days = ctx.service.settings().grace_days;
    let head = store::ticket::head(&mut tx, id, grace_days).await?.ok_or(Fault::NotFound)?;
    let side = entered.portal_side();
    let ended = head.status.ended();
    let mut page = TrackerPage {
        reader: chip(&person),
        desk: desk_for(&mut tx, ctx, Some(&person), &entered.ticket).await?,
        needs: entered.ticket.needs.clone(),
        wanted_by: entered.ticket.wanted_by,
        thread: thread(&mut tx, id, after, Notes::Without).await?,
        journey: journey(&mut tx, id).await?,
        allowed: allowed(portal_view(side), &entered.ticket, ctx.now(), grace_days),
        may_add_watcher: may_add_watcher(ctx, &entered),
        watchers: store::watcher::of(&mut tx, id).await?,
        before: if ended { None } else { Some(store::ticket::due_before(&mut tx, id).await?) },
        key: form_key(&ctx.service),
        now: ctx.now(),
        seq: entered.ticket.last_seq,
        head,
    };
    // Anybody can type the address of an account. Its name is for those who have signed in.
    if matches!(ctx.actor, Actor::Guest { .. }) && person.standing != Standing::Guest {
        page.call_reader(person.email.as_str());
    }
    Ok(page)
}

/// An agent who looks at somebody's tracker sees what the requester may do, and does nothing there himself.
fn portal_view(side: Side) -> Side {
    match side {
        Side::Desk => Side::System,
        Side::Requester | Side::Watcher | Side::System => side,
    }
}

fn may_add_watcher(ctx: &Ctx, entered: &Entered) -> bool {
    allows(ctx.actor, Capability::AddWatcher, entered.relation) && entered.relation != Relation::Foreign
}

async fn journey(tx: &mut Tx, id: TicketId) -> Result<Vec<Stop>> {
    let lines = history(tx, id, EventSeq(0)).await?;
    let public = lines.into_iter().filter(|line| line.change.public());
    Ok(public.map(|line| Stop { at: line.at, who: line.who, change: line.change }).collect())
}

/// What would be promised to whoever acts.
fn if_sent_now(ctx: &Ctx, person: Option<&Person>, urgency: Urgency) -> PromiseView {
    let who = person.map_or_else(|| promise::stranger(ctx.language), promise::supported);
    promise::if_sent_now(&ctx.service.promises(), Wish::of(who, urgency), ctx.now())
}

/// By when it will likely be done, where enough like it was done before.
async fn likely(tx: &mut Tx, ctx: &Ctx, person: Option<&Person>) -> Result<Option<Likely>> {
    let who = person.map_or_else(|| promise::stranger(ctx.language), promise::supported);
    promise::likely(tx, ctx, Wish::of(who, Urgency::Normal)).await
}

async fn signed_in(tx: &mut Tx, ctx: &Ctx) -> Result<Option<Person>> {
    match ctx.actor.person() {
        Some(id) => Ok(store::person::by_id(tx, id).await?),
        None => Ok(None),
    }
}

async fn services(tx: &mut Tx) -> Result<Vec<DeskService>> {
    Ok(store::service::list(tx).await?)
}

async fn levels(tx: &mut Tx, ctx: &Ctx, settings: &Settings) -> Result<Levels> {
    let now = ctx.now();
    let policy = ctx.service.promises().policy(now);
    let unseen = |urgency| policy.targets(Case::unseen(urgency));
    let incident = unseen(Urgency::Normal);
    let request = policy.targets(Case { kind: Kind::Request, ..Case::unseen(Urgency::Normal) });
    let counts = store::wall::counts(tx, now, midnight(settings, now), now - DAY.times(30)).await?;
    Ok(Levels {
        first_answer: incident.first_answer,
        incident: incident.done,
        urgent: unseen(Urgency::Urgent).done,
        request: request.done,
        kept_percent: crate::wall::kept_percent(&counts),
    })
}
