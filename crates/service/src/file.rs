//! Attachments: kept on disk under the hash of their content, synced before any row names them.

use bytes::Bytes;
use domain::access::Capability;
use domain::fault::{Fault, Reason};
use domain::file::{FileRefused, MAX_FILE_BYTES, MAX_FILES, check_content, content_type};
use domain::ids::{FileId, PostId};
use domain::text::FileName;
use futures::stream::BoxStream;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use store::Tx;
use store::file::NewFile;

use crate::ctx::{Ctx, Service};
use crate::error::{Error, Result};
use crate::ticket::{Scope, enter};
use crate::{guest, secret, vault};

/// A file as it came in.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Bytes,
}

/// A file that is safely on disk, and not yet named by a row.
pub(crate) struct Kept {
    name: FileName,
    content_type: &'static str,
    bytes: i64,
    sha256: [u8; 32],
}

/// A file on its way to a browser.
pub struct Download {
    pub name: String,
    pub content_type: String,
    pub bytes: i64,
    pub stream: BoxStream<'static, object_store::Result<Bytes>>,
}

/// As [`open`], for somebody who may have the key of a guest's link: it opens the files of its ticket.
pub async fn open_by_link(ctx: &Ctx, id: FileId, key: Option<&str>) -> Result<Download> {
    let Some(key) = key else { return open(ctx, id).await };
    let mut tx = ctx.read().await?;
    let file = store::file::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    tx.rollback().await?;
    open(&guest::enter(ctx, file.ticket, key).await?, id).await
}

/// Opens an attachment for somebody who may see its post. A note's file exists for the desk only.
pub async fn open(ctx: &Ctx, id: FileId) -> Result<Download> {
    let mut tx = ctx.read().await?;
    let file = store::file::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let capability = if file.kind.public() { Capability::Track } else { Capability::SeeDesk };
    enter(&mut tx, ctx, file.ticket, capability, Scope::Read).await?;
    let found = ctx.service.files().get(&path(&file.sha256)).await.map_err(Error::internal)?;
    Ok(Download {
        name: file.name,
        content_type: file.content_type,
        bytes: file.bytes,
        stream: found.into_stream(),
    })
}

/// Checks uploads and puts them on disk. All of them fit, or none is kept and the form says which one does not.
pub(crate) async fn keep(service: &Service, uploads: Vec<Upload>) -> Result<Vec<Kept>> {
    let uploads: Vec<Upload> =
        uploads.into_iter().filter(|upload| !(upload.name.is_empty() && upload.bytes.is_empty())).collect();
    if uploads.len() > MAX_FILES {
        return Err(refused("", FileRefused::TooMany));
    }
    let mut checked = Vec::with_capacity(uploads.len());
    for upload in uploads {
        let file = check(&upload).map_err(|reason| refused(&upload.name, reason))?;
        checked.push((file, upload.bytes));
    }
    let mut kept = Vec::with_capacity(checked.len());
    for (file, bytes) in checked {
        put(service, &file.sha256, bytes).await?;
        kept.push(file);
    }
    Ok(kept)
}

/// Writes the rows of kept files.
pub(crate) async fn attach(tx: &mut Tx, post: PostId, files: &[Kept]) -> Result<()> {
    for Kept { name, content_type, bytes, sha256 } in files {
        let new = NewFile { post, name, content_type, bytes: *bytes, sha256: *sha256 };
        store::file::insert(tx, &new).await?;
    }
    Ok(())
}

fn check(upload: &Upload) -> Result<Kept, FileRefused> {
    let name = FileName::parse(&upload.name).map_err(|_| FileRefused::NoName)?;
    let content_type = content_type(&name)?;
    let bytes = upload.bytes.len() as u64;
    if bytes == 0 {
        return Err(FileRefused::Empty);
    }
    if bytes > MAX_FILE_BYTES {
        return Err(FileRefused::TooBig);
    }
    check_content(content_type, upload.bytes.get(..4096).unwrap_or(&upload.bytes))?;
    Ok(Kept { name, content_type, bytes: bytes as i64, sha256: secret::hash_bytes(&upload.bytes) })
}

fn refused(name: &str, refused: FileRefused) -> Error {
    Error::field("files", Reason::File { name: name.chars().take(80).collect(), refused })
}

async fn put(service: &Service, sha256: &[u8; 32], bytes: Bytes) -> Result<()> {
    let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
    match service.files().put_opts(&path(sha256), PutPayload::from(bytes), options).await {
        // The same content under the same hash is the same file.
        Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
        Err(error) => Err(disk_error(error)),
    }
}

fn disk_error(error: object_store::Error) -> Error {
    let full = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::StorageFull);
    if full { Fault::Full.into() } else { Error::internal(error) }
}

fn path(sha256: &[u8; 32]) -> Path {
    Path::from(vault::content_path(sha256))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(name: &str, bytes: &'static [u8]) -> Upload {
        Upload { name: name.into(), bytes: Bytes::from_static(bytes) }
    }

    #[test]
    fn what_is_refused_says_why() {
        let reason = |name, bytes| check(&upload(name, bytes)).map(|_| ()).unwrap_err();
        assert_eq!(reason("run.exe", b"MZ"), FileRefused::WrongType);
        assert_eq!(reason("photo.png", b"MZ"), FileRefused::Disguised);
        assert_eq!(reason("notes.txt", b""), FileRefused::Empty);
        assert_eq!(reason("...", b"x"), FileRefused::NoName);
    }

    #[test]
    fn the_same_content_has_the_same_place() {
        let a = check(&upload("a.txt", b"hello")).unwrap();
        let b = check(&upload("b.txt", b"hello")).unwrap();
        assert_eq!(path(&a.sha256), path(&b.sha256));
        assert!(path(&a.sha256).as_ref().starts_with("2c/f24dba5fb0a30e26e83b2ac5b9e29e1b"));
    }
}
