//! What can be asked of a ticket, and why it refuses.

use serde::{Deserialize, Serialize};

use super::facts::{Effect, Impact, Kind, Level, Pausing, Place, WaitingOn};
use crate::ids::{CategoryId, PersonId, ServiceId, SupplierId, TicketId};
use crate::promise::Need;
use crate::text::{Subject, UrgentReason};

/// Something that somebody wants to happen to a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The requester, a watcher or a guest wrote.
    Answer,
    /// The desk wrote to the requester.
    Reply,
    /// The desk wrote to itself.
    Note,
    Triage(Triage),
    Assign(Option<PersonId>),
    Wait(Wait),
    Resume,
    Resolve {
        place: Place,
        level: Level,
    },
    Reopen,
    /// The requester agrees, or the grace period is over.
    Close,
    Cancel,
    MergeInto(TicketId),
}

/// Whom a ticket is to wait for, and what its clock does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    pub on: WaitingOn,
    pub pausing: Pausing,
    /// Only where it waits for a supplier or for parts.
    pub supplier: Option<SupplierId>,
}

/// What triage says of a ticket, all of it at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triage {
    pub subject: Subject,
    pub kind: Kind,
    pub urgent: Option<UrgentReason>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
    pub needs: Vec<Need>,
}

/// A command without its details: what a button offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Answer,
    Reply,
    Note,
    Triage,
    Assign,
    Wait,
    Resume,
    Resolve,
    Reopen,
    Close,
    Cancel,
    Merge,
}

impl Action {
    pub const ALL: [Action; 12] = [
        Action::Answer,
        Action::Reply,
        Action::Note,
        Action::Triage,
        Action::Assign,
        Action::Wait,
        Action::Resume,
        Action::Resolve,
        Action::Reopen,
        Action::Close,
        Action::Cancel,
        Action::Merge,
    ];
}

impl Command {
    pub const fn action(&self) -> Action {
        match self {
            Command::Answer => Action::Answer,
            Command::Reply => Action::Reply,
            Command::Note => Action::Note,
            Command::Triage(_) => Action::Triage,
            Command::Assign(_) => Action::Assign,
            Command::Wait(_) => Action::Wait,
            Command::Resume => Action::Resume,
            Command::Resolve { .. } => Action::Resolve,
            Command::Reopen => Action::Reopen,
            Command::Close => Action::Close,
            Command::Cancel => Action::Cancel,
            Command::MergeInto(_) => Action::Merge,
        }
    }
}

/// Why a ticket does not take a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    #[error("it was merged into {0}")]
    Merged(TicketId),
    #[error("it has ended")]
    Ended,
    #[error("it has not ended")]
    NotEnded,
    #[error("it is not waiting")]
    NotWaiting,
    #[error("its grace period is over")]
    TooLate,
    #[error("that is for the other side of the counter")]
    WrongSide,
    #[error("a ticket can't be merged into itself")]
    IntoItself,
}
