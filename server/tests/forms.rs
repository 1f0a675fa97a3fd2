//! Everything that a browser without script can do.

use crate::client::{Ask, Part};
use crate::desk::{PASSWORD, TestDesk, address, reference};

#[tokio::test]
async fn a_guest_asks_and_is_led_to_a_link_that_only_he_has() {
    let desk = TestDesk::start().await;
    let (reference, key) = desk.guest_ticket("The door on floor 2 does not open").await;
    assert!(key.len() >= 16, "96 bits need 16 characters: {key}");
    let page = desk.nobody().get(&format!("/t/{reference}?k={key}")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("The door on floor 2 does not open"));
}

#[tokio::test]
async fn what_was_typed_survives_every_fault() {
    let desk = TestDesk::start().await;
    let typed = "Two screens <b>flicker</b> & one is dark";
    let fields = [Part::Text("body", typed), Part::Text("name", ""), Part::Text("email", "not an address")];
    let page = desk.nobody().multipart("/new", &fields).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("Two screens &lt;b&gt;flicker&lt;/b&gt; &amp; one is dark"), "{text}");
    assert!(text.contains("not an address"));
    assert!(!text.contains("<b>flicker"));
}

#[tokio::test]
async fn a_script_gets_the_fault_and_its_status() {
    let desk = TestDesk::start().await;
    let ask =
        Ask::form("/new", &[("body", "")]).header("accept", "application/json").sent_on(desk.client.address);
    let answer = desk.nobody().send(ask).await;
    assert_eq!(answer.status, 422);
    let told = answer.json();
    let fields = told["fault"]["invalid"]["fields"].as_array().unwrap();
    let fields: Vec<_> = fields.iter().map(|fault| fault["field"].clone()).collect();
    assert_eq!(fields, ["body", "name", "email"], "all that does not fit is told at once");
}

#[tokio::test]
async fn a_script_is_told_where_to_go() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    let ask = Ask::form("/new", &[("body", "The scanner beeps")]).header("accept", "application/json");
    let answer = ana.send(ask.sent_on(ana.address)).await;
    assert_eq!(answer.status, 200);
    assert!(answer.json()["to"].as_str().unwrap().starts_with("/t/T-"));
}

#[tokio::test]
async fn an_answer_and_a_reply_lead_back_to_their_pages() {
    let desk = TestDesk::start().await;
    let (reference, key) = desk.guest_ticket("The door does not open").await;
    let post = format!("/t/{reference}/post");
    let fields =
        [Part::Text("kind", "answer"), Part::Text("body", "It opens now, odd"), Part::Text("k", &key)];
    let answer = desk.nobody().multipart(&post, &fields).await;
    assert_eq!((answer.status, answer.location()), (303, format!("/t/{reference}?k={key}").as_str()));
    let fields = [Part::Text("kind", "reply"), Part::Text("body", "We look at it")];
    let answer = desk.person("bo").multipart(&post, &fields).await;
    assert_eq!((answer.status, answer.location()), (303, format!("/desk/t/{reference}").as_str()));
    let page = desk.nobody().get(&format!("/t/{reference}?k={key}")).await.text();
    assert!(page.contains("It opens now, odd") && page.contains("We look at it"));
}

#[tokio::test]
async fn an_empty_answer_is_told_on_the_same_page() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let fields = [Part::Text("kind", "answer"), Part::Text("body", "  ")];
    let page = desk.person("ana").multipart(&format!("/t/{reference}/post"), &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("The lift is stuck"), "the page of the ticket");
}

#[tokio::test]
async fn signing_in_and_out_works_without_script() {
    let desk = TestDesk::start().await;
    let (email, nobody) = (address("ana"), desk.nobody());
    let wrong = nobody.form("/sign-in", &[("email", &email), ("password", "not this one, no")]).await;
    assert_eq!((wrong.status, wrong.session()), (422, None));
    assert!(wrong.text().contains(&email), "the address need not be typed again");
    assert!(!wrong.text().contains("not this one, no"), "a password is never sent back");
    let right = nobody.form("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
    assert_eq!((right.status, right.location()), (303, "/"));
    let ana = desk.nobody().with_session(&right.session().unwrap());
    assert_eq!(ana.get("/my").await.status, 200);
    let out = ana.form("/sign-out", &[]).await;
    assert_eq!((out.status, out.location()), (303, "/"));
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(ana.get("/my").await.status, 303, "the session is over, not only its cookie");
}

#[tokio::test]
async fn an_agent_is_led_to_the_queue_and_everybody_to_where_he_wanted() {
    let desk = TestDesk::start().await;
    let sign_in = async |name: &str, next: &str| {
        let email = address(name);
        let fields = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
        desk.nobody().form("/sign-in", &fields).await.location().to_owned()
    };
    assert_eq!(sign_in("bo", "").await, "/desk");
    assert_eq!(sign_in("ana", "/t/T-1001").await, "/t/T-1001");
    for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        assert_eq!(sign_in("ana", foreign).await, "/", "{foreign}");
    }
}

#[tokio::test]
async fn a_page_that_needs_a_session_leads_to_the_sign_in_and_back() {
    let desk = TestDesk::start().await;
    for (path, next) in
        [("/my", "%2Fmy"), ("/desk?q=vpn", "%2Fdesk%3Fq%3Dvpn"), ("/me", "%2Fme"), ("/admin", "%2Fadmin")]
    {
        let answer = desk.nobody().get(path).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/sign-in?next={next}").as_str()));
    }
}

#[tokio::test]
async fn the_set_up_link_works_once() {
    let desk = TestDesk::start().await;
    assert_eq!(service::setup::link_token(&desk.service).await.unwrap(), None, "there is an admin already");
    let page = desk.nobody().get("/set-up?token=guessed").await;
    assert_ne!(page.status, 200);
    let fields =
        [("token", "guessed"), ("name", "Eve"), ("email", "eve@evil.example"), ("password", PASSWORD)];
    let answer = desk.nobody().form("/set-up", &fields).await;
    assert!(answer.status >= 400 && answer.session().is_none(), "{}", answer.status);
}

#[tokio::test]
async fn a_form_sent_after_the_session_has_ended_keeps_its_words() {
    let desk = TestDesk::start().await;
    let reference = desk.ticket_of("ana", "The lift is stuck").await;
    let stale = desk.nobody().with_session("over");
    let typed = "A long answer that took ten minutes to write";
    for kind in ["answer", "reply", "note"] {
        let fields = [Part::Text("kind", kind), Part::Text("body", typed)];
        let page = stale.multipart(&format!("/t/{reference}/post"), &fields).await;
        assert!(page.status == 401 || page.status == 404, "{kind}: {}", page.status);
        assert!(page.text().contains(typed), "{kind}: {}", page.text());
    }
}

#[tokio::test]
async fn a_ticket_is_found_under_every_spelling_of_its_reference() {
    let desk = TestDesk::start().await;
    let ana = desk.person("ana");
    let answer = ana.multipart("/new", &[Part::Text("body", "The lift is stuck")]).await;
    let reference = reference(&answer);
    let small = reference.to_lowercase();
    assert_eq!(ana.get(&format!("/t/{small}")).await.status, 200);
}
