//! Places on the page of a ticket that a key in the queue leads to.

use domain::ids::TicketId;

use crate::routes;

/// Where to put the keyboard when a ticket opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Top,
    Reply,
    Note,
    Resolve,
    Wait,
}

impl Place {
    const NAMED: [Place; 4] = [Place::Reply, Place::Note, Place::Resolve, Place::Wait];

    /// The address of this place on a ticket.
    pub fn of(self, ticket: TicketId) -> String {
        match self {
            Place::Top => routes::ticket(ticket),
            named => format!("{}#{}", routes::ticket(ticket), named.name()),
        }
    }

    /// The place that the part of an address behind `#` names.
    pub fn from_hash(hash: &str) -> Option<Place> {
        Place::NAMED.into_iter().find(|place| place.name() == hash.trim_start_matches('#'))
    }

    const fn name(self) -> &'static str {
        match self {
            Place::Top => "",
            Place::Reply => "reply",
            Place::Note => "note",
            Place::Resolve => "resolve",
            Place::Wait => "wait",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_place_that_it_was_made_for() {
        for place in Place::NAMED {
            let address = place.of(TicketId(1042));
            let (_, hash) = address.split_once('#').unwrap();
            assert_eq!(Place::from_hash(&format!("#{hash}")), Some(place));
        }
        assert_eq!(Place::Top.of(TicketId(1042)), "/desk/t/T-1042");
        assert_eq!(Place::from_hash("#post-7"), None);
    }
}
