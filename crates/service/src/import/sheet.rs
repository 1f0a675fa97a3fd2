//! The reconciliation sheet: what was read, what became of it, and what did not, so that the counts can be compared.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::fold::Folded;
use crate::spreadsheet::Wrong;

/// Most errors and late events that are listed; all are counted.
pub const MAX_LISTED: usize = 1000;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub system: String,
    pub dry_run: bool,
    pub events_read: u64,
    pub tickets_read: u64,
    /// Made now, or by a dry run: would be made.
    pub tickets_made: u64,
    /// Events of the log in the tickets that were made.
    pub events_replayed: u64,
    /// Events of ours that they became.
    pub events_written: u64,
    pub people_made: u64,
    /// Were imported before.
    pub tickets_there: u64,
    /// Were imported before, when the log had fewer events of them; they stay as they are.
    pub tickets_grown: Vec<String>,
    /// Left out, because something in their lines can't be read.
    pub tickets_wrong: u64,
    /// Events earlier than the one before; they keep their place and their time.
    pub out_of_order: u64,
    pub out_of_order_at: Vec<String>,
    /// States that the map does not know, and how many events have them; they change nothing.
    pub unknown_states: BTreeMap<String, u64>,
    /// Tickets without a time of resolving, though they were resolved.
    pub resolved_at_unknown: u64,
    pub requester_unknown: u64,
    pub folded: Vec<Folded>,
    pub errors_total: u64,
    pub errors: Vec<Wrong>,
}

impl Sheet {
    pub fn error(&mut self, wrong: Wrong) {
        self.errors_total += 1;
        if self.errors.len() < MAX_LISTED {
            self.errors.push(wrong);
        }
    }

    /// Whether everything that was read is accounted for.
    pub fn balances(&self) -> bool {
        self.tickets_read == self.tickets_made + self.tickets_there + self.tickets_wrong
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |words: &str, count: u64| writeln!(f, "{count:>9}  {words}");
        let made = if self.dry_run { "tickets would be made" } else { "tickets made" };
        line("events read", self.events_read)?;
        line("tickets read", self.tickets_read)?;
        line(made, self.tickets_made)?;
        line("events replayed into them", self.events_replayed)?;
        line("events written for them", self.events_written)?;
        line("people made", self.people_made)?;
        line("tickets were there already", self.tickets_there)?;
        line(
            "of these have more events in the log now, and stay as they are",
            self.tickets_grown.len() as u64,
        )?;
        line("tickets left out because of errors", self.tickets_wrong)?;
        line("events earlier than the one before, kept in place", self.out_of_order)?;
        line("tickets ended without a time of resolving", self.resolved_at_unknown)?;
        line("tickets without a known requester", self.requester_unknown)?;
        for (state, count) in &self.unknown_states {
            line(&format!("events in the unknown state {state:?}, which changed nothing"), *count)?;
        }
        line("topics folded", self.folded.len() as u64)?;
        for folded in &self.folded {
            writeln!(f, "           {} -> {} ({} tickets)", folded.from, folded.into, folded.tickets)?;
        }
        for late in &self.out_of_order_at {
            writeln!(f, "           out of order: {late}")?;
        }
        writeln!(f, "{:>9}  errors", self.errors_total)?;
        for wrong in self.errors.iter().take(20) {
            writeln!(f, "           {wrong}")?;
        }
        if self.errors.len() > 20 {
            writeln!(f, "           and more, in the sheet")?;
        }
        Ok(())
    }
}
