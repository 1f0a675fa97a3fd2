//! Seats for live streams: each listener has so many, so that nobody takes those of all others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use domain::access::Actor;
use domain::ids::{SessionId, TicketId, TokenId};
use service::Ctx;

/// Most streams of one listener at once. A page of the app holds one, so these are open tabs.
pub const MOST: usize = 32;
/// After how long one who was refused may ask again, in seconds.
pub const RETRY_AFTER_S: u64 = 10;

/// Whose streams are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Listener {
    Session(SessionId),
    /// Somebody with a guest's link; the address is that of the client.
    Guest(TicketId, String),
    Program(TokenId),
}

impl Listener {
    /// None for who has no right to a stream anyway. A wall's screens have a token of their own and are not counted.
    pub fn of(ctx: &Ctx) -> Option<Listener> {
        match (ctx.actor, ctx.session) {
            (_, Some(session)) => Some(Listener::Session(session)),
            (Actor::Guest { ticket, .. }, None) => Some(Listener::Guest(ticket, ctx.client.address.clone())),
            (Actor::Person { .. } | Actor::Nobody | Actor::Wall { .. } | Actor::System, None) => None,
        }
    }
}

/// How many streams each listener has.
#[derive(Clone, Debug, Default)]
pub struct Streams(Arc<Mutex<HashMap<Listener, usize>>>);

/// A stream is counted as long as this lives.
#[derive(Debug)]
pub struct Seat {
    listener: Listener,
    streams: Streams,
}

impl Streams {
    /// None when the listener has [`MOST`] streams already.
    pub fn sit(&self, listener: Listener) -> Option<Seat> {
        let mut counts = self.counts();
        let count = counts.entry(listener.clone()).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(Seat { listener, streams: self.clone() })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<Listener, usize>> {
        // Who panicked here left a number that was whole.
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.streams.counts();
        if let Some(count) = counts.get_mut(&self.listener) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.listener);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_free_again_when_its_stream_ends_and_nobody_is_remembered() {
        let streams = Streams::default();
        let ana = Listener::Session(SessionId(1));
        let mut seats: Vec<Seat> = (0..MOST).map(|_| streams.sit(ana.clone()).unwrap()).collect();
        assert!(streams.sit(ana.clone()).is_none());
        let other = streams.sit(Listener::Guest(TicketId(1001), "192.0.2.1".into()));
        assert!(other.is_some(), "another listener has seats of his own");
        seats.pop();
        seats.push(streams.sit(ana).unwrap());
        drop((seats, other));
        assert!(streams.counts().is_empty());
    }
}
