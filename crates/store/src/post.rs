//! Posts: the messages of a ticket.

use domain::ids::{EventSeq, PersonId, PostId, TicketId};
use domain::person::PersonChip;
use domain::text::Body;
use domain::thread::PostKind;
use domain::time::UnixMs;

use crate::decode::word;
use crate::sql::{all, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    INSERT = "insert into post (ticket, author, kind, body, at) values ($1, $2, $3, $4, $5) returning id";
    /// A post has the number of the first event that names it.
    OF_TICKET = "select p.id, e.seq, p.ticket, p.at, p.kind, p.author, a.name, a.department, p.body
        from post p
        join person a on a.id = p.author
        join (
            select post, min(seq) as seq from event where ticket = $1 and post is not null group by post
        ) e on e.post = p.id
        where p.ticket = $1 and e.seq > $2 and (p.kind <> 'note' or $3)
        order by e.seq";
    BY_ID = "select p.id, (select min(seq) from event where post = p.id) as seq, p.ticket, p.at, p.kind, p.author,
            a.name, a.department, p.body
        from post p
        join person a on a.id = p.author
        where p.id = $1";
}

/// A post that is not stored yet.
#[derive(Clone, Copy, Debug)]
pub struct NewPost<'a> {
    pub ticket: TicketId,
    pub author: PersonId,
    pub kind: PostKind,
    pub body: &'a Body,
    pub at: UnixMs,
}

/// A post as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    pub id: PostId,
    /// The event that brought it.
    pub seq: EventSeq,
    pub ticket: TicketId,
    pub at: UnixMs,
    pub kind: PostKind,
    pub author: PersonChip,
    pub department: Option<String>,
    pub body: String,
}

/// Whether a thread has the desk's own notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    With,
    Without,
}

pub async fn insert(tx: &mut Tx, post: &NewPost<'_>) -> Result<PostId> {
    let (id,): (i64,) =
        one!(tx, INSERT, post.ticket.0, post.author.0, post.kind.as_str(), post.body.as_str(), post.at.0,)?;
    Ok(PostId(id))
}

/// The posts of a ticket that came after an event, in order. A post without an event is not there yet.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId, after: EventSeq, notes: Notes) -> Result<Vec<PostRow>> {
    let with_notes = match notes {
        Notes::With => true,
        Notes::Without => false,
    };
    let rows: Vec<StoredPost> = all!(tx, OF_TICKET, ticket.0, after.0, with_notes)?;
    rows.into_iter().map(PostRow::try_from).collect()
}

/// One post; it must have its event.
pub async fn by_id(tx: &mut Tx, id: PostId) -> Result<Option<PostRow>> {
    let row: Option<StoredPost> = optional!(tx, BY_ID, id.0)?;
    row.map(PostRow::try_from).transpose()
}

row! {
    struct StoredPost {
        id: i64,
        seq: i64,
        ticket: i64,
        at: i64,
        kind: String,
        author: i64,
        name: String,
        department: Option<String>,
        body: String,
    }
}

impl TryFrom<StoredPost> for PostRow {
    type Error = StoreError;

    fn try_from(row: StoredPost) -> Result<PostRow> {
        Ok(PostRow {
            id: PostId(row.id),
            seq: EventSeq(row.seq),
            ticket: TicketId(row.ticket),
            at: UnixMs(row.at),
            kind: word(&row.kind, PostKind::from_name, "post", "kind")?,
            author: PersonChip { id: PersonId(row.author), name: row.name },
            department: row.department,
            body: row.body,
        })
    }
}
