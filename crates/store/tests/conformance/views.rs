//! Heads and lists of tickets.

use domain::ids::{PersonId, TicketId};
use domain::person::PersonChip;
use domain::promise::{Pause, PromiseView};
use domain::text::UrgentReason;
use domain::ticket::view::TicketHead;
use domain::ticket::{Ball, Channel, Kind, Pausing, Status, Waiting, WaitingOn};
use domain::time::{DAY, HOUR};
use store::{Store, Tx, category, service, ticket, watcher};

use crate::harness::{GRACE_DAYS, MONDAY, ana, bo, change, cy, label, resolution, ticket as ask, ticket_due};

fn ids(heads: &[TicketHead]) -> Vec<TicketId> {
    heads.iter().map(|head| head.id).collect()
}

async fn a_head_names_people_service_and_category(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let printing = service::insert(&mut tx, &label("Printing"), MONDAY).await.unwrap();
    let hardware = category::insert(&mut tx, None, &label("Hardware"), MONDAY).await.unwrap();
    let printer = category::insert(&mut tx, Some(hardware), &label("Printer"), MONDAY).await.unwrap();
    let id = ask(&mut tx, ana).await;
    let waiting =
        Waiting { on: WaitingOn::Requester, since: MONDAY + HOUR, pausing: Pausing::Stops, supplier: None };
    let pauses = vec![Pause { from: MONDAY, to: MONDAY + HOUR, why: None }];
    change(&mut tx, id, |ticket| {
        ticket.assignee = Some(bo);
        ticket.service = Some(printing);
        ticket.category = Some(printer);
        ticket.urgent = Some(UrgentReason::parse("It burns").unwrap());
        ticket.waiting = Some(waiting);
        ticket.pauses = pauses.clone();
        ticket.first_answer_at = Some(MONDAY + HOUR);
        ticket.opened_at = Some(MONDAY);
    })
    .await;
    let row = ticket::row(&mut tx, id, GRACE_DAYS).await.unwrap().unwrap();
    let stored = ticket::by_id(&mut tx, id).await.unwrap().unwrap();
    let expected = TicketHead {
        id,
        subject: stored.subject.to_string(),
        kind: Kind::Incident,
        channel: Channel::Portal,
        status: Status::Waiting,
        waiting_on: Some(WaitingOn::Requester),
        ball: Some(Ball::Requester),
        requester: PersonChip { id: ana, name: "Ana Alba".into() },
        assignee: Some(PersonChip { id: bo, name: "Bo Berg".into() }),
        urgent: Some("It burns".into()),
        service: Some("Printing".into()),
        category: Some("Hardware, Printer".into()),
        promise: PromiseView {
            asked_at: MONDAY,
            first_due_at: stored.promise.first_due_at,
            first_answer_at: Some(MONDAY + HOUR),
            next_answer_due_at: None,
            due_at: stored.promise.due_at,
            pauses,
            paused_since: Some(MONDAY + HOUR),
            ended_at: None,
        },
        resolved: None,
        merged_into: None,
        reopens_until: None,
        seq: stored.last_seq,
    };
    assert_eq!(row.head, expected);
    assert_eq!(row.department.as_deref(), Some("Accounts"));
    assert_eq!(ticket::head(&mut tx, id, GRACE_DAYS).await.unwrap(), Some(expected));

    change(&mut tx, id, |ticket| ticket.category = Some(hardware)).await;
    let head = ticket::head(&mut tx, id, GRACE_DAYS).await.unwrap().unwrap();
    assert_eq!(head.category.as_deref(), Some("Hardware"));
}

async fn a_resolved_head_says_until_when_it_reopens(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let id = ask(&mut tx, ana).await;
    change(&mut tx, id, |ticket| ticket.resolved = Some(resolution(bo, MONDAY + HOUR))).await;
    let head = ticket::head(&mut tx, id, 3).await.unwrap().unwrap();
    assert_eq!(head.status, Status::Resolved);
    assert_eq!(head.resolved, Some(resolution(bo, MONDAY + HOUR)));
    assert_eq!(head.reopens_until, Some(MONDAY + HOUR + DAY.times(3)));
    assert_eq!(head.promise.ended_at, Some(MONDAY + HOUR));
    assert_eq!(ticket::head(&mut tx, TicketId(1), GRACE_DAYS).await.unwrap(), None);
    assert_eq!(ticket::row(&mut tx, TicketId(1), GRACE_DAYS).await.unwrap(), None);
}

/// Ana's tickets: two open, one that she watches, two that ended; and one that is none of hers.
struct Desk {
    ana: PersonId,
    late: TicketId,
    early: TicketId,
    watched: TicketId,
    resolved: TicketId,
    cancelled: TicketId,
    foreign: TicketId,
}

async fn desk(tx: &mut Tx) -> Desk {
    let (ana, bo, cy) = (ana(tx).await, bo(tx).await, cy(tx).await);
    let late = ticket_due(tx, ana, MONDAY + HOUR.times(5)).await;
    let early = ticket_due(tx, ana, MONDAY + HOUR).await;
    let watched = ticket_due(tx, cy, MONDAY + HOUR.times(3)).await;
    watcher::add(tx, watched, ana, MONDAY).await.unwrap();
    let resolved = ask(tx, ana).await;
    change(tx, resolved, |ticket| ticket.resolved = Some(resolution(bo, MONDAY + HOUR))).await;
    let cancelled = ask(tx, ana).await;
    change(tx, cancelled, |ticket| ticket.cancelled_at = Some(MONDAY + HOUR.times(2))).await;
    let foreign = ticket_due(tx, cy, MONDAY + HOUR.times(2)).await;
    Desk { ana, late, early, watched, resolved, cancelled, foreign }
}

async fn my_tickets_are_those_i_asked_for_or_watch(store: Store) {
    let mut tx = store.write().await.unwrap();
    let desk = desk(&mut tx).await;
    let open = ticket::heads_of(&mut tx, desk.ana, GRACE_DAYS, 10).await.unwrap();
    assert_eq!(ids(&open), [desk.early, desk.watched, desk.late]);
    let open = ticket::heads_of(&mut tx, desk.ana, GRACE_DAYS, 1).await.unwrap();
    assert_eq!(ids(&open), [desk.early]);
    let (ended, total) = ticket::ended_of(&mut tx, desk.ana, GRACE_DAYS, 10).await.unwrap();
    assert_eq!((ids(&ended), total), (vec![desk.cancelled, desk.resolved], 2));
    let (ended, total) = ticket::ended_of(&mut tx, desk.ana, GRACE_DAYS, 1).await.unwrap();
    assert_eq!((ids(&ended), total), (vec![desk.cancelled], 2));
    assert_eq!(ticket::count_of(&mut tx, desk.ana).await.unwrap(), 5);
    assert_eq!(ticket::count_of(&mut tx, PersonId(4711)).await.unwrap(), 0);
}

async fn the_queue_has_open_tickets_by_due_then_those_resolved_since(store: Store) {
    let mut tx = store.write().await.unwrap();
    let desk = desk(&mut tx).await;
    let merged = ask(&mut tx, desk.ana).await;
    change(&mut tx, merged, |ticket| {
        ticket.resolved = Some(resolution(desk.ana, MONDAY + HOUR));
        ticket.closed_at = Some(MONDAY + HOUR);
        ticket.merged_into = Some(desk.early);
    })
    .await;
    let queue = async |tx: &mut Tx, since, limit| -> Vec<TicketId> {
        let rows = ticket::queue(tx, desk.ana, since, GRACE_DAYS, (limit, 1)).await.unwrap();
        rows.into_iter().map(|row| row.head.id).collect()
    };
    let open = [desk.early, desk.foreign, desk.watched, desk.late];
    let with_resolved = [desk.early, desk.foreign, desk.watched, desk.late, desk.resolved];
    assert_eq!(queue(&mut tx, MONDAY + HOUR, 10).await, with_resolved);
    assert_eq!(queue(&mut tx, MONDAY + HOUR.times(2), 10).await, open);
    assert_eq!(queue(&mut tx, MONDAY + HOUR.times(2), 2).await, open[..2]);
    assert_eq!(ticket::open_total(&mut tx).await.unwrap(), 4);
    change(&mut tx, desk.late, |ticket| ticket.assignee = Some(desk.ana)).await;
    let with_own = [desk.early, desk.foreign, desk.late];
    assert_eq!(
        queue(&mut tx, MONDAY + HOUR.times(2), 2).await,
        with_own,
        "the reader's own are never cut off"
    );
}

async fn rows_come_for_the_numbers_that_there_are(store: Store) {
    let mut tx = store.write().await.unwrap();
    let desk = desk(&mut tx).await;
    let rows = ticket::rows(&mut tx, &[desk.late, TicketId(1), desk.cancelled], GRACE_DAYS).await.unwrap();
    let mut found: Vec<TicketId> = rows.iter().map(|row| row.head.id).collect();
    found.sort_unstable();
    assert_eq!(found, [desk.late, desk.cancelled]);
    assert_eq!(ticket::rows(&mut tx, &[], GRACE_DAYS).await.unwrap(), []);
}

async fn a_ticket_is_behind_those_that_are_due_before_it_and_wait_for_nobody(store: Store) {
    let mut tx = store.write().await.unwrap();
    let desk = desk(&mut tx).await;
    assert_eq!(ticket::due_before(&mut tx, desk.early).await.unwrap(), 0);
    assert_eq!(ticket::due_before(&mut tx, desk.late).await.unwrap(), 3);
    let waiting = Waiting { on: WaitingOn::Supplier, since: MONDAY, pausing: Pausing::Stops, supplier: None };
    change(&mut tx, desk.watched, |ticket| ticket.waiting = Some(waiting)).await;
    assert_eq!(ticket::due_before(&mut tx, desk.late).await.unwrap(), 2);
    let twin = ticket_due(&mut tx, desk.ana, MONDAY + HOUR).await;
    assert_eq!(ticket::due_before(&mut tx, desk.early).await.unwrap(), 0);
    assert_eq!(ticket::due_before(&mut tx, twin).await.unwrap(), 1);
}

on_both_engines! {
    a_head_names_people_service_and_category,
    a_resolved_head_says_until_when_it_reopens,
    my_tickets_are_those_i_asked_for_or_watch,
    the_queue_has_open_tickets_by_due_then_those_resolved_since,
    rows_come_for_the_numbers_that_there_are,
    a_ticket_is_behind_those_that_are_due_before_it_and_wait_for_nobody,
}
