//! What goes wrong in a use case: a public half that may be shown, and a private cause that can't be.

use domain::fault::{Fault, Reason};
use domain::text::TextError;
use domain::ticket::Refused;
use store::StoreError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A fault with its private cause.
///
/// The cause has no `Display` here, so that it can't leak into an answer; the log gets it through [`Error::cause`].
pub struct Error {
    pub fault: Fault,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Something of ours that failed, with its cause for the log.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error { fault: Fault::Internal, cause: Some(cause.into()) }
    }

    /// One field that does not fit.
    pub fn field(field: &str, reason: impl Into<Reason>) -> Error {
        Fault::field(field, reason.into()).into()
    }

    /// Why, for the log and for nobody else.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        self.cause.as_deref()
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Error").field("fault", &self.fault).finish_non_exhaustive()
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error { fault, cause: None }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        Fault::Refused { refused }.into()
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Error {
        let fault = match &error {
            StoreError::Busy => Fault::Busy { retry_after_s: 1 },
            StoreError::Full => Fault::Full,
            StoreError::Conflict(_)
            | StoreError::NewerSchema { .. }
            | StoreError::Corrupt { .. }
            | StoreError::Database(_) => Fault::Internal,
        };
        Error { fault, cause: Some(Box::new(error)) }
    }
}

/// Parses what was typed into a field, or says what is wrong with it.
pub(crate) fn parse<T>(field: &str, parsed: std::result::Result<T, TextError>) -> Result<T> {
    parsed.map_err(|error| Error::field(field, error))
}
