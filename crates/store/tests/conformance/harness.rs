//! Fresh databases for each test, and the people and tickets that tests speak of.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use domain::event::Change;
use domain::ids::{EventSeq, PersonId, PostId, TicketId};
use domain::locale::Language;
use domain::person::{Role, Roles, Standing};
use domain::promise::{Ahead, Promise};
use domain::text::{Body, EmailAddress, Label, PersonName, Subject};
use domain::thread::PostKind;
use domain::ticket::{Channel, Kind, Level, Place, Resolution, Ticket};
use domain::time::{HOUR, UnixMs};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::event::NewEvent;
use store::person::NewPerson;
use store::post::NewPost;
use store::ticket::NewTicket;
use store::{Store, Tx};

/// Makes `sqlite::a_sentence` and `postgres::a_sentence` of each `async fn a_sentence(store: Store)`.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::harness::on_sqlite(super::$name).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::harness::on_postgres(stringify!($name), super::$name).await;
            })+
        }
    };
}

/// 2026-08-24, 08:00 UTC, a Monday.
pub const MONDAY: UnixMs = UnixMs(1_787_558_400_000);

pub const GRACE_DAYS: i64 = 7;

/// The variable that names a PostgreSQL server.
const SERVER: &str = "DESKBELL_TEST_POSTGRES";

pub async fn on_sqlite<F: AsyncFnOnce(Store)>(body: F) {
    let folder = Folder::new();
    let store = Store::open(&folder.url("deskbell.db")).await.unwrap();
    store.migrate().await.unwrap();
    body(store.clone()).await;
    store.close().await;
}

pub async fn on_postgres<F: AsyncFnOnce(Store)>(test: &str, body: F) {
    let Some(database) = Database::new().await else {
        not_tried(test);
        return;
    };
    let store = Store::open(&database.url).await.unwrap();
    store.migrate().await.unwrap();
    body(store.clone()).await;
    store.close().await;
    database.remove().await;
}

/// Says loudly that a test was left out; past the capture of a test's output, which swallows what passes.
pub fn not_tried(test: &str) {
    let line = format!("**** {test}: NOT TRIED ON POSTGRESQL, because {SERVER} names no server ****\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// A folder that vanishes with its test.
pub struct Folder(PathBuf);

static COUNTER: AtomicU32 = AtomicU32::new(0);

fn unique() -> String {
    format!("deskbell_test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

impl Folder {
    pub fn new() -> Folder {
        let folder = std::env::temp_dir().join(unique());
        std::fs::create_dir(&folder).unwrap();
        Folder(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn url(&self, file: &str) -> String {
        format!("sqlite://{}", self.0.join(file).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A fresh PostgreSQL database.
pub struct Database {
    name: String,
    server: String,
    pub url: String,
}

impl Database {
    /// None where no server is named.
    pub async fn new() -> Option<Database> {
        let server = std::env::var(SERVER).ok().filter(|server| !server.is_empty())?;
        let name = unique();
        let mut connection = PgConnection::connect(&server).await.unwrap();
        let create = format!("create database {name} template template0");
        sqlx::query(AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let (address, options) = server.split_once('?').unwrap_or((&server, ""));
        let (scheme, rest) = address.split_once("://").unwrap();
        let host = rest.split('/').next().unwrap();
        let url = format!("{scheme}://{host}/{name}?{options}");
        Some(Database { name, server, url })
    }

    pub async fn remove(self) {
        let mut connection = PgConnection::connect(&self.server).await.unwrap();
        let drop = format!("drop database {} with (force)", self.name);
        sqlx::query(AssertSqlSafe(drop)).execute(&mut connection).await.unwrap();
    }
}

/// Runs a statement as it stands, on either engine.
pub async fn raw(tx: &mut Tx, sql: &'static str) -> Result<u64, sqlx::Error> {
    match tx {
        Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|done| done.rows_affected()),
        Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|done| done.rows_affected()),
    }
}

pub fn label(text: &str) -> Label {
    Label::parse(text).unwrap()
}

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn body(text: &str) -> Body {
    Body::parse(text).unwrap()
}

/// Somebody with an account; the address is made of the first name.
pub fn somebody(name: &str, roles: &[Role]) -> NewPerson {
    let first = name.split(' ').next().unwrap().to_lowercase();
    NewPerson {
        name: PersonName::parse(name).unwrap(),
        email: email(&format!("{first}@lumbrera.example")),
        roles: roles.iter().copied().collect::<Roles>(),
        standing: Standing::Account,
        language: Language::Es,
        zone: Some("Europe/Madrid".into()),
        department: Some(label("Accounts")),
        location: Some(label("Madrid, 2nd floor")),
        job_title: None,
        phone: Some(label("+34 600 000 000")),
        created_at: MONDAY,
    }
}

/// Ana asks.
pub async fn ana(tx: &mut Tx) -> PersonId {
    store::person::insert(tx, &somebody("Ana Alba", &[])).await.unwrap()
}

/// Bo helps.
pub async fn bo(tx: &mut Tx) -> PersonId {
    store::person::insert(tx, &somebody("Bo Berg", &[Role::Agent])).await.unwrap()
}

/// Cy leads.
pub async fn cy(tx: &mut Tx) -> PersonId {
    store::person::insert(tx, &somebody("Cy Castro", &[Role::Lead])).await.unwrap()
}

/// Something broken that came on Monday at eight: an answer by nine, done by two.
pub fn asked(requester: PersonId) -> NewTicket {
    asked_at(requester, MONDAY)
}

pub fn asked_at(requester: PersonId, at: UnixMs) -> NewTicket {
    NewTicket {
        kind: Kind::Incident,
        channel: Channel::Portal,
        subject: Subject::parse("The printer on the second floor is silent").unwrap(),
        requester,
        urgent: None,
        service: None,
        created_at: at,
        calendar: None,
        needs: Vec::new(),
        wanted_by: None,
        promise: Promise { first_due_at: at + HOUR, due_at: at + HOUR.times(6) },
        ahead: Ahead { breaks_at: Some(at + HOUR), ..Ahead::default() },
    }
}

pub async fn ticket(tx: &mut Tx, requester: PersonId) -> TicketId {
    store::ticket::insert(tx, &asked(requester)).await.unwrap()
}

/// A ticket with a shorter or longer promise.
pub async fn ticket_due(tx: &mut Tx, requester: PersonId, due_at: UnixMs) -> TicketId {
    let promise = Promise { first_due_at: due_at, due_at };
    let ahead = Ahead { breaks_at: Some(due_at), ..Ahead::default() };
    store::ticket::insert(tx, &NewTicket { promise, ahead, ..asked(requester) }).await.unwrap()
}

/// Changes facts of a ticket, past all rules.
pub async fn change(tx: &mut Tx, id: TicketId, change: impl FnOnce(&mut Ticket)) {
    let mut ticket = store::ticket::lock(tx, id).await.unwrap().unwrap();
    change(&mut ticket);
    store::ticket::update(tx, &ticket).await.unwrap();
}

pub fn resolution(by: PersonId, at: UnixMs) -> Resolution {
    Resolution { at, by: Some(by), place: Place::Remote, level: Level::One }
}

pub async fn happened(tx: &mut Tx, ticket: TicketId, change: &Change) -> EventSeq {
    let event = NewEvent { ticket, at: MONDAY, actor: None, channel: Channel::Portal, post: None, change };
    store::event::append(tx, &event).await.unwrap()
}

/// A post with its event.
pub async fn wrote(
    tx: &mut Tx,
    ticket: TicketId,
    author: PersonId,
    kind: PostKind,
    text: &str,
) -> (PostId, EventSeq) {
    let new = NewPost { ticket, author, kind, body: &body(text), at: MONDAY };
    let post = store::post::insert(tx, &new).await.unwrap();
    let change = match kind {
        PostKind::Asked => Change::Created { ticket_kind: Kind::Incident },
        PostKind::Answer => Change::Answered,
        PostKind::Reply => Change::Replied,
        PostKind::Note => Change::Noted,
    };
    let event = NewEvent {
        ticket,
        at: MONDAY,
        actor: Some(author),
        channel: Channel::Portal,
        post: Some(post),
        change: &change,
    };
    (post, store::event::append(tx, &event).await.unwrap())
}
