//! The document and its page say what there is, and nothing else.

use std::collections::BTreeSet;

use serde_json::Value;
use server::router::surface;

use crate::client::Ask;
use crate::desk::TestDesk;

#[tokio::test]
async fn the_document_lists_exactly_the_routes_of_the_interface() {
    let desk = TestDesk::start().await;
    let answer = desk.nobody().send(Ask::new("GET", "/api/v1/openapi.json")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let document = answer.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut documented = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            documented.insert((method.to_uppercase(), path.clone()));
        }
    }
    let routes: BTreeSet<(String, String)> = surface()
        .into_iter()
        .filter(|address| address.path.starts_with("/api/v1/"))
        .map(|address| (address.method, address.path))
        .collect();
    assert_eq!(documented, routes);
    assert!(routes.len() > 30, "{}", routes.len());
}

/// The document knows shapes by name: of two that share one, the second would be described as the first.
#[tokio::test]
async fn a_rule_of_routing_is_not_described_as_a_line_of_a_policy() {
    let shapes = &server::api::document()["components"]["schemas"];
    assert!(shapes["RoutingRule"]["properties"]["to"].is_object(), "{}", shapes["RoutingRule"]);
    assert!(shapes["Rule"]["properties"]["targets"].is_object(), "{}", shapes["Rule"]);
}

#[tokio::test]
async fn every_change_says_that_it_takes_a_key_and_every_operation_what_may_go_wrong() {
    let document = server::api::document();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let takes = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
            assert_eq!(takes("Idempotency-Key"), method != "get", "{method} {path}");
            assert_eq!(takes("If-Match"), method != "get" && path.contains("{ref}"), "{method} {path}");
            let open = path == "/api/v1/openapi.json";
            assert_eq!(operation["security"] == Value::Null, open, "{path}");
            assert!(operation["responses"]["500"].is_object(), "{method} {path}");
            assert_eq!(operation["responses"]["401"].is_object(), !open, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_page_is_read_without_a_token_and_without_a_script() {
    let desk = TestDesk::start().await;
    let page = desk.nobody().get("/api").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let html = page.text();
    for word in ["createTicket", "Idempotency-Key", "problem-stale", "openapi.json"] {
        assert!(html.contains(word), "{word}");
    }
    for forbidden in ["<script", "<style", " style="] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}
