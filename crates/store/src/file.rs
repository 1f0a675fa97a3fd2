//! Attachments: their rows. The bytes lie in the file store under their hash.

use domain::file::FileChip;
use domain::ids::{FileId, PostId, TicketId};
use domain::text::FileName;
use domain::thread::PostKind;

use crate::decode::{hash, word};
use crate::sql::{all, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    INSERT = "insert into file (post, name, content_type, bytes, sha256)
        values ($1, $2, $3, $4, $5)
        returning id";
    OF_TICKET = "select f.id, f.post, f.name, f.content_type, f.bytes
        from file f
        join post p on p.id = f.post
        where p.ticket = $1
        order by f.id";
    BY_ID = "select f.id, f.name, f.content_type, f.bytes, f.sha256, p.ticket, p.kind
        from file f
        join post p on p.id = f.post
        where f.id = $1";
}

/// A file that is not stored yet.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    pub post: PostId,
    pub name: &'a FileName,
    pub content_type: &'a str,
    pub bytes: i64,
    pub sha256: [u8; 32],
}

/// What is needed to send a file, and to decide who may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub id: FileId,
    pub name: String,
    pub content_type: String,
    pub bytes: i64,
    pub sha256: [u8; 32],
    pub ticket: TicketId,
    /// The kind of its post: a file of a note is the desk's own.
    pub kind: PostKind,
}

pub async fn insert(tx: &mut Tx, file: &NewFile<'_>) -> Result<FileId> {
    let (id,): (i64,) = one!(
        tx,
        INSERT,
        file.post.0,
        file.name.as_str(),
        file.content_type,
        file.bytes,
        file.sha256.as_slice(),
    )?;
    Ok(FileId(id))
}

/// The files of a ticket with their posts, in the order in which they came. Those of notes are among them.
pub async fn of_ticket(tx: &mut Tx, ticket: TicketId) -> Result<Vec<(PostId, FileChip)>> {
    let rows: Vec<ChipRow> = all!(tx, OF_TICKET, ticket.0)?;
    let chip = |row: ChipRow| {
        let chip =
            FileChip { id: FileId(row.id), name: row.name, bytes: row.bytes, content_type: row.content_type };
        (PostId(row.post), chip)
    };
    Ok(rows.into_iter().map(chip).collect())
}

pub async fn by_id(tx: &mut Tx, id: FileId) -> Result<Option<StoredFile>> {
    let row: Option<FileRow> = optional!(tx, BY_ID, id.0)?;
    row.map(StoredFile::try_from).transpose()
}

row! {
    struct ChipRow { id: i64, post: i64, name: String, content_type: String, bytes: i64 }
}

row! {
    struct FileRow {
        id: i64,
        name: String,
        content_type: String,
        bytes: i64,
        sha256: Vec<u8>,
        ticket: i64,
        kind: String,
    }
}

impl TryFrom<FileRow> for StoredFile {
    type Error = StoreError;

    fn try_from(row: FileRow) -> Result<StoredFile> {
        Ok(StoredFile {
            id: FileId(row.id),
            name: row.name,
            content_type: row.content_type,
            bytes: row.bytes,
            sha256: hash(row.sha256, "file", "sha256")?,
            ticket: TicketId(row.ticket),
            kind: word(&row.kind, PostKind::from_name, "post", "kind")?,
        })
    }
}
