//! The headers that keep answers safe.

use server::clock::SystemClock;
use server::config::Public;

use crate::client::{Answer, Ask};
use crate::desk::{PASSWORD, TestDesk, address};

fn nonce(page: &Answer) -> String {
    let policy = page.header("content-security-policy").unwrap();
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

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
async fn a_page_has_a_nonce_of_its_own_and_each_of_its_scripts_carries_it() {
    let desk = TestDesk::start().await;
    let (one, other) = (desk.nobody().get("/").await, desk.nobody().get("/").await);
    assert_ne!(nonce(&one), nonce(&other));
    for page in [one, other] {
        let (text, nonce) = (page.text(), nonce(&page));
        assert!(text.contains("<script"), "{text}");
        for script in text.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
        }
        assert!(!text.contains("style=\""), "a style attribute would be refused by the policy");
    }
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
