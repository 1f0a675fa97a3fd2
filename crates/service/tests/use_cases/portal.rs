//! Asking and tracking.

use bytes::Bytes;
use domain::fault::{Fault, Reason};
use domain::file::FileRefused;
use domain::promise::Urgency;
use domain::thread::PostKind;
use domain::ticket::Status;
use service::ticket::{Ask, Upload, Writing, ask as send, post};
use service::ticket::{Posting, Then};

use crate::fixture::{Desk, ask, write};

#[tokio::test]
async fn what_is_asked_can_be_tracked_with_its_promise() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let page = service::portal::tracker_page(&desk.as_person(desk.ana), id).await.unwrap();
    assert_eq!(id.to_string(), "T-1001");
    assert_eq!(
        (page.head.subject.as_str(), page.head.status),
        ("The printer on floor 2 is jammed", Status::New)
    );
    assert_eq!(page.thread.len(), 1);
    assert!(
        page.head.promise.first_due_at > page.now
            && page.head.promise.due_at > page.head.promise.first_due_at
    );
    assert_eq!(page.before, Some(0));
}

#[tokio::test]
async fn the_same_form_sent_five_times_at_once_makes_one_ticket_with_one_link() {
    let desk = Desk::open().await;
    for key in [Some("form-key".to_owned()), None] {
        let ctx = desk.as_nobody();
        let words = format!("My badge is lost. {key:?}");
        let form = Ask { key: key.clone(), ..ask(&words) };
        let sent = futures::future::join_all((0..5).map(|_| send(&ctx, form.clone()))).await;
        let first = sent[0].as_ref().unwrap();
        for other in &sent {
            assert_eq!(other.as_ref().unwrap(), first);
        }
    }
    let queue = service::desk::queue_page(&desk.as_person(desk.bo), None).await.unwrap();
    assert_eq!(queue.open_total, 2);
}

#[tokio::test]
async fn everything_that_does_not_fit_is_told_at_once() {
    let desk = Desk::open().await;
    let form = Ask { urgency: Urgency::Urgent, name: " ".into(), email: "gil".into(), ..ask(" ") };
    let error = send(&desk.as_nobody(), form).await.unwrap_err();
    for (field, reason) in [
        ("body", Reason::Empty),
        ("urgent_reason", Reason::Empty),
        ("name", Reason::Empty),
        ("email", Reason::Malformed),
    ] {
        assert_eq!(error.fault.of_field(field), Some(&reason), "{field}");
    }
}

#[tokio::test]
async fn a_file_travels_and_its_post_decides_who_may_open_it() {
    let desk = Desk::open().await;
    let ana = desk.as_person(desk.ana);
    let upload =
        |name: &str, bytes: &'static [u8]| Upload { name: name.into(), bytes: Bytes::from_static(bytes) };
    let form = Ask { files: vec![upload("error.log", b"it says no")], ..ask("It says no.") };
    let id = send(&ana, form).await.unwrap().ticket;
    let page = service::portal::tracker_page(&ana, id).await.unwrap();
    let file = page.thread[0].files[0].id;
    assert_eq!(service::file::open(&ana, file).await.unwrap().bytes, 10);
    let refused = service::file::open(&desk.as_person(desk.di), file).await.err().unwrap();
    assert_eq!(refused.fault, Fault::NotFound);
    let bad = Ask { files: vec![upload("run.exe", b"MZ")], ..ask("Please run this.") };
    let error = send(&ana, bad).await.unwrap_err();
    let reason = Reason::File { name: "run.exe".into(), refused: FileRefused::WrongType };
    assert_eq!(error.fault.of_field("files"), Some(&reason));
}

#[tokio::test]
async fn a_file_on_a_note_is_for_the_desk_alone() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let bo = desk.as_person(desk.bo);
    let files = vec![Upload { name: "scan.txt".into(), bytes: Bytes::from_static(b"internal") }];
    let note = Posting {
        writing: Writing::Note,
        body: "See the scan.".into(),
        key: None,
        seen: None,
        then: Then::Nothing,
        files,
    };
    post(&bo, id, note).await.unwrap();
    let page = service::desk::ticket_page(&bo, id).await.unwrap();
    let file = page.thread[1].files[0].id;
    assert!(service::file::open(&bo, file).await.is_ok());
    assert!(service::file::open(&desk.as_person(desk.ana), file).await.is_err());
}

#[tokio::test]
async fn the_tracker_has_no_place_for_a_note() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let bo = desk.as_person(desk.bo);
    write(&bo, id, Writing::Note, "CANARY she asks every week").await.unwrap();
    write(&bo, id, Writing::Reply, "I am on my way.").await.unwrap();
    let page = service::portal::tracker_page(&desk.as_person(desk.ana), id).await.unwrap();
    assert_eq!(
        page.thread.iter().map(|post| post.kind).collect::<Vec<_>>(),
        [PostKind::Asked, PostKind::Reply]
    );
    assert!(!format!("{page:?}").contains("CANARY"));
    let queue = service::desk::queue_page(&bo, Some("canary week")).await.unwrap();
    assert_eq!(queue.search.unwrap().total, domain::ticket::queue::Total::Exactly(1));
}
