//! Full-text search over tickets: every word must be there, the beginning of a word is enough.
//!
//! A ticket is one document of its subject and all its posts, so that two words in two posts are found together.
//! Words are cut and folded here and not by the engines, which then agree on what a word is, and to which nothing
//! that people type can look like an operator.

use std::collections::{HashMap, HashSet};

use domain::ids::TicketId;
use domain::ticket::queue::QueueRow;

use crate::engine::full_text::{Weight, document, question};
use crate::engine::{
    SEARCH_ADD, SEARCH_BEGIN, SEARCH_COUNT, SEARCH_NEWEST, SEARCH_NEWEST_OF_MANY, SEARCH_RETITLE,
    SEARCH_SUBJECTS, SEARCH_WEIGHED,
};
use crate::fold::words;
use crate::sql::{all, execute, one};
use crate::{Result, Tx, ticket};

/// Most words of a query that count.
const MAX_WORDS: usize = 16;
/// Most hits that are weighed one against the other. Of more than these nobody reads on to the best: what stands in
/// the subject comes first, and then what is new. To weigh the 50,000 hits of a common word would take a second.
const MAX_WEIGHED: i64 = 200;
/// From so many hits on they are not gathered before the newest are taken.
const MANY: i64 = 20_000;

/// Who may find a ticket by these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Public,
    Staff,
}

/// Makes the document of a ticket that has none, of its subject and its first post.
pub async fn begin(tx: &mut Tx, ticket: TicketId, subject: &str, body: &str) -> Result<()> {
    let engine = tx.engine();
    let subject = document(engine, &title(ticket, subject), Weight::Subject);
    let public = document(engine, &words(body), Weight::Public);
    execute!(tx, SEARCH_BEGIN, ticket.0, subject, public).map(drop)
}

/// Adds the words of a post to its ticket's document; the subject replaces the one before.
/// Call it once for every post, but for the first, with which [`begin`] makes the document.
pub async fn index(
    tx: &mut Tx,
    ticket: TicketId,
    subject: &str,
    body: &str,
    audience: Audience,
) -> Result<()> {
    let (public, staff) = match audience {
        Audience::Public => (body, ""),
        Audience::Staff => ("", body),
    };
    let engine = tx.engine();
    let subject = document(engine, &title(ticket, subject), Weight::Subject);
    let public = document(engine, &words(public), Weight::Public);
    let staff = document(engine, &words(staff), Weight::Staff);
    execute!(tx, SEARCH_ADD, ticket.0, subject, public, staff).map(drop)
}

/// Replaces the subject in a ticket's document.
pub async fn retitle(tx: &mut Tx, ticket: TicketId, subject: &str) -> Result<()> {
    let subject = document(tx.engine(), &title(ticket, subject), Weight::Subject);
    execute!(tx, SEARCH_RETITLE, ticket.0, subject).map(drop)
}

/// Tickets that have every word of a text, best first, at most `limit`, and how many there are in all.
/// Any text is a good query; one without a letter or digit finds nothing.
pub async fn query(tx: &mut Tx, text: &str, limit: i64, grace_days: i64) -> Result<(Vec<QueueRow>, i64)> {
    let mut words = words(text);
    words.truncate(MAX_WORDS);
    if words.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let question = question(tx.engine(), &words);
    let (total,): (i64,) = one!(tx, SEARCH_COUNT, &question)?;
    let ids = match total {
        0 => return Ok((Vec::new(), 0)),
        ..=MAX_WEIGHED => tickets(all!(tx, SEARCH_WEIGHED, &question, limit)?),
        _ => subjects_first(tx, &question, total, limit).await?,
    };
    let rows = ticket::rows(tx, &ids, grace_days).await?;
    let mut rows: HashMap<TicketId, QueueRow> = rows.into_iter().map(|row| (row.head.id, row)).collect();
    Ok((ids.iter().filter_map(|id| rows.remove(id)).collect(), total))
}

/// The newest of those that have the words in their subject, then the newest of the others.
async fn subjects_first(tx: &mut Tx, question: &str, total: i64, limit: i64) -> Result<Vec<TicketId>> {
    let mut ids = tickets(all!(tx, SEARCH_SUBJECTS, question, limit)?);
    if (ids.len() as i64) < limit {
        let newest = if total < MANY { SEARCH_NEWEST } else { SEARCH_NEWEST_OF_MANY };
        let newest = tickets(all!(tx, newest, question, limit)?);
        let known: HashSet<TicketId> = ids.iter().copied().collect();
        ids.extend(newest.into_iter().filter(|id| !known.contains(id)));
        ids.truncate(usize::try_from(limit).unwrap_or_default());
    }
    Ok(ids)
}

fn tickets(rows: Vec<(i64,)>) -> Vec<TicketId> {
    rows.into_iter().map(|(id,)| TicketId(id)).collect()
}

/// A ticket is also found by its number.
fn title(ticket: TicketId, subject: &str) -> Vec<String> {
    words(&format!("{subject} {}", ticket.0))
}
