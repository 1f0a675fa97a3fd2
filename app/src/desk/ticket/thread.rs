//! The conversation with what happened between the posts. A note and a reply can't be taken for each other.

use domain::event::Change;
use domain::ids::EventSeq;
use domain::thread::{PostKind, PostView};
use domain::ticket::view::HistoryLine;
use domain::time::UnixMs;
use leptos::prelude::*;
use ui::{Icon, Post, PostEvent, PostKind as Look, Thread};

use super::history::sentence;
use super::state::Ticket;
use crate::entities::ticket::files::FileChips;
use crate::entities::ticket::thread::{anchor, blocks};
use crate::i18n::{Common, Desk, language};

/// A post, or something that happened between two posts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Post(PostView),
    Event(HistoryLine, Icon),
}

impl Item {
    /// Its place: by time, and at the same time the post before what followed from it.
    fn place(&self) -> (UnixMs, EventSeq) {
        match self {
            Item::Post(post) => (post.at, post.seq),
            Item::Event(line, _) => (line.at, line.seq),
        }
    }

    fn key(&self) -> i64 {
        match self {
            Item::Post(post) => post.seq.0,
            // A post has the number of its own event, so the two never meet.
            Item::Event(line, _) => line.seq.0,
        }
    }
}

/// Posts and events in the order of time. What stands there stays untouched when something is added.
#[component]
pub fn TicketThread(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let items = ticket.part(|page| items(&page.thread, &page.history));
    view! {
        <section aria-label=t.ticket_thread()>
            <Thread>
                <For each=move || items.get() key=Item::key let:item>
                    {match item {
                        Item::Post(post) => view! { <OnePost ticket=ticket post=post/> }.into_any(),
                        Item::Event(line, icon) => view! { <OneEvent ticket=ticket line=line icon=icon/> }.into_any(),
                    }}
                </For>
            </Thread>
        </section>
    }
}

#[component]
fn OnePost(ticket: Ticket, post: PostView) -> impl IntoView {
    let t = Common::from(language());
    let (look, tag, from) = match post.kind {
        PostKind::Asked => (Look::Asked, t.post_request().to_owned(), post.department.clone()),
        PostKind::Answer => (Look::Asked, t.post_answer().to_owned(), post.department.clone()),
        PostKind::Reply => {
            let tag = t.post_reply_seen_by(&ticket.requester());
            (Look::Reply, tag, Some(t.post_desk().to_owned()))
        }
        PostKind::Note => (Look::Note, t.post_note().to_owned(), Some(t.post_desk().to_owned())),
    };
    let stamp = ticket.times.with_untracked(|times| times.stamp(post.at));
    view! {
        <Post
            kind=look
            author=post.author.name.clone()
            from=from.unwrap_or_default()
            tag=tag
            time=stamp
            id=anchor(&post)
        >
            {blocks(post.blocks)}
            <FileChips files=post.files k=None/>
        </Post>
    }
}

#[component]
fn OneEvent(ticket: Ticket, line: HistoryLine, icon: Icon) -> impl IntoView {
    let times = ticket.times.get_untracked();
    let words = ticket.names().with_untracked(|names| sentence(&line, names, &times));
    view! {
        <PostEvent icon=icon time=times.stamp(line.at)>
            {words}
        </PostEvent>
    }
}

fn items(posts: &[PostView], history: &[HistoryLine]) -> Vec<Item> {
    let posts = posts.iter().cloned().map(Item::Post);
    let events = history.iter().filter_map(|line| Some(Item::Event(line.clone(), icon(&line.change)?)));
    let mut items: Vec<Item> = posts.chain(events).collect();
    items.sort_by_key(Item::place);
    items
}

/// The sign of what stands between posts. Posts themselves and bookkeeping don't: the history has them.
const fn icon(change: &Change) -> Option<Icon> {
    match change {
        Change::Assigned { .. } => Some(Icon::HandOn),
        Change::WaitStarted { .. } => Some(Icon::Pause),
        Change::WaitEnded { .. } | Change::Reopened => Some(Icon::Open),
        Change::Resolved { .. } => Some(Icon::Check),
        Change::Closed => Some(Icon::Kept),
        Change::Cancelled => Some(Icon::Cross),
        Change::MergedInto { .. } | Change::MergedFrom { .. } | Change::Linked { .. } => Some(Icon::Ticket),
        Change::WatcherAdded { .. } | Change::WatcherRemoved { .. } => Some(Icon::Person),
        Change::Alarmed { .. } | Change::Escalated { .. } => Some(Icon::Warn),
        Change::Created { .. }
        | Change::Promised { .. }
        | Change::Answered
        | Change::Replied
        | Change::Noted
        | Change::Triaged { .. }
        | Change::Imported { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{ANA, BO, NOW};
    use domain::ids::PostId;
    use domain::ticket::{Channel, Kind, WaitingOn};
    use domain::time::MINUTE;

    fn post(seq: i64, minutes: i64) -> PostView {
        PostView {
            id: PostId(seq),
            seq: EventSeq(seq),
            at: NOW + MINUTE.times(minutes),
            kind: PostKind::Reply,
            author: ANA.chip(),
            department: None,
            blocks: Vec::new(),
            files: Vec::new(),
        }
    }

    fn event(seq: i64, minutes: i64, change: Change) -> HistoryLine {
        HistoryLine {
            seq: EventSeq(seq),
            at: NOW + MINUTE.times(minutes),
            who: Some(BO.chip()),
            channel: Channel::Portal,
            change,
        }
    }

    #[test]
    fn what_followed_from_a_post_stands_after_it() {
        let posts = [post(1, 0), post(3, 5)];
        let history = [
            event(1, 0, Change::Created { ticket_kind: Kind::Incident }),
            event(3, 5, Change::Replied),
            event(4, 5, Change::WaitStarted { on: WaitingOn::Requester }),
        ];
        let order: Vec<i64> = items(&posts, &history).iter().map(Item::key).collect();
        assert_eq!(order, [1, 3, 4], "a post's own event is not told twice");
    }
}
