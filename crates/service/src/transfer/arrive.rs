//! Import of an export: an empty desk becomes the one that was exported, all of it or nothing.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use domain::access::Capability;
use domain::ids::TicketId;
use domain::thread::PostKind;
use serde_json::{Map, Value};
use store::Tx;
use store::search::Audience;
use store::transfer::table::{ALL, Table};

use super::{Refused, line, lines_of, manifest_of};
use crate::ctx::Ctx;
use crate::spreadsheet::Wrong;
use crate::vault::{self, FileFault, Manifest};

/// Rows in one statement.
const BATCH: usize = 500;
/// Bytes of rows in one statement, whatever their number.
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Fills an empty desk. Everything is checked against the manifest before anything is written.
pub async fn import(ctx: &Ctx, files: &Path, from: &Path) -> Result<Manifest, Refused> {
    ctx.may(Capability::Administer)?;
    let manifest = manifest_of(from)?;
    manifest.verify(from)?;
    let mut tx = ctx.service.store().write().await?;
    if !empty(&mut tx).await? {
        return Err(Refused::NotEmpty);
    }
    // A file without a row harms nobody; a row without its file would.
    for file in manifest.files.iter().filter_map(|file| file.path.strip_prefix("files/")) {
        vault::copy(&from.join("files").join(file), &vault::made(files, file)?)?;
    }
    store::transfer::clear(&mut tx).await?;
    let mut merged = Vec::new();
    for table in ALL {
        let rows = Rows { table, name: lines_of(table.name) };
        let read = rows.load(&mut tx, from, &mut merged).await?;
        let told = manifest.counts.get(table.name).copied().unwrap_or_default();
        if read != told {
            return Err(rows.wrong(read, format!("has {read} rows, the manifest says {told}")));
        }
    }
    for (ticket, survivor) in merged {
        store::transfer::merged(&mut tx, ticket, survivor).await?;
    }
    store::transfer::renumber(&mut tx).await?;
    tx.commit().await?;
    Ok(manifest)
}

/// What a desk has before anybody has used it.
const FIRST: [&str; 5] = ["settings", "meta", "calendar", "calendar_version", "policy"];

/// Whether nobody has used the desk yet; what every desk starts with does not count.
pub(crate) async fn empty(tx: &mut Tx) -> store::Result<bool> {
    for table in ALL.iter().filter(|table| !FIRST.contains(&table.name)) {
        if store::transfer::count(tx, table).await? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

struct Rows {
    table: &'static Table,
    name: String,
}

impl Rows {
    fn wrong(&self, line: u64, what: String) -> Refused {
        Refused::Content { file: self.name.clone(), what: Wrong::new(line, what) }
    }

    async fn load(&self, tx: &mut Tx, from: &Path, merged: &mut Vec<(i64, i64)>) -> Result<u64, Refused> {
        let path = from.join(&self.name);
        if !path.exists() {
            // A table that came with a later version.
            return Ok(0);
        }
        let failed = |error| FileFault::of(&self.name, error);
        let mut lines = BufReader::new(File::open(&path).map_err(failed)?).lines();
        let (mut batch, mut bytes, mut count) = (Vec::new(), 0, 0u64);
        while let Some(text) = lines.next().transpose().map_err(failed)? {
            count += 1;
            let mut row = line::read(self.table, &text).map_err(|what| self.wrong(count, what))?;
            if self.table.name == "ticket"
                && let Some(survivor) = row.remove("merged_into").and_then(|survivor| survivor.as_i64())
                && let Some(ticket) = number(&row, "id")
            {
                merged.push((ticket, survivor));
            }
            bytes += text.len();
            batch.push(row);
            if batch.len() == BATCH || bytes > BATCH_BYTES {
                self.insert(tx, std::mem::take(&mut batch), count).await?;
                bytes = 0;
            }
        }
        self.insert(tx, batch, count).await?;
        Ok(count)
    }

    async fn insert(&self, tx: &mut Tx, batch: Vec<Map<String, Value>>, last: u64) -> Result<(), Refused> {
        if batch.is_empty() {
            return Ok(());
        }
        let first = last + 1 - batch.len() as u64;
        let posts: Vec<Post> = match self.table.name {
            "post" => batch.iter().filter_map(Post::of).collect(),
            _ => Vec::new(),
        };
        let rows = Value::Array(batch.into_iter().map(Value::Object).collect()).to_string();
        store::transfer::insert(tx, self.table, &rows).await.map_err(|error| {
            let cause = crate::Error::from(error);
            let why = cause.cause().map(chain).unwrap_or_default();
            self.wrong(first, format!("these rows to {last} do not fit: {why}"))
        })?;
        for post in posts {
            post.index(tx).await?;
        }
        Ok(())
    }
}

/// A post, for the search.
struct Post {
    ticket: TicketId,
    body: String,
    audience: Audience,
}

impl Post {
    fn of(row: &Map<String, Value>) -> Option<Post> {
        let kind = PostKind::from_name(row.get("kind")?.as_str()?)?;
        Some(Post {
            ticket: TicketId(number(row, "ticket")?),
            body: row.get("body")?.as_str()?.to_owned(),
            audience: if kind.public() { Audience::Public } else { Audience::Staff },
        })
    }

    async fn index(&self, tx: &mut Tx) -> Result<(), Refused> {
        let Some(ticket) = store::ticket::by_id(tx, self.ticket).await? else { return Ok(()) };
        store::search::index(tx, self.ticket, ticket.subject.as_str(), &self.body, self.audience).await?;
        Ok(())
    }
}

fn number(row: &Map<String, Value>, column: &str) -> Option<i64> {
    row.get(column)?.as_i64()
}

/// An error with everything that it came from, for the operator.
fn chain(error: &(dyn std::error::Error + Send + Sync)) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        said = format!("{said}: {inner}");
        source = inner.source();
    }
    said
}
