//! The event log for programs: page by page, and live.

use std::collections::VecDeque;
use std::time::Duration;

use domain::access::{Capability, Relation, allows};
use domain::fault::Fault;
use domain::ids::{EventSeq, TicketId};
use domain::live::BEAT_EVERY;
use futures::Stream;
use store::Tx;
pub use store::log::LogLine;
use tokio::sync::watch;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::live::Missed;
use crate::ticket::{Scope, enter};
use crate::token;

/// Events that a stream reads in one go.
const AT_ONCE: i64 = 200;

/// Events after one of them, in order.
#[derive(Clone, Debug)]
pub struct Page {
    pub lines: Vec<LogLine>,
    /// Where the next page begins: everything up to here was looked at.
    pub last: EventSeq,
    /// Whether there is a next page already.
    pub more: bool,
}

/// What a stream tells.
#[derive(Clone, Debug)]
pub enum News {
    Line(Box<LogLine>),
    /// Nothing happened; the line works.
    Beat,
    /// The right to listen has ended, and with it the stream.
    Gone,
}

/// Events after one of them, at most `limit`: for the desk all, for anybody else what a requester may know
/// of the tickets that he asked for or watches.
pub async fn page(ctx: &Ctx, after: EventSeq, limit: i64) -> Result<Page> {
    ctx.may(Capability::SeeMine)?;
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut tx = ctx.read().await?;
    if staff(ctx) {
        let lines = store::log::since(&mut tx, after, limit).await?;
        return Ok(Page::of(lines, after, limit));
    }
    let head = store::event::last_seq(&mut tx).await?;
    let mut page = Page { lines: Vec::new(), last: after, more: true };
    // A page is empty only at the end of the log.
    while page.more && page.lines.is_empty() {
        let lines = store::log::of_person(&mut tx, person, page.last, limit).await?;
        page = Page::of(lines, page.last, limit).public();
    }
    if !page.more {
        page.last = page.last.max(head);
    }
    Ok(page)
}

/// As [`page`], of one ticket.
pub async fn page_of_ticket(ctx: &Ctx, id: TicketId, after: EventSeq, limit: i64) -> Result<Page> {
    let mut tx = ctx.read().await?;
    enter(&mut tx, ctx, id, Capability::Track, Scope::Read).await?;
    let mut page = of_ticket(&mut tx, id, after, limit).await?;
    if !staff(ctx) {
        page = page.public();
        while page.more && page.lines.is_empty() {
            page = of_ticket(&mut tx, id, page.last, limit).await?.public();
        }
    }
    Ok(page)
}

/// Tells what happens from an event on, or from now on, until the program's right to hear it ends.
pub async fn stream(
    ctx: &Ctx,
    after: Option<EventSeq>,
) -> Result<impl Stream<Item = News> + Send + 'static + use<>> {
    ctx.may(Capability::SeeMine)?;
    let head = ctx.service.committed();
    let seen = after.unwrap_or(*head.borrow());
    let open = Open { ctx: ctx.clone(), head, seen, ready: VecDeque::new(), ended: false };
    Ok(futures::stream::unfold(open, |mut open| async move {
        let news = open.next().await?;
        Some((news, open))
    }))
}

async fn of_ticket(tx: &mut Tx, id: TicketId, after: EventSeq, limit: i64) -> Result<Page> {
    Ok(Page::of(store::log::of_ticket(tx, id, after, limit).await?, after, limit))
}

fn staff(ctx: &Ctx) -> bool {
    allows(ctx.actor, Capability::SeeDesk, Relation::None)
}

impl Page {
    fn of(lines: Vec<LogLine>, after: EventSeq, limit: i64) -> Page {
        let last = lines.last().map_or(after, |line| line.event.seq);
        Page { more: lines.len() as i64 >= limit, last, lines }
    }

    /// What a requester may know of it.
    fn public(mut self) -> Page {
        self.lines.retain(|line| line.event.change.public());
        self
    }
}

struct Open {
    ctx: Ctx,
    head: watch::Receiver<EventSeq>,
    seen: EventSeq,
    ready: VecDeque<LogLine>,
    ended: bool,
}

impl Open {
    /// The next message, or none when the stream has ended.
    async fn next(&mut self) -> Option<News> {
        while !self.ended {
            if let Some(line) = self.ready.pop_front() {
                return Some(News::Line(Box::new(line)));
            }
            let head = *self.head.borrow_and_update();
            let quiet = head <= self.seen && !self.wait().await?;
            match self.read().await {
                Ok(true) if quiet => return Some(News::Beat),
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    return Some(News::Gone);
                }
                // The program comes again, from the last event that it has.
                Err(error) => {
                    tracing::warn!(fault = ?error.fault, "log: a stream could not be read and ends");
                    self.ended = true;
                }
            }
        }
        None
    }

    /// Whether something happened before it was time for a beat; none when the house is gone.
    async fn wait(&mut self) -> Option<bool> {
        tokio::select! {
            changed = self.head.changed() => changed.ok().map(|()| true),
            () = tokio::time::sleep(Duration::from_millis(BEAT_EVERY.0 as u64)) => Some(false),
        }
    }

    /// Reads what has happened. False when the program's token does not hold any more.
    async fn read(&mut self) -> Result<bool> {
        if let Some(program) = self.ctx.program.clone() {
            match token::renewed(&self.ctx, &program).await? {
                Some(ctx) => self.ctx = ctx,
                None => return Ok(false),
            }
        }
        let head = *self.head.borrow_and_update();
        if head <= self.seen {
            return Ok(true);
        }
        if !staff(&self.ctx) && self.nothing_public() {
            self.seen = head;
            return Ok(true);
        }
        let page = page(&self.ctx, self.seen, AT_ONCE).await?;
        self.seen = page.last.max(self.seen);
        self.ready = page.lines.into();
        Ok(true)
    }

    /// Whether all that was missed is the desk's own, so that the log need not be read.
    fn nothing_public(&self) -> bool {
        match self.ctx.service.feed().since(self.seen) {
            Missed::Events(briefs) => briefs.iter().all(|brief| !brief.public),
            Missed::TooMuch => false,
        }
    }
}
