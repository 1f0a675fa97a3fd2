//! A desk for one test: a real server on a port of its own, with people whose sessions are open.
//!
//! `ana` asks, `dan` asks too, `bo` helps, `cy` leads, `eva` approves, `ada` is the admin, `wil` only watches.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use domain::person::Role;
use domain::time::{Millis, UnixMs};
use server::assets::Site;
use server::clock::SystemClock;
use server::config::{Public, Rates};
use server::desk::Desk;
use server::entropy::SystemEntropy;
use service::account::NewAccount;
use service::port::Clock;
use service::{Ctx, Service};
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::client::{Answer, Client, Part};

pub const PASSWORD: &str = "correct horse battery";

pub const PEOPLE: [(&str, &[Role]); 7] = [
    ("ana", &[]),
    ("dan", &[]),
    ("wil", &[]),
    ("bo", &[Role::Agent]),
    ("cy", &[Role::Lead]),
    ("eva", &[Role::Approver]),
    ("ada", &[Role::Admin]),
];

/// A clock that moves only when it is told.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl Default for TestClock {
    /// Wednesday 2026-11-18, 10:42 UTC.
    fn default() -> TestClock {
        TestClock(Arc::new(AtomicI64::new(1_794_998_520_000)))
    }
}

impl TestClock {
    pub fn pass(&self, time: Millis) {
        self.0.fetch_add(time.0, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> UnixMs {
        UnixMs(self.0.load(Ordering::SeqCst))
    }
}

/// A server that runs until the test drops it.
pub struct TestDesk {
    pub client: Client,
    pub service: Service,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
    folder: Folder,
}

impl TestDesk {
    pub async fn start() -> TestDesk {
        TestDesk::with(SystemClock, None).await
    }

    /// With a clock and a public address of the test's own.
    pub async fn with(clock: impl Clock, public: Option<Public>) -> TestDesk {
        let folder = Folder::new();
        copy(&template().folder, &folder.0);
        TestDesk::on(folder, clock, public).await
    }

    /// With other limits for programs than the usual ones.
    pub async fn with_rates(rates: Rates) -> TestDesk {
        let folder = Folder::new();
        copy(&template().folder, &folder.0);
        TestDesk::serve(folder, SystemClock, None, rates).await
    }

    /// On what another desk left behind.
    pub async fn on_copy_of(other: &Path) -> TestDesk {
        let folder = Folder::new();
        copy(other, &folder.0);
        TestDesk::on(folder, SystemClock, None).await
    }

    async fn on(folder: Folder, clock: impl Clock, public: Option<Public>) -> TestDesk {
        TestDesk::serve(folder, clock, public, Rates::default()).await
    }

    async fn serve(folder: Folder, clock: impl Clock, public: Option<Public>, rates: Rates) -> TestDesk {
        let site = Site::load();
        let store = Store::open(&format!("sqlite://{}/deskbell.db", folder.0.display())).await.unwrap();
        store.migrate().await.unwrap();
        let build = site.assets().build.clone();
        let service =
            Service::open(store, &folder.0.join("files"), clock, SystemEntropy, build).await.unwrap();
        let (close, closing) = watch::channel(false);
        let desk =
            Desk::new(service.clone(), site, public, folder.0.join("spool"), closing).with_rates(rates);
        let router = server::router::router(desk);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = Client::new(listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { _ = stopped.await };
        let served = tokio::spawn(server::serve::serve(listener, router, close, stopped));
        TestDesk { client, service, stop: Some(stop), served: Some(served), folder }
    }

    /// Somebody who is not signed in.
    pub fn nobody(&self) -> Client {
        self.client.clone()
    }

    /// One of the people above, signed in.
    pub fn person(&self, name: &str) -> Client {
        let (_, token) =
            template().sessions.iter().find(|(known, _)| known == name).expect("a person of the desk");
        self.nobody().with_session(token)
    }

    /// Where the desk keeps its data.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    pub async fn id_of(&self, name: &str) -> domain::ids::PersonId {
        let mut tx = self.service.store().read().await.unwrap();
        let email = domain::text::EmailAddress::parse(&address(name)).unwrap();
        store::person::by_email(&mut tx, &email).await.unwrap().unwrap().id
    }

    /// A ticket of somebody who is signed in; its reference, such as `T-1001`.
    pub async fn ticket_of(&self, name: &str, body: &str) -> String {
        let answer = self.person(name).multipart("/new", &[Part::Text("body", body)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        reference(&answer)
    }

    /// A ticket of a guest: its reference and the key of its link.
    pub async fn guest_ticket(&self, body: &str) -> (String, String) {
        let fields = [
            Part::Text("body", body),
            Part::Text("name", "Gus Guest"),
            Part::Text("email", "gus@elsewhere.example"),
        ];
        let answer = self.nobody().multipart("/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let (_, key) = answer.location().split_once("?k=").expect("a guest's link has a key");
        (reference(&answer), key.to_owned())
    }

    /// Takes what the desk has written, once it has stopped.
    pub fn into_folder(mut self) -> Folder {
        std::mem::replace(&mut self.folder, Folder(PathBuf::new()))
    }

    /// Stops the server as a signal does; ends when it has drained.
    pub async fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(served) = self.served.take() {
            served.await.unwrap();
        }
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        if let Some(served) = self.served.take() {
            served.abort();
        }
    }
}

/// The ticket's reference in the address that a form led to.
pub fn reference(answer: &Answer) -> String {
    let path = answer.location().split('?').next().unwrap();
    path.rsplit('/').next().unwrap().to_owned()
}

pub fn address(name: &str) -> String {
    format!("{name}@lumbrera.example")
}

/// A folder that ends with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = fresh(&number.to_string());
        for inner in ["files", "spool"] {
            std::fs::create_dir_all(path.join(inner)).unwrap();
        }
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.0.as_os_str().is_empty() {
            return;
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A path of this process. What a process of the same number has left there is taken away.
fn fresh(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("deskbell-test-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

/// A database with all people and their sessions. Hashing a password takes long on purpose, so it is done once.
struct Template {
    folder: PathBuf,
    sessions: Vec<(String, String)>,
}

fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let building = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(build_template())
        });
        building.join().expect("the template is built")
    })
}

async fn build_template() -> Template {
    let folder = fresh("template");
    std::fs::create_dir_all(folder.join("files")).unwrap();
    let store = Store::open(&format!("sqlite://{}/deskbell.db", folder.display())).await.unwrap();
    store.migrate().await.unwrap();
    let service =
        Service::open(store, &folder.join("files"), SystemClock, SystemEntropy, String::new()).await.unwrap();
    let ctx = Ctx::system(service.clone());
    let mut sessions = Vec::new();
    for (name, roles) in PEOPLE {
        let new = NewAccount {
            email: address(name),
            name: format!("{}{} Example", name[..1].to_uppercase(), &name[1..]),
            password: PASSWORD.into(),
            roles: roles.to_vec(),
        };
        service::account::create(&ctx, new).await.unwrap();
        let signed_in = service::session::sign_in(&ctx, &address(name), PASSWORD).await.unwrap();
        sessions.push((name.to_owned(), signed_in.token));
    }
    service.store().close().await;
    Template { folder, sessions }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let (entry, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
        if entry.is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            copy(&entry, &to);
        } else {
            std::fs::copy(entry, to).unwrap();
        }
    }
}
