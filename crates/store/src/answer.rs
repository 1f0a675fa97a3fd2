//! What programs were answered, so that a request which is sent again with its key gets the same answer.

use domain::time::UnixMs;

use crate::decode::hash;
use crate::sql::{execute, optional, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    FIND = "select request, status, location, etag, body
        from api_answer
        where key = $1 and created_at >= $2";
    /// Waits where another transaction keeps an answer under the same key; what is too old makes room.
    KEEP = "insert into api_answer (key, request, status, location, etag, body, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (key) do update set
            request = excluded.request, status = excluded.status, location = excluded.location,
            etag = excluded.etag, body = excluded.body, created_at = excluded.created_at
            where api_answer.created_at < $8";
    FORGET = "delete from api_answer where created_at < $1";
}

/// An answer, and the hash of the request that it was given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub request: [u8; 32],
    pub answer: Answer,
}

/// An answer of the interface for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The address of what was made.
    pub location: Option<String>,
    /// The version of what was changed.
    pub etag: Option<String>,
    /// JSON, or nothing.
    pub body: Vec<u8>,
}

/// The answer that was kept under a key since `not_before`.
pub async fn find(tx: &mut Tx, key: &[u8; 32], not_before: UnixMs) -> Result<Option<Kept>> {
    let row: Option<KeptRow> = optional!(tx, FIND, key.as_slice(), not_before.0)?;
    row.map(Kept::try_from).transpose()
}

/// Keeps an answer. False when one is kept under this key since `not_before`; then nothing is changed.
pub async fn keep(tx: &mut Tx, key: &[u8; 32], kept: &Kept, now: UnixMs, not_before: UnixMs) -> Result<bool> {
    let Kept { request, answer } = kept;
    let touched = execute!(
        tx,
        KEEP,
        key.as_slice(),
        request.as_slice(),
        i64::from(answer.status),
        answer.location.as_deref(),
        answer.etag.as_deref(),
        answer.body.as_slice(),
        now.0,
        not_before.0,
    )?;
    Ok(touched > 0)
}

/// Removes answers that are older than that, and tells how many.
pub async fn forget(tx: &mut Tx, before: UnixMs) -> Result<u64> {
    execute!(tx, FORGET, before.0)
}

row! {
    struct KeptRow {
        request: Vec<u8>,
        status: i64,
        location: Option<String>,
        etag: Option<String>,
        body: Vec<u8>,
    }
}

impl TryFrom<KeptRow> for Kept {
    type Error = StoreError;

    fn try_from(row: KeptRow) -> Result<Kept> {
        let status = u16::try_from(row.status)
            .map_err(|_| StoreError::Corrupt { table: "api_answer", column: "status" })?;
        Ok(Kept {
            request: hash(row.request, "api_answer", "request")?,
            answer: Answer { status, location: row.location, etag: row.etag, body: row.body },
        })
    }
}
