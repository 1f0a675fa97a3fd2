//! Full-text search over tickets: every word must be there, the beginning of a word is enough.
//!
//! A ticket is one document of its subject and all its posts, so that two words in two posts are found together.
//! Words are cut and folded here and not by the engines, which then agree on what a word is, and to which nothing
//! that people type can look like an operator.

use std::collections::{HashMap, HashSet};

use domain::ids::TicketId;
use domain::ticket::queue::{QueueRow, Total};

use crate::engine::full_text::{Weight, counted_to, document, question, whole_words};
use crate::engine::{
    SEARCH_ADD, SEARCH_BEGIN, SEARCH_COUNT, SEARCH_NEWEST, SEARCH_NEWEST_OF_MANY, SEARCH_RETITLE,
    SEARCH_SUBJECTS, SEARCH_WEIGHED, search_by_index, search_estimate,
};
use crate::fold::words;
use crate::sql::{all, execute, one};
use crate::{Engine, Result, Tx, ticket};

/// Most words of a query that count.
const MAX_WORDS: usize = 16;
/// Most hits that are weighed one against the other. Of more than these nobody reads on to the best: what stands in
/// the subject comes first, and then what is new. To weigh the 50,000 hits of a common word would take a second.
const MAX_WEIGHED: i64 = 200;
/// From so many hits on they are not gathered before the newest are taken, nor counted where an estimate is at hand.
const MANY: i64 = 20_000;

/// Who may find a ticket by these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Public,
    Staff,
}

/// Makes the document of a ticket that has none, of its subject and its first post.
pub async fn begin(tx: &mut Tx, ticket: TicketId, subject: &str, body: &str) -> Result<()> {
    let (subject, public) = first_document(tx.engine(), ticket, subject, body);
    execute!(tx, SEARCH_BEGIN, ticket.0, subject, public).map(drop)
}

/// Subject and words for everybody of a ticket that has its first post and no other.
pub(crate) fn first_document(
    engine: Engine,
    ticket: TicketId,
    subject: &str,
    body: &str,
) -> (String, String) {
    let subject = document(engine, &title(ticket, subject), Weight::Subject);
    (subject, document(engine, &words(body), Weight::Public))
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
pub async fn query(tx: &mut Tx, text: &str, limit: i64, grace_days: i64) -> Result<(Vec<QueueRow>, Total)> {
    let mut words = words(text);
    words.truncate(MAX_WORDS);
    if words.is_empty() {
        return Ok((Vec::new(), Total::Exactly(0)));
    }
    let question = question(tx.engine(), &words);
    search_by_index(tx).await?;
    let total = count(tx, &question, words.len()).await?;
    let ids = match total {
        Total::Exactly(0) => return Ok((Vec::new(), total)),
        Total::Exactly(..=MAX_WEIGHED) => tickets(all!(tx, SEARCH_WEIGHED, &question, limit)?),
        Total::Exactly(_) | Total::MoreThan(_) | Total::About(_) => {
            subjects_first(tx, &words, &question, total, limit).await?
        }
    };
    let rows = ticket::rows(tx, &ids, grace_days).await?;
    let mut rows: HashMap<TicketId, QueueRow> = rows.into_iter().map(|row| (row.head.id, row)).collect();
    Ok((ids.iter().filter_map(|id| rows.remove(id)).collect(), total))
}

/// Counts to the end, or as far as the engine can do it soon.
async fn count(tx: &mut Tx, question: &str, words: usize) -> Result<Total> {
    // Of several words the engine only knows how frequent each of them is, and not how often they meet.
    if words == 1
        && let Some(estimate) = search_estimate(tx, question).await?
        && estimate >= MANY
    {
        return Ok(Total::about(estimate));
    }
    let most = counted_to(tx.engine());
    let (total,): (i64,) = one!(tx, SEARCH_COUNT, question, most + 1)?;
    Ok(if total > most { Total::MoreThan(most) } else { Total::Exactly(total) })
}

/// Whether so many have the words that a walk from the newest ticket backwards soon has enough of them.
async fn are_many(tx: &mut Tx, question: &str, total: Total) -> Result<bool> {
    let known = match total {
        Total::Exactly(known) | Total::About(known) => known,
        Total::MoreThan(_) => one!(tx, SEARCH_COUNT, question, MANY).map(|(count,): (i64,)| count)?,
    };
    Ok(known >= MANY)
}

/// The newest of those that have the words in their subject, then the newest of the others. Where whole words in
/// subjects are found sooner and fill the page, what only begins with them is not looked for.
async fn subjects_first(
    tx: &mut Tx,
    words: &[String],
    question: &str,
    total: Total,
    limit: i64,
) -> Result<Vec<TicketId>> {
    let mut ids = Vec::new();
    let is_short = |ids: &Vec<TicketId>| (ids.len() as i64) < limit;
    if let Some(whole) = whole_words(tx.engine(), words) {
        ids = tickets(all!(tx, SEARCH_SUBJECTS, &whole, limit)?);
    }
    if is_short(&ids) {
        add(&mut ids, tickets(all!(tx, SEARCH_SUBJECTS, question, limit)?));
    }
    if is_short(&ids) {
        let newest = if are_many(tx, question, total).await? { SEARCH_NEWEST_OF_MANY } else { SEARCH_NEWEST };
        add(&mut ids, tickets(all!(tx, newest, question, limit)?));
    }
    ids.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(ids)
}

/// Those that are not there yet.
fn add(ids: &mut Vec<TicketId>, more: Vec<TicketId>) {
    let known: HashSet<TicketId> = ids.iter().copied().collect();
    ids.extend(more.into_iter().filter(|id| !known.contains(id)));
}

fn tickets(rows: Vec<(i64,)>) -> Vec<TicketId> {
    rows.into_iter().map(|(id,)| TicketId(id)).collect()
}

/// A ticket is also found by its number.
fn title(ticket: TicketId, subject: &str) -> Vec<String> {
    words(&format!("{subject} {}", ticket.0))
}
