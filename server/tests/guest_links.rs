//! A wrong or missing key opens nothing, and looks exactly like a ticket that does not exist.

use domain::time::UnixMs;
use server::clock::SystemClock;
use service::port::Clock;

use crate::client::{Answer, Ask, Client, Part};
use crate::desk::TestDesk;

struct Still(UnixMs);

impl Clock for Still {
    fn now(&self) -> UnixMs {
        self.0
    }
}

/// An answer without what differs between any two answers.
fn likeness(answer: &Answer, asked_for: &[&str]) -> (u16, Vec<(String, String)>, String) {
    let body = answer.text();
    let nonce = body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("no nonce");
    let plain = |text: &str| {
        let text = text.replace(nonce, "NONCE");
        asked_for.iter().fold(text, |text, asked| text.replace(asked, "ASKED"))
    };
    let headers = answer.headers.iter().filter(|(name, _)| name != "date" && name != "content-length");
    let headers = headers.map(|(name, value)| (name.clone(), plain(&unnamed(value)))).collect();
    (answer.status, headers, steady(&plain(&body)))
}

/// A policy without the hashes of the page's scripts: what they say is compared with the page.
fn unnamed(value: &str) -> String {
    value.split(' ').filter(|source| !source.starts_with("'sha256-")).collect::<Vec<_>>().join(" ")
}

/// A page without the data that it repeats for its script: how often it does so depends on the weather.
/// What the page knows of the ticket is the second piece, and stays.
fn steady(page: &str) -> String {
    let Some((drawn, data)) = page.split_once("__RESOLVED_RESOURCES=[]") else { return page.to_owned() };
    let of_the_ticket =
        data.split("__RESOLVED_RESOURCES[1] = ").nth(1).and_then(|rest| rest.split(';').next());
    format!("{drawn}{}", of_the_ticket.unwrap_or("nothing"))
}

async fn page(client: &Client, path: &str, asked_for: &[&str]) -> (u16, Vec<(String, String)>, String) {
    likeness(&client.get(path).await, asked_for)
}

#[tokio::test]
async fn a_wrong_or_missing_key_looks_like_an_absent_ticket() {
    // Time stands still, so that no page says another one than the next.
    let desk = TestDesk::with(Still(SystemClock.now()), None).await;
    let (reference, key) = desk.guest_ticket("The vault code is on the note").await;
    let (_, other_key) = desk.guest_ticket("Another thing of mine").await;
    let other_number = "T-9999";
    for client in [desk.nobody(), desk.person("dan"), desk.person("ada")] {
        let absent = page(&client, &format!("/t/{other_number}"), &[other_number, "9999"]).await;
        assert_eq!(absent.0, 404);
        let number = &reference[2..];
        let missing = page(&client, &format!("/t/{reference}"), &[&reference, number]).await;
        assert_eq!(missing, absent);
        for wrong in ["x", &key[1..], &key.to_lowercase(), &other_key, "%00", "' or 1=1"] {
            let wrong = crate::client::encode(wrong);
            let absent =
                page(&client, &format!("/t/{other_number}?k={wrong}"), &[other_number, "9999"]).await;
            let forbidden = page(&client, &format!("/t/{reference}?k={wrong}"), &[&reference, number]).await;
            assert_eq!(forbidden, absent, "{wrong}");
        }
    }
    assert_eq!(desk.nobody().get(&format!("/t/{reference}?k={key}")).await.status, 200);
}

#[tokio::test]
async fn the_same_holds_for_calls_streams_and_answers() {
    let desk = TestDesk::start().await;
    let (reference, _) = desk.guest_ticket("The vault code is on the note").await;
    let number = reference[2..].to_owned();
    for client in [desk.nobody(), desk.person("dan")] {
        let call = async |number: &str| {
            let answer = client.call("/rpc/portal/tracker", &[("ticket", number), ("k", "wrong")]).await;
            likeness(&answer, &[])
        };
        assert_eq!(call(&number).await, call("9999").await);
        let stream =
            async |reference: &str| likeness(&client.get(&format!("/live/t/{reference}?k=wrong")).await, &[]);
        assert_eq!(stream(&reference).await, stream("T-9999").await);
        let answer = async |reference: &str| {
            let fields =
                [Part::Text("kind", "answer"), Part::Text("body", "Let me in"), Part::Text("k", "wrong")];
            let ask = Ask::multipart(&format!("/t/{reference}/post"), &fields).sent_on(client.address);
            likeness(&client.send(ask.header("accept", "application/json")).await, &[])
        };
        assert_eq!(answer(&reference).await, answer("T-9999").await);
        assert_eq!(answer(&reference).await.0, 404);
    }
}

#[tokio::test]
async fn a_key_opens_its_own_ticket_and_no_page_of_the_desk() {
    let desk = TestDesk::start().await;
    let (reference, key) = desk.guest_ticket("Mine").await;
    let foreign = desk.ticket_of("ana", "Not mine").await;
    assert_eq!(desk.nobody().get(&format!("/t/{foreign}?k={key}")).await.status, 404);
    let answer = desk.nobody().get(&format!("/desk/t/{reference}?k={key}")).await;
    assert_eq!(answer.status, 303, "to the sign-in: {}", answer.text());
}
