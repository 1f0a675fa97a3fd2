//! Tickets: asked for, listed, read, written on, worked on.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{named, problem};
use crate::client::{Ask, Part};
use crate::desk::TestDesk;

#[tokio::test]
async fn a_ticket_is_asked_for_and_read() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    let made = ana
        .post("/tickets", &json!({ "body": "The lift is stuck. Help!", "urgent_reason": "people inside" }))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let ticket = made.json();
    assert_eq!(ticket["subject"], "The lift is stuck");
    assert_eq!(ticket["channel"], "api");
    assert_eq!(ticket["status"], "new");
    assert_eq!(ticket["urgent_reason"], "people inside");
    assert_eq!(made.header("etag").unwrap(), format!("\"{}\"", ticket["version"]));
    let path = made.location().strip_prefix("/api/v1").unwrap().to_owned();
    let read = ana.get(&path).await;
    assert_eq!(read.status, 200);
    assert_eq!(read.json()["posts"][0]["body"], "The lift is stuck. Help!");
    assert_eq!(read.json()["allowed"], json!(["answer", "cancel"]));
    assert_eq!(read.header("etag"), made.header("etag"));
}

#[tokio::test]
async fn equal_words_are_two_tickets_where_no_key_says_otherwise() {
    let desk = TestDesk::start().await;
    let first = desk.asked_by("ana", "The lift is stuck").await;
    assert_ne!(first, desk.asked_by("ana", "The lift is stuck").await);
}

#[tokio::test]
async fn the_desk_asks_for_somebody_who_called() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let contact = json!({
        "body": "No sound in room 3", "channel": "phone",
        "requester": { "email": "gus@elsewhere.example", "name": "Gus Guest" },
    });
    let made = bo.post("/tickets", &contact).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json()["requester"]["name"], "Gus Guest");
    assert_eq!(made.json()["channel"], "phone");
    let events = bo.get(&format!("/tickets/{}/events", made.json()["ref"].as_str().unwrap())).await.json();
    assert_eq!(events["events"][0]["actor"]["name"], "Bo Example");
    let nameless = json!({ "body": "x", "requester": { "email": "new@elsewhere.example" } });
    let refused = bo.post("/tickets", &nameless).await;
    assert_eq!(
        (problem(&refused, 422).as_str(), named(&refused)),
        ("invalid", vec!["requester.name".to_owned()])
    );
    let refused = desk.program("ana").await.post("/tickets", &contact).await;
    assert_eq!((problem(&refused, 422).as_str(), named(&refused)), ("invalid", vec!["requester".to_owned()]));
}

#[tokio::test]
async fn the_desk_works_a_ticket_from_triage_to_the_end() {
    let desk = TestDesk::start().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let at = |verb: &str| format!("/tickets/{ticket}/{verb}");
    let bo_id = desk.id_of("bo").await.0;
    let triage = json!({ "subject": "Lift", "kind": "incident", "impact": "everyone", "effect": "blocked" });
    let done = bo.post(&at("triage"), &triage).await;
    assert_eq!((done.status, &done.json()["impact"]), (200, &json!("everyone")), "{}", done.text());
    assert_eq!(
        bo.post(&at("assign"), &json!({ "to": bo_id })).await.json()["assignee"]["name"],
        "Bo Example"
    );
    let waits = bo.post(&at("wait"), &json!({ "on": "supplier" })).await.json();
    assert_eq!(waits["ball"], "supplier");
    assert!(waits["paused_since"].is_string(), "{waits}");
    let resumed = bo.act(&at("resume")).await.json();
    assert_eq!((&resumed["status"], &resumed["paused_since"]), (&json!("open"), &json!(null)));
    assert_eq!(problem(&bo.act(&at("resume")).await, 409), "refused");
    let done = bo.post(&at("resolve"), &json!({ "place": "on_site", "level": "2" })).await.json();
    assert_eq!(
        (&done["status"], &done["resolved_place"], &done["resolved_level"]),
        (&json!("resolved"), &json!("on_site"), &json!("2"))
    );
    assert_eq!(ana.act(&at("reopen")).await.json()["status"], "open");
    assert_eq!(bo.post(&at("resolve"), &json!({})).await.json()["resolved_place"], "remote");
    assert_eq!(ana.act(&at("close")).await.json()["status"], "closed");
    assert_eq!(problem(&ana.act(&at("cancel")).await, 409), "refused");
    assert_eq!(bo.act(&at("reopen")).await.json()["status"], "open");
    assert_eq!(ana.act(&at("cancel")).await.json()["status"], "cancelled");
}

#[tokio::test]
async fn a_duplicate_points_to_the_ticket_that_survives() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let (first, second) =
        (desk.asked_by("ana", "The lift is stuck").await, desk.asked_by("dan", "Lift!").await);
    let merged = bo.post(&format!("/tickets/{second}/merge"), &json!({ "into": first })).await;
    assert_eq!(merged.json()["merged_into"], first, "{}", merged.text());
    assert_eq!(desk.program("dan").await.get(&format!("/tickets/{first}")).await.status, 200);
    let again = bo.post(&format!("/tickets/{second}/merge"), &json!({ "into": first })).await;
    assert_eq!(problem(&again, 409), "refused");
    let nowhere = bo.post(&format!("/tickets/{first}/merge"), &json!({ "into": "T-9999" })).await;
    assert_eq!((problem(&nowhere, 422).as_str(), named(&nowhere)), ("invalid", vec!["into".to_owned()]));
}

#[tokio::test]
async fn posts_go_to_whom_they_are_meant_for() {
    let desk = TestDesk::start().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let posts = format!("/tickets/{ticket}/posts");
    for (who, body, kind) in [
        (&bo, json!({ "body": "We are on our way" }), "reply"),
        (&bo, json!({ "body": "It is the motor again", "kind": "note" }), "note"),
        (&ana, json!({ "body": "Thank you" }), "answer"),
        (&bo, json!({ "body": "Done", "then": "resolve" }), "reply"),
    ] {
        let made = who.post(&posts, &body).await;
        assert_eq!((made.status, &made.json()["kind"]), (201, &json!(kind)), "{}", made.text());
    }
    let kinds = async |who: &super::Program| -> Vec<String> {
        let posts = who.get(&format!("/tickets/{ticket}")).await.json()["posts"].clone();
        posts.as_array().unwrap().iter().map(|post| post["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(&bo).await, ["asked", "reply", "note", "answer", "reply"]);
    assert_eq!(kinds(&ana).await, ["asked", "reply", "answer", "reply"]);
    assert_eq!(bo.get(&format!("/tickets/{ticket}")).await.json()["status"], "resolved");
    problem(&ana.post(&posts, &json!({ "body": "mine", "kind": "note" })).await, 404);
}

#[tokio::test]
async fn a_file_is_attached_and_downloaded_by_those_who_may_see_its_post() {
    let desk = TestDesk::start().await;
    let (ana, bo, dan) = (desk.program("ana").await, desk.program("bo").await, desk.program("dan").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let form = |parts: &[Part<'_>], who: &super::Program| {
        Ask::multipart(&format!("/api/v1/tickets/{ticket}/posts"), parts)
            .header("accept", "*/*")
            .header("authorization", &format!("Bearer {}", who.token))
    };
    let parts = [Part::Text("body", "See here"), Part::File("files", "lift.txt", b"stuck at floor 2")];
    let made = ana.send(form(&parts, &ana)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let href = made.json()["files"][0]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(ana.get(&href).await.body, b"stuck at floor 2");
    problem(&dan.get(&href).await, 404);
    let parts =
        [Part::Text("body", "Hm"), Part::Text("kind", "note"), Part::File("files", "n.txt", b"secret")];
    let noted = bo.send(form(&parts, &bo)).await.json();
    let href = noted["files"][0]["href"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    problem(&ana.get(&href).await, 404);
    assert_eq!(bo.get(&href).await.body, b"secret");
    let parts = [Part::Text("body", "x"), Part::Text("author", "7")];
    let refused = ana.send(form(&parts, &ana)).await;
    assert_eq!((problem(&refused, 422).as_str(), named(&refused)), ("invalid", vec!["author".to_owned()]));
    let parts = [Part::Text("body", "x"), Part::File("files", "run.exe", b"MZ")];
    let refused = ana.send(form(&parts, &ana)).await;
    assert_eq!((problem(&refused, 422).as_str(), named(&refused)), ("invalid", vec!["files".to_owned()]));
}

#[tokio::test]
async fn a_colleague_is_added_and_sees_the_ticket_then() {
    let desk = TestDesk::start().await;
    let (ana, wil) = (desk.program("ana").await, desk.program("wil").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    problem(&wil.get(&format!("/tickets/{ticket}")).await, 404);
    let watch = json!({ "email": "wil@lumbrera.example" });
    assert_eq!(ana.post(&format!("/tickets/{ticket}/watchers"), &watch).await.status, 200);
    assert_eq!(wil.get(&format!("/tickets/{ticket}")).await.json()["watchers"][0]["name"], "Wil Example");
    let unknown =
        ana.post(&format!("/tickets/{ticket}/watchers"), &json!({ "email": "no@one.example" })).await;
    assert_eq!((problem(&unknown, 422).as_str(), named(&unknown)), ("invalid", vec!["email".to_owned()]));
}

#[tokio::test]
async fn a_watcher_leaves_and_sees_the_ticket_no_more() {
    let desk = TestDesk::start().await;
    let (ana, wil, bo) = (desk.program("ana").await, desk.program("wil").await, desk.program("bo").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let watchers = format!("/tickets/{ticket}/watchers");
    let one = format!("{watchers}/{}", desk.id_of("wil").await.0);
    for by in [&wil, &ana, &bo] {
        assert_eq!(ana.post(&watchers, &json!({ "email": "wil@lumbrera.example" })).await.status, 200);
        problem(&wil.delete(&format!("{watchers}/{}", desk.id_of("ana").await.0)).await, 404);
        assert_eq!(by.delete(&one).await.status, 204);
        problem(&wil.get(&format!("/tickets/{ticket}")).await, 404);
        problem(&wil.delete(&one).await, 404);
    }
    assert_eq!(ana.delete(&one).await.status, 204, "who does not watch is off already");
    let events = ana.get(&format!("/tickets/{ticket}/events")).await.json();
    let removed =
        events["events"].as_array().unwrap().iter().filter(|event| event["type"] == "watcher_removed");
    assert_eq!(removed.count(), 3);
}

fn references(page: &Value) -> Vec<String> {
    let tickets = page["tickets"].as_array().unwrap();
    tickets.iter().map(|ticket| ticket["ref"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_hold_still_while_tickets_are_added() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let mut asked = BTreeSet::new();
    for n in 0..7 {
        asked.insert(desk.asked_by("ana", &format!("Number {n}")).await);
    }
    let mut seen = Vec::new();
    let mut path = "/tickets?limit=2".to_owned();
    loop {
        let answer = bo.get(&path).await;
        seen.extend(references(&answer.json()));
        desk.asked_by("dan", "One more").await;
        let Some(link) = answer.header("link") else {
            assert_eq!(answer.json()["next"], Value::Null);
            break;
        };
        let next = link.strip_prefix("</api/v1").unwrap().split('>').next().unwrap();
        assert!(link.ends_with("rel=\"next\"") && next.contains("limit=2"), "{link}");
        path = next.to_owned();
    }
    assert_eq!(seen.len(), 7, "each one once");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), asked);
}

#[tokio::test]
async fn a_list_is_filtered() {
    let desk = TestDesk::start().await;
    let (bo, ana) = (desk.program("bo").await, desk.program("ana").await);
    let bo_id = desk.id_of("bo").await.0;
    let first = desk.asked_by("ana", "The lift is stuck").await;
    let urgent = ana.post("/tickets", &json!({ "body": "Fire", "urgent_reason": "smoke" })).await.json();
    let urgent = urgent["ref"].as_str().unwrap().to_owned();
    let third = desk.asked_by("dan", "No sound").await;
    let since = bo.get(&format!("/tickets/{third}")).await.json()["created_at"].as_str().unwrap().to_owned();
    bo.post(&format!("/tickets/{first}/assign"), &json!({ "to": bo_id })).await;
    bo.post(&format!("/tickets/{third}/resolve"), &json!({})).await;
    let ana_id = desk.id_of("ana").await.0;
    for (query, expected) in [
        (String::new(), vec![&third, &urgent, &first]),
        ("status=new".into(), vec![&urgent]),
        ("status=open".into(), vec![&first]),
        ("ended=true".into(), vec![&third]),
        ("ended=false".into(), vec![&urgent, &first]),
        (format!("assignee={bo_id}"), vec![&third, &first]),
        (format!("requester={ana_id}"), vec![&urgent, &first]),
        ("urgent=true".into(), vec![&urgent]),
        ("channel=phone".into(), vec![]),
        ("service=99".into(), vec![]),
        ("category=99".into(), vec![]),
        (format!("created_since={since}&requester={ana_id}"), vec![]),
        ("updated_since=2020-01-01T00:00:00Z&status=resolved".into(), vec![&third]),
        ("updated_since=2120-01-01T00:00:00Z".into(), vec![]),
    ] {
        let page = bo.get(&format!("/tickets?{query}")).await;
        assert_eq!(page.status, 200, "{query}: {}", page.text());
        assert_eq!(references(&page.json()).iter().collect::<Vec<_>>(), expected, "{query}");
    }
    assert_eq!(references(&ana.get("/tickets").await.json()), [urgent, first], "a requester has his own");
}

#[tokio::test]
async fn a_search_finds_what_was_written() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let found = bo.get("/search?q=lift").await.json();
    assert_eq!((&found["total"], &found["hits"][0]["ref"]), (&json!(1), &json!(ticket)));
    assert_eq!(bo.get("/search?q=elephant").await.json()["total"], 0);
    problem(&desk.program("ana").await.get("/search?q=lift").await, 404);
}

#[tokio::test]
async fn a_title_of_signs_alone_is_still_a_title() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    for body in ["#", ".", "---", "> ", ". x"] {
        let made = ana.post("/tickets", &json!({ "body": body })).await;
        assert_eq!(made.status, 201, "{body:?}: {}", made.text());
        assert_ne!(made.json()["subject"], "", "{body:?}");
    }
}
