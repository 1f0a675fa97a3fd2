//! What the commands do that move data: in, out, aside and back.

mod backup;
mod check;
mod export;
mod import;

pub use backup::{backup, restore};
pub use check::{CheckArguments, check};
pub use export::{export, import_export};
pub use import::{EventsArguments, import_events};

use crate::house::Closed;

fn failed(why: impl std::fmt::Display) -> Closed {
    Closed::Failed(why.to_string())
}

/// What failed inside, with its cause: an operator may know it.
fn fault(error: &service::Error) -> Closed {
    Closed::Failed(crate::telemetry::Incident::of(error).cause)
}
