//! What happened at Lumbrera Optics in the last four weeks, by how it ended.

mod closed;
mod early;
mod new;
mod open;
mod resolved;
mod waiting;
mod withdrawn;

use super::script::Story;

/// Every story; together they make the tickets T-1001 and on, in the order in which they were asked.
pub fn all() -> impl Iterator<Item = &'static Story> {
    [
        early::STORIES,
        closed::STORIES,
        resolved::STORIES,
        withdrawn::STORIES,
        waiting::STORIES,
        open::STORIES,
        new::STORIES,
    ]
    .into_iter()
    .flatten()
}

/// The words that the stories are written in.
mod words {
    pub use domain::ticket::Channel::{Email, Phone, WalkUp};
    pub use domain::ticket::Effect::{Blocked, Slowed};
    pub use domain::ticket::Impact::{Everyone, Me, Team};
    pub use domain::ticket::Level::{One, Three, Two};
    pub use domain::ticket::Place::{Depot, Desk, OnSite, Remote};
    pub use domain::ticket::WaitingOn::{Approval, Parts, Requester, Supplier};

    pub use crate::demo::people::Who::*;
    pub use crate::demo::script::{Content, DAY, STORY, Sample, Story, after, incident, request};
}
