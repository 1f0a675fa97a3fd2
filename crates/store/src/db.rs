//! The store: its pools, its transactions and its errors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{PgPool, SqlitePool};

use crate::engine::group::Writers;
use crate::engine::{self, postgres, sqlite};
use crate::sql::{execute, statements};
use crate::{Result, migrate};

statements! {
    /// A tiny write; what it writes is rolled back.
    PROBE = "insert into meta (key, value)
        values ('probe', '')
        on conflict (key) do update set value = excluded.value";
}

/// A database, opened. Clones share the same connections.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    commits: Commits,
}

/// How often this process has committed something.
#[derive(Clone, Debug, Default)]
pub struct Commits(Arc<AtomicU64>);

impl Commits {
    /// Counted before whoever wrote is told that it is done.
    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[derive(Clone, Debug)]
enum Pools {
    /// One writer, so that writers queue here and not inside the engine, and a few readers beside it.
    Sqlite {
        writers: Writers,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Which engine is at work; for diagnostics only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// How many processes may serve one database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// The file belongs to the process that has it open.
    OneProcess,
    ManyProcesses,
}

/// Why a database could not be opened. Its text is one sentence for the operator and holds no password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the database address {0:?} has no scheme; write sqlite:///path/to/deskbell.db or postgres://user@host/name"
    )]
    NoScheme(String),
    #[error("the database scheme {0:?} is unknown; write sqlite:// or postgres://")]
    UnknownScheme(String),
    #[error("the database address names no file; write sqlite:///path/to/deskbell.db")]
    NoPath,
    #[error("the database can't live in memory; name a file, as in sqlite:///path/to/deskbell.db")]
    InMemory,
    #[error("the folder {0:?} of the database does not exist; create it first")]
    NoFolder(String),
    #[error("{0:?} is a folder, not a database file")]
    IsFolder(String),
    #[error("{0:?} is not a database that Deskbell can read")]
    NotADatabase(String),
    #[error("the database file {path:?} can't be opened ({reason})")]
    CannotOpen { path: String, reason: String },
    #[error("the postgres address can't be understood ({0})")]
    BadAddress(String),
    #[error("the database server at {server} can't be reached ({reason})")]
    Unreachable { server: String, reason: String },
    #[error("the database server at {server} refused ({reason})")]
    Refused { server: String, reason: String },
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was writing for too long, or his failure undid this too; trying again helps.
    #[error("the database is busy")]
    Busy,
    /// The named constraint does not allow it.
    #[error("the constraint {0} does not allow it")]
    Conflict(&'static str),
    #[error("the disk of the database is full")]
    Full,
    /// A newer Deskbell has been here.
    #[error("the database has schema {found}, this Deskbell knows only {known}; install the newer Deskbell")]
    NewerSchema { found: i64, known: i64 },
    /// Something stored is not what this Deskbell stores.
    #[error("what is stored in {table}.{column} can't be understood")]
    Corrupt { table: &'static str, column: &'static str },
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        engine::translate(error)
    }
}

impl Store {
    /// Opens `sqlite://path`, `sqlite:path` or `postgres://…`. A missing SQLite file is created; its folder must exist.
    /// The schema is left as it is, see [`Store::migrate`]. Errors within 5 seconds when nobody answers.
    pub async fn open(url: &str) -> Result<Store, OpenError> {
        let Some((scheme, _)) = url.split_once(':') else {
            return Err(OpenError::NoScheme(url.to_owned()));
        };
        let pools = match scheme {
            "sqlite" => {
                let path = sqlite::path(url)?;
                let (writers, readers) = sqlite::open(path).await?;
                Pools::Sqlite { writers, readers }
            }
            "postgres" | "postgresql" => Pools::Postgres(postgres::open(url).await?),
            _ if url.contains("://") => return Err(OpenError::UnknownScheme(scheme.to_owned())),
            _ => return Err(OpenError::NoScheme(url.to_owned())),
        };
        Ok(Store { pools, commits: Commits::default() })
    }

    /// Brings the schema up to this build, each migration in a transaction of its own.
    /// Errors with [`StoreError::NewerSchema`] when a newer build has been here, and changes nothing then.
    pub async fn migrate(&self) -> Result<()> {
        migrate::run(self).await
    }

    /// A transaction that only reads, and sees one state of the database from its first read on.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => Tx::Sqlite(sqlite::Open::Read(readers.begin().await?)),
            Pools::Postgres(pool) => Tx::Postgres(postgres::Open::read(pool).await?),
        })
    }

    /// A transaction that writes. On SQLite it is the only one from here on; it never has to be tried again because
    /// of what it has read. Errors with [`StoreError::Busy`] when the others take longer than 5 seconds.
    /// SQLite's writers share commits, see [`Tx::commit`]: don't wait for anything but the database while it is open.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match &self.pools {
            Pools::Sqlite { writers, .. } => {
                Tx::Sqlite(sqlite::Open::Write(writers.begin().await?, self.commits.clone()))
            }
            Pools::Postgres(pool) => Tx::Postgres(postgres::Open::write(pool, self.commits.clone()).await?),
        })
    }

    /// How often this process has committed something: what was read before it grew may be out of date.
    pub fn commits(&self) -> u64 {
        self.commits.0.load(Ordering::SeqCst)
    }

    pub fn sharing(&self) -> Sharing {
        match &self.pools {
            Pools::Sqlite { .. } => Sharing::OneProcess,
            Pools::Postgres(_) => Sharing::ManyProcesses,
        }
    }

    pub fn engine(&self) -> Engine {
        match &self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether the database takes writes now; leaves nothing behind.
    pub async fn writable(&self) -> Result<()> {
        let mut tx = self.write().await?;
        execute!(&mut tx, PROBE)?;
        tx.rollback().await
    }

    /// Wakes on commits of other processes that said [`Tx::notify`].
    pub async fn listen(&self) -> Result<Listener> {
        Ok(match &self.pools {
            Pools::Sqlite { .. } => Listener(Line::Alone),
            Pools::Postgres(pool) => Listener(Line::Postgres(Box::new(postgres::Channel::open(pool).await?))),
        })
    }

    /// Whether it was closed: nothing can be read from it any more.
    pub fn is_closed(&self) -> bool {
        match &self.pools {
            Pools::Sqlite { readers, .. } => readers.is_closed(),
            Pools::Postgres(pool) => pool.is_closed(),
        }
    }

    /// Lets running transactions end, then closes every connection.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writers, readers } => {
                // The writer goes last: only it can move the write-ahead log into the database file.
                readers.close().await;
                writers.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub enum Tx {
    Sqlite(sqlite::Open),
    Postgres(postgres::Open),
}

impl Tx {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Tx::Sqlite(_) => Engine::Sqlite,
            Tx::Postgres(_) => Engine::Postgres,
        }
    }

    /// Ends when what was written is on disk. SQLite's writers that follow each other closely share one sync; where it
    /// fails, it fails for all of them, and each is told. Errors with [`StoreError::Busy`] when another writer's failure
    /// has undone this one's work too; trying again helps.
    pub async fn commit(self) -> Result<()> {
        match self {
            Tx::Sqlite(sqlite::Open::Read(tx)) => tx.commit().await?,
            Tx::Sqlite(sqlite::Open::Write(turn, commits)) => {
                turn.commit().await?;
                commits.count();
            }
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Takes back what was written. It ends when what was read is on disk, so that an answer may speak of it.
    pub async fn rollback(self) -> Result<()> {
        match self {
            Tx::Sqlite(sqlite::Open::Read(tx)) => tx.rollback().await?,
            Tx::Sqlite(sqlite::Open::Write(turn, _)) => turn.rollback().await?,
            Tx::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// The state of the database that this transaction sees. None on SQLite, where [`Store::commits`] tells all.
    pub async fn snapshot(&mut self) -> Result<Option<Snapshot>> {
        Ok(engine::snapshot(self).await?.map(Snapshot))
    }

    /// Wakes the [`Listener`]s of all processes when this transaction commits. SQLite has one process and wakes nobody.
    pub async fn notify(&mut self) -> Result<()> {
        engine::notify(self).await
    }
}

/// A state of the database: while it is the same, nobody has committed anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(String);

/// Hears of commits, see [`Store::listen`].
#[derive(Debug)]
pub struct Listener(Line);

#[derive(Debug)]
enum Line {
    /// There is no other process to hear of.
    Alone,
    Postgres(Box<postgres::Channel>),
}

impl Listener {
    /// Waits for a commit. It may wake without one, and one wake may stand for several commits.
    pub async fn recv(&mut self) -> Result<()> {
        match &mut self.0 {
            Line::Alone => std::future::pending().await,
            Line::Postgres(channel) => channel.recv().await,
        }
    }
}
