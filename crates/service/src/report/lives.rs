//! What the log tells of all tickets: how many events each had, and which way it went through the states.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::event::Change;
use store::report::Step;

use super::{Path, Paths, PerTicket, hundredths};

/// Most ways through the states that are told.
const MAX_PATHS: usize = 20;

/// What the log tells of all tickets, taken in one event after the other.
#[derive(Default)]
pub(super) struct Lives {
    ticket: Option<i64>,
    life: Life,
    tickets: i64,
    pub events: i64,
    most: i64,
    pub out_of_order: i64,
    ways: HashMap<String, i64>,
    pub values: HashMap<String, HashSet<Option<String>>>,
}

/// The ticket that is being told.
#[derive(Default)]
struct Life {
    own: Vec<String>,
    own_events: i64,
    imported: Vec<String>,
    imported_events: i64,
    last_at: Option<i64>,
}

impl Lives {
    pub fn take(&mut self, step: Step) {
        if self.ticket != Some(step.ticket) {
            self.end();
            self.ticket = Some(step.ticket);
        }
        match step.change.as_deref().and_then(|json| serde_json::from_str(json).ok()) {
            Some(Change::Imported { state, set }) => self.imported(step.at, state.as_deref(), set),
            _ => self.life.own(&step.kind),
        }
    }

    fn imported(&mut self, at: i64, state: Option<&str>, set: BTreeMap<String, Option<String>>) {
        self.life.imported_events += 1;
        self.out_of_order += i64::from(self.life.last_at.is_some_and(|last| at < last));
        self.life.last_at = Some(at);
        go(&mut self.life.imported, state.unwrap_or("?"));
        for (name, value) in set {
            self.values.entry(name).or_default().insert(value);
        }
    }

    /// Counts the ticket that was told.
    pub fn end(&mut self) {
        if self.ticket.take().is_none() {
            return;
        }
        let Life { own, own_events, imported, imported_events, .. } = std::mem::take(&mut self.life);
        let (way, events) = match imported_events {
            0 => (own, own_events),
            _ => (imported, imported_events),
        };
        self.tickets += 1;
        self.events += events;
        self.most = self.most.max(events);
        *self.ways.entry(way.join(" > ")).or_default() += 1;
    }

    pub fn per_ticket(&self) -> PerTicket {
        let mean = if self.tickets == 0 { 0.0 } else { self.events as f64 / self.tickets as f64 };
        PerTicket { mean: hundredths(mean), max: self.most }
    }

    pub fn paths(self) -> Paths {
        let distinct = self.ways.len();
        let mut top: Vec<Path> =
            self.ways.into_iter().map(|(path, tickets)| Path { path, tickets }).collect();
        top.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.path.cmp(&b.path)));
        top.truncate(MAX_PATHS);
        Paths { distinct, top }
    }
}

impl Life {
    /// The state after an event of ours.
    fn own(&mut self, kind: &str) {
        self.own_events += 1;
        let state = match kind {
            "created" => "new",
            "replied" | "assigned" | "triaged" if self.own.last().is_some_and(|state| state == "new") => {
                "open"
            }
            "wait_ended" | "reopened" => "open",
            "wait_started" => "waiting",
            "resolved" => "resolved",
            "closed" | "merged_into" => "closed",
            "cancelled" => "cancelled",
            _ => return,
        };
        go(&mut self.own, state);
    }
}

fn go(way: &mut Vec<String>, state: &str) {
    if way.last().is_none_or(|last| last != state) {
        way.push(state.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(ticket: i64, at: i64, kind: &str) -> Step {
        Step { ticket, at, kind: kind.into(), change: None }
    }

    fn imported(ticket: i64, at: i64, state: &str, group: Option<&str>) -> Step {
        let set = BTreeMap::from([("group".to_owned(), group.map(str::to_owned))]);
        let change = Change::Imported { state: Some(state.into()), set };
        Step { change: serde_json::to_string(&change).ok(), ..step(ticket, at, "imported") }
    }

    fn told(steps: Vec<Step>) -> Lives {
        let mut lives = Lives::default();
        steps.into_iter().for_each(|step| lives.take(step));
        lives.end();
        lives
    }

    #[test]
    fn a_ticket_of_ours_goes_through_our_states() {
        let kinds = [
            "created",
            "promised",
            "replied",
            "assigned",
            "wait_started",
            "wait_ended",
            "resolved",
            "closed",
        ];
        let lives = told(kinds.iter().map(|kind| step(1, 0, kind)).collect());
        assert_eq!(lives.per_ticket(), PerTicket { mean: 8.0, max: 8 });
        assert_eq!(lives.paths().top[0].path, "new > open > waiting > open > resolved > closed");
    }

    #[test]
    fn an_imported_ticket_goes_through_the_states_of_its_source() {
        let lives = told(vec![
            step(1, 0, "created"),
            imported(1, 5, "New", Some("a")),
            imported(1, 9, "Active", Some("b")),
            step(1, 9, "resolved"),
            imported(1, 7, "Active", None),
            step(2, 0, "created"),
        ]);
        assert_eq!((lives.events, lives.out_of_order, lives.most), (4, 1, 3));
        assert_eq!(lives.values["group"].len(), 3);
        let paths = lives.paths();
        assert_eq!(paths.distinct, 2);
        assert!(paths.top.iter().any(|path| path.path == "New > Active"));
    }
}
