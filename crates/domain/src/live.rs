//! What travels to an open page, and the topics that it may listen to.

use crate::ids::TicketId;
use crate::person::PersonChip;
use crate::ticket::queue::QueueNews;
use crate::ticket::view::{MyPage, TicketPage, TrackerPage};
use crate::time::{Millis, SECOND, UnixMs};

/// How often a stream says that it is alive when nothing happens.
pub const BEAT_EVERY: Millis = SECOND.times(5);
/// A browser that missed more events than this gets a snapshot instead of each of them.
pub const MAX_REPLAY: i64 = 500;

/// What a page listens to. Each topic is authorised when the stream opens and again for every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The requester's own tickets, over all channels.
    Mine,
    /// One ticket as its requester sees it: never a note.
    Tracker(TicketId),
    Queue,
    /// One ticket as the desk sees it.
    Ticket(TicketId),
    Wall,
}

/// A message of a stream. Pages take in what they know how to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The line works; the page sets its clock by it.
    Beat {
        now: UnixMs,
    },
    Mine(Box<MyPage>),
    /// The page as it is now, with those posts of the thread that the browser has not got.
    Tracker(Box<TrackerPage>),
    Queue(Box<QueueNews>),
    /// As for the tracker, for the desk.
    Ticket(Box<TicketPage>),
    /// Who else looks at this ticket, or is at the desk.
    Presence(Vec<PersonChip>),
    /// The right to see this has ended; the page says so.
    Gone,
    /// The server runs another build; a page of this one reloads when nothing is being typed.
    Build {
        build: String,
    },
}
