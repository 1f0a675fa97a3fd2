//! What the page knows of the request, and how news come into it.

use domain::ids::{PersonId, TicketId};
use domain::ticket::view::{TicketHead, TrackerPage};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::format::Times;
use crate::i18n::{Common, Portal, language};
use crate::routes;
use crate::rpc::portal::tracker_page;

/// The request that the page follows; every part of the page reads what it needs of it.
#[derive(Clone, Copy)]
pub struct Tracked {
    pub page: RwSignal<TrackerPage>,
    pub head: Memo<TicketHead>,
    pub times: Signal<Times>,
    /// A guest's key; every address and form of a guest carries it.
    pub k: StoredValue<Option<String>>,
    /// What was just said aloud.
    pub said: RwSignal<String>,
    /// The right to see it has ended.
    pub gone: RwSignal<bool>,
    /// The reader ends it himself.
    pub leaving: RwSignal<bool>,
    /// Posts that came while the reader looked elsewhere.
    unseen: RwSignal<usize>,
}

impl Tracked {
    pub fn new(first: TrackerPage, times: Signal<Times>, k: Option<String>) -> Tracked {
        let page = RwSignal::new(first);
        let tracked = Tracked {
            page,
            head: Memo::new(move |_| page.with(|page| page.head.clone())),
            times,
            k: StoredValue::new(k),
            said: RwSignal::new(String::new()),
            gone: RwSignal::new(false),
            leaving: RwSignal::new(false),
            unseen: RwSignal::new(0),
        };
        Effect::new(move || {
            let back = window_event_listener(leptos::ev::focus, move |_| tracked.unseen.set(0));
            on_cleanup(move || back.remove());
        });
        tracked
    }

    pub fn id(self) -> TicketId {
        self.page.with_untracked(|page| page.head.id)
    }

    pub fn reader_id(self) -> PersonId {
        self.page.with_untracked(|page| page.reader.id)
    }

    /// Whether the reader is neither the requester nor somebody who was added.
    pub fn looks_on(self) -> bool {
        self.page.with_untracked(|page| {
            let own = page.head.requester.id == page.reader.id;
            !own && page.watchers.iter().all(|watcher| watcher.id != page.reader.id)
        })
    }

    pub fn live_url(self) -> String {
        let seq = self.page.with_untracked(|page| page.seq);
        self.k.with_value(|k| routes::live_tracker(self.id(), k.as_deref(), seq))
    }

    /// Another tracker for the same reader.
    pub fn link(self, ticket: TicketId) -> String {
        self.k.with_value(|k| routes::tracker(ticket, k.as_deref()))
    }

    /// The page's name on the tab, with the number of posts that came while the reader looked elsewhere.
    pub fn title(self) -> String {
        let t = Portal::from(language());
        let (id, subject) = self.head.with(|head| (head.id.to_string(), head.subject.clone()));
        match self.unseen.get() {
            0 => t.track_title(&id, &subject),
            unseen => t.track_title_unseen(&unseen.to_string(), &id, &subject),
        }
    }

    /// Takes in a newer page, and says who wrote.
    pub fn take(self, news: TrackerPage) {
        let authors = self.page.with_untracked(|page| {
            let known = |id| page.thread.iter().any(|post| post.id == id);
            news.thread
                .iter()
                .filter(|post| post.author.id != page.reader.id && !known(post.id))
                .map(|post| post.author.name.clone())
                .collect::<Vec<_>>()
        });
        self.page.update(|page| page.apply(news));
        if let Some(author) = authors.last() {
            self.said.set(Portal::from(language()).track_news(author));
            if !document().has_focus().unwrap_or(true) {
                self.unseen.update(|unseen| *unseen += authors.len());
            }
        }
    }

    /// Asks for the page anew: after a form was sent, and where the stream may be down. The form gets a key of its own again.
    pub fn refresh(self, said: &'static str, then: Then) {
        let (id, k) = (self.id(), self.k.get_value());
        self.said.set(said.to_owned());
        leptos::task::spawn_local(async move {
            match tracker_page(id, k).await {
                Ok(fresh) => {
                    let key = fresh.key.clone();
                    self.page.try_update(|page| {
                        page.apply(fresh);
                        page.key = key;
                    });
                    match then {
                        Then::Stay => {}
                        Then::ReadState => request_animation_frame(focus_on_state),
                    }
                }
                // What was sent is safe; the stream brings the rest as soon as there is a line.
                Err(error) if error.reached == crate::error::Reached::Nobody => {
                    self.said.try_set(Common::from(language()).frame_offline().to_owned());
                }
                Err(_) => {}
            }
        });
    }
}

/// Where the keyboard goes after a form was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Where it is: there is more to write.
    Stay,
    /// To the sentence on top: the button that was pressed is gone.
    ReadState,
}

/// The sentence on top of the page.
pub const STATE_ID: &str = "state-h";

fn focus_on_state() {
    let sentence = document().get_element_by_id(STATE_ID);
    if let Some(sentence) = sentence.and_then(|sentence| sentence.dyn_into::<web_sys::HtmlElement>().ok()) {
        // It can only fail in a document that is going away.
        let _ = sentence.focus();
    }
}

/// What every form on this page carries.
#[component]
pub fn Carried(tracked: Tracked) -> impl IntoView {
    view! {
        <input type="hidden" name="ticket" value=tracked.id().0.to_string()/>
        {tracked.k.get_value().map(|k| view! { <input type="hidden" name="k" value=k/> })}
    }
}
