//! The facts of tickets.

use domain::event::Change;
use domain::ids::{CategoryId, EventSeq, FIRST_TICKET, PersonId, ServiceId, TicketId};
use domain::promise::{Ahead, Need, Pause, PauseReason, Promise};
use domain::text::{Body, Subject, UrgentReason};
use domain::thread::PostKind;
use domain::ticket::{
    Channel, Effect, Impact, Kind, Level, Pausing, Place, Resolution, Ticket, Waiting, WaitingOn,
};
use domain::time::{DAY, HOUR, MINUTE, UnixMs};
use store::event;
use store::opening::{self, Opening};
use store::post::NewPost;
use store::ticket::{self, NewTicket};
use store::{Store, StoreError, category, service};

use crate::harness::{GRACE_DAYS, MONDAY, ana, asked, bo, change, label, raw, resolution, ticket as ask};

async fn numbers_start_at_the_first_ticket_and_go_on_by_one(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    for n in 0..3 {
        assert_eq!(ask(&mut tx, ana).await, TicketId(FIRST_TICKET + n));
    }
}

async fn a_ticket_begins_with_a_post_that_is_found_and_two_events_and_knows_the_second(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let earlier = ask(&mut tx, ana).await;
    let id = ask(&mut tx, ana).await;
    let created = Change::Created { ticket_kind: Kind::Incident };
    let promised = Change::Promised { promise: asked(ana).promise };
    let body = Body::parse("The lamp of the microscope flickers").unwrap();
    let begin = Opening {
        post: NewPost { ticket: id, author: ana, kind: PostKind::Asked, body: &body, at: MONDAY },
        subject: "Lamp",
        actor: Some(ana),
        channel: Channel::Portal,
        first: &created,
        then: &promised,
    };
    let (post, seq) = opening::write(&mut tx, &begin).await.unwrap();
    let kept = store::post::by_id(&mut tx, post).await.unwrap().unwrap();
    assert_eq!((kept.ticket, kept.seq, kept.body.as_str()), (id, EventSeq(seq.0 - 1), body.as_str()));
    let (found, _) = store::search::query(&mut tx, "lamp flickers", 9, GRACE_DAYS).await.unwrap();
    assert_eq!(found.iter().map(|row| row.head.id).collect::<Vec<_>>(), [id]);
    let events = event::of_ticket(&mut tx, id, EventSeq(0)).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| (event.seq, event.at, event.actor, &event.change)).collect();
    assert_eq!(
        told,
        [(EventSeq(seq.0 - 1), MONDAY, Some(ana), &created), (seq, MONDAY, Some(ana), &promised)]
    );
    assert_eq!(ticket::by_id(&mut tx, id).await.unwrap().map(|ticket| ticket.last_seq), Some(seq));
    assert_eq!(
        ticket::by_id(&mut tx, earlier).await.unwrap().map(|ticket| ticket.last_seq),
        Some(EventSeq(0))
    );
}

async fn a_new_ticket_has_the_facts_that_it_came_with(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let service = service::insert(&mut tx, &label("Printing"), MONDAY).await.unwrap();
    let new = NewTicket {
        kind: Kind::Request,
        channel: Channel::WalkUp,
        urgent: Some(UrgentReason::parse("The auditors are here").unwrap()),
        service: Some(service),
        ..asked(ana)
    };
    let id = ticket::insert(&mut tx, &new).await.unwrap();
    let expected = Ticket {
        id,
        kind: Kind::Request,
        channel: Channel::WalkUp,
        subject: new.subject.clone(),
        requester: ana,
        urgent: new.urgent.clone(),
        service: Some(service),
        category: None,
        impact: None,
        effect: None,
        assignee: None,
        created_at: MONDAY,
        calendar: None,
        needs: Vec::new(),
        wanted_by: None,
        opened_at: None,
        first_answer_at: None,
        owed_since: None,
        waiting: None,
        pauses: Vec::new(),
        resolved: None,
        closed_at: None,
        cancelled_at: None,
        merged_into: None,
        promise: new.promise,
        ahead: new.ahead,
        last_seq: EventSeq(0),
    };
    assert_eq!(ticket::by_id(&mut tx, id).await.unwrap(), Some(expected.clone()));
    assert_eq!(ticket::lock(&mut tx, id).await.unwrap(), Some(expected.clone()));
    assert_eq!(new.numbered(id), expected);
    ticket::happened(&mut tx, id, EventSeq(7)).await.unwrap();
    assert_eq!(ticket::by_id(&mut tx, id).await.unwrap(), Some(Ticket { last_seq: EventSeq(7), ..expected }));
    assert_eq!(ticket::by_id(&mut tx, TicketId(1)).await.unwrap(), None);
    assert_eq!(ticket::lock(&mut tx, TicketId(1)).await.unwrap(), None);
}

/// A ticket on which nothing is empty.
fn full(id: TicketId, ana: PersonId, bo: PersonId, service: ServiceId, category: CategoryId) -> Ticket {
    Ticket {
        id,
        kind: Kind::Request,
        channel: Channel::Phone,
        subject: Subject::parse("Größe & 'Preis' \"<b>\" 🖨️").unwrap(),
        requester: ana,
        urgent: Some(UrgentReason::parse("It burns").unwrap()),
        service: Some(service),
        category: Some(category),
        impact: Some(Impact::Everyone),
        effect: Some(Effect::Blocked),
        assignee: Some(bo),
        created_at: MONDAY,
        calendar: None,
        needs: vec![Need::Budget, Need::Approval],
        wanted_by: Some(MONDAY + DAY),
        opened_at: Some(MONDAY + MINUTE),
        first_answer_at: Some(MONDAY + HOUR),
        owed_since: Some(MONDAY + HOUR.times(3)),
        waiting: Some(Waiting {
            on: WaitingOn::Supplier,
            since: MONDAY + HOUR.times(2),
            pausing: Pausing::Runs,
            supplier: None,
        }),
        pauses: vec![
            Pause { from: MONDAY, to: MONDAY + HOUR, why: Some(PauseReason::Waiting(WaitingOn::Parts)) },
            Pause { from: MONDAY + DAY, to: UnixMs(i64::MAX), why: None },
        ],
        resolved: Some(Resolution {
            at: MONDAY + DAY,
            by: Some(bo),
            place: Place::Depot,
            level: Level::Three,
        }),
        closed_at: Some(MONDAY + DAY.times(2)),
        cancelled_at: Some(MONDAY + DAY.times(3)),
        merged_into: Some(id),
        promise: Promise { first_due_at: MONDAY + HOUR, due_at: MONDAY + DAY },
        ahead: Ahead {
            next_answer_due_at: Some(MONDAY + HOUR.times(4)),
            breaks_at: Some(MONDAY + HOUR.times(5)),
            alarm_at: Some(MONDAY + HOUR.times(6)),
        },
        last_seq: EventSeq(99),
    }
}

async fn every_fact_that_can_change_is_stored(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let service = service::insert(&mut tx, &label("Printing"), MONDAY).await.unwrap();
    let category = category::insert(&mut tx, None, &label("Hardware"), MONDAY).await.unwrap();
    let id = ask(&mut tx, ana).await;
    let empty = ticket::by_id(&mut tx, id).await.unwrap().unwrap();
    let full = full(id, ana, bo, service, category);
    for facts in [full, empty] {
        ticket::update(&mut tx, &facts).await.unwrap();
        assert_eq!(ticket::by_id(&mut tx, id).await.unwrap(), Some(facts));
    }
}

async fn every_word_of_the_domain_fits_its_column(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let id = ask(&mut tx, ana).await;
    let before = ticket::by_id(&mut tx, id).await.unwrap().unwrap();
    let mut all = Vec::new();
    all.extend(Kind::ALL.iter().map(|kind| Ticket { kind: *kind, ..before.clone() }));
    all.extend(Channel::ALL.iter().map(|channel| Ticket { channel: *channel, ..before.clone() }));
    all.extend(Impact::ALL.iter().map(|impact| Ticket { impact: Some(*impact), ..before.clone() }));
    all.extend(Effect::ALL.iter().map(|effect| Ticket { effect: Some(*effect), ..before.clone() }));
    let waits = WaitingOn::ALL.iter().map(|on| Waiting {
        on: *on,
        since: MONDAY,
        pausing: Pausing::Stops,
        supplier: None,
    });
    all.extend(waits.map(|waiting| Ticket { waiting: Some(waiting), ..before.clone() }));
    let resolve = |place: Place, level: Level| Resolution { at: MONDAY, by: Some(bo), place, level };
    let places = Place::ALL.iter().map(|place| resolve(*place, Level::One));
    let levels = Level::ALL.iter().map(|level| Resolution { by: None, ..resolve(Place::Desk, *level) });
    let resolutions = places.chain(levels);
    all.extend(resolutions.map(|resolved| Ticket { resolved: Some(resolved), ..before.clone() }));
    for facts in all {
        ticket::update(&mut tx, &facts).await.unwrap();
        assert_eq!(ticket::by_id(&mut tx, id).await.unwrap(), Some(facts));
    }
}

async fn of_many_who_change_a_ticket_at_once_none_loses_anything(store: Store) {
    const WRITERS: i64 = 8;
    const EACH: i64 = 5;
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    tx.commit().await.unwrap();

    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 0..EACH {
                    let mut tx = store.write().await.unwrap();
                    let at = UnixMs(writer * 1_000 + n);
                    change(&mut tx, id, |ticket| ticket.pauses.push(Pause { from: at, to: at, why: None }))
                        .await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }

    let mut tx = store.read().await.unwrap();
    let pauses = ticket::by_id(&mut tx, id).await.unwrap().unwrap().pauses;
    let mut found: Vec<i64> = pauses.iter().map(|pause| pause.from.0).collect();
    found.sort_unstable();
    let expected: Vec<i64> =
        (0..WRITERS).flat_map(|writer| (0..EACH).map(move |n| writer * 1_000 + n)).collect();
    assert_eq!(found, expected);
}

async fn a_ticket_closes_once_its_grace_is_over(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let mut resolved = Vec::new();
    for hours in [3, 1, 2] {
        let id = ask(&mut tx, ana).await;
        change(&mut tx, id, |ticket| ticket.resolved = Some(resolution(bo, MONDAY + HOUR.times(hours))))
            .await;
        resolved.push(id);
    }
    let closed = ask(&mut tx, ana).await;
    change(&mut tx, closed, |ticket| {
        ticket.resolved = Some(resolution(bo, MONDAY));
        ticket.closed_at = Some(MONDAY + HOUR);
    })
    .await;
    ask(&mut tx, ana).await;

    let due = ticket::to_close(&mut tx, MONDAY + HOUR.times(3), 10).await.unwrap();
    assert_eq!(due, [resolved[1], resolved[2]]);
    assert_eq!(ticket::to_close(&mut tx, MONDAY + DAY, 2).await.unwrap(), [resolved[1], resolved[2]]);
    assert_eq!(ticket::to_close(&mut tx, MONDAY, 10).await.unwrap(), []);
}

async fn what_no_build_has_stored_is_named_by_its_column(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    raw(&mut tx, "update ticket set pauses = '[oops'").await.unwrap();
    let corrupt = ticket::by_id(&mut tx, id).await;
    assert!(matches!(corrupt, Err(StoreError::Corrupt { table: "ticket", column: "pauses" })), "{corrupt:?}");
    raw(&mut tx, "update ticket set pauses = '[]', subject = ' '").await.unwrap();
    let corrupt = ticket::by_id(&mut tx, id).await;
    assert!(
        matches!(corrupt, Err(StoreError::Corrupt { table: "ticket", column: "subject" })),
        "{corrupt:?}"
    );
}

async fn the_schema_refuses_a_word_that_the_domain_does_not_know(store: Store) {
    for wrong in [
        "update ticket set kind = 'problem'",
        "update ticket set channel = 'pigeon'",
        "update ticket set impact = 'nobody'",
        "update ticket set waiting_on = 'requester'",
        "update ticket set resolved_at = 1",
        "update person set standing = 'king'",
        "update ticket set requester = 4711",
    ] {
        let mut tx = store.write().await.unwrap();
        let ana = store::person::insert(&mut tx, &crate::harness::somebody("Ana", &[])).await.unwrap();
        ask(&mut tx, ana).await;
        assert!(raw(&mut tx, wrong).await.is_err(), "{wrong}");
        tx.rollback().await.unwrap();
    }
}

on_both_engines! {
    numbers_start_at_the_first_ticket_and_go_on_by_one,
    a_ticket_begins_with_a_post_that_is_found_and_two_events_and_knows_the_second,
    a_new_ticket_has_the_facts_that_it_came_with,
    every_fact_that_can_change_is_stored,
    every_word_of_the_domain_fits_its_column,
    of_many_who_change_a_ticket_at_once_none_loses_anything,
    a_ticket_closes_once_its_grace_is_over,
    what_no_build_has_stored_is_named_by_its_column,
    the_schema_refuses_a_word_that_the_domain_does_not_know,
}
