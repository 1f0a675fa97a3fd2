//! A stream of one page: replay what it missed, then tell it what changes, and beat while nothing does.

use std::time::Duration;

use domain::access::{Actor, Capability};
use domain::fault::Fault;
use domain::ids::{EventSeq, TicketId};
use domain::live::{BEAT_EVERY, News, Topic};
use domain::person::PersonChip;
use domain::wall::WallNews;
use futures::Stream;
use futures::future::BoxFuture;
use tokio::sync::watch;

use super::feed::{Brief, Missed};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::presence::{Here, Place};
use crate::ticket::{self, Scope};
use crate::view::form_key;
use crate::{desk, portal, session, view, wall as picture};

/// Beats between two looks at whether the session still holds.
const BEATS_PER_CHECK: u32 = 6;
/// Commits that come this close together make one picture of the wall.
const WALL_SETTLES: Duration = Duration::from_millis(200);

/// Opens the stream of a page. `after` is the last event that it has seen; without one it starts with a snapshot.
/// Errors as the page itself would.
pub async fn stream(
    ctx: &Ctx,
    topic: Topic,
    after: Option<EventSeq>,
) -> Result<impl Stream<Item = (EventSeq, News)> + Send + 'static + use<>> {
    let turn = ctx.service.opening().acquire().await.map_err(Error::internal)?;
    let open = Box::pin(open(ctx, topic, after)).await?;
    drop(turn);
    Ok(futures::stream::unfold(open, |mut open| async move {
        let news = open.next().await?;
        Some((news, open))
    }))
}

async fn open(ctx: &Ctx, topic: Topic, after: Option<EventSeq>) -> Result<Open> {
    let head = ctx.service.committed();
    let present = ctx.service.presence().changed();
    admit(ctx, topic).await?;
    let (seen, first) = match after {
        Some(seen) => (seen, None),
        None => {
            // What happens while the page is drawn is told again rather than not at all.
            let current = *head.borrow();
            let opening = page(ctx, topic, &[], EventSeq(0)).await?;
            let seen = current.max(told_up_to(&opening));
            (seen, Some((seen, opening)))
        }
    };
    let here = enter(ctx, topic).await?;
    Ok(Open { ctx: ctx.clone(), topic, seen, head, present, first, beats: 0, ended: false, _here: here })
}

/// Opens the stream of a wall screen: the picture at once, then every change, and a beat while nothing changes.
pub async fn wall(
    ctx: &Ctx,
    token: Option<&str>,
) -> Result<impl Stream<Item = WallNews> + Send + 'static + use<>> {
    let turn = ctx.service.opening().acquire().await.map_err(Error::internal)?;
    let first = Box::pin(picture::picture(ctx, token)).await?;
    drop(turn);
    let screen = Screen {
        ctx: ctx.clone(),
        token: token.map(str::to_owned),
        head: ctx.service.committed(),
        present: ctx.service.presence().changed(),
        shown: None,
        first: Some(first),
    };
    Ok(futures::stream::unfold(screen, |mut screen| async move {
        let news = screen.next().await?;
        Some((news, screen))
    }))
}

struct Open {
    ctx: Ctx,
    topic: Topic,
    seen: EventSeq,
    head: watch::Receiver<EventSeq>,
    present: watch::Receiver<u64>,
    first: Option<(EventSeq, News)>,
    beats: u32,
    ended: bool,
    _here: Vec<Here>,
}

enum Woken {
    Events,
    Presence,
    Beat,
}

impl Open {
    /// The next message, or none when the stream has ended.
    async fn next(&mut self) -> Option<(EventSeq, News)> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        while !self.ended {
            let caught_up = *self.head.borrow_and_update() <= self.seen;
            let woken = if caught_up { self.wait().await? } else { Woken::Events };
            let news = match woken {
                // Boxed, so that a stream that waits does not hold the room that its queries need.
                Woken::Events => Box::pin(self.events()).await,
                Woken::Presence => Ok(self.presence()),
                Woken::Beat => Box::pin(self.beat()).await,
            };
            match news {
                Ok(None) => {}
                Ok(Some(news)) => return Some((self.seen, news)),
                Err(error) => return Some((self.seen, self.end(&error)?)),
            }
        }
        None
    }

    async fn wait(&mut self) -> Option<Woken> {
        tokio::select! {
            changed = self.head.changed() => changed.ok().map(|()| Woken::Events),
            changed = self.present.changed() => changed.ok().map(|()| Woken::Presence),
            () = tokio::time::sleep(Duration::from_millis(BEAT_EVERY.0 as u64)) => Some(Woken::Beat),
        }
    }

    async fn events(&mut self) -> Result<Option<News>> {
        let head = *self.head.borrow_and_update();
        let (changed, after) = match self.ctx.service.feed().since(self.seen) {
            Missed::Events(briefs) => (concerned(self.topic, &briefs), self.seen),
            Missed::TooMuch => (vec![], EventSeq(0)),
        };
        let nothing = changed.is_empty() && after != EventSeq(0);
        if nothing {
            self.seen = head;
            return Ok(None);
        }
        if !session::still_holds(&self.ctx).await? {
            return Err(Fault::SignIn.into());
        }
        let news = page(&self.ctx, self.topic, &changed, after).await?;
        self.seen = head.max(told_up_to(&news));
        Ok(Some(news))
    }

    fn presence(&self) -> Option<News> {
        let place = place(self.topic)?;
        Some(News::Presence(desk::others_at(&self.ctx, place)))
    }

    async fn beat(&mut self) -> Result<Option<News>> {
        self.beats += 1;
        if self.beats.is_multiple_of(BEATS_PER_CHECK) && !session::still_holds(&self.ctx).await? {
            return Err(Fault::SignIn.into());
        }
        Ok(Some(News::Beat { now: self.ctx.now() }))
    }

    /// A right that has ended is told; a fault of ours ends the stream, and the browser comes again.
    fn end(&mut self, error: &Error) -> Option<News> {
        self.ended = true;
        matches!(error.fault, Fault::NotFound | Fault::SignIn | Fault::Forbidden).then_some(News::Gone)
    }
}

/// Refuses whom the page itself would refuse, so that no stream is opened for him.
async fn admit(ctx: &Ctx, topic: Topic) -> Result<()> {
    let (ticket, right) = match topic {
        Topic::Tracker(ticket) => (ticket, Capability::Track),
        Topic::Ticket(ticket) => {
            ctx.may(Capability::SeeDesk)?;
            (ticket, Capability::SeeDesk)
        }
        Topic::Mine => return ctx.may(Capability::SeeMine),
        Topic::Queue => return ctx.may(Capability::SeeDesk),
        Topic::Wall => return Err(Fault::NotFound.into()),
    };
    let mut tx = ctx.read().await?;
    ticket::enter(&mut tx, ctx, ticket, right, Scope::Read).await?;
    Ok(())
}

/// The tickets of these events that concern a topic.
fn concerned(topic: Topic, briefs: &[Brief]) -> Vec<TicketId> {
    let concerns = |brief: &&Brief| match topic {
        Topic::Tracker(ticket) => brief.ticket == ticket && brief.public,
        Topic::Ticket(ticket) => brief.ticket == ticket,
        Topic::Mine => brief.public,
        Topic::Queue | Topic::Wall => true,
    };
    let mut tickets: Vec<TicketId> = briefs.iter().filter(concerns).map(|brief| brief.ticket).collect();
    tickets.sort_unstable();
    tickets.dedup();
    tickets
}

/// What a page is told: itself, with the posts and rows that it has not got. Forms on it have keys of their own.
async fn page(ctx: &Ctx, topic: Topic, changed: &[TicketId], after: EventSeq) -> Result<News> {
    let draw = || -> BoxFuture<'_, Result<News>> { Box::pin(draw(ctx, topic, changed, after)) };
    let mut news = ctx.service.alike().page(ctx, topic, after, draw).await?;
    match &mut news {
        News::Tracker(page) => page.key = form_key(&ctx.service),
        News::Ticket(page) => page.key = form_key(&ctx.service),
        _ => {}
    }
    Ok(news)
}

async fn draw(ctx: &Ctx, topic: Topic, changed: &[TicketId], after: EventSeq) -> Result<News> {
    Ok(match topic {
        Topic::Tracker(ticket) => News::Tracker(Box::new(portal::tracker_since(ctx, ticket, after).await?)),
        Topic::Ticket(ticket) => News::Ticket(Box::new(desk::ticket_since(ctx, ticket, after).await?)),
        Topic::Mine => News::Mine(Box::new(portal::my_page(ctx).await?)),
        Topic::Queue => News::Queue(Box::new(queue(ctx, changed).await?)),
        Topic::Wall => return Err(Fault::NotFound.into()),
    })
}

/// The last event of which a page tells, where it tells of one ticket: it may be newer than what the follower has read.
fn told_up_to(news: &News) -> EventSeq {
    match news {
        News::Tracker(page) => page.seq,
        News::Ticket(page) => page.seq,
        News::Mine(_)
        | News::Queue(_)
        | News::Presence(_)
        | News::Beat { .. }
        | News::Build { .. }
        | News::Gone => EventSeq(0),
    }
}

async fn queue(ctx: &Ctx, changed: &[TicketId]) -> Result<domain::ticket::queue::QueueNews> {
    let seq = *ctx.service.committed().borrow();
    if !changed.is_empty() {
        return desk::queue_news(ctx, changed, seq).await;
    }
    // A snapshot: every row that the queue has.
    let page = desk::queue_page(ctx, None).await?;
    let ids: Vec<TicketId> = page.rows.iter().map(|row| row.head.id).collect();
    desk::queue_news(ctx, &ids, seq).await
}

const fn place(topic: Topic) -> Option<Place> {
    match topic {
        Topic::Queue => Some(Place::Desk),
        Topic::Ticket(ticket) => Some(Place::Ticket(ticket)),
        Topic::Mine | Topic::Tracker(_) | Topic::Wall => None,
    }
}

/// Whoever opens a page of the desk is seen there by colleagues.
async fn enter(ctx: &Ctx, topic: Topic) -> Result<Vec<Here>> {
    let (Some(place), Actor::Person { .. }) = (place(topic), ctx.actor) else { return Ok(Vec::new()) };
    let mut tx = ctx.read().await?;
    let chip: PersonChip = view::chip(&view::reader(&mut tx, ctx).await?);
    let presence = ctx.service.presence();
    let mut here = vec![presence.enter(place, chip.clone())];
    if place != Place::Desk {
        here.push(presence.enter(Place::Desk, chip));
    }
    Ok(here)
}

struct Screen {
    ctx: Ctx,
    token: Option<String>,
    head: watch::Receiver<EventSeq>,
    present: watch::Receiver<u64>,
    shown: Option<domain::wall::Wall>,
    first: Option<domain::wall::Wall>,
}

impl Screen {
    async fn next(&mut self) -> Option<WallNews> {
        if let Some(first) = self.first.take() {
            self.shown = Some(first.clone());
            return Some(WallNews::Picture(Box::new(first)));
        }
        tokio::select! {
            changed = self.head.changed() => { changed.ok()?; tokio::time::sleep(WALL_SETTLES).await; }
            changed = self.present.changed() => { changed.ok()?; tokio::time::sleep(WALL_SETTLES).await; }
            () = tokio::time::sleep(Duration::from_millis(BEAT_EVERY.0 as u64)) => {}
        }
        self.head.mark_unchanged();
        self.present.mark_unchanged();
        // A screen whose token was revoked gets nothing more; it asks again, is refused, and goes blank.
        // Boxed, so that a screen that waits does not hold the room that its queries need.
        let wall = Box::pin(picture::picture(&self.ctx, self.token.as_deref())).await.ok()?;
        let same = self
            .shown
            .as_ref()
            .is_some_and(|shown| domain::wall::Wall { as_of: shown.as_of, ..wall.clone() } == *shown);
        if same {
            return Some(WallNews::Beat { now: wall.as_of });
        }
        self.shown = Some(wall.clone());
        Some(WallNews::Picture(Box::new(wall)))
    }
}
