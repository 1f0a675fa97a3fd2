//! The queue as an open page holds it: what the server said last, where the reader stands, what was searched for.

use std::collections::HashMap;

use domain::coverage::Coverage;
use domain::ids::TicketId;
use domain::person::PersonChip;
use domain::ticket::Status;
use domain::ticket::queue::{Groups, QueueNews, QueuePage, QueueRow, Search, groups};
use domain::ticket::view::TicketHead;
use leptos::prelude::*;
use ui::line::Line;

use super::axis::axis;
use super::first;
use super::sound::Sound;
use crate::format::Times;
use crate::i18n::Desk;
use crate::live;
use crate::wire::{Kind, Letter};

/// Copied into every part of the page.
#[derive(Clone, Copy)]
pub struct Queue {
    page: RwSignal<QueuePage>,
    pub times: Signal<Times>,
    pub groups: Memo<Groups>,
    /// Every row that is shown, in the queue or found.
    index: Memo<HashMap<TicketId, QueueRow>>,
    pub axis: Memo<Line>,
    coverage: Memo<Coverage>,
    /// Where the reader has put the keyboard, if he has.
    pub picked: RwSignal<Option<TicketId>>,
    /// Where he stands: where he went, else where to start.
    pub current: Memo<Option<TicketId>>,
    /// What just happened, for those who don't see it.
    pub said: RwSignal<String>,
    sound: Sound,
}

impl Queue {
    pub fn new(page: QueuePage, sound: Sound) -> Queue {
        let times = live::times(page.desk.clock.clone());
        let page = RwSignal::new(page);
        let groups =
            Memo::new(move |_| page.with(|page| groups(&page.rows, page.reader.id, times.get().now)));
        let index = Memo::new(move |_| page.with(by_number));
        let axis = Memo::new(move |_| page.with(|page| axis(&page.desk.coverage, &times.get())));
        let coverage = Memo::new(move |_| page.with(|page| page.desk.coverage.clone()));
        let picked = RwSignal::new(None);
        let current = Memo::new(move |_| {
            let stands = picked.get().filter(|id| index.with(|rows| rows.contains_key(id)));
            stands.or_else(|| groups.with(|groups| first::start(groups).map(|row| row.head.id)))
        });
        let said = RwSignal::new(String::new());
        Queue { page, times, groups, index, axis, coverage, picked, current, said, sound }
    }

    /// A part of the page that changes only when it changes.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&QueuePage) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.page.with(&read))
    }

    pub fn with<T>(self, read: impl FnOnce(&QueuePage) -> T) -> T {
        self.page.with_untracked(read)
    }

    /// The numbers of some rows, in order.
    pub fn numbers(
        self,
        pick: impl Fn(&Groups) -> &Vec<QueueRow> + Send + Sync + 'static,
    ) -> Memo<Vec<TicketId>> {
        Memo::new(move |_| self.groups.with(|groups| pick(groups).iter().map(|row| row.head.id).collect()))
    }

    /// Reads what words and lines are made from beside their ticket: the desk's hours and the time.
    pub fn at_the_desk<T>(self, read: impl FnOnce(&Coverage, &Times) -> T) -> T {
        self.coverage.with(|coverage| self.times.with(|times| read(coverage, times)))
    }

    pub fn row(self, id: TicketId) -> Option<QueueRow> {
        self.index.with(|rows| rows.get(&id).cloned())
    }

    /// Takes in what a stream says.
    pub fn take(self, letter: &Letter) {
        match letter.kind {
            Kind::Queue => {
                if let Some(news) = letter.open() {
                    self.announce(&news);
                    if self.with(|page| page.sounds(&news)) {
                        self.sound.ring();
                    }
                    self.page.update(|page| page.apply(news));
                }
            }
            Kind::Presence => {
                let here: Vec<PersonChip> = letter.open().unwrap_or_default();
                self.page.update(|page| present(page, &here));
            }
            Kind::Gone => drop(window().location().reload()),
            Kind::Beat | Kind::Build | Kind::Mine | Kind::Picture | Kind::Ticket | Kind::Tracker => {}
        }
    }

    /// Takes in the head that a change of our own has answered with.
    pub fn put(self, head: TicketHead) {
        self.page.update(|page| {
            let found = page.search.iter_mut().flat_map(|search| &mut search.hits);
            for row in page.rows.iter_mut().chain(found).filter(|row| row.head.id == head.id) {
                row.head = head.clone();
            }
        });
    }

    /// Shows what was found; nothing searched for shows the queue.
    pub fn show(self, search: Option<Search>) {
        self.page.update(|page| page.search = search);
    }

    fn announce(self, news: &QueueNews) {
        let t = Desk::from(self.times.with_untracked(|times| times.language));
        let fresh = self.index.with_untracked(|rows| {
            let is_new = |row: &&QueueRow| row.head.status == Status::New && !rows.contains_key(&row.head.id);
            news.rows.iter().find(is_new).map(|row| (row.head.id, row.head.subject.clone()))
        });
        if let Some((id, subject)) = fresh {
            self.said.set(t.queue_news_new(&id.to_string(), &subject));
        }
    }
}

fn by_number(page: &QueuePage) -> HashMap<TicketId, QueueRow> {
    let found = page.search.iter().flat_map(|search| &search.hits);
    // Rows of the queue are the newer ones and come last.
    found.chain(&page.rows).map(|row| (row.head.id, row.clone())).collect()
}

fn present(page: &mut QueuePage, here: &[PersonChip]) {
    for colleague in &mut page.colleagues {
        colleague.here = here.iter().any(|chip| chip.id == colleague.chip.id);
    }
}
