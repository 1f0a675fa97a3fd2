//! What can be done with a ticket.

mod ask;
mod post;
pub mod read;
mod record;
mod settle;
mod take_down;
mod work;

pub(crate) use ask::forms_forgotten_before;
pub use ask::{Ask, Asked, ask};
pub use post::{Posted, Posting, Then, Writing, post};
pub(crate) use record::{Entered, Scope, append, commit, enter, history};
pub use settle::{add_watcher, cancel, close, remove_watcher, reopen};
pub use take_down::{Contact, take_down};
pub use work::{assign, merge, reopen_at_desk, resolve, resume, triage, wait};

pub use crate::file::Upload;
