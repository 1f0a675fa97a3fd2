//! The schema's history: numbered migrations, each run once, in order, in a transaction of its own.

use crate::engine::{INHABITED, LOCK_SCHEMA};
use crate::sql::{Sql, all, execute, on, one, statements};
use crate::{Result, Store, StoreError, Tx};

statements! {
    /// The whole text is kept, so that a migration that was changed later is noticed without a hash.
    CREATE = "create table if not exists schema_migration (
        number bigint not null primary key,
        name text not null,
        text text not null
    )";
    APPLIED = "select text from schema_migration where number = $1";
    LATEST = "select coalesce(max(number), 0) from schema_migration";
    RECORD = "insert into schema_migration (number, name, text) values ($1, $2, $3)";
}

/// A step of the schema, in the words of each engine.
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub text: Sql,
}

macro_rules! migrations {
    ($($number:literal $file:literal;)+) => {
        /// Every migration in order. One that was released is never changed.
        pub const ALL: &[Migration] = &[$(Migration {
            number: $number,
            name: $file,
            text: Sql::split(
                include_str!(concat!("../migrations/sqlite/", $file, ".sql")),
                include_str!(concat!("../migrations/postgres/", $file, ".sql")),
            ),
        }),+];
    };
}

migrations! {
    1 "0001_first_slice";
    2 "0002_api";
    3 "0003_webhook";
    4 "0004_import";
    5 "0005_large_desks";
    6 "0006_promise";
    7 "0007_rota";
    8 "0008_own_queue";
}

/// The schema that this build knows.
pub fn known() -> i64 {
    ALL.last().map_or(0, |migration| migration.number)
}

/// The schema that a database has; none when no Deskbell has been there.
pub async fn found(store: &Store) -> Result<Option<i64>> {
    let mut tx = store.read().await?;
    let (inhabited,): (i64,) = one!(&mut tx, INHABITED)?;
    if inhabited == 0 {
        return Ok(None);
    }
    let (found,): (i64,) = one!(&mut tx, LATEST)?;
    Ok(Some(found))
}

/// Errors with [`StoreError::NewerSchema`] when a newer Deskbell has been here, or any that this one does not know of.
pub async fn check(store: &Store) -> Result<Option<i64>> {
    match found(store).await? {
        Some(found) if found > known() => Err(StoreError::NewerSchema { found, known: known() }),
        found => Ok(found),
    }
}

pub(crate) async fn run(store: &Store) -> Result<()> {
    let mut tx = store.write().await?;
    execute!(&mut tx, LOCK_SCHEMA)?;
    execute!(&mut tx, CREATE)?;
    let (found,): (i64,) = one!(&mut tx, LATEST)?;
    tx.commit().await?;
    if found > known() {
        return Err(StoreError::NewerSchema { found, known: known() });
    }
    for migration in ALL {
        let mut tx = store.write().await?;
        // Another server may have run it since: each step looks again under the lock.
        execute!(&mut tx, LOCK_SCHEMA)?;
        apply(&mut tx, migration).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn apply(tx: &mut Tx, migration: &Migration) -> Result<()> {
    let text = on!(tx, migration.text, |_conn, text| text);
    let applied: Vec<(String,)> = all!(tx, APPLIED, migration.number)?;
    match applied.first() {
        Some((applied,)) if applied == text => Ok(()),
        Some(_) => Err(StoreError::Corrupt { table: "schema_migration", column: "text" }),
        None => {
            on!(tx, migration.text, |conn, text| sqlx::raw_sql(text).execute(conn).await.map(drop))?;
            execute!(tx, RECORD, migration.number, migration.name, text)?;
            tracing::info!(migration.name, "schema migrated");
            Ok(())
        }
    }
}
