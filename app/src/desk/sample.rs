//! Tickets for the tests of the desk: Bo reads, Ines is his colleague, Ana asks.

use domain::ids::{EventSeq, PersonId, TicketId};
use domain::locale::Language;
use domain::person::PersonChip;
use domain::promise::PromiseView;
use domain::ticket::queue::QueueRow;
use domain::ticket::view::TicketHead;
use domain::ticket::{Channel, Kind, Status, WaitingOn};
use domain::time::{HOUR, LocalClock, Millis, UnixMs};

use crate::format::Times;

/// Wednesday 2026-11-18 10:42 UTC.
pub const NOW: UnixMs = UnixMs(1_794_998_520_000);

pub struct Person {
    pub id: PersonId,
    pub name: &'static str,
}

pub const ANA: Person = Person { id: PersonId(1), name: "Ana Ruiz" };
pub const BO: Person = Person { id: PersonId(2), name: "Bo Hansen" };
pub const INES: Person = Person { id: PersonId(3), name: "Ines Prado" };

impl Person {
    pub fn chip(&self) -> PersonChip {
        PersonChip { id: self.id, name: self.name.into() }
    }
}

pub fn times(language: Language) -> Times {
    Times { language, clock: LocalClock::utc(), now: NOW }
}

/// A ticket that was asked an hour ago and answered; `left` is until it is due.
pub fn row(id: i64, subject: &str, status: Status, assignee: Option<PersonChip>, left: Millis) -> QueueRow {
    let waits = status == Status::Waiting;
    let promise = PromiseView {
        asked_at: NOW - HOUR,
        first_due_at: NOW,
        next_answer_due_at: None,
        first_answer_at: Some(NOW - HOUR),
        due_at: NOW + left,
        pauses: Vec::new(),
        paused_since: waits.then_some(NOW),
        ended_at: status.ended().then_some(NOW),
    };
    let head = TicketHead {
        id: TicketId(id),
        subject: subject.into(),
        kind: Kind::Incident,
        channel: Channel::Portal,
        status,
        waiting_on: waits.then_some(WaitingOn::Requester),
        ball: None,
        requester: ANA.chip(),
        assignee,
        urgent: None,
        service: None,
        category: None,
        promise,
        resolved: None,
        merged_into: None,
        reopens_until: None,
        seq: EventSeq(id),
    };
    QueueRow { head, department: Some("Accounts".into()), emergency: false }
}
