//! The words that requests and answers choose from, and people as answers name them.

use domain::coverage::matrix;
use domain::person::{Person as DomainPerson, PersonChip};
use domain::{access, category, locale, person, promise, thread, ticket, token, webhook};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The rota's words; two nouns have a "why", and a program tells them apart by their names.
mod rota {
    pub use domain::rota::{Every, SwapAnswer, Whose, Why as ShiftWhy};
}
mod routing {
    pub use domain::routing::Why as RoutingWhy;
}

macro_rules! words {
    ($($(#[$doc:meta])* $module:ident::$name:ident { $($variant:ident = $word:tt),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub enum $name { $(#[serde(rename = $word)] $variant),+ }

        impl From<$module::$name> for $name {
            fn from(word: $module::$name) -> $name {
                match word { $($module::$name::$variant => $name::$variant),+ }
            }
        }

        impl From<$name> for $module::$name {
            fn from(word: $name) -> $module::$name {
                match word { $($name::$variant => $module::$name::$variant),+ }
            }
        }
    )+};
}

words! {
    /// Something is broken, or something is wanted.
    ticket::Kind { Incident = "incident", Request = "request" }
    /// How the contact came.
    ticket::Channel {
        Portal = "portal", Email = "email", Phone = "phone", WalkUp = "walk_up", Chat = "chat", Bot = "bot", Api = "api",
    }
    /// Where a ticket stands.
    ticket::Status {
        New = "new", Open = "open", Waiting = "waiting", Resolved = "resolved", Closed = "closed", Cancelled = "cancelled",
    }
    /// Whom a ticket waits for. While it waits the clock of its promise stands still.
    ticket::WaitingOn { Requester = "requester", Approval = "approval", Supplier = "supplier", Parts = "parts" }
    /// Who must act next.
    ticket::Ball { Requester = "requester", Desk = "desk", Approver = "approver", Supplier = "supplier" }
    /// Who is hit.
    ticket::Impact { Me = "me", Team = "team", Everyone = "everyone" }
    /// The requester's only choice of priority.
    promise::Urgency { Normal = "normal", Urgent = "urgent" }
    /// What makes a promise longer.
    promise::Need { Budget = "budget", Approval = "approval" }
    /// Whom a line of the coverage matrix is for.
    matrix::Audience { Everybody = "everybody", Internal = "internal", External = "external" }
    /// How badly.
    ticket::Effect { Blocked = "blocked", Slowed = "slowed", Fine = "fine" }
    /// Where it was fixed.
    ticket::Place { Remote = "remote", Desk = "desk", OnSite = "on_site", Depot = "depot" }
    /// By which level it was fixed.
    ticket::Level { One = "1", Two = "2", Three = "3" }
    /// Something that may be done with a ticket.
    ticket::Action {
        Answer = "answer", Reply = "reply", Note = "note", Triage = "triage", Assign = "assign", Wait = "wait",
        Resume = "resume", Resolve = "resolve", Reopen = "reopen", Close = "close", Cancel = "cancel", Merge = "merge",
    }
    /// What a post is. Notes are the desk's own.
    thread::PostKind { Asked = "asked", Answer = "answer", Reply = "reply", Note = "note" }
    /// How a service runs.
    category::ServiceState { Running = "running", Degraded = "degraded", Down = "down" }
    /// What a person may be; everybody is a requester.
    person::Role { Requester = "requester", Agent = "agent", Lead = "lead", Approver = "approver", Admin = "admin" }
    /// Whether a person has an account, only asked as a guest, or was disabled.
    person::Standing { Account = "account", Guest = "guest", Disabled = "disabled" }
    /// What a token may do of what its person may.
    token::Scope { Read = "read", Write = "write", Desk = "desk", Admin = "admin" }
    /// A language that Deskbell speaks.
    locale::Language { En = "en", Es = "es" }
    /// How long a turn is.
    rota::Every { HalfDay = "half_day", Day = "day", Week = "week" }
    /// Which shifts a calendar reads.
    rota::Whose { Mine = "mine", Team = "team" }
    /// What becomes of an offered shift.
    rota::SwapAnswer { Open = "open", Accepted = "accepted", Declined = "declined", Withdrawn = "withdrawn" }
    /// Why a ticket went to whom it went.
    routing::RoutingWhy {
        OnDuty = "on_duty", FirstIsFull = "first_is_full", Knows = "knows", NobodyKnows = "nobody_knows",
        Named = "named", NamedIsNot = "named_is_not", AllFull = "all_full", Team = "team",
        NobodyOnDuty = "nobody_on_duty",
    }
    /// Why it is this person's shift.
    rota::ShiftWhy { Turn = "turn", Agreed = "agreed", StandsIn = "stands_in", Idle = "idle", Gap = "gap" }
    /// How much a webhook is told: what a requester may know of, without a word that anybody wrote; or all that the desk knows.
    webhook::Content { Facts = "facts", Staff = "staff" }
    /// What happened.
    webhook::EventKind {
        Created = "created", Promised = "promised", Answered = "answered", Replied = "replied", Noted = "noted",
        Triaged = "triaged", Assigned = "assigned", Routed = "routed",
        PastDesk = "past_desk", WaitStarted = "wait_started", WaitEnded = "wait_ended",
        Alarmed = "alarmed", Escalated = "escalated",
        Resolved = "resolved", Reopened = "reopened", Closed = "closed", Cancelled = "cancelled",
        MergedInto = "merged_into", MergedFrom = "merged_from", Linked = "linked", WatcherAdded = "watcher_added",
        WatcherRemoved = "watcher_removed", Imported = "imported",
    }
    /// How a delivery stands; it is given up after 12 tries.
    webhook::DeliveryState { Waiting = "waiting", Delivered = "delivered", GivenUp = "given_up" }
    /// Why a webhook is told nothing: an admin said so, it took nothing for a day, or it answered 410.
    webhook::DisabledWhy { Admin = "admin", Failing = "failing", Gone = "gone" }
    /// What a wall screen shows.
    access::WallProfile { Hall = "hall", Staff = "staff" }
}

/// A person beside something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonRef {
    pub id: i64,
    /// Left out where only the number is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl From<&PersonChip> for PersonRef {
    fn from(chip: &PersonChip) -> PersonRef {
        PersonRef { id: chip.id.0, name: Some(chip.name.clone()) }
    }
}

impl From<PersonChip> for PersonRef {
    fn from(chip: PersonChip) -> PersonRef {
        PersonRef { id: chip.id.0, name: Some(chip.name) }
    }
}

/// A service or category beside something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    pub id: i64,
    pub name: String,
}

/// A person's record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    pub standing: Standing,
    /// `en` or `es`.
    pub language: &'static str,
    /// IANA name; null means the desk's own.
    pub zone: Option<String>,
    pub department: Option<String>,
    pub location: Option<String>,
    pub job_title: Option<String>,
    pub phone: Option<String>,
    pub created_at: super::time::At,
}

impl From<DomainPerson> for Person {
    fn from(person: DomainPerson) -> Person {
        Person {
            id: person.id.0,
            name: person.name.into(),
            email: person.email.into(),
            roles: person.roles.iter().map(Role::from).collect(),
            standing: person.standing.into(),
            language: person.language.code(),
            zone: person.zone,
            department: person.department.map(String::from),
            location: person.location.map(String::from),
            job_title: person.job_title.map(String::from),
            phone: person.phone.map(String::from),
            created_at: person.created_at.into(),
        }
    }
}

/// Largest number that every reader of JSON understands: 2^53 - 1.
pub const MAX_NUMBER: i64 = 9_007_199_254_740_991;

/// The number of something, as a request names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(try_from = "i64")]
#[schema(value_type = i64, minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 7)]
pub struct Id(pub i64);

impl TryFrom<i64> for Id {
    type Error = &'static str;

    fn try_from(id: i64) -> Result<Id, Self::Error> {
        if (1..=MAX_NUMBER).contains(&id) { Ok(Id(id)) } else { Err("Numbers begin with 1.") }
    }
}

/// An event's place in the log, as a request names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ToSchema)]
#[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 17)]
pub struct Seq(pub i64);

impl std::str::FromStr for Seq {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Seq, Self::Err> {
        let seq = text.trim().parse().ok().filter(|seq| (0..=MAX_NUMBER).contains(seq));
        seq.map(Seq).ok_or("Send the number of an event.")
    }
}

impl<'de> Deserialize<'de> for Seq {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Seq, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
