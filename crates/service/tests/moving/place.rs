//! Places for desks: a folder with SQLite in it, or a fresh database of a PostgreSQL server.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::time::UnixMs;
use service::port::{Clock, Entropy};
use service::{Ctx, Service};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::Store;
use tempfile::TempDir;

/// Wednesday 2026-11-18, 10:42 UTC.
const MORNING: UnixMs = UnixMs(1_794_998_520_000);
/// The variable that names a PostgreSQL server.
const SERVER: &str = "DESKBELL_TEST_POSTGRES";

struct Morning;

impl Clock for Morning {
    fn now(&self) -> UnixMs {
        MORNING
    }
}

/// Different bytes each time.
struct Counting;

static COUNTER: AtomicU64 = AtomicU64::new(1);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let number = COUNTER.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Where a desk may be.
pub struct Place {
    folder: TempDir,
    pub url: String,
    database: Option<(String, String)>,
}

static DATABASES: AtomicI64 = AtomicI64::new(0);

impl Place {
    pub fn file() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/deskbell.db", folder.path().display());
        Place { folder, url, database: None }
    }

    /// None where no server is named, which is said loudly.
    pub async fn server(test: &str) -> Option<Place> {
        let Some(server) = std::env::var(SERVER).ok().filter(|server| !server.is_empty()) else {
            let line =
                format!("**** {test}: NOT TRIED ON POSTGRESQL, because {SERVER} names no server ****\n");
            let _ = std::io::stderr().write_all(line.as_bytes());
            return None;
        };
        let number = DATABASES.fetch_add(1, Ordering::SeqCst);
        let name = format!("deskbell_moving_{}_{number}", std::process::id());
        sql(&server, format!("create database {name} template template0")).await;
        let (address, options) = server.split_once('?').unwrap_or((&server, ""));
        let (scheme, rest) = address.split_once("://").unwrap();
        let url = format!("{scheme}://{}/{name}?{options}", rest.split('/').next().unwrap());
        let folder = tempfile::tempdir().unwrap();
        Some(Place { folder, url, database: Some((server, name)) })
    }

    /// A file, and a server's database where there is one.
    pub async fn each(test: &str) -> Vec<Place> {
        std::iter::once(Place::file()).chain(Place::server(test).await).collect()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn files(&self) -> PathBuf {
        let files = self.path("files");
        std::fs::create_dir_all(&files).unwrap();
        files
    }

    pub async fn open(&self) -> Service {
        let store = Store::open(&self.url).await.unwrap();
        store.migrate().await.unwrap();
        Service::open(store, &self.files(), Morning, Counting, "test".into()).await.unwrap()
    }

    /// A desk with the demo company in it.
    pub async fn with_demo(&self) {
        let service = self.open().await;
        service::demo::fill(&service).await.unwrap();
        service.store().close().await;
    }

    pub async fn export(&self, name: &str) -> PathBuf {
        let service = self.open().await;
        let to = self.path(name);
        service::transfer::export(&Ctx::system(service.clone()), &self.files(), &to, "0").await.unwrap();
        service.store().close().await;
        to
    }

    pub async fn import(&self, from: &Path) -> Result<(), service::transfer::Refused> {
        let service = self.open().await;
        let done = service::transfer::import(&Ctx::system(service.clone()), &self.files(), from).await;
        service.store().close().await;
        done.map(drop)
    }

    pub async fn remove(self) {
        if let Some((server, name)) = self.database {
            sql(&server, format!("drop database {name} with (force)")).await;
        }
    }
}

async fn sql(server: &str, text: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(text)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Every file of an export but its manifest, which tells its time.
pub fn contents(export: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![export.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("manifest.json") {
                let name = path.strip_prefix(export).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

pub fn assert_same(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs");
    }
}
