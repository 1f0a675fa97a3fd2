//! Who looks at what now, so that two agents on one ticket see each other. Kept in memory: it ends with the page.

use std::sync::{Arc, Mutex};

use domain::ids::{PersonId, TicketId};
use domain::person::PersonChip;
use tokio::sync::watch;

/// Somewhere that people can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    changed: watch::Sender<u64>,
}

impl Default for Shared {
    fn default() -> Self {
        Shared { here: Mutex::default(), changed: watch::Sender::new(0) }
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
        self.shared.changed.send_modify(|number| *number += 1);
        let number = *self.shared.changed.borrow();
        here.push(Visit { number, place, chip });
        Here { shared: self.shared.clone(), number }
    }

    /// Everybody at a place, once each, in order of name.
    pub fn at(&self, place: Place) -> Vec<PersonChip> {
        let here = self.shared.lock();
        let mut chips: Vec<PersonChip> =
            here.iter().filter(|visit| visit.place == place).map(|visit| visit.chip.clone()).collect();
        chips.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        chips.dedup_by_key(|chip| chip.id);
        chips
    }

    pub fn is_at(&self, place: Place, person: PersonId) -> bool {
        self.shared.lock().iter().any(|visit| visit.place == place && visit.chip.id == person)
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
}

impl Drop for Here {
    fn drop(&mut self) {
        self.shared.lock().retain(|visit| visit.number != self.number);
        self.shared.changed.send_modify(|number| *number += 1);
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
    fn who_reads_one_ticket_is_not_seen_on_another() {
        let presence = Presence::default();
        let _here = presence.enter(Place::Ticket(TicketId(1)), chip(2, "Bo"));
        assert!(presence.at(Place::Ticket(TicketId(2))).is_empty());
        assert_eq!(presence.at(Place::Ticket(TicketId(1))), [chip(2, "Bo")]);
    }
}
