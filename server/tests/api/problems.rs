//! Everything that goes wrong is a problem document, whatever went wrong.

use server::config::Rates;

use super::problem;
use crate::client::Ask;
use crate::desk::TestDesk;

#[tokio::test]
async fn who_shows_no_token_is_asked_for_one() {
    let desk = TestDesk::start().await;
    let nobody = desk.nobody();
    let answer = nobody.send(Ask::new("GET", "/api/v1/tickets")).await;
    assert_eq!(problem(&answer, 401), "sign-in");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"deskbell\""));
    let answer = desk.program_with("guessed").get("/tickets").await;
    assert_eq!(problem(&answer, 401), "sign-in");
    assert!(answer.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
}

#[tokio::test]
async fn a_cookie_opens_nothing_here() {
    let desk = TestDesk::start().await;
    let ada = desk.person("ada");
    for ask in [Ask::new("GET", "/api/v1/me"), Ask::new("POST", "/api/v1/services").body("{}")] {
        assert_eq!(problem(&ada.send(ask.sent_on(ada.address)).await, 401), "sign-in");
    }
}

#[tokio::test]
async fn a_program_needs_no_origin_and_a_foreign_one_changes_nothing() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    let ask = ana.json("POST", "/tickets", &serde_json::json!({ "body": "The lift is stuck" }));
    let foreign = ask.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    assert_eq!(ana.send(foreign).await.status, 201, "the token was shown on purpose, whoever shows it");
}

#[tokio::test]
async fn what_can_not_be_answered_is_told_as_a_problem() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    let json = |body: &str| ana.ask("POST", "/tickets").header("content-type", "application/json").body(body);
    for (ask, status, kind) in [
        (ana.ask("GET", "/nothing"), 404, "not-found"),
        (ana.ask("GET", ""), 404, "not-found"),
        (ana.ask("GET", "/"), 404, "not-found"),
        (ana.ask("GET", "/tickets/T-9999"), 404, "not-found"),
        (ana.ask("GET", "/tickets/%FF"), 404, "not-found"),
        (ana.ask("GET", "/people/ana"), 404, "not-found"),
        (ana.ask("PUT", "/tickets"), 405, "method"),
        (ana.ask("OPTIONS", "/tickets"), 405, "method"),
        (ana.ask("DELETE", "/tickets/T-1001"), 405, "method"),
        (ana.ask("GET", "/tickets").header("accept", "text/html"), 406, "not-acceptable"),
        (ana.ask("GET", "/stream").header("accept", "application/json"), 406, "not-acceptable"),
        (ana.ask("GET", &format!("/tickets?cursor={}", "x".repeat(5_000))), 414, "long-address"),
        (ana.ask("POST", "/tickets").body("body=x"), 415, "content-type"),
        (json("{"), 400, "malformed"),
        (json("{\"body\":\"x\"}{}"), 400, "malformed"),
        (json(""), 400, "malformed"),
        (json(&format!("{{\"body\":\"{}\"}}", "x".repeat(600_000))), 413, "too-large"),
        (json("{\"body\":\"x\"}").header("idempotency-key", ""), 400, "malformed"),
        (ana.ask("POST", "/tickets/T-1001/cancel").header("if-match", "seventeen"), 400, "malformed"),
    ] {
        assert_eq!(problem(&ana.send(ask.clone()).await, status), kind, "{ask:?}");
    }
    let allowed = ana.send(ana.ask("PUT", "/tickets")).await;
    let allowed: Vec<&str> = allowed.header("allow").unwrap().split(',').collect();
    assert!(allowed.contains(&"GET") && allowed.contains(&"POST"), "{allowed:?}");
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let rates = Rates { api_reads_per_minute: 2, api_writes_per_minute: 1 };
    let desk = TestDesk::with_rates(rates).await;
    let (ana, dan) = (desk.program("ana").await, desk.program("dan").await);
    for _ in 0..2 {
        assert_eq!(ana.get("/me").await.status, 200);
    }
    let refused = ana.get("/me").await;
    assert_eq!(problem(&refused, 429), "too-many");
    assert_eq!(refused.header("retry-after"), Some("30"));
    assert_eq!(dan.get("/me").await.status, 200, "another token is not meant");
    let body = serde_json::json!({ "body": "The lift is stuck" });
    assert_eq!(ana.post("/tickets", &body).await.status, 201, "reads do not use up writes");
    assert_eq!(ana.post("/tickets", &body).await.header("retry-after"), Some("60"));
}

#[tokio::test]
async fn answers_are_kept_out_of_caches_and_frames() {
    let desk = TestDesk::start().await;
    let ana = desk.program("ana").await;
    for answer in [ana.get("/me").await, ana.get("/nothing").await] {
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    }
}
