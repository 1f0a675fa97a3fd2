//! Tables as a whole: read row by row for an export, filled in bulk by an import.

use futures::TryStreamExt as _;

use crate::engine::table::{ALL, Kind, Table};
use crate::engine::{LOCK_LOG, NUMBERS_OF_EVENTS, NUMBERS_OF_POSTS, NUMBERS_OF_TICKETS, SOUND, VALID};
use crate::sql::{all, execute, on, one, statements};
use crate::{Result, StoreError, Tx};

pub use crate::engine::table;

statements! {
    /// An import starts with a desk that has no settings, secrets, hours and service levels of its own.
    CLEAR_SETTINGS = "delete from settings";
    CLEAR_META = "delete from meta";
    CLEAR_VERSIONS = "delete from calendar_version";
    CLEAR_CALENDARS = "delete from calendar";
    CLEAR_POLICIES = "delete from policy";
    /// A ticket may be merged into a later one, which is there only when all tickets are.
    MERGED = "update ticket set merged_into = $2 where id = $1";
    CONTENTS = "select sha256, max(bytes) from file group by sha256 order by sha256";
}

/// What a column of a row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

/// Hands every row of a table to `take`, in the table's order, without holding more than one.
pub async fn each<E: From<StoreError>>(
    tx: &mut Tx,
    table: &Table,
    mut take: impl FnMut(&[Value]) -> Result<(), E>,
) -> Result<(), E> {
    on!(tx, table.select, |conn, text| {
        let mut rows = sqlx::query(text).fetch(conn);
        while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
            let values = table.columns.iter().enumerate().map(|(n, column)| {
                use sqlx::Row as _;
                Ok::<_, sqlx::Error>(
                    match column.kind {
                        Kind::Int | Kind::Time => row.try_get::<Option<i64>, _>(n)?.map(Value::Int),
                        Kind::Bool => row.try_get::<Option<bool>, _>(n)?.map(Value::Bool),
                        Kind::Text | Kind::Secret => row.try_get::<Option<String>, _>(n)?.map(Value::Text),
                        Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(n)?.map(Value::Bytes),
                    }
                    .unwrap_or(Value::Null),
                )
            });
            let values: Vec<Value> = values.collect::<Result<_, _>>().map_err(StoreError::from)?;
            take(&values)?;
        }
    });
    Ok(())
}

/// Fills a table with rows: a JSON list of objects with a field for every column that is not null.
pub async fn insert(tx: &mut Tx, table: &Table, rows: &str) -> Result<()> {
    execute!(tx, table.insert, rows).map(drop)
}

pub async fn count(tx: &mut Tx, table: &Table) -> Result<i64> {
    let (count,): (i64,) = one!(tx, table.count)?;
    Ok(count)
}

/// Makes every table go on with numbers that are free. To be called after rows with numbers of their own.
pub async fn renumber(tx: &mut Tx) -> Result<()> {
    for table in ALL {
        let _: Vec<(i64,)> = all!(tx, table.renumber)?;
    }
    Ok(())
}

pub async fn clear(tx: &mut Tx) -> Result<()> {
    execute!(tx, CLEAR_SETTINGS)?;
    execute!(tx, CLEAR_VERSIONS)?;
    execute!(tx, CLEAR_CALENDARS)?;
    execute!(tx, CLEAR_POLICIES)?;
    execute!(tx, CLEAR_META).map(drop)
}

pub async fn merged(tx: &mut Tx, ticket: i64, survivor: i64) -> Result<()> {
    execute!(tx, MERGED, ticket, survivor).map(drop)
}

/// Every attachment once: the hash of its content and its length in bytes.
pub async fn contents(tx: &mut Tx) -> Result<Vec<(Vec<u8>, i64)>> {
    all!(tx, CONTENTS)
}

/// What new numbers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    Tickets,
    Posts,
    /// Of the log, which is ours from here to the end of the transaction.
    Events,
}

/// So many new numbers, in order, that nobody else gets.
pub async fn numbers(tx: &mut Tx, of: Numbers, count: usize) -> Result<Vec<i64>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let rows: Vec<(i64,)> = match of {
        Numbers::Tickets => all!(tx, NUMBERS_OF_TICKETS, count)?,
        Numbers::Posts => all!(tx, NUMBERS_OF_POSTS, count)?,
        Numbers::Events => {
            execute!(tx, LOCK_LOG)?;
            all!(tx, NUMBERS_OF_EVENTS, count)?
        }
    };
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// What the engine finds wrong with its own database, a line each.
pub async fn damage(tx: &mut Tx) -> Result<Vec<String>> {
    let lines: Vec<(String,)> = all!(tx, SOUND)?;
    let mut damage: Vec<String> = lines.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect();
    let (broken,): (i64,) = one!(tx, VALID)?;
    if broken > 0 {
        damage.push(format!("{broken} references lead nowhere"));
    }
    Ok(damage)
}
