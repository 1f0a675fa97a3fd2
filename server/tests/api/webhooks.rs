//! Webhooks as programs set them.

use serde_json::{Value, json};

use super::{named, problem};
use crate::desk::TestDesk;

const URL: &str = "https://hooks.example.org/in";

#[tokio::test]
async fn a_secret_is_told_when_it_is_made_and_never_again() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    let new = json!({ "url": URL, "content": "staff", "events": ["noted", "replied"] });
    let made = ada.post("/webhooks", &new).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_"));
    let path = made.location().strip_prefix("/api/v1").unwrap().to_owned();
    let read = ada.get(&path).await;
    let mut expected = made.json();
    expected.as_object_mut().unwrap().remove("secret");
    assert_eq!(read.json(), expected);
    assert_eq!((&expected["state"], &expected["events"]), (&json!("working"), &json!(["noted", "replied"])));
    assert_eq!(ada.get("/webhooks").await.json()["webhooks"], json!([expected]));
    let own = format!("whsec_{}", "QUFB".repeat(8));
    let brought = ada.post("/webhooks", &json!({ "url": URL, "secret": own })).await.json();
    assert_eq!((&brought["secret"], &brought["content"]), (&json!(own), &json!("facts")));
}

#[tokio::test]
async fn a_request_that_is_sent_again_makes_one_webhook_and_gets_its_secret() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    let ask = || ada.json("POST", "/webhooks", &json!({ "url": URL })).header("idempotency-key", "one");
    let (first, again) = (ada.send(ask()).await, ada.send(ask()).await);
    assert_eq!(first.json(), again.json());
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let all = ada.get("/webhooks").await.json();
    assert_eq!(all["webhooks"].as_array().unwrap().len(), 1);
    let test = || ada.ask("POST", "/webhooks/1/test").header("idempotency-key", "two");
    let (first, again) = (ada.send(test()).await, ada.send(test()).await);
    assert_eq!((first.status, first.json()), (202, again.json()));
    let told = ada.get("/webhooks/1/deliveries").await.json();
    assert_eq!(told["deliveries"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn deliveries_are_listed_page_by_page_newest_first() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    ada.post("/webhooks", &json!({ "url": URL })).await;
    let mut sent = Vec::new();
    for _ in 0..5 {
        let test = ada.act("/webhooks/1/test").await.json();
        assert_eq!(
            (&test["state"], &test["ticket"], &test["event"]),
            (&json!("waiting"), &Value::Null, &Value::Null)
        );
        sent.push(test["message"].clone());
    }
    sent.reverse();
    let mut listed = Vec::new();
    let mut path = "/webhooks/1/deliveries?limit=2".to_owned();
    loop {
        let page = ada.get(&path).await;
        let deliveries = page.json()["deliveries"].as_array().unwrap().clone();
        listed.extend(deliveries.iter().map(|delivery| delivery["message"].clone()));
        let next = page.json()["next"].as_str().map(str::to_owned);
        assert_eq!(page.header("link").is_some(), next.is_some());
        let Some(next) = next else { break };
        path = format!("/webhooks/1/deliveries?limit=2&cursor={next}");
    }
    assert_eq!(listed, sent);
}

#[tokio::test]
async fn a_disabled_webhook_takes_no_test_until_it_is_enabled() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    ada.post("/webhooks", &json!({ "url": URL })).await;
    let disabled = ada.act("/webhooks/1/disable").await.json();
    assert_eq!((&disabled["state"], &disabled["disabled_why"]), (&json!("disabled"), &json!("admin")));
    assert!(disabled["disabled_at"].is_string());
    assert_eq!(problem(&ada.act("/webhooks/1/test").await, 409), "refused");
    assert_eq!(ada.act("/webhooks/1/enable").await.json()["state"], "working");
    assert_eq!(ada.act("/webhooks/1/test").await.status, 202);
    assert_eq!(ada.delete("/webhooks/1").await.status, 204);
    problem(&ada.delete("/webhooks/1").await, 404);
    problem(&ada.get("/webhooks/1/deliveries").await, 404);
}

#[tokio::test]
async fn only_good_targets_are_taken_and_only_from_admins() {
    let desk = TestDesk::start().await;
    let ada = desk.program("ada").await;
    for (new, field) in [
        (json!({ "url": "http://hooks.example.org" }), "url"),
        (json!({ "url": "https://169.254.169.254/" }), "url"),
        (json!({ "url": format!("https://hooks.example.org/{}", "x".repeat(2_000)) }), "url"),
        (json!({ "url": URL, "events": ["noted"] }), "events"),
        (json!({ "url": URL, "events": ["brewed"] }), "events[0]"),
        (json!({ "url": URL, "secret": "short" }), "secret"),
        (json!({ "url": URL, "told_seq": 0 }), "told_seq"),
    ] {
        let refused = ada.post("/webhooks", &new).await;
        assert_eq!((problem(&refused, 422).as_str(), named(&refused)), ("invalid", vec![field.to_owned()]));
    }
    assert_eq!(ada.get("/webhooks").await.json()["webhooks"], json!([]));
    for who in ["ana", "bo", "cy"] {
        problem(&desk.program(who).await.post("/webhooks", &json!({ "url": URL })).await, 404);
    }
}
