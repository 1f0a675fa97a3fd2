//! The life of a ticket over days.

use domain::event::Change;
use domain::fault::Fault;
use domain::ticket::{Ball, Level, Place, Refused, Status, WaitingOn};
use domain::time::{DAY, MINUTE};
use service::ticket::{Writing, ask as send};

use crate::fixture::{Desk, ask, write};

#[tokio::test]
async fn answered_resolved_and_reopened_by_an_answer() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (ana, bo) = (desk.as_person(desk.ana), desk.as_person(desk.bo));
    write(&bo, id, Writing::Reply, "On my way.").await.unwrap();
    let head =
        service::ticket::resolve(&bo, id, desk.seen(id).await, Place::OnSite, Level::One).await.unwrap();
    assert_eq!((head.status, head.ball), (Status::Resolved, None));
    desk.pass(DAY);
    write(&ana, id, Writing::Answer, "It is jammed again.").await.unwrap();
    let page = service::portal::tracker_page(&ana, id).await.unwrap();
    assert_eq!((page.head.status, page.head.ball), (Status::Open, Some(Ball::Desk)));
    assert_eq!(page.head.promise.pauses.len(), 1, "the day after the end is not the desk's");
}

#[tokio::test]
async fn an_answer_after_the_grace_period_becomes_a_linked_ticket() {
    let desk = Desk::open().await;
    let asked = send(&desk.as_nobody(), ask("I lost my badge.")).await.unwrap();
    let bo = desk.as_person(desk.bo);
    let id = asked.ticket;
    service::ticket::resolve(&bo, id, desk.seen(id).await, Place::Desk, Level::One).await.unwrap();
    desk.pass(DAY.times(8));
    let guest = desk.as_guest(&asked).await;
    let posted = write(&guest, id, Writing::Answer, "Lost it again.").await.unwrap();
    assert_ne!(posted.ticket, id);
    let link = service::ticket::Asked { ticket: posted.ticket, guest_key: posted.guest_key };
    let page = service::portal::tracker_page(&desk.as_guest(&link).await, posted.ticket).await.unwrap();
    assert_eq!(page.head.subject, "Lost it again");
    let old = service::desk::ticket_page(&bo, id).await.unwrap();
    assert!(old.history.iter().any(|line| line.change == Change::Linked { other: posted.ticket }));
    assert_eq!(old.head.status, Status::Resolved);
}

#[tokio::test]
async fn waiting_on_the_requester_moves_the_promise_and_his_answer_brings_the_ball_back() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (ana, bo) = (desk.as_person(desk.ana), desk.as_person(desk.bo));
    write(&bo, id, Writing::Reply, "Which printer?").await.unwrap();
    let before =
        service::ticket::wait(&bo, id, desk.seen(id).await, WaitingOn::Requester, None).await.unwrap();
    assert_eq!(before.ball, Some(Ball::Requester));
    desk.pass(MINUTE.times(30));
    write(&ana, id, Writing::Answer, "The one by the kitchen.").await.unwrap();
    let after = service::portal::tracker_page(&ana, id).await.unwrap().head;
    assert_eq!(after.ball, Some(Ball::Desk));
    assert_eq!(after.promise.due_at - before.promise.due_at, MINUTE.times(30));
}

#[tokio::test]
async fn a_merged_ticket_points_to_the_survivor_and_brings_its_people_along() {
    let desk = Desk::open().await;
    let survivor = desk.ticket().await;
    let asked = send(&desk.as_nobody(), ask("Printer on floor 2 does nothing.")).await.unwrap();
    let bo = desk.as_person(desk.bo);
    let head =
        service::ticket::merge(&bo, asked.ticket, desk.seen(asked.ticket).await, survivor).await.unwrap();
    assert_eq!(head.merged_into, Some(survivor));
    let key = asked.guest_key.as_ref().unwrap();
    let guest = service::guest::enter(&desk.as_nobody(), survivor, key).await.unwrap();
    assert!(service::portal::tracker_page(&guest, survivor).await.is_ok(), "the old link leads on");
    let error = write(&desk.as_guest(&asked).await, asked.ticket, Writing::Answer, "x").await.unwrap_err();
    assert_eq!(error.fault, Fault::Refused { refused: Refused::Merged(survivor) });
}

#[tokio::test]
async fn what_is_resolved_closes_by_itself_after_the_grace_period() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let bo = desk.as_person(desk.bo);
    service::ticket::resolve(&bo, id, desk.seen(id).await, Place::Remote, Level::One).await.unwrap();
    let status = async || service::desk::ticket_page(&bo, id).await.unwrap().head.status;
    service::job::run_all(&desk.service).await.unwrap();
    assert_eq!(status().await, Status::Resolved);
    desk.pass(DAY.times(8));
    service::job::run_all(&desk.service).await.unwrap();
    assert_eq!(status().await, Status::Closed);
    assert!(service::job::healthy(&desk.service).await.unwrap());
    desk.pass(DAY);
    assert!(!service::job::healthy(&desk.service).await.unwrap(), "a job that stopped is seen");
}

#[tokio::test]
async fn the_requester_cancels_and_closes_what_is_his() {
    let desk = Desk::open().await;
    let ana = desk.as_person(desk.ana);
    let id = desk.ticket().await;
    assert_eq!(service::ticket::cancel(&ana, id).await.unwrap().status, Status::Cancelled);
    let error = service::ticket::cancel(&ana, id).await.unwrap_err();
    assert_eq!(error.fault, Fault::Refused { refused: Refused::Ended });
}
