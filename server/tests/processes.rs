//! Two processes on one PostgreSQL: what happens at the one is seen at the other, and what one leaves the other ends.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use app::wire::Kind;
use domain::access::WallProfile;
use domain::ids::TokenId;
use domain::person::{PersonChip, Role};
use domain::ticket::view::TicketPage;
use server::clock::SystemClock;
use server::entropy::SystemEntropy;
use service::webhook::NewTarget;
use service::{Ctx, Service};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::Store;
use store::token::TokenRole;

use crate::client::{Answer, Client, Part};
use crate::desk::{Folder, PASSWORD, address, reference};
use crate::live::Listening;
use crate::program::{HAS_ADMIN, Program};
use crate::scale::left_out;
use crate::webhooks::{Receiver, header};

const SERVER: &str = "DESKBELL_TEST_POSTGRES";
const OK: &str = "HTTP/1.1 204 No Content\r\n\r\n";

/// A database, a folder that is shared, people with sessions, and the house itself for what has no page.
struct Site {
    url: String,
    folder: Folder,
    service: Service,
    sessions: Vec<(&'static str, String)>,
}

impl Site {
    async fn open(test: &str) -> Option<Site> {
        let Some(server) = std::env::var(SERVER).ok().filter(|server| !server.is_empty()) else {
            left_out(test, &format!("{SERVER} names no server"));
            return None;
        };
        let name = format!("deskbell_processes_{}_{test}", std::process::id());
        let mut connection = PgConnection::connect(&server).await.unwrap();
        for sql in [format!("drop database if exists {name} with (force)"), format!("create database {name}")]
        {
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        }
        let (host, _) = server.rsplit_once('/').unwrap();
        let url = format!("{host}/{name}");
        let folder = Folder::new();
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let files = folder.0.join("files");
        let service = Service::open(store, &files, SystemClock, SystemEntropy, "test".into()).await.unwrap();
        let ctx = Ctx::system(service.clone());
        let mut sessions = Vec::new();
        for (name, role) in [("ada", Role::Admin), ("bo", Role::Agent), ("cy", Role::Lead)] {
            let new = service::account::NewAccount {
                email: address(name),
                name: format!("{name} Example"),
                password: PASSWORD.into(),
                roles: vec![role],
            };
            service::account::create(&ctx, new).await.unwrap();
            let signed_in = service::session::sign_in(&ctx, &address(name), PASSWORD).await.unwrap();
            sessions.push((name, signed_in.token));
        }
        Some(Site { url, folder, service, sessions })
    }

    fn start(&self) -> Program {
        let settings = [
            ("DESKBELL_DATABASE_URL", self.url.as_str()),
            ("DESKBELL_WEBHOOK_ALLOW", "127.0.0.0/8"),
            ("DESKBELL_WEBHOOK_HTTP", "true"),
            (HAS_ADMIN, ""),
        ];
        Program::start_with(&self.folder.0, Command::new(env!("CARGO_BIN_EXE_deskbell")), &settings)
    }

    fn person(&self, name: &str, at: &Program) -> Client {
        let (_, token) = self.sessions.iter().find(|(known, _)| *known == name).unwrap();
        at.client.clone().with_session(token)
    }

    async fn hook(&self, to: &Receiver) {
        let outgoing = domain::webhook::address::Outgoing {
            plain: domain::webhook::address::Plain::Allowed,
            private: vec!["127.0.0.0/8".parse().unwrap()],
        };
        self.service.allow_outgoing(outgoing);
        let new = NewTarget {
            url: format!("http://{}/in", to.address),
            kinds: vec![domain::webhook::EventKind::Created],
            ..NewTarget::default()
        };
        service::webhook::create(&Ctx::system(self.service.clone()), new).await.unwrap();
    }
}

async fn ask(client: &Client, body: &str) -> Answer {
    let fields =
        [Part::Text("body", body), Part::Text("name", "Gus"), Part::Text("email", "gus@elsewhere.example")];
    let answer = client.multipart("/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_at_one_is_seen_at_the_other() {
    let Some(site) = Site::open("seen").await else { return };
    let (a, b) = (site.start(), site.start());
    let asked = ask(&a.client, "The door does not open").await;
    let (reference, key) = (reference(&asked), asked.location().split_once("?k=").unwrap().1.to_owned());
    assert_eq!(b.client.get(asked.location()).await.status, 200, "a guest's link holds at both");

    let mut tracker = Listening::open(&b.client, &format!("/live/t/{reference}?k={key}"), None).await;
    tracker.news(Duration::from_secs(5)).await.expect("the page as it is");
    let fields = [Part::Text("kind", "reply"), Part::Text("body", "We are on our way")];
    let replied = site.person("bo", &a).multipart(&format!("/t/{reference}/post"), &fields).await;
    assert_eq!(replied.status, 303, "{}", replied.text());
    let heard = tracker.news(Duration::from_secs(2)).await.expect("a reply at A reaches a stream at B");
    assert!(heard.words().contains("We are on our way"));

    let mut bo = Listening::open(&site.person("bo", &a), &format!("/live/desk/t/{reference}"), None).await;
    let mut cy = Listening::open(&site.person("cy", &b), &format!("/live/desk/t/{reference}"), None).await;
    let seen = async {
        while let Some(heard) = cy.event().await {
            let here: Vec<PersonChip> = match heard.letter.kind {
                Kind::Presence => heard.letter.open().unwrap(),
                Kind::Ticket => heard.letter.open::<TicketPage>().unwrap().presence,
                _ => continue,
            };
            if here.iter().any(|chip| chip.name == "bo Example") {
                return;
            }
        }
        panic!("the stream has ended");
    };
    tokio::time::timeout(Duration::from_secs(5), seen).await.expect("Cy at B sees Bo at A");
    bo.news(Duration::from_secs(5)).await.expect("the page as it is");
    drop(bo);

    let fields = [
        ("company", "Lumbrera Optics"),
        ("phone", ""),
        ("place", ""),
        ("zone", "Europe/Madrid"),
        ("language", "en"),
        ("hours[0]", ""),
        ("hours[1]", ""),
        ("hours[2]", ""),
        ("hours[3]", ""),
        ("hours[4]", ""),
        ("hours[5]", ""),
        ("hours[6]", ""),
    ];
    let saved = site.person("ada", &a).call("/rpc/admin/desk", &fields).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let told = async {
        while !b.client.get("/").await.text().contains("Lumbrera Optics") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(3), told).await.expect("a setting at A counts at B");

    let ctx = Ctx::system(site.service.clone());
    let token = service::token::create(&ctx, "hall", TokenRole::Wall(WallProfile::Hall)).await.unwrap();
    let mut wall = Listening::open(&b.client, &format!("/live/wall?token={token}"), None).await;
    wall.news(Duration::from_secs(5)).await.expect("a picture");
    service::token::revoke(&ctx, TokenId(1)).await.unwrap();
    let ended = async { while wall.event().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(7), ended).await.expect("a screen that is revoked goes blank");
    assert_eq!(b.client.get(&format!("/wall?token={token}")).await.status, 404);

    let me = site.person("cy", &a);
    assert_eq!(me.form("/sign-out", &[]).await.status, 303);
    assert_eq!(site.person("cy", &b).get("/desk").await.status, 303, "who signs out at A is out at B");
    a.kill();
    b.kill();
}

/// Adding a service wakes nobody; the first page that B has kept tells it all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_without_a_word_is_soon_on_the_other_s_pages() {
    const SERVICES: &str = "services-h";
    let Some(site) = Site::open("untold").await else { return };
    let b = site.start();
    assert!(!b.client.get("/").await.text().contains(SERVICES));
    service::admin::new_service(&Ctx::system(site.service.clone()), "Door locks").await.unwrap();
    let told = async {
        while !b.client.get("/").await.text().contains(SERVICES) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(3), told).await.expect("a service that was added is shown");
    b.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_deliver_and_nothing_twice() {
    let Some(site) = Site::open("once").await else { return };
    let mut target = Receiver::listen("127.0.0.1:0", OK).await;
    site.hook(&target).await;
    let (a, b) = (site.start(), site.start());
    for n in 0..20 {
        let at = if n % 2 == 0 { &a } else { &b };
        ask(&at.client, &format!("Door {n} does not open")).await;
    }
    let mut told = BTreeSet::new();
    for _ in 0..20 {
        let request = target.next(Duration::from_secs(10)).await.expect("each is told");
        assert!(told.insert(header(&request, "webhook-id")), "told twice: {request}");
    }
    assert!(target.next(Duration::from_secs(3)).await.is_none(), "and nothing more");
    a.kill();
    b.kill();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_was_sending_the_other_one_sends() {
    let Some(site) = Site::open("killed").await else { return };
    let mut target = Receiver::listen("127.0.0.1:0", "").await;
    site.hook(&target).await;
    let a = site.start();
    ask(&a.client, "The door does not open").await;
    let first = target.next(Duration::from_secs(10)).await.expect("A sends");
    // A waits for the answer that never comes, and dies.
    let b = site.start();
    a.kill();
    let again = target.next(Duration::from_secs(35)).await.expect("B takes over when the lease is over");
    assert_eq!(header(&first, "webhook-id"), header(&again, "webhook-id"));
    assert_eq!(first.split("\r\n\r\n").nth(1), again.split("\r\n\r\n").nth(1));
    b.kill();
}
