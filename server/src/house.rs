//! Opens the house: database, migrations, folders, and the service on top of them.

use std::fs::File;

use service::Service;
use store::{Sharing, Store};

use crate::clock::SystemClock;
use crate::config::{Setting, Storage, Wrong};
use crate::entropy::SystemEntropy;

/// Why the house can't be opened.
pub enum Closed {
    /// A setting that can't be used.
    Wrong(Wrong),
    /// Something else, in one line.
    Failed(String),
}

impl From<Wrong> for Closed {
    fn from(wrong: Wrong) -> Closed {
        Closed::Wrong(wrong)
    }
}

/// Opens the database and brings it up to date.
pub async fn store(storage: &Storage) -> Result<Store, Closed> {
    let url = storage.database()?;
    let store = Store::open(&url).await.map_err(|error| Setting::Database.wrong(error))?;
    store.migrate().await.map_err(|error| Setting::Database.wrong(error))?;
    Ok(store)
}

/// Opens the service for a command or for serving; `build` is what pages are compared with.
pub async fn open(storage: &Storage, build: String) -> Result<Service, Closed> {
    let files = storage.files()?;
    let store = store(storage).await?;
    Service::open(store, &files, SystemClock, SystemEntropy, build)
        .await
        .map_err(|error| Closed::Failed(crate::telemetry::Incident::of(&error).cause))
}

/// Keeps a second server off the same SQLite: it would not hear of what this one writes.
/// The system lets go of the lock when the process ends, however it ends.
pub struct Alone {
    _lock: Option<File>,
}

impl Alone {
    pub fn with(storage: &Storage, service: &Service) -> Result<Alone, Wrong> {
        match service.store().sharing() {
            Sharing::ManyProcesses => Ok(Alone { _lock: None }),
            Sharing::OneProcess => Alone::in_folder(storage),
        }
    }

    /// Whatever the database: nobody else serves from this folder, nor will while this is held.
    pub fn in_folder(storage: &Storage) -> Result<Alone, Wrong> {
        let path = storage.data.join("serving.lock");
        let lock = File::create(&path)
            .map_err(|error| Setting::Data.wrong(format_args!("cannot write {}: {error}", path.display())))?;
        match lock.try_lock() {
            Ok(()) => Ok(Alone { _lock: Some(lock) }),
            Err(_) => Err(Setting::Data.wrong(format_args!(
                "another Deskbell is serving from {}; stop it first",
                storage.data.display()
            ))),
        }
    }
}
