//! Who may do what: every operation, asked by everybody, about what is his, somebody else's, merged or withdrawn.
//!
//! What is forbidden and what is not there answer alike, and no note reaches who is not of the desk.

use std::collections::BTreeMap;

use domain::access::WallProfile;
use serde_json::{Value, json};
use store::token::TokenRole;

use super::{CANARY, Program};
use crate::client::{Answer, Ask, Client, Part};
use crate::desk::TestDesk;

/// Who asks. `ana` asked for the tickets, `wil` watches them, `dan` has nothing to do with them.
const WHO: [&str; 9] = ["nobody", "wall", "revoked", "dan", "wil", "ana", "ada", "bo", "cy"];

/// What is asked about.
const WHAT: [&str; 5] = ["own", "merged", "cancelled", "absent", "internal"];

/// A question to one operation, and who gets an answer other than 404 about a ticket that is there.
struct Question {
    operation: &'static str,
    body: Option<fn(&Things) -> Value>,
    right: Right,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Right {
    /// Whoever has a token.
    Token,
    /// Requester, watcher, desk.
    Track,
    /// Requester and desk.
    Settle,
    Desk,
    DeskOrAdmin,
    /// Leads and admins.
    Plan,
    Admin,
}

const fn ask(operation: &'static str, right: Right) -> Question {
    Question { operation, body: None, right }
}

const fn tell(operation: &'static str, right: Right, body: fn(&Things) -> Value) -> Question {
    Question { operation, body: Some(body), right }
}

/// A time of which nothing is planned.
fn span() -> Value {
    json!({ "from": "2099-01-01T08:00:00Z", "to": "2099-01-01T09:00:00Z" })
}

#[rustfmt::skip]
const QUESTIONS: &[Question] = &[
    ask("GET /me", Right::Token),
    ask("GET /tickets", Right::Token),
    tell("POST /tickets", Right::Token, |_| json!({ "body": "One more" })),
    ask("GET /tickets/{ref}", Right::Track),
    ask("GET /tickets/{ref}/events", Right::Track),
    tell("POST /tickets/{ref}/posts", Right::Track, |_| json!({ "body": "And this" })),
    tell("POST /tickets/{ref}/triage", Right::Desk, |_| json!({ "subject": "Lift", "kind": "incident" })),
    tell("POST /tickets/{ref}/assign", Right::Desk, |_| json!({ "to": null })),
    tell("POST /tickets/{ref}/wait", Right::Desk, |_| json!({ "on": "parts" })),
    ask("POST /tickets/{ref}/resume", Right::Desk),
    tell("POST /tickets/{ref}/resolve", Right::Desk, |_| json!({})),
    ask("POST /tickets/{ref}/reopen", Right::Settle),
    ask("POST /tickets/{ref}/close", Right::Settle),
    ask("POST /tickets/{ref}/cancel", Right::Settle),
    tell("POST /tickets/{ref}/merge", Right::Desk, |things| json!({ "into": things.survivor })),
    ask("POST /tickets/{ref}/past-desk", Right::Desk),
    tell("POST /tickets/{ref}/watchers", Right::Settle, |_| json!({ "email": "cy@lumbrera.example" })),
    ask("DELETE /tickets/{ref}/watchers/{id}", Right::Track),
    ask("GET /files/{id}", Right::Track),
    ask("GET /search", Right::Desk),
    ask("GET /people", Right::DeskOrAdmin),
    tell("POST /people", Right::Admin, |_| json!({ "email": "fay@lumbrera.example", "name": "Fay" })),
    ask("GET /people/{id}", Right::DeskOrAdmin),
    tell("POST /people/{id}/roles", Right::Admin, |_| json!({ "roles": [] })),
    ask("POST /people/{id}/disable", Right::Admin),
    ask("POST /people/{id}/enable", Right::Admin),
    ask("GET /services", Right::Token),
    tell("POST /services", Right::Admin, |_| json!({ "name": "Doors" })),
    tell("POST /services/{id}/state", Right::Admin, |_| json!({ "state": "down" })),
    ask("GET /categories", Right::DeskOrAdmin),
    tell("POST /categories", Right::Admin, |_| json!({ "name": "Doors" })),
    ask("POST /categories/{id}/archive", Right::Admin),
    ask("GET /events", Right::Token),
    ask("GET /reports/tickets", Right::Desk),
    tell("POST /people/{id}/skills", Right::Plan, |_| json!({ "skills": [] })),
    ask("GET /rota", Right::Desk),
    ask("GET /rota/ledger", Right::Plan),
    tell("POST /rota/plan", Right::Plan, |things| json!({
        "from": "2099-01-01T00:00:00Z", "lead": things.person, "fixed": { "person": things.person },
    })),
    tell("POST /rota/swaps", Right::Desk, |things| json!({ "given": span(), "taker": things.person })),
    tell("POST /rota/swaps/{id}/answer", Right::Desk, |_| json!({ "answer": "accepted" })),
    tell("POST /rota/covers", Right::Plan, |things| json!({ "given": span(), "person": things.person })),
    tell("POST /rota/absences", Right::Desk, |_| json!({ "from": "2099-01-01", "to": "2099-01-02" })),
    ask("DELETE /rota/absences/{id}", Right::Desk),
    tell("POST /rota/notes", Right::Desk, |_| json!({ "body": "All is quiet" })),
    tell("POST /rota/feeds", Right::Desk, |_| json!({ "whose": "team" })),
    ask("DELETE /rota/feeds/{id}", Right::Desk),
    ask("GET /routing/rules", Right::Desk),
    tell("POST /routing/rules", Right::Plan, |_| json!({ "name": "All", "to": "duty" })),
    ask("POST /routing/rules/{id}/earlier", Right::Plan),
    ask("DELETE /routing/rules/{id}", Right::Plan),
    ask("GET /routing/dry-run", Right::Plan),
    ask("GET /routing/knowledge", Right::Desk),
    ask("GET /tokens", Right::Admin),
    ask("DELETE /tokens/{id}", Right::Admin),
    tell("POST /promise/evaluate", Right::Desk, |_| json!({
        "coverage": { "zone": "UTC", "hours": ["9-17", "9-17", "9-17", "9-17", "9-17", "", ""] },
        "policy": { "otherwise": { "first_answer": 60, "done": 360 }, "pauses_on": ["parts"] },
        "asked_at": "2026-11-18T09:00:00Z", "now": "2026-11-18T12:00:00Z",
        "case": { "kind": "incident", "urgency": "normal" },
        "events": [{ "at": "2026-11-18T10:00:00Z", "what": "wait_started", "on": "parts" }]
    })),
    ask("GET /promise/levels", Right::Admin),
    tell("POST /promise/calendars", Right::Admin, |_| calendar()),
    tell("POST /promise/calendars/{id}", Right::Admin, |_| calendar()),
    tell("POST /promise/matrix", Right::Admin, |_| json!({ "rows": [] })),
    tell("POST /promise/policies", Right::Admin, |_| json!({
        "policy": { "otherwise": { "first_answer": 60, "done": 360 }, "pauses_on": [] }
    })),
    tell("POST /promise/suppliers", Right::Admin, |_| json!({
        "name": "Lift parts", "target_minutes": 60, "calendar": 1
    })),
    tell("POST /promise/suppliers/{id}", Right::Admin, |_| json!({ "target_minutes": 90, "calendar": 1 })),
    ask("GET /webhooks", Right::Admin),
    tell("POST /webhooks", Right::Admin, |_| json!({ "url": "https://hooks.example.org/in" })),
    ask("GET /webhooks/{id}", Right::Admin),
    ask("GET /webhooks/{id}/deliveries", Right::Admin),
    ask("POST /webhooks/{id}/test", Right::Admin),
    ask("POST /webhooks/{id}/disable", Right::Admin),
    ask("POST /webhooks/{id}/enable", Right::Admin),
    ask("DELETE /webhooks/{id}", Right::Admin),
];

/// A calendar that is open on weekdays.
fn calendar() -> Value {
    json!({
        "name": "Office",
        "coverage": { "zone": "Europe/Madrid", "hours": ["8-17", "8-17", "8-17", "8-17", "8-17", "", ""] }
    })
}

/// What there is to ask about.
#[derive(Default)]
struct Things {
    tickets: BTreeMap<&'static str, String>,
    /// The file of a post, of the same post's ticket after its end, and of a note.
    files: BTreeMap<&'static str, String>,
    survivor: String,
    person: i64,
    watcher: i64,
    service: String,
    category: String,
    webhook: String,
    spare_token: String,
    tokens: BTreeMap<&'static str, String>,
}

impl Right {
    /// Whether somebody has it about this.
    fn of(self, who: &str, what: &str) -> bool {
        let desk = matches!(who, "bo" | "cy");
        let token = !matches!(who, "nobody" | "wall" | "revoked");
        match self {
            Right::Token => token,
            Right::Track if what == "internal" => desk,
            Right::Track => desk || matches!(who, "ana" | "wil"),
            Right::Settle => desk || who == "ana",
            Right::Desk => desk,
            Right::Plan => matches!(who, "cy" | "ada"),
            Right::DeskOrAdmin => desk || who == "ada",
            Right::Admin => who == "ada",
        }
    }
}

impl Question {
    /// Nothing is planned or ruled here: who may is told that what he names is not there.
    fn of_rota(&self) -> bool {
        ["/rota", "/routing", "/skills"].iter().any(|part| self.operation.contains(part))
    }

    fn about_ticket(&self) -> bool {
        self.operation.contains("{ref}") || self.operation.contains("/files/")
    }

    /// What it can be asked about.
    fn whats(&self) -> Vec<&'static str> {
        let file = self.operation.contains("/files/");
        WHAT.into_iter()
            .filter(|what| match *what {
                "own" => true,
                "absent" => self.operation.contains('{'),
                "internal" => file,
                "merged" | "cancelled" => self.about_ticket(),
                _ => false,
            })
            .collect()
    }

    fn path(&self, things: &Things, what: &str) -> String {
        let (_, path) = self.operation.split_once(' ').unwrap();
        let absent = what == "absent";
        let id = match path.split('/').nth(1).unwrap() {
            _ if absent => "99999".to_owned(),
            "files" => things.files[what].clone(),
            "tickets" => things.watcher.to_string(),
            "people" => things.person.to_string(),
            "services" => things.service.clone(),
            "categories" => things.category.clone(),
            "webhooks" => things.webhook.clone(),
            // The desk's own calendar, and the first supplier.
            "promise" => "1".to_owned(),
            _ => things.spare_token.clone(),
        };
        let reference = if absent { "T-99999" } else { things.tickets.get(what).map_or("", String::as_str) };
        let path = path.replace("{ref}", reference).replace("{id}", &id);
        if path == "/search" { "/search?q=lift".to_owned() } else { path }
    }

    async fn ask(&self, desk: &TestDesk, things: &Things, who: &str, what: &str) -> Answer {
        let (method, _) = self.operation.split_once(' ').unwrap();
        let path = self.path(things, what);
        let program =
            Program { client: desk.nobody(), token: things.tokens.get(who).cloned().unwrap_or_default() };
        let mut ask = match self.body {
            Some(body) => program.json(method, &path, &body(things)),
            None => program.ask(method, &path),
        };
        if who == "nobody" {
            ask = match self.body {
                Some(body) => Ask::new(method, &format!("/api/v1{path}"))
                    .header("content-type", "application/json")
                    .body(body(things).to_string()),
                None => Ask::new(method, &format!("/api/v1{path}")),
            };
        }
        desk.nobody().send(ask).await
    }
}

#[tokio::test]
async fn everybody_gets_what_is_his_and_nothing_else() {
    let (folder, things) = prepare().await;
    let reading = TestDesk::on_copy_of(&folder.0).await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for question in QUESTIONS {
        for what in question.whats() {
            // A question that changes something gets a desk of its own, so that no answer depends on the one before.
            let fresh = match question.operation.starts_with("GET") {
                true => None,
                false => Some(TestDesk::on_copy_of(&folder.0).await),
            };
            let desk = fresh.as_ref().unwrap_or(&reading);
            for who in WHO {
                let answer = question.ask(desk, &things, who, what).await;
                asked += 1;
                let line =
                    format!("{} {what} {who}: {} {}", question.operation, answer.status, answer.text());
                if !fits(question, who, what, &answer) {
                    wrong.push(line.clone());
                }
                if !matches!(who, "bo" | "cy") && answer.text().contains(CANARY) {
                    wrong.push(format!("A NOTE LEAKS: {line}"));
                }
            }
        }
    }
    assert!(asked > 600, "{asked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fits(question: &Question, who: &str, what: &str, answer: &Answer) -> bool {
    if matches!(who, "nobody" | "wall" | "revoked") {
        return answer.status == 401;
    }
    // Whoever has no right is told what he would be told of something that is not there.
    if !question.right.of(who, what) {
        return answer.status == 404 && answer.json()["type"] == "/api#problem-not-found";
    }
    match (what, answer.status) {
        ("absent", status) => status == 404,
        (_, 200 | 201 | 202 | 204) => true,
        // A ticket that has ended, or that somebody before in the row has changed, says so.
        (_, 409) => question.about_ticket(),
        // Made or ended by the one before in the row.
        (_, 404 | 422) => question.right == Right::Admin || question.of_rota(),
        _ => false,
    }
}

#[test]
fn every_operation_is_asked() {
    let asked: Vec<String> = QUESTIONS.iter().map(|question| question.operation.to_owned()).collect();
    for (path, item) in server::api::document()["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let operation = format!("{} {}", method.to_uppercase(), path.strip_prefix("/api/v1").unwrap());
            // The document is everybody's, and the stream has no end: `follow` asks it.
            let elsewhere = ["GET /openapi.json", "GET /stream"].contains(&operation.as_str());
            assert!(elsewhere || asked.contains(&operation), "{operation}");
        }
    }
}

#[tokio::test]
async fn no_list_shows_a_stranger_what_is_not_his() {
    let (folder, things) = prepare().await;
    let desk = TestDesk::on_copy_of(&folder.0).await;
    for path in ["/tickets", "/events"] {
        let dan = desk.program_with(&things.tokens["dan"]).get(path).await;
        assert_eq!(dan.status, 200);
        for ticket in things.tickets.values() {
            assert!(!dan.text().contains(ticket.as_str()), "{path}: {}", dan.text());
        }
    }
}

async fn prepare() -> (crate::desk::Folder, Things) {
    let mut desk = TestDesk::start().await;
    let mut things = Things::default();
    for who in ["dan", "wil", "ana", "ada", "bo", "cy", "eva"] {
        things.tokens.insert(who, desk.token_of(who).await);
    }
    let ctx = service::Ctx::system(desk.service.clone());
    let wall = service::token::create(&ctx, "hall", TokenRole::Wall(WallProfile::Hall)).await.unwrap();
    things.tokens.insert("wall", wall);
    let ada = desk.program_with(&things.tokens["ada"]);
    things.tokens.insert("revoked", desk.token_of("bo").await);
    let tokens = ada.get("/tokens").await.json()["tokens"].as_array().unwrap().clone();
    let last = tokens.last().unwrap()["id"].to_string();
    assert_eq!(ada.delete(&format!("/tokens/{last}")).await.status, 204);
    things.spare_token = tokens.iter().find(|token| token["name"] == "eva").unwrap()["id"].to_string();
    things.watcher = desk.id_of("wil").await.0;
    things.person = desk.id_of("eva").await.0;
    things.service = ada.post("/services", &json!({ "name": "Lifts" })).await.json()["id"].to_string();
    things.category = ada.post("/categories", &json!({ "name": "Building" })).await.json()["id"].to_string();
    ada.post("/promise/suppliers", &json!({ "name": "Lifts Ltd", "target_minutes": 60, "calendar": 1 }))
        .await;
    let hook = json!({ "url": "https://hooks.example.org/in" });
    things.webhook = ada.post("/webhooks", &hook).await.json()["id"].to_string();
    things.survivor = desk.asked_by("ana", "The one that survives").await;
    for what in ["own", "merged", "cancelled"] {
        let (ticket, file, noted) = ticket(&desk, &things, what).await;
        things.files.insert(what, file);
        things.files.insert("internal", noted);
        things.tickets.insert(what, ticket);
    }
    let bo = desk.program_with(&things.tokens["bo"]);
    let merged = format!("/tickets/{}/merge", things.tickets["merged"]);
    assert_eq!(bo.post(&merged, &json!({ "into": things.survivor })).await.status, 200);
    let cancelled = format!("/tickets/{}/cancel", things.tickets["cancelled"]);
    assert_eq!(bo.act(&cancelled).await.status, 200);
    desk.service.store().close().await;
    desk.stop().await;
    (desk.into_folder(), things)
}

/// A ticket of ana that wil watches, with a file, and a note with a file.
async fn ticket(desk: &TestDesk, things: &Things, what: &str) -> (String, String, String) {
    let (ana, bo) = (desk.program_with(&things.tokens["ana"]), desk.program_with(&things.tokens["bo"]));
    let ticket = desk.asked_by("ana", &format!("The lift is stuck, {what}")).await;
    let watch = json!({ "email": "wil@lumbrera.example" });
    assert_eq!(ana.post(&format!("/tickets/{ticket}/watchers"), &watch).await.status, 200);
    let file = post(&ana.client, &ana.token, &ticket, "answer", "See here").await;
    let noted = post(&bo.client, &bo.token, &ticket, "note", CANARY).await;
    (ticket, file, noted)
}

async fn post(client: &Client, token: &str, ticket: &str, kind: &str, text: &str) -> String {
    let parts =
        [Part::Text("body", text), Part::Text("kind", kind), Part::File("files", "a.txt", text.as_bytes())];
    let ask = Ask::multipart(&format!("/api/v1/tickets/{ticket}/posts"), &parts)
        .header("accept", "*/*")
        .header("authorization", &format!("Bearer {token}"));
    let made = client.send(ask).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["files"][0]["id"].to_string()
}
