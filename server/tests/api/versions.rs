//! `If-Match`: who has missed something is told what.

use serde_json::json;

use super::{Program, problem};
use crate::client::Answer;
use crate::desk::TestDesk;

async fn with(program: &Program, path: &str, version: &str, body: &serde_json::Value) -> Answer {
    program.send(program.json("POST", path, body).header("if-match", version)).await
}

#[tokio::test]
async fn a_stale_writer_is_told_who_changed_what_and_when() {
    let desk = TestDesk::start().await;
    let (bo, cy) = (desk.program("bo").await, desk.program("cy").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let seen = bo.get(&format!("/tickets/{ticket}")).await.header("etag").unwrap().to_owned();
    let cy_id = desk.id_of("cy").await.0;
    cy.post(&format!("/tickets/{ticket}/assign"), &json!({ "to": cy_id })).await;
    let bo_id = desk.id_of("bo").await.0;
    let stale = with(&bo, &format!("/tickets/{ticket}/assign"), &seen, &json!({ "to": bo_id })).await;
    assert_eq!(problem(&stale, 409), "stale");
    let told = stale.json();
    let change = &told["changes"][0];
    assert_eq!(
        (&change["type"], &change["actor"]["name"]),
        (&json!("assigned"), &json!("Cy Example")),
        "{told}"
    );
    assert_eq!(change["new"]["id"], cy_id);
    assert!(change["at"].as_str().unwrap().ends_with('Z'));
    let after = bo.get(&format!("/tickets/{ticket}")).await.json();
    assert_eq!(after["assignee"]["id"], cy_id, "nothing was changed");
    let version = format!("\"{}\"", told["version"]);
    let again = with(&bo, &format!("/tickets/{ticket}/assign"), &version, &json!({ "to": bo_id })).await;
    assert_eq!(again.json()["assignee"]["id"], bo_id, "who has seen it may");
}

#[tokio::test]
async fn another_run_of_the_same_program_counts_as_somebody_else() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let seen = bo.get(&format!("/tickets/{ticket}")).await.header("etag").unwrap().to_owned();
    let path = format!("/tickets/{ticket}/wait");
    assert_eq!(with(&bo, &path, &seen, &json!({ "on": "parts" })).await.status, 200);
    assert_eq!(problem(&with(&bo, &path, &seen, &json!({ "on": "supplier" })).await, 409), "stale");
}

#[tokio::test]
async fn notes_make_nobody_stale_and_without_a_version_everything_is_taken() {
    let desk = TestDesk::start().await;
    let (bo, cy) = (desk.program("bo").await, desk.program("cy").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let seen = bo.get(&format!("/tickets/{ticket}")).await.header("etag").unwrap().to_owned();
    cy.post(&format!("/tickets/{ticket}/posts"), &json!({ "body": "Hm", "kind": "note" })).await;
    let path = format!("/tickets/{ticket}/wait");
    assert_eq!(with(&bo, &path, &seen, &json!({ "on": "parts" })).await.status, 200);
    assert_eq!(cy.post(&path, &json!({ "on": "supplier" })).await.status, 200);
    assert_eq!(with(&cy, &path, "*", &json!({ "on": "parts" })).await.status, 200);
}

#[tokio::test]
async fn a_requester_is_told_only_what_a_requester_may_know() {
    let desk = TestDesk::start().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let seen = ana.get(&format!("/tickets/{ticket}")).await.header("etag").unwrap().to_owned();
    let triage = json!({ "subject": "Lift", "kind": "incident", "impact": "everyone" });
    bo.post(&format!("/tickets/{ticket}/triage"), &triage).await;
    let cancel = ana.ask("POST", &format!("/tickets/{ticket}/cancel")).header("if-match", &seen);
    let done = ana.send(cancel.clone()).await;
    assert_eq!(done.status, 200, "triage is the desk's own: {}", done.text());
    bo.act(&format!("/tickets/{ticket}/reopen")).await;
    let stale = ana.send(cancel).await;
    assert_eq!(problem(&stale, 409), "stale");
    let types: Vec<_> =
        stale.json()["changes"].as_array().unwrap().iter().map(|change| change["type"].clone()).collect();
    assert_eq!(types, ["cancelled", "reopened"]);
}

#[tokio::test]
async fn every_change_of_a_ticket_minds_the_version() {
    let desk = TestDesk::start().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let other = desk.asked_by("ana", "The door too").await;
    let seen = bo.get(&format!("/tickets/{ticket}")).await.header("etag").unwrap().to_owned();
    bo.post(&format!("/tickets/{ticket}/wait"), &json!({ "on": "requester" })).await;
    for (who, verb, body) in [
        (&bo, "triage", json!({ "subject": "Lift", "kind": "incident" })),
        (&bo, "assign", json!({ "to": null })),
        (&bo, "wait", json!({ "on": "parts" })),
        (&bo, "resume", json!({})),
        (&bo, "resolve", json!({})),
        (&bo, "merge", json!({ "into": other })),
        (&bo, "posts", json!({ "body": "Hello" })),
        (&ana, "posts", json!({ "body": "Hello" })),
        (&ana, "watchers", json!({ "email": "wil@lumbrera.example" })),
        (&ana, "cancel", json!({})),
        (&ana, "reopen", json!({})),
        (&ana, "close", json!({})),
    ] {
        let stale = with(who, &format!("/tickets/{ticket}/{verb}"), &seen, &body).await;
        assert_eq!(problem(&stale, 409), "stale", "{verb}");
    }
}
