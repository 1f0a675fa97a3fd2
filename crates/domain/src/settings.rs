//! What an organisation sets once: its name, phone, place and zone.

use serde::{Deserialize, Serialize};

use crate::category::{Category, Service};
use crate::coverage::{Coverage, Opening, Week};
use crate::locale::Language;
use crate::person::{Person, PersonChip};
use crate::time::{LocalClock, UnixMs};

/// Days in which an answer reopens a resolved ticket, unless set otherwise.
pub const DEFAULT_GRACE_DAYS: i64 = 7;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Who the desk works for, as in "Deskbell · Lumbrera Optics".
    pub company: String,
    /// The desk's phone number, if it takes calls.
    pub phone: Option<String>,
    /// Where people walk in, if they may.
    pub place: Option<String>,
    /// IANA name of the desk's time zone.
    pub zone: String,
    /// The language of a visitor who asks for none of ours.
    pub language: Language,
    pub grace_days: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            company: String::new(),
            phone: None,
            place: None,
            zone: "UTC".into(),
            language: Language::En,
            grace_days: DEFAULT_GRACE_DAYS,
        }
    }
}

/// The desk as everybody may see it: on every page's sign and in the box "the desk now".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskNow {
    pub company: String,
    pub phone: Option<String>,
    pub place: Option<String>,
    pub opening: Opening,
    /// Open intervals of the days around now, for the lines of promises.
    pub coverage: Coverage,
    /// First names of those on duty who agreed to be shown.
    pub on_duty: Vec<String>,
    /// The clock of the reader: his own zone when he is signed in, else the desk's.
    pub clock: LocalClock,
}

/// The admin's page: everything that an organisation sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminPage {
    pub reader: PersonChip,
    pub settings: Settings,
    /// The week of the desk's own calendar.
    pub hours: Week,
    pub services: Vec<Service>,
    pub categories: Vec<Category>,
    pub people: Vec<Person>,
    pub desk: DeskNow,
    pub now: UnixMs,
}
