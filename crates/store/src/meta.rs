//! What the server keeps for itself under a key: its secret, the hash of the set-up link.

use crate::sql::{execute, one, optional, statements};
use crate::{Result, Tx};

statements! {
    GET = "select value from meta where key = $1";
    PUT = "insert into meta (key, value)
        values ($1, $2)
        on conflict (key) do update set value = excluded.value";
    /// The value that was there first.
    KEEP = "insert into meta (key, value)
        values ($1, $2)
        on conflict (key) do update set value = meta.value
        returning value";
    REMOVE = "delete from meta where key = $1";
}

pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = optional!(tx, GET, key)?;
    Ok(row.map(|(value,)| value))
}

/// Sets the key's value, whether or not it had one.
pub async fn put(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    execute!(tx, PUT, key, value).map(drop)
}

/// Gives the key this value unless it has one; the one that it has then. Of two processes that start together, both get
/// the same.
pub async fn keep(tx: &mut Tx, key: &str, value: &str) -> Result<String> {
    let (kept,): (String,) = one!(tx, KEEP, key, value)?;
    Ok(kept)
}

pub async fn remove(tx: &mut Tx, key: &str) -> Result<()> {
    execute!(tx, REMOVE, key).map(drop)
}
