//! What does not fit is refused by the name of its field, and what is nobody's to set is no field.

use serde_json::{Value, json};

use super::{named, problem};
use crate::desk::TestDesk;

async fn refused(desk: &TestDesk, who: &str, path: &str, body: Value) -> Vec<String> {
    let answer = desk.program(who).await.post(path, &body).await;
    assert_eq!(problem(&answer, 422), "invalid", "{path} {body}");
    named(&answer)
}

#[tokio::test]
async fn unknown_and_privileged_fields_are_refused_by_name() {
    let desk = TestDesk::start().await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let at = |verb: &str| format!("/tickets/{ticket}/{verb}");
    for (who, path, body, field) in [
        ("ana", "/tickets".to_owned(), json!({ "body": "x", "status": "closed" }), "status"),
        ("ana", "/tickets".into(), json!({ "body": "x", "assignee": 1 }), "assignee"),
        (
            "ana",
            "/tickets".into(),
            json!({ "body": "x", "created_at": "2020-01-01T00:00:00Z" }),
            "created_at",
        ),
        (
            "bo",
            "/tickets".into(),
            json!({ "body": "x", "requester": { "email": "a@b.example", "roles": ["admin"] } }),
            "requester.roles",
        ),
        ("bo", "/tickets".into(), json!({ "body": "x", "channel": "phone" }), "requester"),
        ("ana", "/tickets".into(), json!({ "body": "x", "channel": "phone" }), "channel"),
        ("ana", at("posts"), json!({ "body": "x", "author": 1 }), "author"),
        ("ana", at("posts"), json!({ "body": "x", "at": "2020-01-01T00:00:00Z" }), "at"),
        ("bo", at("resolve"), json!({ "by": 1 }), "by"),
        ("bo", at("assign"), json!({ "to": null, "seen": 1 }), "seen"),
        ("bo", at("resume"), json!({ "seen": 1 }), "seen"),
        (
            "ada",
            "/people".into(),
            json!({ "email": "a@b.example", "name": "A", "standing": "account" }),
            "standing",
        ),
        ("ada", "/services".into(), json!({ "name": "VPN", "state": "down" }), "state"),
    ] {
        assert_eq!(refused(&desk, who, &path, body.clone()).await, [field], "{path} {body}");
    }
}

#[tokio::test]
async fn a_value_that_does_not_fit_names_its_field() {
    let desk = TestDesk::start().await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    let at = |verb: &str| format!("/tickets/{ticket}/{verb}");
    for (who, path, body, field) in [
        ("ana", "/tickets".to_owned(), json!({}), "body"),
        ("ana", "/tickets".into(), json!({ "body": 7 }), "body"),
        ("ana", "/tickets".into(), json!({ "body": "x", "escalation": " " }), "escalation"),
        ("ana", "/tickets".into(), json!({ "body": " \n" }), "body"),
        ("ana", "/tickets".into(), json!({ "body": "x".repeat(50_001) }), "body"),
        ("ana", "/tickets".into(), json!({ "body": "x", "urgent_reason": "" }), "urgent_reason"),
        ("ana", "/tickets".into(), json!({ "body": "x", "service": "mail" }), "service"),
        ("ana", "/tickets".into(), json!({ "body": "x", "service": 99 }), "service"),
        (
            "bo",
            "/tickets".into(),
            json!({ "body": "x", "requester": { "email": "nobody" } }),
            "requester.email",
        ),
        ("bo", at("assign"), json!({}), "to"),
        ("bo", at("assign"), json!({ "to": 9999 }), "to"),
        ("bo", at("wait"), json!({ "on": "me" }), "on"),
        ("bo", at("triage"), json!({ "subject": "", "kind": "incident" }), "subject"),
        ("bo", at("triage"), json!({ "subject": "x", "kind": "incident", "category": 99 }), "category"),
        ("bo", at("resolve"), json!({ "level": 9 }), "level"),
        ("bo", at("merge"), json!({ "into": "elsewhere" }), "into"),
        ("ada", "/people".into(), json!({ "email": "ana@lumbrera.example", "name": "A" }), "email"),
        (
            "ada",
            "/people".into(),
            json!({ "email": "a@b.example", "name": "A", "password": "short" }),
            "password",
        ),
        (
            "ada",
            "/people".into(),
            json!({ "email": "a@b.example", "name": "A", "roles": ["king"] }),
            "roles[0]",
        ),
    ] {
        assert_eq!(refused(&desk, who, &path, body.clone()).await, [field], "{path} {body}");
    }
}

#[tokio::test]
async fn all_that_does_not_fit_is_told_at_once() {
    let desk = TestDesk::start().await;
    let body = json!({ "body": "", "urgent_reason": "" });
    assert_eq!(refused(&desk, "ana", "/tickets", body).await, ["body", "urgent_reason"]);
}

#[tokio::test]
async fn a_query_is_refused_by_the_name_of_its_parameter() {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    for (path, field) in [
        ("/tickets?state=open", "state"),
        ("/tickets?status=odd", "status"),
        ("/tickets?limit=0", "limit"),
        ("/tickets?limit=many", "limit"),
        ("/tickets?limit=201", "limit"),
        ("/tickets?assignee=bo", "assignee"),
        ("/tickets?urgent=perhaps", "urgent"),
        ("/tickets?created_since=yesterday", "created_since"),
        ("/tickets?cursor=guessed", "cursor"),
        ("/tickets?status=open&status=new", "status"),
        ("/people?order=age", "order"),
        ("/search", "q"),
        ("/events?after=-1", "after"),
        ("/events?after=x", "after"),
    ] {
        let answer = bo.get(path).await;
        assert_eq!(problem(&answer, 422), "invalid", "{path}");
        assert_eq!(named(&answer), [field], "{path}");
    }
}
