//! Every address of the program, with the answer that each kind of visitor gets.
//!
//! The table is `output/surface.txt`; `DESKBELL_ACCEPT_SURFACE=1 cargo test -p server surface` writes it anew.
//! An address that is not among the probes fails: whoever adds one says how it is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use domain::access::WallProfile;
use domain::ids::PersonId;
use domain::person::Standing;
use server::router::{Address, surface};
use store::token::TokenRole;
use tokio::io::AsyncReadExt as _;
use tokio::time::timeout;

use crate::client::{Answer, Ask, Client, Part, encode, parse_head};
use crate::desk::{Folder, PASSWORD, TestDesk, address};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/output/surface.txt");
/// A word that only the desk may read.
const CANARY: &str = "xk7-canary-of-the-staff";

/// Who asks, from the least to the most. `wil` watches every ticket of `ana`, `dan` has nothing to do with it.
const VISITORS: [&str; 11] = [
    "nobody",
    "disabled",
    "wall",
    "guest",
    "other",
    "watcher",
    "requester",
    "approver",
    "admin",
    "agent",
    "lead",
];

/// One question to one address. Words in capitals stand for what each visitor has.
struct Probe {
    address: &'static str,
    /// What is special about it; empty for the plain question.
    about: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

const fn get(address: &'static str, about: &'static str, path: &'static str) -> Probe {
    Probe { address, about, path, fields: &[] }
}

const fn post(
    address: &'static str,
    about: &'static str,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Probe {
    Probe { address, about, path, fields }
}

const fn call(path: &'static str, fields: &'static [(&'static str, &'static str)]) -> Probe {
    Probe { address: path, about: "", path, fields }
}

#[rustfmt::skip]
const PROBES: &[Probe] = &[
    get("/", "", "/"),
    get("/admin", "", "/admin"),
    get("/admin/coverage", "", "/admin/coverage"),
    get("/admin/policies", "", "/admin/policies"),
    get("/admin/suppliers", "", "/admin/suppliers"),
    get("/admin/webhooks", "", "/admin/webhooks"),
    get("/admin/rota", "", "/admin/rota"),
    get("/admin/rota", "typed", "/admin/rota?kind=fixed&from=2030-01-01"),
    get("/admin/routing", "", "/admin/routing"),
    get("/api", "", "/api"),
    get("/assets/{*path}", "", "/assets/none.css"),
    get("/calendar/{name}", "guessed", "/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics"),
    get("/desk", "", "/desk"),
    get("/desk", "search", "/desk?q=lift"),
    get("/desk/knows", "", "/desk/knows"),
    get("/desk/rota", "", "/desk/rota"),
    get("/desk/t/{ref}", "", "/desk/t/REF"),
    get("/desk/t/{ref}", "absent", "/desk/t/T-9999"),
    get("/favicon.ico", "", "/favicon.ico"),
    get("/files/{id}/{name}", "of a post", "/files/FILE/a.txt?k=KEY"),
    get("/files/{id}/{name}", "of a note", "/files/NOTED/b.txt?k=KEY"),
    get("/files/{id}/{name}", "absent", "/files/9999/a.txt?k=KEY"),
    get("/healthz", "", "/healthz"),
    get("/kit", "", "/kit"),
    get("/live/desk", "", "/live/desk"),
    get("/live/desk/t/{ref}", "", "/live/desk/t/REF"),
    get("/live/desk/t/{ref}", "absent", "/live/desk/t/T-9999"),
    get("/live/my", "", "/live/my"),
    get("/live/t/{ref}", "", "/live/t/REF?k=KEY"),
    get("/live/t/{ref}", "absent", "/live/t/T-9999?k=KEY"),
    get("/live/wall", "", "/live/wall?token=TOKEN"),
    get("/me", "", "/me"),
    get("/my", "", "/my"),
    get("/new", "", "/new"),
    get("/pkg/{*path}", "", "/pkg/none.js"),
    get("/readyz", "", "/readyz"),
    get("/service-levels", "", "/service-levels"),
    get("/set-up", "", "/set-up?token=guessed"),
    get("/set-password", "", "/set-password?token=guessed"),
    get("/sign-in", "", "/sign-in"),
    get("/t/{ref}", "", "/t/REF?k=KEY"),
    get("/t/{ref}", "absent", "/t/T-9999?k=KEY"),
    get("/wall", "", "/wall?token=TOKEN"),
    post("/new", "", "/new", &[("body", "A new thing"), ("name", "Gus"), ("email", "gus@elsewhere.example")]),
    post("/set-up", "", "/set-up", &[("token", "guessed"), ("name", "Eve"), ("email", "eve@evil.example"), ("password", PASSWORD)]),
    post("/set-password", "", "/set-password", &[("token", "guessed"), ("password", PASSWORD)]),
    post("/sign-in", "", "/sign-in", &[("email", "ana@lumbrera.example"), ("password", "not hers, no")]),
    post("/sign-out", "", "/sign-out", &[]),
    post("/t/{ref}/post", "answer", "/t/REF/post", &[("kind", "answer"), ("body", "And this"), ("k", "KEY")]),
    post("/t/{ref}/post", "reply", "/t/REF/post", &[("kind", "reply"), ("body", "We look"), ("k", "KEY")]),
    post("/t/{ref}/post", "note", "/t/REF/post", &[("kind", "note"), ("body", "Hm"), ("k", "KEY")]),
    post("/t/{ref}/post", "absent", "/t/T-9999/post", &[("kind", "answer"), ("body", "And this"), ("k", "KEY")]),
    call("/rpc/account/everywhere", &[]),
    call("/rpc/account/look", &[("language", "es"), ("theme", "dark")]),
    call("/rpc/account/me", &[]),
    call("/rpc/account/password", &[("old", PASSWORD), ("new", "another horse battery")]),
    call("/rpc/account/revoke", &[("session", "9999")]),
    call("/rpc/account/save", &[("language", "en"), ("zone", "Europe/Madrid"), ("theme", "")]),
    call("/rpc/account/set_password", &[("token", "guessed")]),
    call("/rpc/account/set_up", &[("token", "guessed")]),
    call("/rpc/admin/category_add", &[("name", "Hardware")]),
    call("/rpc/admin/category_archive", &[("category", "9999")]),
    call("/rpc/admin/desk", &[("company", "Lumbrera"), ("phone", ""), ("place", ""), ("zone", "Europe/Madrid"), ("language", "en"), ("hours[0]", "")]),
    call("/rpc/admin/page", &[]),
    call("/rpc/admin/person_add", &[("name", "Fay"), ("email", "fay@lumbrera.example"), ("password", PASSWORD)]),
    call("/rpc/admin/person_roles", &[("person", "SPARE")]),
    call("/rpc/admin/service_add", &[("name", "VPN")]),
    call("/rpc/admin/service_state", &[("service", "9999"), ("state", "down")]),
    call("/rpc/desk/assign", &[("ticket", "NUMBER"), ("seen", "SEEN")]),
    call("/rpc/desk/merge", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("into", "BESIDE")]),
    call("/rpc/desk/past_desk", &[("ticket", "NUMBER")]),
    call("/rpc/desk/queue", &[]),
    call("/rpc/desk/reopen", &[("ticket", "NUMBER"), ("seen", "SEEN")]),
    call("/rpc/desk/resolve", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("place", "remote"), ("level", "1")]),
    call("/rpc/desk/resume", &[("ticket", "NUMBER"), ("seen", "SEEN")]),
    call("/rpc/desk/ticket", &[("ticket", "NUMBER")]),
    call("/rpc/desk/triage", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("subject", "The lift"), ("kind", "incident"), ("impact", "me"), ("effect", "blocked"), ("service", ""), ("category", "")]),
    call("/rpc/desk/wait", &[("ticket", "NUMBER"), ("seen", "SEEN"), ("on", "requester")]),
    call("/rpc/portal/ask", &[]),
    call("/rpc/portal/cancel", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/close", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/home", &[]),
    call("/rpc/portal/my", &[]),
    call("/rpc/portal/reopen", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/tracker", &[("ticket", "NUMBER"), ("k", "KEY")]),
    call("/rpc/portal/unwatch", &[("ticket", "NUMBER"), ("k", "KEY"), ("person", "WATCHER")]),
    call("/rpc/portal/watch", &[("ticket", "NUMBER"), ("k", "KEY"), ("email", "cy@lumbrera.example")]),
    call("/rpc/promise/add_supplier", &[("name", "Papyrus"), ("target", "60"), ("calendar", "1")]),
    call("/rpc/promise/page", &[]),
    call("/rpc/promise/published", &[]),
    call("/rpc/promise/raise_row", &[("row", "9999")]),
    call("/rpc/promise/remove_calendar", &[("calendar", "9999")]),
    call("/rpc/promise/remove_row", &[("row", "9999")]),
    call("/rpc/promise/remove_rule", &[("place", "9999")]),
    call("/rpc/promise/save_calendar", &[("name", "Office"), ("zone", "Europe/Madrid"), ("hours[0]", "8-17"), ("run", "try")]),
    call("/rpc/promise/save_row", &[("name", "Everybody"), ("audience", "everybody"), ("calendar", "1")]),
    call("/rpc/promise/save_rule", &[("first_answer", "60"), ("done", "360"), ("run", "save")]),
    call("/rpc/promise/save_supplier", &[("supplier", "9999"), ("target", "60"), ("calendar", "1")]),
    call("/rpc/promise/save_terms", &[("first_answer", "60"), ("done", "360"), ("budget", "0"), ("approval", "0"), ("warn_percent", "75"), ("run", "try")]),
    call("/rpc/rota/absence", &[("from", "2030-01-01"), ("to", "2030-01-02")]),
    call("/rpc/rota/answer", &[("swap", "9999"), ("answer", "accepted")]),
    call("/rpc/rota/cover", &[("given", "1-2"), ("person", "SPARE")]),
    call("/rpc/rota/feed_add", &[("secret", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("whose", "team")]),
    call("/rpc/rota/feed_revoke", &[("feed", "9999")]),
    call("/rpc/rota/hand_over", &[("body", "All is quiet")]),
    call("/rpc/rota/offer", &[("given", "1-2"), ("taker", "SPARE"), ("in_return", "")]),
    call("/rpc/rota/page", &[]),
    call("/rpc/rota/past_desk", &[("email", "gus@elsewhere.example"), ("name", "Gus"), ("body", "In the corridor"), ("channel", "walk_up")]),
    call("/rpc/rota/plan", &[]),
    call("/rpc/rota/present", &[("absence", "9999")]),
    call("/rpc/rota/save", &[("typed", "kind=fixed&from=2030-01-01")]),
    call("/rpc/routing/add", &[("name", "All"), ("to", "duty")]),
    call("/rpc/routing/earlier", &[("rule", "9999")]),
    call("/rpc/routing/knows", &[]),
    call("/rpc/routing/page", &[]),
    call("/rpc/routing/person", &[("person", "SPARE"), ("limit", "5")]),
    call("/rpc/routing/remove", &[("rule", "9999")]),
    call("/rpc/wall/picture", &[("token", "TOKEN")]),
    call("/rpc/webhook/add", &[("url", "https://hooks.example.org"), ("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), ("content", "facts")]),
    call("/rpc/webhook/disable", &[("webhook", "9999")]),
    call("/rpc/webhook/enable", &[("webhook", "9999")]),
    call("/rpc/webhook/page", &[]),
    call("/rpc/webhook/remove", &[("webhook", "9999")]),
    call("/rpc/webhook/test", &[("webhook", "9999")]),
];

#[tokio::test]
async fn every_address_gives_each_visitor_the_answer_in_the_table() {
    // The interface for programs knows no cookie: `api::access` asks it, with everybody's token.
    let of_pages = |address: &Address| !address.path.starts_with("/api/v1/");
    let listed: BTreeSet<Address> = surface().into_iter().filter(of_pages).collect();
    let asked: BTreeSet<Address> = PROBES.iter().map(Probe::listed).collect();
    let unasked: Vec<_> = listed.difference(&asked).collect();
    assert!(unasked.is_empty(), "say in PROBES how these are asked: {unasked:#?}");
    let gone: Vec<_> = asked.difference(&listed).collect();
    assert!(gone.is_empty(), "these are no addresses any more: {gone:#?}");

    let (prepared, has) = prepare().await;
    let mut table = format!("{:<5} {:<40} {:<10}", "", "address", "");
    for visitor in VISITORS {
        table.push_str(&format!(" {visitor:>9}"));
    }
    table.push('\n');
    let mut reading = TestDesk::on_copy_of(&prepared.0).await;
    for probe in PROBES {
        // A question that changes something gets a desk of its own, so that no line depends on the one before.
        let fresh =
            if probe.method() == "POST" { Some(TestDesk::on_copy_of(&prepared.0).await) } else { None };
        let desk = fresh.as_ref().unwrap_or(&reading);
        let mut line = format!("{:<5} {:<40} {:<10}", probe.method(), probe.address, probe.about);
        // The gallery is there in debug builds only, so no line of it holds for both.
        let visitors: &[&str] = if probe.path == "/kit" { &[] } else { &VISITORS };
        for visitor in visitors.iter().copied() {
            let answer = probe.ask(desk, visitor, &has[visitor]).await;
            assert!(answer.status < 500 || probe.path == "/readyz", "{line} {visitor}: {}", answer.text());
            let at_desk = matches!(visitor, "agent" | "lead");
            assert!(
                at_desk || !answer.everything().contains(CANARY),
                "{visitor} reads notes at {}",
                probe.path
            );
            let status = answer.status.to_string();
            line.push_str(&format!(" {status:>9}"));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    reading.stop().await;
    compare(&table);
}

fn compare(table: &str) {
    if std::env::var_os("DESKBELL_ACCEPT_SURFACE").is_some() {
        std::fs::write(TABLE, table).unwrap();
    }
    let expected = std::fs::read_to_string(TABLE).unwrap_or_default();
    let differ: Vec<String> = table
        .lines()
        .filter(|line| !expected.lines().any(|known| known == *line))
        .map(|line| format!("  now: {line}"))
        .collect();
    assert!(table == expected, "the surface has changed; look at it, then accept it:\n{}", differ.join("\n"));
}

impl Probe {
    fn method(&self) -> &'static str {
        if self.path.starts_with("/rpc/") || !self.fields.is_empty() || self.path == "/sign-out" {
            "POST"
        } else {
            "GET"
        }
    }

    fn listed(&self) -> Address {
        Address { path: self.address.to_owned(), method: self.method().to_owned() }
    }

    async fn ask(&self, desk: &TestDesk, visitor: &str, has: &Has) -> Answer {
        let client = has.client(desk, visitor);
        let ask = if self.method() == "GET" {
            Ask::get(&has.fill(self.path, encode))
        } else {
            let fields: Vec<(&str, String)> =
                self.fields.iter().map(|(name, value)| (*name, has.fill(value, str::to_owned))).collect();
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Ask::form(&has.fill(self.path, encode), &fields)
                .header("accept", app::wire::MEDIA_TYPE)
                .sent_on(client.address)
        };
        if self.path.starts_with("/live/") {
            first_of_stream(&client, ask).await
        } else {
            client.send(ask).await
        }
    }
}

/// A stream has no end: its head, and what comes first.
async fn first_of_stream(client: &Client, ask: Ask) -> Answer {
    let mut stream = client.open(ask).await.unwrap();
    let mut bytes = vec![0; 256 * 1024];
    let mut read = 0;
    while let Ok(Ok(more)) = timeout(Duration::from_millis(300), stream.read(&mut bytes[read..])).await {
        read += more;
        if more == 0 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
    let (status, headers) = parse_head(head.as_bytes()).unwrap();
    Answer { status, headers, body: body.as_bytes().to_vec() }
}

/// What one visitor has: a ticket that he stands to as his name says, its files, and his secrets.
#[derive(Clone, Debug, Default)]
struct Has {
    reference: String,
    beside: String,
    seen: i64,
    key: String,
    file: i64,
    noted: i64,
    watcher: i64,
    session: Option<String>,
    token: String,
    spare: i64,
}

impl Has {
    fn fill(&self, text: &str, encode: impl Fn(&str) -> String) -> String {
        text.replace("NUMBER", &self.reference[2..])
            .replace("REF", &self.reference)
            .replace("BESIDE", &self.beside)
            .replace("SEEN", &self.seen.to_string())
            .replace("KEY", &encode(&self.key))
            .replace("FILE", &self.file.to_string())
            .replace("WATCHER", &self.watcher.to_string())
            .replace("NOTED", &self.noted.to_string())
            .replace("TOKEN", &encode(&self.token))
            .replace("SPARE", &self.spare.to_string())
    }

    fn client(&self, desk: &TestDesk, visitor: &str) -> Client {
        match (&self.session, visitor) {
            (Some(token), _) => desk.nobody().with_session(token),
            (None, "nobody" | "guest" | "wall") => desk.nobody(),
            (None, other) => desk.person(person_of(other)),
        }
    }
}

fn person_of(visitor: &str) -> &'static str {
    match visitor {
        "requester" => "ana",
        "other" => "dan",
        "watcher" => "wil",
        "approver" => "eva",
        "admin" => "ada",
        "agent" => "bo",
        "lead" => "cy",
        _ => panic!("{visitor} is nobody of the desk"),
    }
}

/// A desk on which every visitor has a ticket of his own to ask about.
async fn prepare() -> (Folder, BTreeMap<&'static str, Has>) {
    let mut desk = TestDesk::start().await;
    let ctx = service::Ctx::system(desk.service.clone());
    let token = service::token::create(&ctx, "hall", TokenRole::Wall(WallProfile::Hall)).await.unwrap();
    let spare = desk.id_of("dan").await;
    let mut has = BTreeMap::new();
    for visitor in VISITORS {
        let mut mine = ticket(&desk, visitor).await;
        mine.spare = spare.0;
        if visitor == "wall" {
            mine.token.clone_from(&token);
        }
        has.insert(visitor, mine);
    }
    has.get_mut("disabled").unwrap().session = Some(disabled_session(&desk).await);
    desk.service.store().close().await;
    desk.stop().await;
    (desk.into_folder(), has)
}

async fn ticket(desk: &TestDesk, visitor: &str) -> Has {
    let mut mine = Has::default();
    let fields = [
        Part::Text("body", &format!("The lift is stuck, for {visitor}")),
        Part::Text("name", "Gus Guest"),
        Part::Text("email", "gus@elsewhere.example"),
        Part::File("files", "a.txt", b"harmless"),
    ];
    let asker = if visitor == "guest" { desk.nobody() } else { desk.person("ana") };
    let answer = asker.multipart("/new", &fields).await;
    mine.reference = crate::desk::reference(&answer);
    mine.key = answer.location().split_once("?k=").map(|(_, key)| key.to_owned()).unwrap_or_default();
    let watch = [("ticket", &mine.reference[2..]), ("email", &address("wil")), ("k", &mine.key)];
    let watched = asker.call("/rpc/portal/watch", &watch).await;
    assert_eq!(watched.status, 200, "{}", watched.text());
    let note = [
        Part::Text("kind", "note"),
        Part::Text("body", CANARY),
        Part::File("files", "b.txt", CANARY.as_bytes()),
    ];
    let noted = desk.person("bo").multipart(&format!("/t/{}/post", mine.reference), &note).await;
    assert_eq!(noted.status, 303, "{}", noted.text());
    mine.beside = desk.ticket_of("ana", &format!("Beside it, for {visitor}")).await;
    let mut tx = desk.service.store().read().await.unwrap();
    let id = mine.reference.parse().unwrap();
    let files = store::file::of_ticket(&mut tx, id).await.unwrap();
    (mine.file, mine.noted) = (files[0].1.id.0, files[1].1.id.0);
    mine.watcher = store::watcher::of(&mut tx, id).await.unwrap()[0].id.0;
    mine.seen = store::ticket::by_id(&mut tx, id).await.unwrap().unwrap().last_seq.0;
    mine
}

/// The session of somebody whose account was taken away while it was open.
async fn disabled_session(desk: &TestDesk) -> String {
    let ctx = service::Ctx::system(desk.service.clone());
    let new = service::account::NewAccount {
        email: address("off"),
        name: "Off Example".into(),
        password: PASSWORD.into(),
        roles: vec![domain::person::Role::Admin, domain::person::Role::Agent],
    };
    let id: PersonId = service::account::create(&ctx, new).await.unwrap();
    let signed_in = service::session::sign_in(&ctx, &address("off"), PASSWORD).await.unwrap();
    let mut tx = desk.service.store().write().await.unwrap();
    let person = store::person::by_id(&mut tx, id).await.unwrap().unwrap();
    let disabled = domain::person::Person { standing: Standing::Disabled, ..person };
    store::person::update(&mut tx, &disabled).await.unwrap();
    tx.commit().await.unwrap();
    signed_in.token
}

#[test]
fn the_table_is_there() {
    assert!(Path::new(TABLE).exists(), "write it with DESKBELL_ACCEPT_SURFACE=1");
}
