//! What one shift tells the next.

use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::text::Body;
use domain::time::UnixMs;

use crate::sql::{all, execute, statements};
use crate::{Result, Tx};

statements! {
    ADD = "insert into handover (author, body, at) values ($1, $2, $3)";
    LIST = "select p.id, p.name, h.body, h.at
        from handover h
        join person p on p.id = h.author
        order by h.at desc, h.id desc
        limit $1";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverRow {
    pub author: PersonChip,
    pub body: String,
    pub at: UnixMs,
}

pub async fn add_handover(tx: &mut Tx, author: PersonId, body: &Body, now: UnixMs) -> Result<()> {
    execute!(tx, ADD, author.0, body.as_str(), now.0).map(drop)
}

/// The latest notes, the newest first.
pub async fn handovers(tx: &mut Tx, limit: i64) -> Result<Vec<HandoverRow>> {
    let rows: Vec<(i64, String, String, i64)> = all!(tx, LIST, limit)?;
    let notes = rows.into_iter().map(|(id, name, body, at)| HandoverRow {
        author: PersonChip { id: PersonId(id), name },
        body,
        at: UnixMs(at),
    });
    Ok(notes.collect())
}
