//! Changes come from our own pages only.

use crate::client::{Ask, Client};
use crate::desk::TestDesk;

/// Every kind of change that a session may make, with fields that would be taken.
fn changes(reference: &str) -> Vec<(String, Vec<(&'static str, String)>)> {
    vec![
        ("/new".into(), vec![("body", "Written by another site".into())]),
        (format!("/t/{reference}/post"), vec![("kind", "answer".into()), ("body", "By another site".into())]),
        ("/sign-out".into(), vec![]),
        ("/rpc/portal/cancel".into(), vec![("ticket", reference[2..].into())]),
        ("/rpc/account/everywhere".into(), vec![]),
    ]
}

fn form(path: &str, fields: &[(&'static str, String)]) -> Ask {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ask::form(path, &fields)
}

/// What can be seen of the desk's state: the page of one's own tickets, and whether the session still works.
async fn state(ana: &Client) -> (u16, usize) {
    let page = ana.call("/rpc/portal/my", &[]).await;
    (page.status, page.text().matches("\"subject\"").count() + page.text().matches("cancelled").count())
}

#[tokio::test]
async fn every_change_that_another_site_asks_for_is_refused() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The projector hums").await;
    let ana = desk.person("ana");
    let before = state(&ana).await;
    let own = format!("http://{}", ana.address);
    let foreign: [&[(&str, &str)]; 7] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        // What the browser says of the site counts for more than an origin that looks right.
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
        &[("origin", "http://127.0.0.1:1")],
        // Neither header, but a cookie.
        &[],
    ];
    for (path, fields) in changes(&reference) {
        for headers in foreign {
            let ask = headers.iter().fold(form(&path, &fields), |ask, (name, value)| ask.header(name, value));
            let answer = ana.send(ask).await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(answer.text().contains("nothing was changed"), "{}", answer.text());
        }
    }
    assert_eq!(state(&ana).await, before);
}

#[tokio::test]
async fn a_change_from_our_own_page_is_taken() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    let own = format!("http://{}", ana.address);
    for (n, headers) in [
        ("1", [("sec-fetch-site", "same-origin")]),
        ("2", [("origin", own.as_str())]),
        ("3", [("sec-fetch-site", "none")]),
    ] {
        let ask = Ask::form("/new", &[("body", &format!("The lamp flickers {n}"))]);
        let ask = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value));
        assert_eq!(ana.send(ask).await.status, 303, "{headers:?}");
    }
}

#[tokio::test]
async fn a_program_without_a_session_may_ask_for_help() {
    let desk = TestDesk::start().await;
    let fields = [("body", "My badge is dead"), ("name", "Gus"), ("email", "gus@elsewhere.example")];
    assert_eq!(desk.nobody().send(Ask::form("/new", &fields)).await.status, 303);
}

#[tokio::test]
async fn a_type_that_any_site_may_send_is_refused() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The projector hums").await;
    let ana = desk.person("ana");
    for (path, fields) in changes(&reference) {
        for kind in ["text/plain", "application/octet-stream", "", "application/x-www-form-urlencodedx"] {
            let ask = form(&path, &fields).header("content-type", kind).sent_on(ana.address);
            assert_eq!(ana.send(ask).await.status, 415, "{path} {kind}");
        }
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        for path in ["/", "/new", "/rpc/portal/cancel", "/live/my"] {
            assert_eq!(ana.send(Ask::new(method, path)).await.status, 405, "{method} {path}");
        }
    }
    assert_eq!(ana.send(Ask::form("/my", &[]).sent_on(ana.address)).await.status, 405);
    assert_eq!(ana.get("/sign-out").await.status, 405);
    assert_eq!(ana.get("/rpc/portal/cancel").await.status, 405);
}

#[tokio::test]
async fn no_get_changes_anything() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The projector hums").await;
    let last_seq = async || {
        let mut tx = desk.service.store().read().await.unwrap();
        store::event::last_seq(&mut tx).await.unwrap()
    };
    let before = last_seq().await;
    for name in ["ana", "bo", "ada"] {
        let client = desk.person(name);
        for address in server::router::surface() {
            // Streams never end, and have tests of their own.
            if address.path.starts_with("/live/") {
                continue;
            }
            let path = address.path.replace("{ref}", &reference).replace("{id}", "1");
            let path = path.replace("{name}", "x.txt").replace("{*path}", "x");
            client.get(&path).await;
        }
    }
    assert_eq!(last_seq().await, before);
    assert_eq!(state(&desk.person("ana")).await.0, 200, "the session still works");
}
