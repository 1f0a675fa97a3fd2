//! A ticket as an open page holds it: what the server said last, and what the reader has not seen yet.

use domain::fault::Fault;
use domain::ids::{EventSeq, PersonId, TicketId};
use domain::thread::PostKind;
use domain::ticket::Action;
use domain::ticket::view::{TicketHead, TicketPage};
use leptos::prelude::*;

use super::history::Names;
use crate::form::FormState;
use crate::format::Times;
use crate::i18n::Desk;
use crate::live;
use crate::rpc::desk::ticket_page;
use crate::wire::{Kind, Letter};

/// Copied into every part of the page.
#[derive(Clone, Copy)]
pub struct Ticket {
    page: RwSignal<TicketPage>,
    pub times: Signal<Times>,
    pub head: Memo<TicketHead>,
    /// Whether the reader may still see it.
    pub access: RwSignal<Access>,
    /// What just happened, for those who don't see it.
    pub said: RwSignal<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Open,
    Gone,
}

impl Ticket {
    pub fn new(page: TicketPage) -> Ticket {
        let times = live::times(page.desk.clock.clone());
        let page = RwSignal::new(page);
        let head = Memo::new(move |_| page.with(|page| page.head.clone()));
        Ticket { page, times, head, access: RwSignal::new(Access::Open), said: RwSignal::new(String::new()) }
    }

    pub fn id(self) -> TicketId {
        self.with(|page| page.head.id)
    }

    pub fn me(self) -> PersonId {
        self.with(|page| page.reader.id)
    }

    /// A part of the page that changes only when it changes.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&TicketPage) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.page.with(&read))
    }

    pub fn with<T>(self, read: impl FnOnce(&TicketPage) -> T) -> T {
        self.page.with_untracked(read)
    }

    /// Whether the ticket takes this now; the same rule that the server applies.
    pub fn allows(self, action: Action) -> Memo<bool> {
        self.part(move |page| page.allowed.contains(&action))
    }

    /// Who and what the history talks about.
    pub fn names(self) -> Memo<Names> {
        self.part(Names::of)
    }

    /// The first name by which the desk calls the requester.
    pub fn requester(self) -> String {
        self.with(|page| page.head.requester.first_name().to_owned())
    }

    /// Takes in what a stream says.
    pub fn take(self, letter: &Letter) {
        match letter.kind {
            Kind::Ticket => letter.open().into_iter().for_each(|news| self.apply(news)),
            Kind::Presence => self.page.update(|page| page.presence = letter.open().unwrap_or_default()),
            Kind::Gone => self.access.set(Access::Gone),
            Kind::Beat | Kind::Build | Kind::Mine | Kind::Picture | Kind::Queue | Kind::Tracker => {}
        }
    }

    /// Reads the page again after a change of our own, so that it is right even where the stream is down.
    pub fn refresh(self) {
        let id = self.id();
        leptos::task::spawn_local(async move {
            let page = ticket_page(id).await;
            if let (Ok(page), Some(_)) = (page, self.page.try_get_untracked()) {
                self.apply(page);
            }
        });
    }

    fn apply(self, news: TicketPage) {
        self.announce(&news);
        self.page.update(|page| page.apply(news));
    }

    fn announce(self, news: &TicketPage) {
        let t = Desk::from(self.times.with_untracked(|times| times.language));
        let me = self.me();
        let last = self.with(|page| page.thread.last().map(|post| post.seq));
        let fresh = news.thread.iter().rev().find(|post| Some(post.seq) > last && post.author.id != me);
        if let Some(post) = fresh {
            let name = post.author.first_name();
            self.said.set(match post.kind {
                PostKind::Asked | PostKind::Answer => t.ticket_news_answer(name),
                PostKind::Reply => t.ticket_news_reply(name),
                PostKind::Note => t.ticket_news_note(name),
            });
        }
    }
}

/// What the writer of one form had seen when he began to write. What comes after that he may not have noticed, though
/// the page shows it, so the server is told where he began.
#[derive(Clone, Copy)]
pub struct Seen {
    began: RwSignal<Option<EventSeq>>,
    pub seq: Memo<EventSeq>,
}

impl Seen {
    /// `form` says what the server has told him since.
    pub fn of(ticket: Ticket, form: FormState) -> Seen {
        let began = RwSignal::new(None);
        let seq = Memo::new(move |_| {
            let told = form.error.with(|error| match error.as_ref().map(|error| &error.fault) {
                Some(Fault::Conflict { seq, .. }) => Some(*seq),
                _ => None,
            });
            let began = began.get().unwrap_or_else(|| ticket.head.with(|head| head.seq));
            told.map_or(began, |told| began.max(told))
        });
        // Once he has been told and sends again, what he was told stays seen.
        Effect::new(move || {
            let seen = seq.get();
            if began.with_untracked(|began| began.is_some_and(|began| began < seen)) {
                began.set(Some(seen));
            }
        });
        Seen { began, seq }
    }

    /// He begins to write.
    pub fn begin(self, ticket: Ticket) {
        if self.began.with_untracked(Option::is_none) {
            self.began.set(Some(ticket.head.with_untracked(|head| head.seq)));
        }
    }

    /// It was sent, or taken back.
    pub fn end(self) {
        self.began.set(None);
    }

    /// Whether something is being written.
    pub fn writing(self) -> bool {
        self.began.with(Option::is_some)
    }
}
