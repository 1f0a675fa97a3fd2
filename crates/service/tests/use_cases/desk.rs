//! Working at the desk, two at once.

use domain::event::Change;
use domain::fault::Fault;
use domain::text::Subject;
use domain::ticket::{Impact, Kind, Level, Place, Triage};
use service::ticket::{Posting, Then, Writing};

use crate::fixture::{Desk, write};

fn triage(impact: Impact) -> Triage {
    Triage {
        subject: Subject::parse("Printer, floor 2").unwrap(),
        kind: Kind::Incident,
        urgent: None,
        impact: Some(impact),
        effect: None,
        service: None,
        category: None,
        needs: Vec::new(),
    }
}

#[tokio::test]
async fn the_second_of_two_agents_is_told_what_the_first_changed() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    let seen = desk.seen(id).await;
    service::ticket::assign(&bo, id, seen, Some(desk.bo)).await.unwrap();
    let error = service::ticket::triage(&cy, id, seen, triage(Impact::Team)).await.unwrap_err();
    let Fault::Conflict { changes, seq } = error.fault else { panic!("{error:?}") };
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].change, Change::Assigned { old: None, new: Some(desk.bo) });
    assert_eq!(changes[0].who.as_ref().unwrap().name, "Bo Hansen");
    assert!(service::ticket::triage(&cy, id, seq, triage(Impact::Team)).await.is_ok(), "knowing it, he may");
}

#[tokio::test]
async fn two_who_resolve_at_the_same_moment_resolve_once() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let seen = desk.seen(id).await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    let resolve =
        |ctx| async move { service::ticket::resolve(&ctx, id, seen, Place::Remote, Level::One).await };
    let (first, second) = tokio::join!(resolve(bo.clone()), resolve(cy));
    assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|ok| **ok).count(), 1);
    let page = service::desk::ticket_page(&bo, id).await.unwrap();
    let resolved = page.history.iter().filter(|line| matches!(line.change, Change::Resolved { .. }));
    assert_eq!(resolved.count(), 1);
}

#[tokio::test]
async fn a_reply_that_crosses_an_answer_is_held_until_its_writer_has_seen_it() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (ana, bo) = (desk.as_person(desk.ana), desk.as_person(desk.bo));
    let seen = desk.seen(id).await;
    write(&ana, id, Writing::Answer, "It works again!").await.unwrap();
    let reply = |seen| Posting {
        writing: Writing::Reply,
        body: "I am coming with a new printer.".into(),
        key: None,
        seen: Some(seen),
        then: Then::Nothing,
        files: Vec::new(),
    };
    let error = service::ticket::post(&bo, id, reply(seen)).await.unwrap_err();
    let Fault::Conflict { seq, .. } = error.fault else { panic!("{error:?}") };
    assert!(service::ticket::post(&bo, id, reply(seq)).await.is_ok());
}

#[tokio::test]
async fn one_s_own_changes_are_no_conflict() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let bo = desk.as_person(desk.bo);
    let seen = desk.seen(id).await;
    service::ticket::assign(&bo, id, seen, Some(desk.bo)).await.unwrap();
    assert!(service::ticket::triage(&bo, id, seen, triage(Impact::Me)).await.is_ok());
}

#[tokio::test]
async fn only_people_of_the_desk_are_assigned() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let bo = desk.as_person(desk.bo);
    let error = service::ticket::assign(&bo, id, desk.seen(id).await, Some(desk.ana)).await.unwrap_err();
    assert!(matches!(error.fault, Fault::Invalid { .. }));
}

#[tokio::test]
async fn triage_moves_the_promise_and_the_search_finds_the_new_title() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let bo = desk.as_person(desk.bo);
    let before = service::desk::ticket_page(&bo, id).await.unwrap().head;
    let after = service::ticket::triage(&bo, id, before.seq, triage(Impact::Everyone)).await.unwrap();
    assert!(after.promise.due_at < before.promise.due_at);
    let found = service::desk::queue_page(&bo, Some("printer, floor")).await.unwrap();
    assert_eq!(found.search.unwrap().total, domain::ticket::queue::Total::Exactly(1));
}
