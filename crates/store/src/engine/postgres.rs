//! PostgreSQL: how it is reached, how commits are heard of, and what its error codes mean.

use std::ops::{Deref, DerefMut};
use std::panic::resume_unwind;
use std::str::FromStr;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgListener, PgPoolOptions};
use sqlx::{Connection as _, PgConnection, PgPool, Postgres, Transaction};
use tokio::task::JoinError;

use super::CONSTRAINTS;
use crate::db::Commits;
use crate::{OpenError, Result, StoreError};

/// One snapshot for the whole transaction, as SQLite has it.
const BEGIN_READ: &str = "begin isolation level repeatable read read only";
const BEGIN_WRITE: &str = "begin";

/// How long to wait for a connection, or for somebody else's lock.
const PATIENCE: Duration = Duration::from_secs(5);
const CONNECTIONS: u32 = 10;
/// How long a server may take to answer at the start.
const FIRST_ANSWER: Duration = Duration::from_millis(900);

/// Connects once to see that the server answers; the other connections come when they are needed.
pub(crate) async fn open(url: &str) -> Result<PgPool, OpenError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| OpenError::BadAddress(error.to_string()))?
        .application_name("deskbell")
        // Whatever the server's own default: what was acknowledged is on its disk.
        .options([("lock_timeout", "5s"), ("synchronous_commit", "on")]);
    let server = server(&options);
    // The pool would try for seconds; whoever mistyped an address is told at once.
    let answers = async { PgConnection::connect_with(&options).await?.close().await };
    match tokio::time::timeout(FIRST_ANSWER, answers).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return Err(refused(server, error)),
        Err(_) => return Err(OpenError::Unreachable { server, reason: "no answer in 0.9 s".into() }),
    }
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .connect_with(options)
        .await
        .map_err(|error| refused(server, error))
}

/// The server as an operator knows it, without the password.
fn server(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

fn refused(server: String, error: sqlx::Error) -> OpenError {
    match &error {
        sqlx::Error::Database(cause) => OpenError::Refused { server, reason: cause.message().to_owned() },
        sqlx::Error::PoolTimedOut => OpenError::Unreachable { server, reason: "no answer in 5 s".into() },
        sqlx::Error::Io(cause) => OpenError::Unreachable { server, reason: cause.to_string() },
        _ => OpenError::Unreachable { server, reason: error.to_string() },
    }
}

/// A transaction, and where its commit is counted if it may write.
#[derive(Debug)]
pub struct Open {
    tx: Transaction<'static, Postgres>,
    commits: Option<Commits>,
}

impl Open {
    pub(crate) async fn read(pool: &PgPool) -> Result<Open> {
        Ok(Open { tx: begun(pool, BEGIN_READ).await?, commits: None })
    }

    pub(crate) async fn write(pool: &PgPool, commits: Commits) -> Result<Open> {
        Ok(Open { tx: begun(pool, BEGIN_WRITE).await?, commits: Some(commits) })
    }

    pub(crate) async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        if let Some(commits) = self.commits {
            commits.count();
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }
}

/// Begins to the end, also when whoever asked goes away meanwhile: sqlx would give the connection to the next one with
/// a transaction begun of which it knows nothing, and his write would be refused as if it were a read.
async fn begun(pool: &PgPool, begin: &'static str) -> Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(begin).await });
    match begun.await.map_err(JoinError::try_into_panic) {
        Ok(begun) => Ok(begun?),
        Err(Ok(panic)) => resume_unwind(panic),
        // The program ends.
        Err(Err(_)) => Err(sqlx::Error::PoolClosed.into()),
    }
}

impl Deref for Open {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for Open {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}

/// Hears what other processes commit.
#[derive(Debug)]
pub(crate) struct Channel(PgListener);

impl Channel {
    pub(crate) async fn open(pool: &PgPool) -> Result<Channel> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen("deskbell").await?;
        Ok(Channel(listener))
    }

    /// Waits for a commit. A line that broke and came back wakes too: something may have been said meanwhile.
    pub(crate) async fn recv(&mut self) -> Result<()> {
        self.0.try_recv().await?;
        // Many commits are one reason to look.
        while self.0.next_buffered().is_some() {}
        Ok(())
    }
}

/// The store's error for one of PostgreSQL's, where it has one. Source: appendix A of its manual.
pub(crate) fn known(error: &(dyn DatabaseError + 'static)) -> Option<StoreError> {
    let error = error.try_downcast_ref::<PgDatabaseError>()?;
    match error.code() {
        // Serialisation failure, deadlock, lock not available, too many connections.
        "40001" | "40P01" | "55P03" | "53300" => Some(StoreError::Busy),
        "53100" => Some(StoreError::Full),
        // Unique violation.
        "23505" => {
            let violated = error.constraint()?;
            CONSTRAINTS.iter().find(|(name, _)| *name == violated).map(|(name, _)| StoreError::Conflict(name))
        }
        _ => None,
    }
}

/// How many rows the planner expects, from the first line of a plan: `… (cost=1.00..2.00 rows=42 width=4)`.
pub(crate) fn rows_of_plan(top: &str) -> Option<i64> {
    let (_, rest) = top.split_once(" rows=")?;
    rest.split(' ').next()?.parse().ok()
}
