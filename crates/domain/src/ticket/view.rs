//! Views of tickets, each a type named for its screen. The portal's types have no place for an internal note.

use serde::{Deserialize, Serialize};

use super::command::Action;
use super::facts::{Ball, Channel, Effect, Impact, Kind, Resolution, Status, WaitingOn};
use crate::category::{Category, Service};
use crate::event::Change;
use crate::ids::{CategoryId, EventSeq, ServiceId, TicketId};
use crate::person::{PersonCard, PersonChip, Standing};
use crate::promise::{Likely, Need, PromiseView, Supplier, SupplierClock};
use crate::settings::DeskNow;
use crate::thread::{PostView, add_news};
use crate::time::{Minutes, UnixMs};

/// What every screen says first of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketHead {
    pub id: TicketId,
    pub subject: String,
    pub kind: Kind,
    pub channel: Channel,
    pub status: Status,
    pub waiting_on: Option<WaitingOn>,
    pub ball: Option<Ball>,
    pub requester: PersonChip,
    pub assignee: Option<PersonChip>,
    /// The requester's reason; none means not urgent.
    pub urgent: Option<String>,
    pub service: Option<String>,
    pub category: Option<String>,
    pub promise: PromiseView,
    pub resolved: Option<Resolution>,
    pub merged_into: Option<TicketId>,
    /// Until when an answer reopens it.
    pub reopens_until: Option<UnixMs>,
    /// The last event; sent back with every change, so that the server sees what its sender had seen.
    pub seq: EventSeq,
}

/// The portal's first page. `open` is empty for a visitor who is not signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    pub reader: Option<PersonChip>,
    pub desk: DeskNow,
    pub open: Vec<TicketHead>,
    pub all_mine: i64,
    pub services: Vec<Service>,
    pub levels: Levels,
    /// What would be promised for something broken that is sent now.
    pub if_sent_now: PromiseView,
    pub now: UnixMs,
    pub seq: EventSeq,
}

/// The service levels in a sentence each, in covered minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    pub first_answer: Minutes,
    pub incident: Minutes,
    pub urgent: Minutes,
    pub request: Minutes,
    /// Promises kept in the last 30 days, in percent; none where too few ended.
    pub kept_percent: Option<i64>,
}

/// The form to ask for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPage {
    /// Who asks; none means a guest, who gives name and address.
    pub reader: Option<PersonCard>,
    pub desk: DeskNow,
    pub services: Vec<Service>,
    /// The promise for an ordinary and for an urgent request that is sent now.
    pub normal: PromiseView,
    pub urgent: PromiseView,
    /// By when it will likely be done, from how long its like took.
    pub likely: Option<Likely>,
    /// Sent back with the form, so that sending it five times makes one ticket.
    pub key: String,
    pub now: UnixMs,
}

/// All my tickets over all channels, open first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    pub open: Vec<TicketHead>,
    /// The latest that ended; at most [`MAX_ENDED`].
    pub ended: Vec<TicketHead>,
    pub ended_total: i64,
    pub now: UnixMs,
    pub seq: EventSeq,
}

/// Most ended tickets on the page of my requests.
pub const MAX_ENDED: i64 = 100;

/// A ticket as its requester sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackerPage {
    pub head: TicketHead,
    /// Who reads: decides what is called "you".
    pub reader: PersonChip,
    /// The desk on the calendar of this ticket.
    pub desk: DeskNow,
    pub needs: Vec<Need>,
    pub wanted_by: Option<UnixMs>,
    pub thread: Vec<PostView>,
    pub journey: Vec<Stop>,
    pub allowed: Vec<Action>,
    pub may_add_watcher: bool,
    pub watchers: Vec<PersonChip>,
    /// How many open tickets are due before this one; none once it has ended.
    pub before: Option<i64>,
    /// What a form on this page sends, so that a double tap makes one post.
    pub key: String,
    pub now: UnixMs,
    pub seq: EventSeq,
}

/// A stop on the way of a ticket: what happened and when. Only public changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    pub at: UnixMs,
    pub who: Option<PersonChip>,
    pub change: Change,
}

/// A ticket as the desk sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketPage {
    pub head: TicketHead,
    pub reader: PersonChip,
    /// The desk on the calendar of this ticket.
    pub desk: DeskNow,
    /// Whom it waits for outside, and how that one stands to what it has agreed.
    pub supplier: Option<(Supplier, SupplierClock)>,
    pub suppliers: Vec<Supplier>,
    pub wanted_by: Option<UnixMs>,
    pub triage: TriageView,
    pub requester: PersonCard,
    /// The requester's other open tickets.
    pub others: Vec<TicketHead>,
    pub thread: Vec<PostView>,
    pub history: Vec<HistoryLine>,
    /// Everybody named in the history.
    pub people: Vec<PersonChip>,
    pub watchers: Vec<PersonChip>,
    pub presence: Vec<PersonChip>,
    pub allowed: Vec<Action>,
    pub agents: Vec<PersonChip>,
    pub services: Vec<Service>,
    pub categories: Vec<Category>,
    pub key: String,
    pub now: UnixMs,
    pub seq: EventSeq,
}

/// What triage says so far, by number, for the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageView {
    pub needs: Vec<Need>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
}

/// A line of the history: every change, for the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    pub seq: EventSeq,
    pub at: UnixMs,
    /// None when Deskbell itself acted, or a guest asked.
    pub who: Option<PersonChip>,
    pub channel: Channel,
    pub change: Change,
}

impl HistoryLine {
    /// Whether a guest asked.
    pub fn is_of_a_guest(&self) -> bool {
        self.change.is_of_a_guest(self.who.as_ref().map(|who| who.id), self.channel)
    }
}

impl TrackerPage {
    /// Takes in a newer page that carries only the posts which this one has not got.
    pub fn apply(&mut self, news: TrackerPage) {
        if news.seq < self.seq {
            return;
        }
        let mut thread = std::mem::take(&mut self.thread);
        let key = std::mem::take(&mut self.key);
        *self = news;
        add_news(&mut thread, std::mem::take(&mut self.thread));
        self.thread = thread;
        // The key belongs to the form that is open; a new one would let a double tap through.
        self.key = key;
    }
}

impl TrackerPage {
    /// Calls the reader so wherever the page names him, and says no more of him.
    pub fn call_reader(&mut self, name: &str) {
        let id = self.reader.id;
        for post in self.thread.iter_mut().filter(|post| post.author.id == id) {
            post.department = None;
        }
        let people = [&mut self.reader, &mut self.head.requester]
            .into_iter()
            .chain(&mut self.watchers)
            .chain(self.thread.iter_mut().map(|post| &mut post.author))
            .chain(self.journey.iter_mut().filter_map(|stop| stop.who.as_mut()))
            .chain(&mut self.head.assignee);
        for chip in people.filter(|chip| chip.id == id) {
            name.clone_into(&mut chip.name);
        }
    }
}

impl TicketPage {
    /// Whether somebody asked in the requester's name without signing in: with the address of an account, which anybody
    /// can type.
    pub fn is_unproven(&self) -> bool {
        self.requester.standing != Standing::Guest
            && self.history.first().is_some_and(HistoryLine::is_of_a_guest)
    }

    /// As [`TrackerPage::apply`]; who is present is told apart from the page.
    pub fn apply(&mut self, news: TicketPage) {
        if news.seq < self.seq {
            return;
        }
        let mut thread = std::mem::take(&mut self.thread);
        let key = std::mem::take(&mut self.key);
        let presence = std::mem::take(&mut self.presence);
        *self = news;
        add_news(&mut thread, std::mem::take(&mut self.thread));
        self.thread = thread;
        self.key = key;
        self.presence = presence;
    }
}
