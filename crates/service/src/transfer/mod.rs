//! A whole desk leaves and comes back: every table as lines of JSON for machines and as a spreadsheet for people, the
//! attachments beside, and a manifest that says what must be there. See `docs/adr/0009`.

mod arrive;
mod leave;
mod line;

use std::path::Path;

pub(crate) use arrive::empty;
pub use arrive::import;
pub use leave::export;

use crate::error::Error;
use crate::vault::{FileFault, Manifest};

/// The kind of folder that an export is, in its manifest.
pub(crate) const KIND: &str = "export";
/// The manifest's version of how an export is laid out.
pub(crate) const FORMAT: u32 = 1;

/// Why a desk did not leave or arrive; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    File(#[from] FileFault),
    #[error("{file}: {what}")]
    Content { file: String, what: crate::spreadsheet::Wrong },
    #[error(
        "the export was made with schema {found}, this Deskbell knows only {known}; install the newer Deskbell"
    )]
    Newer { found: i64, known: i64 },
    #[error(
        "this desk has people or tickets already; import into an empty one, for instance a new --data folder"
    )]
    NotEmpty,
    #[error("the desk failed")]
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Failed(error)
    }
}

impl From<store::StoreError> for Refused {
    fn from(error: store::StoreError) -> Refused {
        Refused::Failed(error.into())
    }
}

/// Where a table's lines stand in the folder.
fn lines_of(table: &str) -> String {
    format!("data/{table}.jsonl")
}

fn manifest_of(folder: &Path) -> Result<Manifest, Refused> {
    let manifest = Manifest::read(folder, KIND, FORMAT)?;
    let known = store::migrate::known();
    if manifest.schema > known {
        return Err(Refused::Newer { found: manifest.schema, known });
    }
    Ok(manifest)
}
