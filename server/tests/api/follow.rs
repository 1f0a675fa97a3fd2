//! Following the log: page by page, and live.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use super::{CANARY, Program, problem};
use crate::desk::TestDesk;

/// The events of a page that follow one of them.
async fn events(program: &Program, after: i64) -> Vec<Value> {
    let page = program.get(&format!("/events?after={after}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.json()["events"].as_array().unwrap().clone()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

/// A ticket of ana with a note, triage, a reply, and a ticket of dan beside it.
async fn busy() -> (TestDesk, String) {
    let desk = TestDesk::start().await;
    let bo = desk.program("bo").await;
    let ticket = desk.asked_by("ana", "The lift is stuck").await;
    desk.asked_by("dan", "No sound").await;
    bo.post(&format!("/tickets/{ticket}/posts"), &json!({ "body": CANARY, "kind": "note" })).await;
    bo.post(&format!("/tickets/{ticket}/triage"), &json!({ "subject": "Lift", "kind": "incident" })).await;
    bo.post(&format!("/tickets/{ticket}/posts"), &json!({ "body": "We come" })).await;
    (desk, ticket)
}

#[tokio::test]
async fn the_desk_follows_everything_and_a_requester_what_is_his() {
    let (desk, ticket) = busy().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let all = events(&bo, 0).await;
    assert_eq!(
        types(&all),
        ["created", "promised", "created", "promised", "noted", "triaged", "replied", "assigned"]
    );
    let mine = events(&ana, 0).await;
    assert_eq!(types(&mine), ["created", "promised", "replied", "assigned"]);
    assert!(mine.iter().all(|event| event["ticket"] == ticket.as_str()));
    assert_eq!(mine[3]["new"]["name"], "Bo Example");
    assert_eq!(types(&events(&bo, all[6]["seq"].as_i64().unwrap()).await), ["assigned"]);
    let history = ana.get(&format!("/tickets/{ticket}/events")).await.json();
    assert_eq!(types(history["events"].as_array().unwrap()), types(&mine));
    problem(&desk.program("dan").await.get(&format!("/tickets/{ticket}/events")).await, 404);
}

#[tokio::test]
async fn pages_of_the_log_follow_each_other_without_a_gap() {
    let (desk, _) = busy().await;
    for who in ["ana", "bo"] {
        let program = desk.program(who).await;
        let whole = events(&program, 0).await;
        let (mut read, mut path) = (Vec::new(), "/events?limit=1".to_owned());
        loop {
            let answer = program.get(&path).await;
            read.extend(answer.json()["events"].as_array().unwrap().clone());
            match answer.header("link") {
                Some(link) => {
                    path = link.strip_prefix("</api/v1").unwrap().split('>').next().unwrap().to_owned()
                }
                None => break,
            }
        }
        assert_eq!(read, whole, "{who}");
    }
}

/// An open stream and what it has told so far.
struct Listener {
    stream: TcpStream,
    told: String,
}

impl Listener {
    async fn open(program: &Program, path: &str, last: Option<i64>) -> Listener {
        let ask = program.ask("GET", path).header("accept", "text/event-stream");
        let ask = match last {
            Some(seq) => ask.header("last-event-id", &seq.to_string()),
            None => ask,
        };
        let mut listener = Listener { stream: program.client.open(ask).await.unwrap(), told: String::new() };
        listener.until("\r\n\r\n").await;
        assert!(listener.told.contains(" 200 "), "{}", listener.told);
        listener
    }

    /// Reads until something was told; everything that was told.
    async fn until(&mut self, words: &str) -> &str {
        let reading = async {
            let mut bytes = [0; 4096];
            while !self.told.contains(words) {
                let read = self.stream.read(&mut bytes).await.unwrap();
                assert_ne!(read, 0, "the stream ended before {words:?}: {}", self.told);
                self.told.push_str(&String::from_utf8_lossy(&bytes[..read]));
            }
        };
        tokio::time::timeout(Duration::from_secs(20), reading).await.expect("it is told in time");
        &self.told
    }

    fn ids(&self) -> Vec<i64> {
        self.told.lines().filter_map(|line| line.strip_prefix("id: ")).map(|id| id.parse().unwrap()).collect()
    }
}

#[tokio::test]
async fn a_stream_tells_what_happens_and_is_resumed_where_it_was_left() {
    let (desk, ticket) = busy().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let before = events(&bo, 0).await.last().unwrap()["seq"].as_i64().unwrap();
    let mut listener = Listener::open(&bo, "/stream", None).await;
    ana.post(&format!("/tickets/{ticket}/posts"), &json!({ "body": "Thanks" })).await;
    listener.until("event: answered").await;
    let seen = *listener.ids().last().unwrap();
    assert_eq!(listener.ids(), [before + 1], "what was before is not told");
    drop(listener);
    bo.post(&format!("/tickets/{ticket}/wait"), &json!({ "on": "parts" })).await;
    bo.act(&format!("/tickets/{ticket}/resume")).await;
    let mut listener = Listener::open(&bo, "/stream", Some(seen)).await;
    listener.until("event: wait_ended").await;
    let known: Vec<i64> =
        events(&bo, seen).await.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!(listener.ids(), known, "nothing missed and nothing twice");
}

#[tokio::test]
async fn a_requesters_stream_tells_no_note_and_nobody_elses_ticket() {
    let (desk, ticket) = busy().await;
    let (ana, bo) = (desk.program("ana").await, desk.program("bo").await);
    let mut listener = Listener::open(&ana, "/stream?after=0", None).await;
    bo.post(&format!("/tickets/{ticket}/posts"), &json!({ "body": CANARY, "kind": "note" })).await;
    desk.asked_by("dan", "Still no sound").await;
    bo.post(&format!("/tickets/{ticket}/resolve"), &json!({})).await;
    let told = listener.until("event: resolved").await.to_owned();
    for secret in [CANARY, "noted", "triaged", "sound"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    let known: Vec<i64> = events(&ana, 0).await.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert_eq!(listener.ids(), known);
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_hear_it() {
    let (desk, ticket) = busy().await;
    let (ada, bo) = (desk.program("ada").await, desk.program("bo").await);
    let mut listener = Listener::open(&bo, "/stream", None).await;
    let path = format!("/people/{}/disable", desk.id_of("bo").await.0);
    assert_eq!(ada.act(&path).await.status, 200);
    desk.program("ana").await.act(&format!("/tickets/{ticket}/cancel")).await;
    let told = listener.until("event: gone").await;
    assert!(!told.contains("cancelled"), "{told}");
}
