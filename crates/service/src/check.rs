//! Whether a desk is sound: its database, its files, its clock, its timers. For an operator, beside a desk in use.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use domain::ids::{EventSeq, TicketId};
use domain::promise::{clock as clock_of, explain};
use domain::ticket::Ticket;
use domain::time::{MINUTE, Millis, UnixMs};
use serde::Serialize;
use store::{Store, StoreError, migrate};

use crate::job;
use crate::promise::Book;
use crate::secret::hex;

/// A clock that stands before this is wrong: 2026-01-01 UTC.
const LEAST_NOW: UnixMs = UnixMs(1_767_225_600_000);
/// Tickets whose clocks are looked at in one go.
const BATCH: i64 = 1_000;
/// How far the last event may lie ahead of the clock.
const CLOCK_TOLERANCE: Millis = MINUTE.times(5);

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub check: &'static str,
    pub verdict: Verdict,
    pub said: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Good,
    /// Deserves a look, and harms nothing yet.
    Mind,
    Bad,
}

impl Finding {
    pub fn new(check: &'static str, verdict: Verdict, said: impl Into<String>) -> Finding {
        Finding { check, verdict, said: said.into() }
    }
}

/// Whether timers should be running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    Yes,
    No,
    /// Several processes may serve it, and this one can't see them.
    Unknown,
}

/// Looks at everything, and goes on where something can't be looked at.
pub async fn all(store: &Store, files: &Path, now: UnixMs, served: Served) -> Vec<Finding> {
    let mut findings = Vec::new();
    let schema = match migrate::check(store).await {
        Ok(Some(schema)) => schema,
        Ok(None) => {
            return vec![Finding::new(
                "schema",
                Verdict::Bad,
                "no Deskbell has been here; `deskbell migrate` makes it",
            )];
        }
        Err(error) => return vec![failed("schema", &error)],
    };
    findings.push(match migrate::known() - schema {
        0 => Finding::new("schema", Verdict::Good, format!("{schema}, which this Deskbell knows")),
        _ => {
            let said = format!(
                "{schema}, and {} is the newest; the next start brings it up to date",
                migrate::known()
            );
            Finding::new("schema", Verdict::Mind, said)
        }
    });
    findings.push(database(store).await.unwrap_or_else(|error| failed("database", &error)));
    findings.extend(attachments(store, files).await.unwrap_or_else(|error| vec![failed("files", &error)]));
    findings.push(clock(store, now).await.unwrap_or_else(|error| failed("clock", &error)));
    findings.push(promises(store, now).await.unwrap_or_else(|error| failed("promises", &error)));
    findings.push(jobs(store, now, served).await.unwrap_or_else(|error| failed("jobs", &error)));
    findings.push(Finding::new("mail", Verdict::Good, "no mail is set up"));
    findings
}

fn failed(check: &'static str, error: &StoreError) -> Finding {
    let cause = std::error::Error::source(error).map(|cause| format!(" ({cause})")).unwrap_or_default();
    Finding::new(check, Verdict::Bad, format!("{error}{cause}"))
}

async fn database(store: &Store) -> Result<Finding, StoreError> {
    let mut tx = store.read().await?;
    let damage = store::transfer::damage(&mut tx).await?;
    if !damage.is_empty() {
        return Ok(Finding::new("database", Verdict::Bad, damage.join("; ")));
    }
    let mut rows = 0u64;
    for table in store::transfer::table::ALL {
        store::transfer::each(&mut tx, table, |_| {
            rows += 1;
            Ok::<(), StoreError>(())
        })
        .await?;
    }
    Ok(Finding::new("database", Verdict::Good, format!("sound; {rows} rows can be read")))
}

/// Whether each ticket's clock, explained stretch by stretch, adds up to the clock and to the time since it was asked.
async fn promises(store: &Store, now: UnixMs) -> Result<Finding, StoreError> {
    let mut tx = store.read().await?;
    let book = Book::new(store::promise::load(&mut tx).await?);
    let (mut checked, mut wrong, mut after) = (0u64, Vec::new(), TicketId(0));
    loop {
        let tickets = store::promise::tickets(&mut tx, after, BATCH).await?;
        for ticket in &tickets {
            checked += 1;
            if !adds_up(&book, ticket, now) {
                wrong.push(ticket.id.to_string());
            }
        }
        match tickets.last() {
            Some(last) if tickets.len() as i64 == BATCH => after = last.id,
            _ => break,
        }
    }
    Ok(match wrong.as_slice() {
        [] => Finding::new("promises", Verdict::Good, format!("the clocks of {checked} tickets add up")),
        [first, ..] => {
            let said = format!("{} of {checked} clocks do not add up, the first is {first}", wrong.len());
            Finding::new("promises", Verdict::Bad, said)
        }
    })
}

fn adds_up(book: &Book, ticket: &Ticket, now: UnixMs) -> bool {
    let facts = ticket.facts();
    let coverage = book.covering(&facts, ticket.calendar, now);
    let clock = clock_of(&facts, &book.policy(facts.asked_at), &coverage, now);
    let explained = explain(&facts, &coverage, now);
    explained.run == clock.done.used && explained.elapsed() == facts.until(now) - facts.asked_at
}

/// Files that rows name and that are not there, and files that no row names.
async fn attachments(store: &Store, folder: &Path) -> Result<Vec<Finding>, StoreError> {
    let mut tx = store.read().await?;
    // What lies on disk is listed first: a file is there before its row.
    let mut there = listed(folder);
    let named = store::transfer::contents(&mut tx).await?;
    let (mut missing, mut wrong) = (Vec::new(), Vec::new());
    for (hash, bytes) in &named {
        let name = hex(hash);
        match there.remove(&name).or_else(|| length(folder, hash)) {
            None => missing.push(name),
            Some(length) if i64::try_from(length) != Ok(*bytes) => wrong.push(name),
            Some(_) => {}
        }
    }
    let mut findings = vec![match (missing.as_slice(), wrong.as_slice()) {
        ([], []) => {
            Finding::new("files", Verdict::Good, format!("all {} attachments are there", named.len()))
        }
        (missing, wrong) => {
            let said = format!(
                "{} attachments are missing, {} have another length: {}",
                missing.len(),
                wrong.len(),
                missing.iter().chain(wrong).take(5).cloned().collect::<Vec<_>>().join(", ")
            );
            Finding::new("files", Verdict::Bad, said)
        }
    }];
    findings.push(match there.len() {
        0 => Finding::new("orphans", Verdict::Good, "every file belongs to a post"),
        count => {
            let said = format!(
                "{count} files belong to no post: uploads on their way, or what a form left that was not accepted"
            );
            Finding::new("orphans", Verdict::Mind, said)
        }
    });
    Ok(findings)
}

/// Files by the hash that is their name, with their length.
fn listed(folder: &Path) -> HashMap<String, u64> {
    let entries = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten();
    let mut files = HashMap::new();
    for inner in entries(folder) {
        for file in entries(&inner.path()) {
            let name =
                format!("{}{}", inner.file_name().to_string_lossy(), file.file_name().to_string_lossy());
            if let Ok(data) = file.metadata() {
                files.insert(name, data.len());
            }
        }
    }
    files
}

/// A file that came after the list was made.
fn length(folder: &Path, hash: &[u8]) -> Option<u64> {
    fs::metadata(folder.join(crate::vault::content_path(hash))).ok().map(|data| data.len())
}

async fn clock(store: &Store, now: UnixMs) -> Result<Finding, StoreError> {
    if now < LEAST_NOW {
        return Ok(Finding::new("clock", Verdict::Bad, "the clock of this machine stands before 2026"));
    }
    let mut tx = store.read().await?;
    let last = store::event::last_seq(&mut tx).await?;
    let last = store::event::since(&mut tx, EventSeq(last.0 - 1), 1).await?;
    let ahead = last.first().map_or(Millis(0), |event| event.at - now);
    Ok(if ahead > CLOCK_TOLERANCE {
        let said =
            format!("the last event is {} minutes ahead of the clock of this machine", ahead.minutes().0);
        Finding::new("clock", Verdict::Bad, said)
    } else {
        Finding::new("clock", Verdict::Good, "agrees with the log")
    })
}

async fn jobs(store: &Store, now: UnixMs, served: Served) -> Result<Finding, StoreError> {
    let overdue = job::overdue(store, now).await?;
    Ok(match (overdue.as_slice(), served) {
        ([], _) => Finding::new("jobs", Verdict::Good, "every timer ran lately"),
        (_, Served::No) => {
            Finding::new("jobs", Verdict::Good, "the desk is not served now, so no timer runs")
        }
        (late, Served::Unknown) if late.len() == job::COUNT => {
            Finding::new("jobs", Verdict::Mind, "no timer ran lately; is no process serving?")
        }
        (late, Served::Yes | Served::Unknown) => {
            Finding::new("jobs", Verdict::Bad, format!("overdue: {}", late.join(", ")))
        }
    })
}
