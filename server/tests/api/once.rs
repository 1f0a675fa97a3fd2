//! `Idempotency-Key`: a request that is sent again has one effect and gets the same answer.

use std::collections::BTreeSet;

use domain::time::MINUTE;
use serde_json::json;

use super::{Program, named, problem};
use crate::client::{Answer, Ask, Part};
use crate::desk::TestDesk;

fn keyed(program: &Program, key: &str, body: &str) -> Ask {
    program.json("POST", "/tickets", &json!({ "body": body })).header("idempotency-key", key)
}

async fn tickets(desk: &TestDesk) -> i64 {
    let mut tx = desk.service.store().read().await.unwrap();
    store::ticket::open_total(&mut tx).await.unwrap()
}

fn same(first: &Answer, second: &Answer) {
    assert_eq!(first.status, second.status);
    assert_eq!(first.body, second.body);
    for header in ["location", "etag", "content-type"] {
        assert_eq!(first.header(header), second.header(header));
    }
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_again() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    let first = ana.send(keyed(&ana, "k-1", "The lift is stuck")).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let path = first.location().strip_prefix("/api/v1").unwrap().to_owned();
    ana.act(&format!("{path}/cancel")).await;
    same(&first, &ana.send(keyed(&ana, "k-1", "The lift is stuck")).await);
    assert_eq!(tickets(&desk).await, 0, "no second one was made");
}

#[tokio::test]
async fn the_same_key_with_other_words_is_refused() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    assert_eq!(ana.send(keyed(&ana, "k-1", "The lift is stuck")).await.status, 201);
    let refused = ana.send(keyed(&ana, "k-1", "The door is stuck")).await;
    assert_eq!(problem(&refused, 422), "key-reused");
    assert_eq!(named(&refused), ["Idempotency-Key"]);
    assert_eq!(tickets(&desk).await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_its_token() {
    let desk = TestDesk::start().await;
    let (ana, again, dan) = (desk.program("ana").await, desk.program("ana").await, desk.program("dan").await);
    for program in [&ana, &again, &dan] {
        assert_eq!(program.send(keyed(program, "k-1", "The lift is stuck")).await.status, 201);
    }
    assert_eq!(tickets(&desk).await, 3);
}

#[tokio::test]
async fn many_copies_at_once_make_one_ticket() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    for round in 0..20 {
        let key = format!("k-{round}");
        let send = || async { ana.send(keyed(&ana, &key, "The lift is stuck")).await };
        let answers: Vec<Answer> = futures::future::join_all((0..8).map(|_| send())).await;
        let mut made = BTreeSet::new();
        for answer in &answers {
            match answer.status {
                201 => _ = made.insert(answer.body.clone()),
                _ => {
                    assert_eq!(problem(answer, 409), "key-in-use");
                    assert_eq!(answer.header("retry-after"), Some("1"));
                }
            }
        }
        assert_eq!(made.len(), 1, "one answer for all that were answered");
        let later = send().await;
        assert!(made.contains(&later.body), "and the same one later");
        assert_eq!(tickets(&desk).await, round + 1);
    }
}

#[tokio::test]
async fn what_is_refused_leaves_its_key_free() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let resume = || bo.ask("POST", &format!("/tickets/{ticket}/resume")).header("idempotency-key", "k-1");
    assert_eq!(problem(&bo.send(resume()).await, 409), "refused");
    assert_eq!(bo.post(&format!("/tickets/{ticket}/wait"), &json!({ "on": "parts" })).await.status, 200);
    let done = bo.send(resume()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    same(&done, &bo.send(resume()).await);
}

#[tokio::test]
async fn a_form_with_a_file_is_the_same_form_whatever_its_boundary() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let send = async |text: &str, boundary: &str| {
        let parts = [Part::Text("body", "See here"), Part::File("files", "lift.txt", text.as_bytes())];
        let ask = Ask::multipart(&format!("/api/v1/tickets/{ticket}/posts"), &parts)
            .rebounded(boundary)
            .header("accept", "*/*")
            .header("authorization", &format!("Bearer {}", ana.token))
            .header("idempotency-key", "k-1");
        ana.send(ask).await
    };
    let first = send("stuck at floor 2", "first").await;
    assert_eq!(first.status, 201, "{}", first.text());
    same(&first, &send("stuck at floor 2", "second").await);
    assert_eq!(problem(&send("stuck at floor 3", "third").await, 422), "key-reused");
}

#[tokio::test]
async fn every_change_takes_a_key() {
    let desk = TestDesk::start().await;
    let (ada, ana) = (desk.program("ada").await, desk.program("ana").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    for (n, (who, path, body)) in [
        (&ana, format!("/tickets/{ticket}/posts"), json!({ "body": "Hello?" })),
        (&ana, format!("/tickets/{ticket}/watchers"), json!({ "email": "wil@lumbrera.example" })),
        (&ada, "/people".into(), json!({ "email": "fay@lumbrera.example", "name": "Fay" })),
        (&ada, "/services".into(), json!({ "name": "Lifts" })),
        (&ada, "/categories".into(), json!({ "name": "Building" })),
    ]
    .into_iter()
    .enumerate()
    {
        let send = || who.send(who.json("POST", &path, &body).header("idempotency-key", &format!("k-{n}")));
        let first = send().await;
        assert!(first.status < 300, "{path}: {}", first.text());
        same(&first, &send().await);
    }
}

#[tokio::test]
async fn after_a_day_a_key_is_new() {
    let clock = crate::desk::TestClock::default();
    let desk = TestDesk::with(clock.clone(), None).await;
    let ana = desk.program("ana").await;
    let first = ana.send(keyed(&ana, "k-1", "The lift is stuck")).await;
    clock.pass(MINUTE.times(24 * 60 - 1));
    same(&first, &ana.send(keyed(&ana, "k-1", "The lift is stuck")).await);
    clock.pass(MINUTE.times(2));
    let new = ana.send(keyed(&ana, "k-1", "The lift is stuck")).await;
    assert_eq!(new.status, 201);
    assert_ne!(new.location(), first.location());
}
