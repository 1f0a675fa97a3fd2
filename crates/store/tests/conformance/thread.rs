//! Posts, files, watchers and the events of a ticket.

use domain::event::{Change, Event, TriageField};
use domain::file::FileChip;
use domain::ids::{EventSeq, FileId, PostId, TicketId};
use domain::promise::Promise;
use domain::text::FileName;
use domain::thread::PostKind;
use domain::ticket::{Channel, Kind, Level, Place, WaitingOn};
use domain::time::HOUR;
use store::event::NewEvent;
use store::file::{NewFile, StoredFile};
use store::post::{NewPost, Notes};
use store::{Store, event, file, post, watcher};

use crate::harness::{MONDAY, ana, bo, body, cy, happened, ticket, wrote};

async fn a_thread_is_in_order_and_starts_after_what_was_seen(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let (id, other) = (ticket(&mut tx, ana).await, ticket(&mut tx, ana).await);
    let text = "It is silent.\n\n```\nsudo rm -rf <b>'quoted'</b>\n```\nSeñal: 🖨️";
    let (asked, asked_seq) = wrote(&mut tx, id, ana, PostKind::Asked, text).await;
    wrote(&mut tx, other, ana, PostKind::Asked, "Something else.").await;
    let (note, note_seq) = wrote(&mut tx, id, bo, PostKind::Note, "Toner again.").await;
    let (reply, reply_seq) = wrote(&mut tx, id, bo, PostKind::Reply, "On my way.").await;
    let (answer, _) = wrote(&mut tx, id, ana, PostKind::Answer, "Thank you.").await;

    let all = post::of_ticket(&mut tx, id, EventSeq(0), Notes::With).await.unwrap();
    assert_eq!(all.iter().map(|post| post.id).collect::<Vec<_>>(), [asked, note, reply, answer]);
    assert_eq!(all[0].body, text);
    assert_eq!((all[0].seq, all[0].ticket, all[0].at, all[0].kind), (asked_seq, id, MONDAY, PostKind::Asked));
    assert_eq!((all[1].author.id, all[1].author.name.as_str()), (bo, "Bo Berg"));
    assert_eq!(all[1].department.as_deref(), Some("Accounts"));

    let public = post::of_ticket(&mut tx, id, EventSeq(0), Notes::Without).await.unwrap();
    assert_eq!(public.iter().map(|post| post.id).collect::<Vec<_>>(), [asked, reply, answer]);
    let news = post::of_ticket(&mut tx, id, note_seq, Notes::With).await.unwrap();
    assert_eq!(news.iter().map(|post| post.id).collect::<Vec<_>>(), [reply, answer]);
    let news = post::of_ticket(&mut tx, id, reply_seq, Notes::Without).await.unwrap();
    assert_eq!(news.iter().map(|post| post.id).collect::<Vec<_>>(), [answer]);
}

async fn a_post_that_several_events_name_is_there_once(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ticket(&mut tx, ana).await;
    let (answer, seq) = wrote(&mut tx, id, ana, PostKind::Answer, "Here you are.").await;
    let change = Change::WaitEnded { on: WaitingOn::Requester };
    let event = NewEvent {
        ticket: id,
        at: MONDAY,
        actor: Some(ana),
        channel: Channel::Email,
        post: Some(answer),
        change: &change,
    };
    event::append(&mut tx, &event).await.unwrap();
    let thread = post::of_ticket(&mut tx, id, EventSeq(0), Notes::With).await.unwrap();
    assert_eq!(thread.iter().map(|post| (post.id, post.seq)).collect::<Vec<_>>(), [(answer, seq)]);
}

async fn a_post_appears_with_its_event_and_not_before(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ticket(&mut tx, ana).await;
    let text = body("Nobody has seen this.");
    let new = NewPost { ticket: id, author: ana, kind: PostKind::Answer, body: &text, at: MONDAY };
    post::insert(&mut tx, &new).await.unwrap();
    assert_eq!(post::of_ticket(&mut tx, id, EventSeq(0), Notes::With).await.unwrap(), []);
}

async fn files_belong_to_their_posts(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let (id, other) = (ticket(&mut tx, ana).await, ticket(&mut tx, ana).await);
    let (asked, _) = wrote(&mut tx, id, ana, PostKind::Asked, "See the picture.").await;
    let (note, _) = wrote(&mut tx, id, ana, PostKind::Note, "And this.").await;
    let (elsewhere, _) = wrote(&mut tx, other, ana, PostKind::Asked, "Another.").await;
    let name = FileName::parse("señal 1.png").unwrap();
    let mut files: Vec<(PostId, FileId)> = Vec::new();
    for post in [note, asked, elsewhere] {
        let new =
            NewFile { post, name: &name, content_type: "image/png", bytes: 26_214_400, sha256: [0xfe; 32] };
        files.push((post, file::insert(&mut tx, &new).await.unwrap()));
    }
    let chip = |id: FileId| FileChip {
        id,
        name: "señal 1.png".into(),
        bytes: 26_214_400,
        content_type: "image/png".into(),
    };
    let expected: Vec<(PostId, FileChip)> = files[..2].iter().map(|(post, id)| (*post, chip(*id))).collect();
    assert_eq!(file::of_ticket(&mut tx, id).await.unwrap(), expected);
    let stored = StoredFile {
        id: files[0].1,
        name: "señal 1.png".into(),
        content_type: "image/png".into(),
        bytes: 26_214_400,
        sha256: [0xfe; 32],
        ticket: id,
        kind: PostKind::Note,
    };
    assert_eq!(file::by_id(&mut tx, files[0].1).await.unwrap(), Some(stored));
    assert_eq!(file::by_id(&mut tx, FileId(4711)).await.unwrap(), None);
}

async fn a_watcher_is_added_once(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    let id = ticket(&mut tx, ana).await;
    assert!(watcher::add(&mut tx, id, cy, MONDAY).await.unwrap());
    assert!(watcher::add(&mut tx, id, bo, MONDAY + HOUR).await.unwrap());
    assert!(!watcher::add(&mut tx, id, cy, MONDAY + HOUR).await.unwrap());
    let names: Vec<String> =
        watcher::of(&mut tx, id).await.unwrap().into_iter().map(|chip| chip.name).collect();
    assert_eq!(names, ["Cy Castro", "Bo Berg"]);
    assert!(watcher::remove(&mut tx, id, cy).await.unwrap());
    assert!(!watcher::remove(&mut tx, id, cy).await.unwrap());
    assert_eq!(watcher::of(&mut tx, id).await.unwrap().len(), 1);
}

async fn every_kind_of_change_comes_back_as_it_was(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let id = ticket(&mut tx, ana).await;
    let (post, first) = wrote(&mut tx, id, ana, PostKind::Asked, "It is silent.").await;
    let changes = [
        Change::Created { ticket_kind: Kind::Request },
        Change::Promised { promise: Promise { first_due_at: MONDAY, due_at: MONDAY + HOUR } },
        Change::Answered,
        Change::Replied,
        Change::Noted,
        Change::Triaged { field: TriageField::Subject, old: Some("a \"b\"".into()), new: None },
        Change::Assigned { old: None, new: Some(bo) },
        Change::WaitStarted { on: WaitingOn::Parts },
        Change::WaitEnded { on: WaitingOn::Parts },
        Change::Resolved { place: Place::OnSite, level: Level::Two },
        Change::Reopened,
        Change::Closed,
        Change::Cancelled,
        Change::MergedInto { survivor: TicketId(7) },
        Change::MergedFrom { duplicate: TicketId(8) },
        Change::Linked { other: TicketId(9) },
        Change::WatcherAdded { person: ana },
        Change::Imported {
            state: Some("Awaiting \"Vendor\"".into()),
            set: [("group".to_owned(), None), ("priority".to_owned(), Some("3 - Low".to_owned()))].into(),
        },
    ];
    let mut expected = Vec::new();
    for (n, change) in changes.into_iter().enumerate() {
        // The system and a person take turns, with and without a post, over all channels.
        let actor = (n % 2 == 0).then_some(bo);
        let channel = Channel::ALL[n % Channel::ALL.len()];
        let new =
            NewEvent { ticket: id, at: MONDAY, actor, channel, post: actor.map(|_| post), change: &change };
        let seq = event::append(&mut tx, &new).await.unwrap();
        let post = new.post;
        expected.push(Event { seq, ticket: id, at: MONDAY, actor, channel, post, change });
    }
    assert_eq!(event::of_ticket(&mut tx, id, first).await.unwrap(), expected);
    assert_eq!(event::since(&mut tx, first, 3).await.unwrap(), expected[..3]);
    let last = expected.last().unwrap().seq;
    assert_eq!(event::last_seq(&mut tx).await.unwrap(), last);
    assert_eq!(event::since(&mut tx, last, 3).await.unwrap(), []);
}

async fn the_log_of_one_ticket_is_not_that_of_another(store: Store) {
    let mut tx = store.write().await.unwrap();
    assert_eq!(event::last_seq(&mut tx).await.unwrap(), EventSeq(0));
    let ana = ana(&mut tx).await;
    let (one, two) = (ticket(&mut tx, ana).await, ticket(&mut tx, ana).await);
    let first = happened(&mut tx, one, &Change::Replied).await;
    let second = happened(&mut tx, two, &Change::Replied).await;
    assert!(first < second);
    let of_one = event::of_ticket(&mut tx, one, EventSeq(0)).await.unwrap();
    assert_eq!(of_one.iter().map(|event| event.seq).collect::<Vec<_>>(), [first]);
    assert_eq!(event::of_ticket(&mut tx, one, first).await.unwrap(), []);
}

on_both_engines! {
    a_thread_is_in_order_and_starts_after_what_was_seen,
    a_post_that_several_events_name_is_there_once,
    a_post_appears_with_its_event_and_not_before,
    files_belong_to_their_posts,
    a_watcher_is_added_once,
    every_kind_of_change_comes_back_as_it_was,
    the_log_of_one_ticket_is_not_that_of_another,
}
