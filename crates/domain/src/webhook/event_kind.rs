//! The kinds of events that a webhook can ask for: a public list, whose words never change.

use serde::{Deserialize, Serialize};

use crate::event::Change;

macro_rules! kinds {
    ($($kind:ident = $word:literal, $public:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EventKind {
            $($kind),+
        }

        impl EventKind {
            pub const ALL: &[EventKind] = &[$(EventKind::$kind),+];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(EventKind::$kind => $word),+
                }
            }

            /// Whether a requester may know of it; the same as [`Change::public`].
            pub const fn public(self) -> bool {
                match self {
                    $(EventKind::$kind => $public),+
                }
            }

            /// The kind of a change.
            pub const fn of(change: &Change) -> EventKind {
                match change {
                    $(Change::$kind { .. } => EventKind::$kind),+
                }
            }
        }
    };
}

kinds! {
    Created = "created", true;
    Promised = "promised", true;
    Answered = "answered", true;
    Replied = "replied", true;
    Noted = "noted", false;
    Triaged = "triaged", false;
    Assigned = "assigned", true;
    WaitStarted = "wait_started", true;
    WaitEnded = "wait_ended", true;
    Alarmed = "alarmed", false;
    Escalated = "escalated", true;
    Resolved = "resolved", true;
    Reopened = "reopened", true;
    Closed = "closed", true;
    Cancelled = "cancelled", true;
    MergedInto = "merged_into", true;
    MergedFrom = "merged_from", false;
    Linked = "linked", false;
    WatcherAdded = "watcher_added", true;
    WatcherRemoved = "watcher_removed", true;
    Imported = "imported", false;
}

impl EventKind {
    pub fn from_name(name: &str) -> Option<EventKind> {
        EventKind::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TicketId;

    #[test]
    fn a_kind_has_the_word_of_its_change_and_tells_no_more_than_it() {
        let linked = Change::Linked { other: TicketId(1001) };
        for change in [Change::Noted, Change::Replied, Change::Reopened, Change::Closed, linked] {
            let kind = EventKind::of(&change);
            assert_eq!((kind.as_str(), kind.public()), (change.name(), change.public()));
            assert_eq!(EventKind::from_name(change.name()), Some(kind));
        }
    }
}
