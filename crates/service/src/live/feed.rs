//! The head of the event log in memory: one reader of the database for all open streams.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};

use domain::ids::{EventSeq, TicketId};
use domain::live::MAX_REPLAY;
use store::{Store, Tx};
use tokio::sync::{Notify, watch};

use crate::error::Result;

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

/// Follows the log until the house is gone. Wakes on this process's commits and on those of others.
pub async fn follow(store: Store, feed: Weak<Feed>) {
    let mut elsewhere = store.listen().await.ok();
    loop {
        let Some(living) = feed.upgrade() else { return };
        if let Err(error) = catch_up(&store, &living).await {
            tracing::warn!(fault = ?error.fault, "live: the event log could not be read; trying again");
        }
        let rung = {
            let bell = living.bell.notified();
            tokio::pin!(bell);
            tokio::select! {
                () = &mut bell => true,
                heard = async {
                    match &mut elsewhere {
                        Some(listener) => listener.recv().await.is_ok(),
                        None => std::future::pending().await,
                    }
                } => heard,
                // A bell that was lost with its process is made up for here.
                () = tokio::time::sleep(std::time::Duration::from_secs(2)) => true,
            }
        };
        if !rung {
            elsewhere = store.listen().await.ok();
        }
    }
}

async fn catch_up(store: &Store, feed: &Arc<Feed>) -> Result<()> {
    loop {
        let known = *feed.head.borrow();
        let mut tx: Tx = store.read().await?;
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
