//! Ana asks and Bo helps: what the tests of words, lines and ways start from.

use domain::coverage::{Coverage, Interval, Opening};
use domain::event::Change;
use domain::ids::{EventSeq, PersonId, TicketId};
use domain::locale::Language;
use domain::person::PersonChip;
use domain::promise::PromiseView;
use domain::settings::DeskNow;
use domain::ticket::view::{Stop, TicketHead, TrackerPage};
use domain::ticket::{Ball, Channel, Kind, Status, WaitingOn};
use domain::time::{HOUR, LocalClock, MINUTE, UnixMs};

use crate::format::Times;

/// 2026-11-18 08:10 UTC, a Wednesday.
pub const ASKED: UnixMs = UnixMs(1_794_989_400_000);
pub const ANA: PersonId = PersonId(1);
pub const BO: PersonId = PersonId(2);

pub fn ana() -> PersonChip {
    PersonChip { id: ANA, name: "Ana Ruiz".into() }
}

pub fn bo() -> PersonChip {
    PersonChip { id: BO, name: "Bo Hansen".into() }
}

pub fn times(language: Language, minutes: i64) -> Times {
    Times { language, clock: LocalClock::utc(), now: ASKED + MINUTE.times(minutes) }
}

/// Open from 08:00 to 17:30 on three days.
pub fn coverage() -> Coverage {
    let eight = ASKED - MINUTE.times(10);
    let day = |n: i64| Interval {
        from: eight + HOUR.times(24 * n),
        to: eight + HOUR.times(24 * n) + MINUTE.times(570),
    };
    Coverage::new(vec![day(0), day(1), day(2)])
}

pub fn desk() -> DeskNow {
    DeskNow {
        company: "Lumbrera Optics".into(),
        phone: Some("4400".into()),
        place: None,
        opening: Opening::Closed { next: None },
        coverage: coverage(),
        on_duty: Vec::new(),
        clock: LocalClock::utc(),
    }
}

pub fn promise() -> PromiseView {
    PromiseView {
        asked_at: ASKED,
        first_due_at: ASKED + HOUR,
        next_answer_due_at: None,
        first_answer_at: Some(ASKED + MINUTE.times(21)),
        due_at: ASKED + HOUR.times(6),
        pauses: Vec::new(),
        paused_since: None,
        ended_at: None,
    }
}

pub fn head() -> TicketHead {
    TicketHead {
        id: TicketId(1047),
        subject: "Invoices print with the last line cut off".into(),
        kind: Kind::Incident,
        channel: Channel::Portal,
        status: Status::Open,
        waiting_on: None,
        ball: Some(Ball::Desk),
        requester: ana(),
        assignee: Some(bo()),
        urgent: None,
        service: None,
        category: None,
        promise: promise(),
        resolved: None,
        merged_into: None,
        reopens_until: None,
        seq: EventSeq(7),
    }
}

/// Since two hours after it was asked it waits for something.
pub fn waiting(on: WaitingOn, ball: Ball) -> TicketHead {
    let promise = PromiseView { paused_since: Some(ASKED + HOUR.times(2)), ..promise() };
    TicketHead { status: Status::Waiting, waiting_on: Some(on), ball: Some(ball), promise, ..head() }
}

pub fn stop(minutes: i64, who: PersonChip, change: Change) -> Stop {
    Stop { at: ASKED + MINUTE.times(minutes), who: Some(who), change }
}

pub fn page(head: TicketHead, journey: Vec<Stop>) -> TrackerPage {
    TrackerPage {
        seq: head.seq,
        head,
        reader: ana(),
        desk: desk(),
        needs: Vec::new(),
        wanted_by: None,
        thread: Vec::new(),
        journey,
        allowed: Vec::new(),
        may_add_watcher: true,
        watchers: Vec::new(),
        before: Some(2),
        key: "key".into(),
        now: ASKED,
    }
}
