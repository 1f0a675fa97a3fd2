//! The demo on a Wednesday morning, in a Sunday night, and at the edges of a day.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::access::Actor;
use domain::event::Change;
use domain::ids::{EventSeq, FIRST_TICKET, TicketId};
use domain::person::Standing as Door;
use domain::promise::Standing;
use domain::text::EmailAddress;
use domain::thread::Block;
use domain::ticket::view::TicketHead;
use domain::ticket::{Channel, Kind, Status, Ticket, WaitingOn};
use domain::time::{HOUR, MINUTE, UnixMs};
use domain::wall::Wall;
use store::Store;
use store::post::Notes;

use super::people::PEOPLE;
use super::*;
use crate::ctx::{Client, Ctx};
use crate::port::{Clock, Entropy};
use crate::{desk, portal, session, view, wall};

/// Wednesday, 18 November 2026, 10:42 in Madrid.
const WEDNESDAY: UnixMs = UnixMs(1_794_994_920_000);
/// Sunday, 22 November 2026, 02:00 in Madrid.
const SUNDAY: UnixMs = UnixMs(1_795_309_200_000);
/// The ticket of the pictures that the look was drawn with.
const INVOICES: TicketId = TicketId(1047);
/// The one ticket whose promise is broken, on purpose.
const LABEL_PRINTER: &str = "Label printer in shipping is offline";

struct Still(UnixMs);

impl Clock for Still {
    fn now(&self) -> UnixMs {
        self.0
    }
}

/// Different bytes each time, and the same in each run.
#[derive(Default)]
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed).to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
    }
}

/// A desk that was filled, and the folder that it lives in.
struct Desk {
    service: Service,
    filled: Filled,
    _folder: tempfile::TempDir,
}

async fn empty(now: UnixMs) -> (Service, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite://{}/desk.db", folder.path().display())).await.unwrap();
    store.migrate().await.unwrap();
    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    let service = Service::open(store, &files, Still(now), Counting::default(), "test".into()).await.unwrap();
    (service, folder)
}

async fn filled(now: UnixMs) -> Desk {
    let (service, folder) = empty(now).await;
    let filled = fill(&service).await.unwrap();
    Desk { service, filled, _folder: folder }
}

impl Desk {
    fn numbers(&self) -> impl Iterator<Item = TicketId> + use<> {
        (FIRST_TICKET..FIRST_TICKET + self.filled.tickets as i64).map(TicketId)
    }

    async fn tickets(&self) -> Vec<Ticket> {
        let mut tx = self.service.store().read().await.unwrap();
        let mut tickets = Vec::new();
        for id in self.numbers() {
            tickets.push(store::ticket::by_id(&mut tx, id).await.unwrap().unwrap());
        }
        tickets
    }

    async fn heads(&self) -> Vec<TicketHead> {
        let mut tx = self.service.store().read().await.unwrap();
        let mut heads = Vec::new();
        for id in self.numbers() {
            heads.push(store::ticket::head(&mut tx, id, 7).await.unwrap().unwrap());
        }
        heads
    }

    async fn as_person(&self, email: &str) -> Ctx {
        let mut tx = self.service.store().read().await.unwrap();
        let email = EmailAddress::parse(email).unwrap();
        let person = store::person::by_email(&mut tx, &email).await.unwrap().unwrap();
        let actor = Actor::Person { id: person.id, roles: person.roles };
        Ctx::new(self.service.clone(), actor, None, person.language, Channel::Portal, Client::default())
    }

    async fn wall(&self) -> Wall {
        wall::picture(&self.as_person("bo@lumbrera.example").await, None).await.unwrap()
    }
}

fn of<T: Ord>(tickets: &[Ticket], word: impl Fn(&Ticket) -> Option<T>) -> BTreeSet<T> {
    tickets.iter().filter_map(word).collect()
}

/// What holds whenever the demo is filled.
async fn check_always(desk: &Desk, now: UnixMs) {
    let tickets = desk.tickets().await;
    assert_eq!(of(&tickets, |ticket| Some(ticket.status())), Status::ALL.iter().copied().collect());
    assert_eq!(
        of(&tickets, |ticket| ticket.waiting.map(|waiting| waiting.on)),
        WaitingOn::ALL.iter().copied().collect()
    );
    assert_eq!(of(&tickets, |ticket| Some(ticket.kind)), Kind::ALL.iter().copied().collect());
    let channels = [Channel::Portal, Channel::Email, Channel::Phone, Channel::WalkUp];
    assert_eq!(of(&tickets, |ticket| Some(ticket.channel)), channels.into());
    assert!(tickets.iter().any(|ticket| ticket.merged_into.is_some()));
    assert!(tickets.iter().any(|ticket| ticket.urgent.is_some() && !ticket.status().ended()));
    assert!(tickets.is_sorted_by_key(|ticket| ticket.created_at), "numbers follow the time");

    let mut late = Vec::new();
    for head in desk.heads().await {
        if let Standing::Late { .. } = head.promise.standing(now) {
            late.push(head.subject);
        }
    }
    assert_eq!(late, [LABEL_PRINTER], "late by accident");

    let wall = desk.wall().await;
    assert_eq!((wall.open, wall.waiting, wall.late, wall.unanswered), (23, 7, 1, 4));
    assert!(matches!(wall.kept_percent, Some(88..=94)), "{:?}", wall.kept_percent);
    assert_eq!(wall.next.len(), 6);
    let trouble: Vec<&str> = wall.trouble.iter().map(|trouble| trouble.service.as_str()).collect();
    assert_eq!(trouble, ["Remote access", "Printing"]);
    assert!(wall.trouble.iter().all(|trouble| trouble.since < now));

    let mut tx = desk.service.store().read().await.unwrap();
    let mut reopened = 0;
    for id in desk.numbers() {
        let events = store::event::of_ticket(&mut tx, id, EventSeq(0)).await.unwrap();
        reopened += events.iter().filter(|event| event.change == Change::Reopened).count();
        assert!(events.iter().all(|event| event.at <= now), "{id} is in the future");
        assert!(events.is_sorted_by_key(|event| event.at), "{id} goes back in time");
        let posts = store::post::of_ticket(&mut tx, id, EventSeq(0), Notes::With).await.unwrap();
        assert!((1..=6).contains(&posts.len()), "{id} has {} posts", posts.len());
    }
    assert_eq!(reopened, 1);
}

#[tokio::test]
async fn on_a_wednesday_morning_the_desk_is_in_the_middle_of_its_day() {
    let desk = filled(WEDNESDAY).await;
    check_always(&desk, WEDNESDAY).await;
    let wall = desk.wall().await;
    assert_eq!((wall.came_today, wall.resolved_today, wall.soon), (9, 4, 4));
}

#[tokio::test]
async fn in_a_sunday_night_nothing_more_is_late_and_the_day_is_empty() {
    let desk = filled(SUNDAY).await;
    check_always(&desk, SUNDAY).await;
    let wall = desk.wall().await;
    assert_eq!((wall.came_today, wall.resolved_today, wall.soon), (0, 0, 0));
}

#[tokio::test]
async fn at_the_edges_of_a_day_and_of_summer_time_it_holds_too() {
    let monday_eight = WEDNESDAY - HOUR.times(50) - MINUTE.times(42);
    let friday_evening = WEDNESDAY + HOUR.times(54) + MINUTE.times(48);
    // Monday, 26 October 2026, 08:01, the first morning after summer time.
    let after_summer = UnixMs(1_792_998_060_000);
    for now in [monday_eight, friday_evening, after_summer] {
        check_always(&filled(now).await, now).await;
    }
}

#[tokio::test]
async fn the_invoices_stand_as_in_the_pictures() {
    let desk = filled(WEDNESDAY).await;
    let bo = desk.as_person("bo@lumbrera.example").await;
    let page = desk::ticket_page(&bo, INVOICES).await.unwrap();
    assert_eq!(page.head.subject, "Invoices print with the last line cut off");
    assert_eq!(page.requester.chip.name, "Ana Ruiz");
    assert_eq!(page.head.assignee.as_ref().map(|chip| chip.first_name()), Some("Bo"));
    let promise = &page.head.promise;
    assert_eq!(promise.asked_at, WEDNESDAY - MINUTE.times(152));
    assert_eq!(promise.first_answer_at, Some(WEDNESDAY - MINUTE.times(131)));
    assert_eq!(promise.due_at, WEDNESDAY + MINUTE.times(208));
    assert_eq!(page.thread.len(), 5);
    assert_eq!(page.thread[3].files[0].content_type, "image/png");
    let ana = desk.as_person("ana@lumbrera.example").await;
    let mine = portal::my_page(&ana).await.unwrap();
    assert_eq!((mine.open.len(), mine.ended_total), (3, 5));
}

#[tokio::test]
async fn who_can_sign_in_is_told_and_the_guests_came_by_themselves() {
    let desk = filled(WEDNESDAY).await;
    assert_eq!((desk.filled.people, desk.filled.tickets), (28, 53));
    assert_eq!(desk.filled.accounts.len(), 5);
    for (email, roles) in &desk.filled.accounts {
        let nobody = Ctx::new(
            desk.service.clone(),
            Actor::Nobody,
            None,
            Default::default(),
            Channel::Portal,
            Client::default(),
        );
        let signed_in = session::sign_in(&nobody, email, desk.filled.password).await.unwrap();
        assert_eq!(signed_in.roles, roles.iter().copied().collect(), "{email}");
    }
    let mut tx = desk.service.store().read().await.unwrap();
    for profile in PEOPLE {
        let email = EmailAddress::parse(profile.email).unwrap();
        let person = store::person::by_email(&mut tx, &email).await.unwrap().unwrap();
        let guest = person.department.is_none();
        assert_eq!(person.standing, if guest { Door::Guest } else { Door::Account }, "{email}");
        assert_eq!(person.name.as_str(), profile.name);
        let on_wall = store::person::wall_consent(&mut tx, person.id).await.unwrap();
        assert_eq!(on_wall, ["Bo Hansen", "Ines Prado"].contains(&profile.name), "{email}");
    }
    assert_eq!(store::person::list(&mut tx).await.unwrap().len(), 26);
}

#[tokio::test]
async fn the_threads_hold_what_a_page_must_draw() {
    let desk = filled(WEDNESDAY).await;
    let mut tx = desk.service.store().read().await.unwrap();
    let mut blocks = Vec::new();
    let mut files = Vec::new();
    for id in desk.numbers() {
        for post in view::thread(&mut tx, id, EventSeq(0), Notes::With).await.unwrap() {
            blocks.extend(post.blocks);
            files.extend(post.files.into_iter().map(|file| file.name));
        }
    }
    assert!(blocks.iter().any(|block| matches!(block, Block::Code(_))));
    assert!(blocks.iter().any(|block| matches!(block, Block::Bullets(_))));
    assert!(blocks.iter().any(|block| matches!(block, Block::Numbers(_))));
    let drawn = format!("{blocks:?}");
    assert!(drawn.contains("Link { to: \"https://build.lumbrera.example/nightly/412\""));
    let longest = drawn.split([' ', '"']).map(|word| word.chars().count()).max();
    assert!(longest > Some(150), "{longest:?}");
    assert_eq!(files, ["scanner-app.log", "invoice-2231.png"]);
    let heads = desk.heads().await;
    assert!(heads.iter().any(|head| head.subject.chars().count() > 180));
}

#[tokio::test]
async fn a_desk_that_knows_anybody_is_left_alone() {
    let desk = filled(WEDNESDAY).await;
    let mut tx = desk.service.store().read().await.unwrap();
    let before = store::event::last_seq(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    let refused = fill(&desk.service).await.unwrap_err();
    assert!(matches!(refused, Refused::NotEmpty));
    assert!(refused.to_string().contains("has people already"));
    let mut tx = desk.service.store().read().await.unwrap();
    assert_eq!(store::event::last_seq(&mut tx).await.unwrap(), before);
    assert_eq!(store::person::list(&mut tx).await.unwrap().len(), 26);
}

#[test]
fn every_story_ends_before_now_and_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for story in stories::all() {
        let told: i64 = story.then.iter().map(|step| step.minutes).sum();
        assert!(told < story.ago, "{} ends {} minutes after now", story.name, told - story.ago);
        assert!(story.then.iter().all(|step| step.minutes >= 0), "{}", story.name);
        assert!(names.insert(story.name), "{} is there twice", story.name);
    }
}
