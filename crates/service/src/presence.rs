//! Who looks at what now, so that two agents on one ticket see each other. It ends with the page.
//!
//! Kept in memory; processes that share a database tell each other what they keep, see `live::elsewhere`.

use std::sync::{Arc, Mutex};

use domain::ids::{PersonId, TicketId};
use domain::person::PersonChip;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Somewhere that people can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Desk,
    Ticket(TicketId),
}

#[derive(Default)]
pub struct Presence {
    shared: Arc<Shared>,
}

struct Shared {
    here: Mutex<Vec<Visit>>,
    /// At other processes.
    elsewhere: Mutex<Vec<(Place, PersonChip)>>,
    changed: watch::Sender<u64>,
    /// As `changed`, for this process alone.
    changed_here: watch::Sender<u64>,
}

impl Default for Shared {
    fn default() -> Self {
        Shared {
            here: Mutex::default(),
            elsewhere: Mutex::default(),
            changed: watch::Sender::new(0),
            changed_here: watch::Sender::new(0),
        }
    }
}

struct Visit {
    number: u64,
    place: Place,
    chip: PersonChip,
}

/// Somebody is there as long as this lives.
pub struct Here {
    shared: Arc<Shared>,
    number: u64,
}

impl Presence {
    pub fn enter(&self, place: Place, chip: PersonChip) -> Here {
        let mut here = self.shared.lock();
        self.shared.change();
        let number = *self.shared.changed_here.borrow();
        here.push(Visit { number, place, chip });
        Here { shared: self.shared.clone(), number }
    }

    /// Everybody at a place, once each, in order of name.
    pub fn at(&self, place: Place) -> Vec<PersonChip> {
        let is_there = |(at, chip): (Place, PersonChip)| (at == place).then_some(chip);
        let mut chips: Vec<PersonChip> =
            self.here().into_iter().chain(self.shared.elsewhere().clone()).filter_map(is_there).collect();
        chips.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        chips.dedup_by_key(|chip| chip.id);
        chips
    }

    pub fn is_at(&self, place: Place, person: PersonId) -> bool {
        self.shared.lock().iter().any(|visit| visit.place == place && visit.chip.id == person)
            || self.shared.elsewhere().iter().any(|(at, chip)| *at == place && chip.id == person)
    }

    /// Who is where at this process.
    pub(crate) fn here(&self) -> Vec<(Place, PersonChip)> {
        self.shared.lock().iter().map(|visit| (visit.place, visit.chip.clone())).collect()
    }

    /// Sets who is where at the other processes.
    pub(crate) fn set_elsewhere(&self, visits: Vec<(Place, PersonChip)>) {
        let mut elsewhere = self.shared.elsewhere();
        if *elsewhere != visits {
            *elsewhere = visits;
            self.shared.changed.send_modify(|number| *number += 1);
        }
    }

    /// Changes whenever somebody comes to this process or leaves it.
    pub(crate) fn changed_here(&self) -> watch::Receiver<u64> {
        self.shared.changed_here.subscribe()
    }

    /// Changes whenever somebody comes or goes.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.shared.changed.subscribe()
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Visit>> {
        self.here.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn elsewhere(&self) -> std::sync::MutexGuard<'_, Vec<(Place, PersonChip)>> {
        self.elsewhere.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn change(&self) {
        self.changed_here.send_modify(|number| *number += 1);
        self.changed.send_modify(|number| *number += 1);
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.shared.lock().retain(|visit| visit.number != self.number);
        self.shared.change();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chip(id: i64, name: &str) -> PersonChip {
        PersonChip { id: PersonId(id), name: name.into() }
    }

    #[test]
    fn a_person_with_two_pages_is_there_once_until_both_are_closed() {
        let presence = Presence::default();
        let first = presence.enter(Place::Desk, chip(2, "Bo"));
        let second = presence.enter(Place::Desk, chip(2, "Bo"));
        assert_eq!(presence.at(Place::Desk).len(), 1);
        drop(first);
        assert!(presence.is_at(Place::Desk, PersonId(2)));
        drop(second);
        assert!(presence.at(Place::Desk).is_empty());
    }

    #[test]
    fn a_colleague_at_another_process_is_seen_too_and_nobody_twice() {
        let presence = Presence::default();
        let mut changed = presence.changed();
        let _here = presence.enter(Place::Desk, chip(2, "Bo"));
        changed.mark_unchanged();
        presence.set_elsewhere(vec![(Place::Desk, chip(2, "Bo")), (Place::Desk, chip(3, "Cy"))]);
        assert!(changed.has_changed().unwrap());
        assert_eq!(presence.at(Place::Desk), [chip(2, "Bo"), chip(3, "Cy")]);
        assert_eq!(presence.here(), [(Place::Desk, chip(2, "Bo"))], "what others say is not said again");
        presence.set_elsewhere(Vec::new());
        assert!(!presence.is_at(Place::Desk, PersonId(3)));
    }

    #[test]
    fn who_reads_one_ticket_is_not_seen_on_another() {
        let presence = Presence::default();
        let _here = presence.enter(Place::Ticket(TicketId(1)), chip(2, "Bo"));
        assert!(presence.at(Place::Ticket(TicketId(2))).is_empty());
        assert_eq!(presence.at(Place::Ticket(TicketId(1))), [chip(2, "Bo")]);
    }
}
