//! SQLite: how its file is opened, and what its error codes mean.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteError, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Sqlite, SqliteConnection, SqlitePool, Transaction};

use super::CONSTRAINTS;
use super::group::{Turn, Writers};
use crate::db::Commits;
use crate::{OpenError, StoreError};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 4;
/// A reader that nobody has needed for this long gives its memory back.
const IDLE: Duration = Duration::from_secs(60);

/// The file's path in `sqlite://path` or `sqlite:path`.
pub(crate) fn path(url: &str) -> Result<&Path, OpenError> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or_default();
    match path {
        "" => Err(OpenError::NoPath),
        ":memory:" => Err(OpenError::InMemory),
        path => Ok(Path::new(path)),
    }
}

/// A transaction: on a reader of its own, or a turn on the one writer.
#[derive(Debug)]
pub enum Open {
    Read(Transaction<'static, Sqlite>),
    Write(Turn, Commits),
}

impl Deref for Open {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match self {
            Open::Read(tx) => tx,
            Open::Write(turn, _) => turn,
        }
    }
}

impl DerefMut for Open {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Open::Read(tx) => tx,
            Open::Write(turn, _) => turn,
        }
    }
}

/// Opens the writer now and the readers when they are first needed.
pub(crate) async fn open(path: &Path) -> Result<(Writers, SqlitePool), OpenError> {
    let shown = || path.display().to_string();
    if path.is_dir() {
        return Err(OpenError::IsFolder(shown()));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(OpenError::NoFolder(folder.display().to_string()));
    }
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        // A full disk makes SQLite roll back by itself, which sqlx doesn't hear of: it would refuse every transaction
        // after that. The ping comes first, so that a rollback which is still under way is over.
        .test_before_acquire(true)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        .connect_with(writer(path))
        .await
        .map_err(|error| refused(shown(), error))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .idle_timeout(IDLE)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(reader(path));
    Ok((Writers::new(writer), readers))
}

fn writer(path: &Path) -> SqliteConnectOptions {
    common(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit that was acknowledged survives the loss of power.
        .synchronous(SqliteSynchronous::Full)
        // A burst of writes leaves a long log; the file is cut back to 16 MiB when it is next reset.
        .pragma("journal_size_limit", "16777216")
        .pragma("cache_size", "-2048")
}

fn reader(path: &Path) -> SqliteConnectOptions {
    common(path).create_if_missing(false).pragma("query_only", "on").pragma("cache_size", "-1024")
}

fn common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("temp_store", "memory")
        .statement_cache_capacity(64)
}

fn refused(path: String, error: sqlx::Error) -> OpenError {
    match error.as_database_error().and_then(primary_code) {
        Some(code::NOT_A_DATABASE | code::CORRUPT) => OpenError::NotADatabase(path),
        _ => OpenError::CannotOpen { path, reason: error.to_string() },
    }
}

/// Primary result codes. Source: sqlite.org/rescode.html.
mod code {
    pub const BUSY: i64 = 5;
    pub const LOCKED: i64 = 6;
    pub const CORRUPT: i64 = 11;
    pub const FULL: i64 = 13;
    pub const CONSTRAINT: i64 = 19;
    pub const NOT_A_DATABASE: i64 = 26;
}

/// The store's error for one of SQLite's, where it has one.
pub(crate) fn known(error: &(dyn DatabaseError + 'static)) -> Option<StoreError> {
    match primary_code(error)? {
        code::BUSY | code::LOCKED => Some(StoreError::Busy),
        code::FULL => Some(StoreError::Full),
        code::CONSTRAINT => {
            let columns = error.message().strip_prefix("UNIQUE constraint failed: ")?;
            CONSTRAINTS
                .iter()
                .find(|(_, known)| *known == columns)
                .map(|(name, _)| StoreError::Conflict(name))
        }
        _ => None,
    }
}

/// None when the error is another engine's. The low byte of an extended code is the primary one.
fn primary_code(error: &(dyn DatabaseError + 'static)) -> Option<i64> {
    let error = error.try_downcast_ref::<SqliteError>()?;
    error.code()?.parse::<i64>().ok().map(|code| code & 0xff)
}
