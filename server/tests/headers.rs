//! The headers that keep answers safe.

use base64::Engine as _;
use server::clock::SystemClock;
use server::config::Public;

use sha2::{Digest as _, Sha256};

use crate::client::Ask;
use crate::desk::{PASSWORD, TestDesk, address};

#[tokio::test]
async fn every_answer_is_safe_by_its_headers() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    for path in [
        "/",
        "/new",
        "/my",
        "/t/T-9",
        "/nowhere",
        "/healthz",
        "/readyz",
        "/pkg/x.js",
        "/files/9/x",
        "/live/desk",
    ] {
        let answer = ana.get(path).await;
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        for part in ["frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        assert!(answer.header("permissions-policy").is_some(), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), None, "{path}");
    }
}

#[tokio::test]
async fn each_script_of_a_page_is_named_in_its_policy_by_what_it_says() {
    let desk = TestDesk::start().await;
    for page in [desk.nobody().get("/").await, desk.person("bo").get("/desk").await] {
        let (text, policy) = (page.text(), page.header("content-security-policy").unwrap().to_owned());
        let scripts: Vec<&str> =
            text.split("<script").skip(1).filter_map(|rest| rest.split_once('>')).map(content).collect();
        assert!(!scripts.is_empty(), "{text}");
        for script in &scripts {
            let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script));
            assert!(policy.contains(&format!("'sha256-{hash}'")), "{script}");
        }
        assert_eq!(policy.matches("'sha256-").count(), scripts.len(), "nothing else may run: {policy}");
        assert!(!policy.contains("nonce"), "{policy}");
        assert!(!text.contains("style=\""), "a style attribute would be refused by the policy");
    }
}

fn content<'a>((_, rest): (&str, &'a str)) -> &'a str {
    rest.split_once("</script>").unwrap().0
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_sent_again_and_one_that_has_is_not() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let path = format!("/t/{reference}");
    let ana = desk.person("ana");
    // Each drawing has its own nonce, so two that are equal are one.
    let first = ana.get(&path).await.body;
    let mut again = ana.get(&path).await.body;
    if again != first {
        // A minute may have begun between them, but not two.
        again = ana.get(&path).await.body;
        assert_eq!(again, ana.get(&path).await.body);
    }
    assert_eq!(desk.person("dan").get(&path).await.status, 404, "what is kept is kept for its reader");
    assert_eq!(desk.nobody().get(&path).await.status, 404);
    let fields = [("kind", "answer"), ("body", "It moves again")];
    assert_eq!(ana.form(&format!("{path}/post"), &fields).await.status, 303);
    let after = ana.get(&path).await;
    assert_ne!(after.body, again);
    assert!(after.text().contains("It moves again"));
    ana.form("/sign-out", &[]).await;
    assert_ne!(ana.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_desk_behind_https_asks_for_https_and_secure_cookies() {
    let public = Public::parse("https://desk.example.org").unwrap();
    let desk = TestDesk::with(SystemClock, Some(public)).await;
    let answer = desk.nobody().get("/").await;
    assert!(answer.header("strict-transport-security").is_some());
    let fields = [("email", address("ana")), ("password", PASSWORD.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // The proxy passes the request on under another name; the browser tells the one that people type.
    let ask = Ask::form("/sign-in", &fields).header("origin", "https://desk.example.org");
    let answer = desk.nobody().send(ask).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookie = answer.header("set-cookie").unwrap();
    for part in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}
