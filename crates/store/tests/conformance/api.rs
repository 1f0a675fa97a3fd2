//! What programs need: kept answers, lists page by page, people by name, the log with names.

use domain::event::Change;
use domain::ids::{EventSeq, TicketId};
use domain::person::{Role, Roles, Standing};
use domain::text::UrgentReason;
use domain::thread::PostKind;
use domain::ticket::{Channel, Status};
use domain::time::{DAY, HOUR, UnixMs};
use store::answer::{self, Answer, Kept};
use store::directory;
use store::ticket::{Ended, Filter, Record, Whose};
use store::{Store, Tx, log, post, ticket, watcher};

use crate::harness::{MONDAY, ana, asked_at, bo, change, cy, happened, label, resolution, somebody, wrote};

const KEY: [u8; 32] = [3; 32];

fn kept(request: u8) -> Kept {
    let answer = Answer {
        status: 201,
        location: Some("/api/v1/tickets/T-1001".into()),
        etag: Some("\"17\"".into()),
        body: vec![b'{', 0, 255, b'}'],
    };
    Kept { request: [request; 32], answer }
}

async fn an_answer_is_kept_once_until_it_is_too_old(store: Store) {
    let mut tx = store.write().await.unwrap();
    let before = MONDAY - DAY;
    assert_eq!(answer::find(&mut tx, &KEY, before).await.unwrap(), None);
    assert!(answer::keep(&mut tx, &KEY, &kept(1), MONDAY, before).await.unwrap());
    assert_eq!(answer::find(&mut tx, &KEY, before).await.unwrap(), Some(kept(1)));
    assert!(!answer::keep(&mut tx, &KEY, &kept(2), MONDAY, before).await.unwrap());
    assert_eq!(answer::find(&mut tx, &KEY, before).await.unwrap(), Some(kept(1)), "the first one stays");
    assert_eq!(answer::find(&mut tx, &KEY, MONDAY + HOUR).await.unwrap(), None, "too old by then");
    assert!(answer::keep(&mut tx, &KEY, &kept(2), MONDAY + DAY, MONDAY + HOUR).await.unwrap());
    assert_eq!(answer::find(&mut tx, &KEY, MONDAY + HOUR).await.unwrap(), Some(kept(2)));
    assert_eq!(answer::forget(&mut tx, MONDAY + DAY).await.unwrap(), 0);
    assert_eq!(answer::forget(&mut tx, MONDAY + DAY.times(2)).await.unwrap(), 1);
}

async fn of_two_who_keep_an_answer_at_once_one_does(store: Store) {
    let keep = |request: u8| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut tx = store.write().await.unwrap();
            let mine = answer::keep(&mut tx, &KEY, &kept(request), MONDAY, MONDAY - DAY).await.unwrap();
            tokio::task::yield_now().await;
            tx.commit().await.unwrap();
            (request, mine)
        })
    };
    let senders: Vec<_> = (0..5).map(keep).collect();
    let mut winners = Vec::new();
    for sender in senders {
        let (request, mine) = sender.await.unwrap();
        winners.extend(mine.then_some(request));
    }
    assert_eq!(winners.len(), 1);
    let mut tx = store.read().await.unwrap();
    let found = answer::find(&mut tx, &KEY, MONDAY - DAY).await.unwrap();
    assert_eq!(found, Some(kept(winners[0])));
}

async fn list(tx: &mut Tx, whose: Whose, filter: Filter) -> Vec<TicketId> {
    let records: Vec<Record> = ticket::list(tx, whose, &filter, None, 100).await.unwrap();
    records.into_iter().map(|record| record.ticket.id).collect()
}

async fn tickets_are_listed_by_what_is_asked_of_them(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    let service = store::service::insert(&mut tx, &label("Mail"), MONDAY).await.unwrap();
    let top = store::category::insert(&mut tx, None, &label("Hardware"), MONDAY).await.unwrap();
    let sub = store::category::insert(&mut tx, Some(top), &label("Screen"), MONDAY).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..6 {
        ids.push(
            ticket::insert(&mut tx, &asked_at(if n == 5 { cy } else { ana }, MONDAY + HOUR.times(n)))
                .await
                .unwrap(),
        );
    }
    change(&mut tx, ids[1], |ticket| {
        ticket.assignee = Some(bo);
        ticket.opened_at = Some(MONDAY);
        (ticket.service, ticket.category) = (Some(service), Some(sub));
    })
    .await;
    change(&mut tx, ids[2], |ticket| ticket.resolved = Some(resolution(bo, MONDAY))).await;
    change(&mut tx, ids[3], |ticket| ticket.cancelled_at = Some(MONDAY)).await;
    change(&mut tx, ids[4], |ticket| {
        ticket.channel = Channel::Phone;
        ticket.urgent = Some(UrgentReason::parse("smoke").unwrap());
    })
    .await;
    watcher::add(&mut tx, ids[0], cy, MONDAY).await.unwrap();
    let all = Filter::default;
    let at = |n: &[usize]| -> Vec<TicketId> { n.iter().map(|n| ids[*n]).collect() };
    for (filter, expected) in [
        (all(), at(&[5, 4, 3, 2, 1, 0])),
        (Filter { status: Some(Status::New), ..all() }, at(&[5, 4, 0])),
        (Filter { status: Some(Status::Open), ..all() }, at(&[1])),
        (Filter { status: Some(Status::Resolved), ..all() }, at(&[2])),
        (Filter { status: Some(Status::Cancelled), ..all() }, at(&[3])),
        (Filter { ended: Some(Ended::Yes), ..all() }, at(&[3, 2])),
        (Filter { ended: Some(Ended::No), ..all() }, at(&[5, 4, 1, 0])),
        (Filter { assignee: Some(bo), ..all() }, at(&[1])),
        (Filter { requester: Some(cy), ..all() }, at(&[5])),
        (Filter { service: Some(service), ..all() }, at(&[1])),
        (Filter { category: Some(sub), ..all() }, at(&[1])),
        (Filter { category: Some(top), ..all() }, at(&[1])),
        (Filter { channel: Some(Channel::Phone), ..all() }, at(&[4])),
        (Filter { urgent: Some(true), ..all() }, at(&[4])),
        (Filter { urgent: Some(false), assignee: Some(bo), ..all() }, at(&[1])),
        (Filter { created_since: Some(MONDAY + HOUR.times(4)), ..all() }, at(&[5, 4])),
        (Filter { updated_since: Some(MONDAY + HOUR.times(5)), ..all() }, at(&[5])),
    ] {
        assert_eq!(list(&mut tx, Whose::Everybodys, filter.clone()).await, expected, "{filter:?}");
    }
    assert_eq!(list(&mut tx, Whose::Of(cy), all()).await, at(&[5, 0]), "asked for, and watched");
    assert_eq!(list(&mut tx, Whose::Of(cy), Filter { requester: Some(ana), ..all() }).await, at(&[0]));

    let first = ticket::list(&mut tx, Whose::Everybodys, &all(), None, 4).await.unwrap();
    let behind = first.last().unwrap().ticket.id;
    let second = ticket::list(&mut tx, Whose::Everybodys, &all(), Some(behind), 4).await.unwrap();
    assert_eq!(second.iter().map(|record| record.ticket.id).collect::<Vec<_>>(), at(&[1, 0]));
    let record = ticket::record(&mut tx, ids[1]).await.unwrap().unwrap();
    assert_eq!(record, second[0]);
    assert_eq!(record.category.as_deref(), Some("Hardware, Screen"));
    assert_eq!(record.assignee.unwrap().name, "Bo Berg");
    assert_eq!(ticket::record(&mut tx, TicketId(9)).await.unwrap(), None);
}

async fn a_ticket_was_updated_when_its_last_event_happened(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ticket::insert(&mut tx, &asked_at(ana, MONDAY - DAY)).await.unwrap();
    assert_eq!(ticket::record(&mut tx, id).await.unwrap().unwrap().updated_at, MONDAY - DAY);
    let seq = happened(&mut tx, id, &Change::Closed).await;
    change(&mut tx, id, |ticket| ticket.last_seq = seq).await;
    assert_eq!(ticket::record(&mut tx, id).await.unwrap().unwrap().updated_at, MONDAY);
}

async fn people_are_listed_page_by_page_and_filtered(store: Store) {
    let mut tx = store.write().await.unwrap();
    for (name, roles) in [
        ("Ángel Nadal", &[][..]),
        ("ana Alba", &[]),
        ("Zoe Zorn", &[Role::Lead]),
        ("Bo 100% Berg", &[Role::Agent]),
    ] {
        store::person::insert(&mut tx, &somebody(name, roles)).await.unwrap();
    }
    let guest = store::person::NewPerson { standing: Standing::Guest, ..somebody("Gus Guest", &[]) };
    store::person::insert(&mut tx, &guest).await.unwrap();
    let mut names: Vec<String> = Vec::new();
    let mut behind = None;
    loop {
        let page = directory::page(&mut tx, &directory::Filter::default(), behind.as_ref(), 2).await.unwrap();
        let Some((place, _)) = page.last() else { break };
        behind = Some(place.clone());
        names.extend(page.into_iter().map(|(_, person)| person.name.to_string()));
    }
    assert_eq!(names, ["ana Alba", "Ángel Nadal", "Bo 100% Berg", "Gus Guest", "Zoe Zorn"]);
    let mut found = async |filter: directory::Filter| -> Vec<String> {
        let page = directory::page(&mut tx, &filter, None, 10).await.unwrap();
        page.into_iter().map(|(_, person)| person.name.to_string()).collect()
    };
    let all = directory::Filter::default;
    assert_eq!(found(directory::Filter { text: Some("ÁNGEL".into()), ..all() }).await, ["Ángel Nadal"]);
    assert_eq!(found(directory::Filter { text: Some("100%".into()), ..all() }).await, ["Bo 100% Berg"]);
    assert_eq!(found(directory::Filter { text: Some("_".into()), ..all() }).await, [""; 0]);
    assert_eq!(found(directory::Filter { text: Some("gus@".into()), ..all() }).await, ["Gus Guest"]);
    assert_eq!(found(directory::Filter { standing: Some(Standing::Guest), ..all() }).await, ["Gus Guest"]);
    let lead = Roles::REQUESTER.with(Role::Lead).bits() & !Roles::REQUESTER.bits();
    assert_eq!(found(directory::Filter { roles: Some(lead), ..all() }).await, ["Zoe Zorn"]);
}

async fn the_log_has_names_and_is_read_by_whom_it_concerns(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    let (mine, other) = (
        ticket::insert(&mut tx, &asked_at(ana, MONDAY)).await.unwrap(),
        ticket::insert(&mut tx, &asked_at(cy, MONDAY)).await.unwrap(),
    );
    let (asked, first) = wrote(&mut tx, mine, ana, PostKind::Asked, "The lift").await;
    let second = happened(&mut tx, other, &Change::Assigned { old: Some(bo), new: Some(cy) }).await;
    let third = happened(&mut tx, mine, &Change::WatcherAdded { person: bo }).await;
    let seqs =
        |lines: &[log::LogLine]| -> Vec<EventSeq> { lines.iter().map(|line| line.event.seq).collect() };

    let all = log::since(&mut tx, EventSeq(0), 10).await.unwrap();
    assert_eq!(seqs(&all), [first, second, third]);
    let name = |chip: &Option<domain::person::PersonChip>| chip.as_ref().map(|chip| chip.name.clone());
    assert_eq!(name(&all[0].actor).as_deref(), Some("Ana Alba"));
    assert_eq!(all[0].event.post, Some(asked));
    assert_eq!(
        (name(&all[1].old).as_deref(), name(&all[1].new).as_deref()),
        (Some("Bo Berg"), Some("Cy Castro"))
    );
    assert_eq!((&all[2].actor, name(&all[2].new).as_deref()), (&None, Some("Bo Berg")));
    assert_eq!(seqs(&log::since(&mut tx, first, 1).await.unwrap()), [second]);
    assert_eq!(seqs(&log::of_ticket(&mut tx, mine, EventSeq(0), 10).await.unwrap()), [first, third]);
    assert_eq!(seqs(&log::of_ticket(&mut tx, mine, first, 10).await.unwrap()), [third]);
    assert_eq!(seqs(&log::of_person(&mut tx, ana, EventSeq(0), 10).await.unwrap()), [first, third]);
    assert_eq!(seqs(&log::of_person(&mut tx, bo, EventSeq(0), 10).await.unwrap()), []);
    watcher::add(&mut tx, other, bo, UnixMs(0)).await.unwrap();
    assert_eq!(seqs(&log::of_person(&mut tx, bo, EventSeq(0), 10).await.unwrap()), [second]);

    let row = post::by_id(&mut tx, asked).await.unwrap().unwrap();
    assert_eq!((row.seq, row.ticket, row.body.as_str()), (first, mine, "The lift"));
    assert_eq!(post::by_id(&mut tx, domain::ids::PostId(99)).await.unwrap(), None);
}

on_both_engines! {
    an_answer_is_kept_once_until_it_is_too_old,
    of_two_who_keep_an_answer_at_once_one_does,
    tickets_are_listed_by_what_is_asked_of_them,
    a_ticket_was_updated_when_its_last_event_happened,
    people_are_listed_page_by_page_and_filtered,
    the_log_has_names_and_is_read_by_whom_it_concerns,
}
