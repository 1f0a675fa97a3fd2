//! Webhooks: what other programs are told, and what an admin sees of it.

pub mod address;
mod event_kind;
pub mod schedule;

use serde::{Deserialize, Serialize};

pub use event_kind::EventKind;

use crate::ids::{TicketId, WebhookId};
use crate::person::PersonChip;
use crate::settings::DeskNow;
use crate::time::UnixMs;

/// Longest address of a target, in bytes.
pub const MAX_URL_BYTES: usize = 2_000;
/// Most targets of one desk.
pub const MAX_WEBHOOKS: usize = 20;

/// How much a target is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// What a requester may know of, as facts: which ticket, what changed, when, by whom. No word that anybody wrote.
    #[default]
    Facts,
    /// Everything that the desk knows: also notes and triage, with what was written.
    Staff,
}

impl Content {
    pub const ALL: [Content; 2] = [Content::Facts, Content::Staff];

    pub const fn as_str(self) -> &'static str {
        match self {
            Content::Facts => "facts",
            Content::Staff => "staff",
        }
    }

    pub fn from_name(name: &str) -> Option<Content> {
        Content::ALL.into_iter().find(|content| content.as_str() == name)
    }

    /// Whether a target with this content may be told of such events.
    pub const fn covers(self, kind: EventKind) -> bool {
        match self {
            Content::Facts => kind.public(),
            Content::Staff => true,
        }
    }
}

/// Why a target is told nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisabledWhy {
    /// An admin said so.
    Admin,
    /// Nothing was taken for too long, see [`schedule::gives_up`].
    Failing,
    /// The target answered 410: it is gone for good.
    Gone,
}

impl DisabledWhy {
    pub const ALL: [DisabledWhy; 3] = [DisabledWhy::Admin, DisabledWhy::Failing, DisabledWhy::Gone];

    pub const fn as_str(self) -> &'static str {
        match self {
            DisabledWhy::Admin => "admin",
            DisabledWhy::Failing => "failing",
            DisabledWhy::Gone => "gone",
        }
    }

    pub fn from_name(name: &str) -> Option<DisabledWhy> {
        DisabledWhy::ALL.into_iter().find(|why| why.as_str() == name)
    }
}

/// Why a target has not taken something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It answered with another status than 200 to 299. Redirects are not followed.
    Status(u16),
    /// Its name leads to an address that Deskbell does not call.
    Forbidden,
    /// Its name leads nowhere.
    NoSuchHost,
    /// Nobody took the connection, or it broke.
    Unreachable,
    /// Its certificate is not for it, or nobody vouches for it.
    Tls,
    /// It did not answer in time.
    TimedOut,
    /// What it answered is not HTTP.
    Garbled,
}

impl Trouble {
    const WORDS: [(&'static str, Trouble); 6] = [
        ("forbidden", Trouble::Forbidden),
        ("no_such_host", Trouble::NoSuchHost),
        ("unreachable", Trouble::Unreachable),
        ("tls", Trouble::Tls),
        ("timed_out", Trouble::TimedOut),
        ("garbled", Trouble::Garbled),
    ];

    /// The word that is stored; a status is stored as its number.
    pub fn stored(self) -> String {
        match self {
            Trouble::Status(status) => status.to_string(),
            other => {
                let known = Trouble::WORDS.iter().find(|(_, trouble)| *trouble == other);
                known.map_or_else(String::new, |(word, _)| (*word).to_owned())
            }
        }
    }

    pub fn from_stored(stored: &str) -> Option<Trouble> {
        match stored.parse() {
            Ok(status) => Some(Trouble::Status(status)),
            Err(_) => Trouble::WORDS.iter().find(|(word, _)| *word == stored).map(|(_, trouble)| *trouble),
        }
    }
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is tried, for the first time or again.
    Waiting,
    Delivered,
    /// It was tried [`schedule::MAX_TRIES`] times.
    GivenUp,
}

impl DeliveryState {
    pub const ALL: [DeliveryState; 3] =
        [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::GivenUp];

    pub const fn as_str(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Delivered => "delivered",
            DeliveryState::GivenUp => "given_up",
        }
    }

    pub fn from_name(name: &str) -> Option<DeliveryState> {
        DeliveryState::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What one target is told, and how that goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    pub id: WebhookId,
    pub url: String,
    /// Which events; none means all that its content covers.
    pub kinds: Vec<EventKind>,
    pub content: Content,
    pub created_at: UnixMs,
    pub standing: Standing,
    /// The latest, newest first.
    pub deliveries: Vec<DeliveryView>,
}

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Working,
    /// Nothing was taken since; it is tried again at `next_at`.
    Failing {
        failures: i64,
        since: UnixMs,
        next_at: UnixMs,
    },
    Disabled {
        at: UnixMs,
        why: DisabledWhy,
    },
}

/// One message to one target, with its tries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    /// The `webhook-id` that the target sees, the same for every try.
    pub message: String,
    /// None for a test.
    pub event: Option<(TicketId, EventKind)>,
    pub created_at: UnixMs,
    pub state: DeliveryState,
    pub tries: i64,
    /// When it is tried again, while it waits.
    pub next_at: UnixMs,
    pub last_at: Option<UnixMs>,
    /// Why the last try failed.
    pub trouble: Option<Trouble>,
}

/// The admin's page of webhooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhooksPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    pub webhooks: Vec<WebhookView>,
    /// A fresh secret for the next target; it is kept only when its form is sent.
    pub secret: String,
    pub now: UnixMs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_reads_back_as_it_was_stored() {
        for trouble in [Trouble::Status(503), Trouble::Forbidden, Trouble::Tls, Trouble::TimedOut] {
            assert_eq!(Trouble::from_stored(&trouble.stored()), Some(trouble));
        }
        assert_eq!(Trouble::from_stored("bored"), None);
    }

    #[test]
    fn only_a_target_for_staff_hears_of_notes() {
        assert!(!Content::Facts.covers(EventKind::Noted) && Content::Staff.covers(EventKind::Noted));
        assert!(Content::Facts.covers(EventKind::Replied));
    }
}
