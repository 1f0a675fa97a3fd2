//! Why something was not done, as far as the one who asked may know it. The page turns it into a sentence.

use serde::{Deserialize, Serialize};

use crate::category::{CategoryRefused, MAX_CATEGORIES, MAX_SUBCATEGORIES};
use crate::file::FileRefused;
use crate::ids::EventSeq;
use crate::text::TextError;
use crate::ticket::Refused;
use crate::ticket::view::HistoryLine;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is not there, or it is not yours: the two answer alike.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, and this needs somebody.
    #[error("sign in first")]
    SignIn,
    #[error("not allowed")]
    Forbidden,
    #[error("something typed does not fit")]
    Invalid { fields: Vec<FieldFault> },
    /// The ticket's state does not take it.
    #[error("the ticket does not take this: {refused}")]
    Refused { refused: Refused },
    /// Somebody else changed it since; `seq` is what to send to say that one has seen the changes.
    #[error("changed by somebody else meanwhile")]
    Conflict { changes: Vec<HistoryLine>, seq: EventSeq },
    /// Too many requests, or the database is busy.
    #[error("busy, try again in {retry_after_s} s")]
    Busy { retry_after_s: i64 },
    /// The disk is full: nothing can be written, everything can be read.
    #[error("no room left")]
    Full,
    #[error("our fault")]
    Internal,
}

impl Fault {
    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Fault::NotFound => 404,
            Fault::SignIn => 401,
            Fault::Forbidden => 403,
            Fault::Invalid { .. } => 422,
            Fault::Refused { .. } | Fault::Conflict { .. } => 409,
            Fault::Busy { .. } => 429,
            Fault::Full => 507,
            Fault::Internal => 500,
        }
    }

    /// A fault of one field.
    pub fn field(field: &str, reason: Reason) -> Fault {
        Fault::Invalid { fields: vec![FieldFault { field: field.to_owned(), reason }] }
    }

    /// What is wrong with a field, if anything is.
    pub fn of_field(&self, field: &str) -> Option<&Reason> {
        match self {
            Fault::Invalid { fields } => {
                fields.iter().find(|fault| fault.field == field).map(|fault| &fault.reason)
            }
            _ => None,
        }
    }
}

/// What is wrong with which field; `field` is the name in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    pub field: String,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Empty,
    TooLong {
        limit: usize,
        got: usize,
    },
    Malformed,
    /// It must be chosen from what is offered.
    NotOffered,
    /// This file, by its name.
    File {
        name: String,
        refused: FileRefused,
    },
    /// E-mail and password don't fit together; which of the two is not said.
    WrongCredentials,
    /// Shorter than [`MIN_PASSWORD`], or among those that everybody tries first.
    WeakPassword,
    /// Somebody has this already.
    Taken,
    /// The link was used, or it is too old.
    LinkUsed,
    TooManyCategories {
        limit: usize,
    },
    TooManySubcategories {
        limit: usize,
    },
    /// Nobody with this address is known here.
    UnknownPerson,
    /// An address that is not encrypted, where that is asked for.
    NotSecure,
    /// An address that Deskbell does not call: private, or not of one machine.
    PrivateAddress,
    /// It has begun, or it is over.
    Begun,
    /// A time by which something is wanted and that is sooner than is promised, without a reason for it.
    SoonerThanPromised,
    /// A time that has passed.
    Past,
    /// Something uses it.
    InUse,
    /// As many as there may be.
    Full {
        limit: usize,
    },
}

/// Fewest characters of a password (NIST SP 800-63B asks for 8 at least; we ask for more and nothing else).
pub const MIN_PASSWORD: usize = 12;

impl From<TextError> for Reason {
    fn from(error: TextError) -> Reason {
        match error {
            TextError::Empty => Reason::Empty,
            TextError::TooLong { limit, got } => Reason::TooLong { limit, got },
            TextError::Malformed => Reason::Malformed,
        }
    }
}

impl From<CategoryRefused> for Reason {
    fn from(refused: CategoryRefused) -> Reason {
        match refused {
            CategoryRefused::TooManyCategories => Reason::TooManyCategories { limit: MAX_CATEGORIES },
            CategoryRefused::TooManySubcategories => {
                Reason::TooManySubcategories { limit: MAX_SUBCATEGORIES }
            }
            CategoryRefused::Taken => Reason::Taken,
            CategoryRefused::NoSuchCategory => Reason::NotOffered,
        }
    }
}
