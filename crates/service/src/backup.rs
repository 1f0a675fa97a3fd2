//! Backup and restore: a consistent copy of the database with the attachments that it names, made while the desk is
//! in use.
//!
//! These are commands of the operator on a desk that may be served by another process, or not be there at all: they
//! take the database's address and not a context, change no schema, and ask nobody for permission.

use std::path::Path;

use domain::time::UnixMs;
use store::backup::CopyError;
use store::{OpenError, Store, StoreError, migrate};

use crate::vault::{self, FileFault, Folder, Manifest};

const KIND: &str = "backup";
const FORMAT: u32 = 1;

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    File(#[from] FileFault),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{0}")]
    Store(String),
    #[error("there is no desk here to back up")]
    NoDesk,
    #[error(
        "there is a desk with people or tickets here already; restore beside it, for instance into a new --data folder"
    )]
    NotEmpty,
    #[error("this database has tables already; make a new, empty one")]
    NotFresh,
    #[error("the backup names no database")]
    NoDatabase,
    #[error(
        "the backup was made with schema {found}, this Deskbell knows only {known}; install the newer Deskbell"
    )]
    Newer { found: i64, known: i64 },
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Refused {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        Refused::Store(format!("{error}{}", cause.unwrap_or_default()))
    }
}

/// Copies the desk into a folder that is not there yet; it appears when it is whole and on disk. What was acknowledged
/// before this began is in it. `files` is where the desk keeps its attachments, `version` that of this Deskbell.
pub async fn make(
    url: &str,
    files: &Path,
    to: &Path,
    now: UnixMs,
    version: &str,
) -> Result<Manifest, Refused> {
    if store::backup::absent(url) {
        return Err(Refused::NoDesk);
    }
    let store = Store::open(url).await?;
    let made = copy(&store, url, files, to, now, version).await;
    store.close().await;
    made
}

async fn copy(
    store: &Store,
    url: &str,
    files: &Path,
    to: &Path,
    now: UnixMs,
    version: &str,
) -> Result<Manifest, Refused> {
    let schema = migrate::check(store).await?.ok_or(Refused::NoDesk)?;
    let mut folder = Folder::begin(to)?;
    let mut manifest = Manifest::new(KIND, FORMAT, version, schema, now);
    let name = store::backup::copy(url, folder.root()).await?;
    manifest.add(name, vault::sum_of(&folder.path(name)?)?);
    // Rows of files are never removed: those that are there now are at least those of the copy.
    let mut tx = store.read().await?;
    for (hash, bytes) in store::transfer::contents(&mut tx).await? {
        let name = vault::content_path(&hash);
        let sum = vault::link(&files.join(&name), &folder.path(&format!("files/{name}"))?)?;
        vault::must_be(&name, &sum, &hash, bytes)?;
        manifest.add(&format!("files/{name}"), sum);
    }
    tx.rollback().await?;
    folder.finish(&manifest)?;
    Ok(manifest)
}

/// Brings a backup back to an address at which no desk is in use. Everything is checked before anything is written.
pub async fn restore(from: &Path, url: &str, files: &Path) -> Result<Manifest, Refused> {
    let manifest = Manifest::read(from, KIND, FORMAT)?;
    let known = migrate::known();
    if manifest.schema > known {
        return Err(Refused::Newer { found: manifest.schema, known });
    }
    manifest.verify(from)?;
    let database = manifest.files.iter().find(|file| !file.path.contains('/')).ok_or(Refused::NoDatabase)?;
    let database = from.join(&database.path);
    store::backup::examine(&database).await?;
    must_be_free(url).await?;
    for file in manifest.files.iter().filter_map(|file| file.path.strip_prefix("files/")) {
        vault::copy(&from.join("files").join(file), &vault::made(files, file)?)?;
    }
    store::backup::restore(&database, url).await?;
    Ok(manifest)
}

/// A file may be replaced where nobody has used the desk yet; a server's database must be fresh.
async fn must_be_free(url: &str) -> Result<(), Refused> {
    if store::backup::absent(url) {
        return Ok(());
    }
    let store = Store::open(url).await?;
    let free = async {
        if migrate::found(&store).await?.is_none() {
            return Ok(());
        }
        if !store::backup::replaces(url) {
            return Err(Refused::NotFresh);
        }
        migrate::check(&store).await?;
        let mut tx = store.read().await?;
        let empty = crate::transfer::empty(&mut tx).await?;
        tx.rollback().await?;
        if empty { Ok(()) } else { Err(Refused::NotEmpty) }
    };
    let free = free.await;
    store.close().await;
    free
}
