//! The head of the event log in memory: one reader of the database for all open streams.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use domain::ids::{EventSeq, TicketId};
use domain::live::MAX_REPLAY;
use store::{Listener, Tx};
use tokio::sync::{Notify, watch};

use super::elsewhere;
use crate::ctx::{Service, WeakService};
use crate::error::Result;

/// The log is read this often though nobody rang: so late a page is at most that tells what another process has written
/// without an event, such as the state of a service.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// An event as far as a stream needs it to know whether it concerns its page.
#[derive(Clone, Copy, Debug)]
pub struct Brief {
    pub seq: EventSeq,
    pub ticket: TicketId,
    /// Whether a requester may know of it.
    pub public: bool,
}

/// The newest events, and a bell for those who wait for the next one.
///
/// Writers only ring; one follower reads what was committed, in order, so that no stream can skip an event
/// because two commits rang in the wrong order.
pub struct Feed {
    recent: Mutex<VecDeque<Brief>>,
    head: watch::Sender<EventSeq>,
    bell: Notify,
}

/// What a stream missed since the event that it has seen.
pub enum Missed {
    Events(Vec<Brief>),
    /// More than is remembered: the page takes one snapshot.
    TooMuch,
}

impl Feed {
    pub fn new(head: EventSeq) -> Feed {
        Feed { recent: Mutex::default(), head: watch::Sender::new(head), bell: Notify::new() }
    }

    /// Tells the follower that something was committed.
    pub fn ring(&self) {
        self.bell.notify_one();
    }

    /// The newest event that streams may know of.
    pub fn head(&self) -> watch::Receiver<EventSeq> {
        self.head.subscribe()
    }

    /// What came after an event that a page has seen.
    pub fn since(&self, seen: EventSeq) -> Missed {
        let recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let head = *self.head.borrow();
        if seen >= head {
            return Missed::Events(Vec::new());
        }
        match recent.front() {
            Some(oldest) if oldest.seq.0 <= seen.0 + 1 => {
                Missed::Events(recent.iter().filter(|brief| brief.seq > seen).copied().collect())
            }
            _ => Missed::TooMuch,
        }
    }

    fn push(&self, briefs: Vec<Brief>) {
        let Some(last) = briefs.last().map(|brief| brief.seq) else { return };
        let mut recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        recent.extend(briefs);
        while recent.len() as i64 > MAX_REPLAY {
            recent.pop_front();
        }
        drop(recent);
        self.head.send_replace(last);
    }
}

/// Why the follower looks again.
enum Woken {
    Here,
    /// By another process, or by this one through the database.
    Elsewhere,
    LineBroke,
}

/// Follows the log until the house is gone. Wakes on this process's commits and on those of others.
pub async fn follow(house: WeakService) {
    let mut listener = None;
    let mut seen = None;
    let mut woken = Woken::LineBroke;
    loop {
        let feed = {
            let Some(service) = house.upgrade() else { return };
            if matches!(woken, Woken::LineBroke) {
                listener = service.store().listen().await.ok();
            }
            let read = catch_up(&service).await;
            let heard = match woken {
                Woken::Here => Ok(()),
                Woken::Elsewhere | Woken::LineBroke => elsewhere::hear(&service, &mut seen).await,
            };
            // The house is being left: what failed because of that is no news.
            if service.store().is_closed() {
                return;
            }
            if let Err(error) = read {
                tracing::warn!(fault = ?error.fault, "live: the event log could not be read; trying again");
            }
            if let Err(error) = heard {
                tracing::warn!(fault = ?error.fault, "live: other processes could not be heard; trying again");
                service.count_heard();
            }
            service.feed().clone()
        };
        woken = wait(&feed, &mut listener).await;
    }
}

async fn wait(feed: &Feed, listener: &mut Option<Listener>) -> Woken {
    let elsewhere = async {
        match listener {
            Some(listener) => listener.recv().await.is_ok(),
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = feed.bell.notified() => Woken::Here,
        heard = elsewhere => if heard { Woken::Elsewhere } else { Woken::LineBroke },
        // A bell that was lost with its process is made up for here.
        () = tokio::time::sleep(LOOK_EVERY) => if listener.is_some() { Woken::Elsewhere } else { Woken::LineBroke },
    }
}

async fn catch_up(service: &Service) -> Result<()> {
    let feed = service.feed();
    loop {
        let known = *feed.head.borrow();
        let mut tx: Tx = service.store().read().await?;
        let events = store::event::since(&mut tx, known, MAX_REPLAY).await?;
        tx.rollback().await?;
        if events.is_empty() {
            return Ok(());
        }
        let brief = |event: domain::event::Event| Brief {
            seq: event.seq,
            ticket: event.ticket,
            public: event.change.public(),
        };
        feed.push(events.into_iter().map(brief).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn briefs(range: std::ops::RangeInclusive<i64>) -> Vec<Brief> {
        range.map(|seq| Brief { seq: EventSeq(seq), ticket: TicketId(1042), public: true }).collect()
    }

    fn count(missed: Missed) -> Option<usize> {
        match missed {
            Missed::Events(events) => Some(events.len()),
            Missed::TooMuch => None,
        }
    }

    #[test]
    fn a_page_gets_exactly_what_it_missed() {
        let feed = Feed::new(EventSeq(10));
        feed.push(briefs(11..=15));
        assert_eq!(count(feed.since(EventSeq(15))), Some(0));
        assert_eq!(count(feed.since(EventSeq(12))), Some(3));
        assert_eq!(count(feed.since(EventSeq(10))), Some(5));
    }

    #[test]
    fn what_is_older_than_the_memory_is_a_snapshot() {
        let feed = Feed::new(EventSeq(10));
        feed.push(briefs(11..=15));
        assert_eq!(count(feed.since(EventSeq(9))), None);
        feed.push(briefs(16..=16 + MAX_REPLAY));
        assert_eq!(count(feed.since(EventSeq(15))), None);
    }
}
