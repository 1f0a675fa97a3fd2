//! The ledger: what each person gave to the desk, for the lead to share it fairly. People are never ranked.

use serde::{Deserialize, Serialize};

use super::Shift;
use crate::coverage::Interval;
use crate::ids::PersonId;
use crate::person::PersonChip;
use crate::time::{MINUTE, Minutes};

/// What was counted of somebody in a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Tickets that he resolved.
    pub tickets: i64,
    /// Of those, how many walked in.
    pub walk_ups: i64,
    /// Contacts that went past the desk to him.
    pub interruptions: i64,
}

/// One person's line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    pub person: PersonChip,
    pub desk: Minutes,
    pub tally: Tally,
}

/// Time on the desk within an interval.
pub fn hours(shifts: &[Shift], person: PersonId, within: Interval) -> Minutes {
    let own = shifts.iter().filter(|shift| shift.person == person);
    let length =
        |shift: &Shift| (shift.within.to.min(within.to) - shift.within.from.max(within.from)).0.max(0);
    Minutes(own.map(length).sum::<i64>() / MINUTE.0)
}
