//! Reads a form with files: words into memory, files onto the disk, each within its limits.
//!
//! A file that is not taken does not end the reading: the words that come behind it are kept for its sender.

use std::io;
use std::path::Path;

use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart};
use bytes::Bytes;
use domain::fault::{Fault, Reason};
use domain::file::{FileRefused, MAX_FILE_BYTES, MAX_FILES, MAX_FORM_BYTES};
use http::Request;
use http::request::Parts;
use service::ticket::Upload;
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

use crate::body::{self, Unread};
use crate::desk::Desk;
use crate::entropy;
use crate::problem::Refusal;

/// Most words of a form, in bytes. It is more than a form may have, so that what is too long is told by its length.
pub const MAX_TEXT_BYTES: usize = 2 * 1024 * 1024;
/// Most fields of a form, files among them.
const MAX_FIELDS: usize = 64;
/// How much is read of a form that is already refused, so that its sender hears why.
const READ_TO_THE_END: u64 = 2 * MAX_FORM_BYTES;

/// A form as it came in.
#[derive(Default)]
pub struct Form {
    /// Names and words, in the form's order.
    pub values: Vec<(String, String)>,
    files: Vec<Spooled>,
    /// Why it can't be taken, though the rest was read.
    fault: Option<Fault>,
}

/// A file that waits on the disk, under no name: it ends with this value, or with the process.
struct Spooled {
    name: String,
    file: File,
    bytes: u64,
}

impl Form {
    /// A form without files.
    pub fn of(values: Vec<(String, String)>) -> Form {
        Form { values, ..Form::default() }
    }

    /// The words of a field; nothing where the form has no such field.
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text)
    }

    /// The words of a field that may be left empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }

    /// The files in memory, ready for the use case. Errors when something in the form was refused already.
    pub async fn uploads(&mut self) -> Result<Vec<Upload>, Fault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let mut uploads = Vec::with_capacity(self.files.len());
        for spooled in self.files.drain(..) {
            uploads.push(spooled.load().await.map_err(|error| disk_fault(&error))?);
        }
        Ok(uploads)
    }

    pub fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    fn refuse(&mut self, field: &str, reason: Reason) {
        self.fault.get_or_insert(Fault::field(field, reason));
    }
}

/// Reads a form of type `multipart/form-data`.
pub async fn read(desk: &Desk, parts: &Parts, body: Body) -> Result<Form, Refusal> {
    let unread = Unread::default();
    let body = Body::from_stream(body::paced(body, READ_TO_THE_END, unread.clone()));
    let request = Request::from_parts(parts.clone(), body);
    let mut fields = Multipart::from_request(request, &()).await.map_err(|_| Refusal::Garbled)?;
    let mut reading = Reading { desk, form: Form::default(), unread, text_bytes: 0, file_bytes: 0 };
    for _ in 0..MAX_FIELDS {
        match fields.next_field().await {
            Err(error) => return Err(body::refusal(&error)),
            Ok(None) => return Ok(reading.form),
            Ok(Some(field)) => reading.field(field).await?,
        }
    }
    Err(Refusal::TooLarge)
}

struct Reading<'a> {
    desk: &'a Desk,
    form: Form,
    unread: Unread,
    text_bytes: usize,
    file_bytes: u64,
}

impl Reading<'_> {
    async fn field(&mut self, field: Field<'_>) -> Result<(), Refusal> {
        self.unread.taken();
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => self.file(field, name, file_name).await,
            None => self.words(field, name).await,
        }
    }

    async fn words(&mut self, mut field: Field<'_>, name: String) -> Result<(), Refusal> {
        let mut words = Vec::new();
        let mut got = 0;
        while let Some(piece) = self.piece(&mut field).await? {
            got += piece.len();
            self.text_bytes += piece.len();
            if self.text_bytes <= MAX_TEXT_BYTES {
                words.extend_from_slice(&piece);
            }
        }
        if self.text_bytes > MAX_TEXT_BYTES {
            self.form.refuse(&name, Reason::TooLong { limit: domain::text::Body::LIMIT, got });
        }
        self.form.values.push((name, String::from_utf8_lossy(&words).into_owned()));
        Ok(())
    }

    /// A browser sends an empty file without a name where none was chosen.
    async fn file(&mut self, mut field: Field<'_>, field_name: String, name: String) -> Result<(), Refusal> {
        let mut spooled: Option<Spooled> = None;
        let mut bytes: u64 = 0;
        while let Some(piece) = self.piece(&mut field).await? {
            bytes += piece.len() as u64;
            self.file_bytes += piece.len() as u64;
            let refused = if self.form.files.len() >= MAX_FILES {
                Some(FileRefused::TooMany)
            } else if bytes > MAX_FILE_BYTES || self.file_bytes > MAX_FORM_BYTES {
                Some(FileRefused::TooBig)
            } else {
                None
            };
            if let Some(refused) = refused {
                self.form.refuse(&field_name, Reason::File { name: name.clone(), refused });
            }
            if self.form.fault.is_some() {
                spooled = None;
                continue;
            }
            if let Err(error) = keep(self.desk.spool(), &mut spooled, &name, &piece).await {
                self.form.fault = Some(disk_fault(&error));
            }
        }
        if bytes == 0 && !name.is_empty() {
            self.form.refuse(&field_name, Reason::File { name, refused: FileRefused::Empty });
        }
        if let Some(mut spooled) = spooled {
            match spooled.file.flush().await {
                Ok(()) => self.form.files.push(spooled),
                Err(error) => self.form.fault = Some(disk_fault(&error)),
            }
        }
        Ok(())
    }

    async fn piece(&self, field: &mut Field<'_>) -> Result<Option<Bytes>, Refusal> {
        let piece = field.chunk().await.map_err(|error| body::refusal(&error))?;
        self.unread.taken();
        Ok(piece)
    }
}

async fn keep(spool: &Path, spooled: &mut Option<Spooled>, name: &str, piece: &[u8]) -> io::Result<()> {
    let spooled = match spooled {
        Some(spooled) => spooled,
        None => spooled.insert(Spooled { name: name.to_owned(), file: nameless(spool).await?, bytes: 0 }),
    };
    spooled.file.write_all(piece).await?;
    spooled.bytes += piece.len() as u64;
    Ok(())
}

/// A file that no folder lists any more, so that nothing has to be swept up after a crash.
async fn nameless(spool: &Path) -> io::Result<File> {
    let path = spool.join(entropy::incident());
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path).await?;
    tokio::fs::remove_file(&path).await?;
    Ok(file)
}

impl Spooled {
    async fn load(mut self) -> io::Result<Upload> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.bytes).unwrap_or_default());
        self.file.rewind().await?;
        self.file.read_to_end(&mut bytes).await?;
        Ok(Upload { name: self.name, bytes: bytes.into() })
    }
}

fn disk_fault(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::StorageFull {
        return Fault::Full;
    }
    tracing::error!(cause = %error, "cannot keep an upload");
    Fault::Internal
}
