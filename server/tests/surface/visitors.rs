//! Who asks, and what each of them has.

use std::collections::BTreeMap;

use domain::access::WallProfile;
use domain::ids::PersonId;
use domain::person::Standing;
use store::token::TokenRole;

use crate::client::{Client, Part};
use crate::desk::{Folder, PASSWORD, TestDesk, address};

/// A word that only the desk may read.
pub const CANARY: &str = "xk7-canary-of-the-staff";

/// Who asks, from the least to the most. `wil` watches every ticket of `ana`, `dan` has nothing to do with it.
pub const VISITORS: [&str; 11] = [
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
/// What one visitor has: a ticket that he stands to as his name says, its files, and his secrets.
#[derive(Clone, Debug, Default)]
pub struct Has {
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
    pub fn fill(&self, text: &str, encode: impl Fn(&str) -> String) -> String {
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

    pub fn client(&self, desk: &TestDesk, visitor: &str) -> Client {
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
pub async fn prepare() -> (Folder, BTreeMap<&'static str, Has>) {
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
