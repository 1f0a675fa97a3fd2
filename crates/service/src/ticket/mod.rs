//! What can be done with a ticket.

mod ask;
mod post;
pub mod read;
mod record;
mod settle;
mod take_down;
mod typed;
mod work;

pub use ask::{Ask, Asked, ask};
pub(crate) use ask::{Opening, forms_forgotten_before, open};
pub use post::{Posted, Posting, Then, Writing, post};
pub(crate) use record::{Entered, Scope, append, commit, enter, history};
pub use settle::{add_watcher, cancel, close, remove_watcher, reopen};
pub use take_down::{Contact, log_past_desk, past_desk, take_down};
pub use work::{assign, merge, reopen_at_desk, resolve, resume, triage, wait};

pub use crate::file::Upload;
