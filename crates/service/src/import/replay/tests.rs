//! Foreign logs, replayed into tickets of ours.

use super::*;
use domain::promise::{Ahead, Pause, PauseReason};
use domain::ticket::{Status, WaitingOn};
use domain::time::HOUR;

const START: UnixMs = UnixMs(1_456_700_000_000);
const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);

fn opening() -> Opening {
    Opening {
        id: TicketId(1001),
        kind: Kind::Incident,
        channel: Channel::Phone,
        subject: Subject::parse("Incident 1").unwrap(),
        requester: ANA,
        opened_at: START,
        place: Place::Remote,
        level: Level::One,
        resolved_at: None,
        resolver: None,
    }
}

fn told(hours: i64, meaning: Meaning) -> Told {
    Told {
        at: START + HOUR.times(hours),
        actor: Some(BO),
        state: Some(format!("{meaning:?}")),
        meaning: Some(meaning),
        assignee: Some(BO),
        category: None,
        set: BTreeMap::new(),
    }
}

fn lived(told: Vec<Told>) -> (Ticket, Vec<&'static str>) {
    let promise = |ticket: &Ticket, _: UnixMs| {
        let paused: i64 = ticket.pauses.iter().map(|pause| (pause.to - pause.from).0).sum();
        let due_at = ticket.created_at + HOUR.times(8) + domain::time::Millis(paused);
        (Promise { first_due_at: ticket.created_at + HOUR, due_at }, Ahead::default())
    };
    let (ticket, happened) = replay(opening(), told, &promise);
    (ticket, happened.iter().map(|happened| happened.change.name()).collect())
}

#[test]
fn a_life_is_told_again_with_its_own_times() {
    let (ticket, names) = lived(vec![
        told(1, Meaning::New),
        told(2, Meaning::Waiting(WaitingOn::Requester)),
        told(4, Meaning::Open),
        told(5, Meaning::Resolved),
        told(9, Meaning::Closed),
    ]);
    assert_eq!(ticket.status(), Status::Closed);
    assert_eq!(
        ticket.pauses,
        [Pause {
            from: START + HOUR.times(2),
            to: START + HOUR.times(4),
            why: Some(PauseReason::Waiting(WaitingOn::Requester))
        }]
    );
    assert_eq!(ticket.resolved.unwrap().at, START + HOUR.times(5));
    assert_eq!(ticket.closed_at, Some(START + HOUR.times(9)));
    assert_eq!(ticket.promise.due_at, START + HOUR.times(10));
    assert_eq!(
        names,
        [
            "created",
            "promised",
            "imported",
            "assigned",
            "imported",
            "wait_started",
            "imported",
            "wait_ended",
            "promised",
            "imported",
            "resolved",
            "imported",
            "closed"
        ]
    );
}

#[test]
fn what_was_resolved_or_closed_is_reopened_by_an_open_state() {
    for end in [Meaning::Resolved, Meaning::Closed, Meaning::Cancelled] {
        let (ticket, names) = lived(vec![told(1, end), told(2, Meaning::Open)]);
        assert_eq!(ticket.status(), Status::Open, "{end:?}");
        assert_eq!(names.iter().filter(|name| **name == "reopened").count(), 1);
    }
}

#[test]
fn a_log_that_begins_resolved_makes_a_resolved_ticket() {
    let (ticket, names) = lived(vec![told(1, Meaning::Resolved), told(2, Meaning::Resolved)]);
    assert_eq!(ticket.status(), Status::Resolved);
    assert_eq!(names.iter().filter(|name| **name == "resolved").count(), 1);
}

#[test]
fn an_unknown_state_changes_nothing_and_is_kept() {
    let unknown = Told { meaning: None, state: Some("-100".into()), ..told(2, Meaning::Open) };
    let (ticket, names) = lived(vec![told(1, Meaning::Waiting(WaitingOn::Supplier)), unknown]);
    assert_eq!(ticket.status(), Status::Waiting);
    assert_eq!(names.last(), Some(&"imported"));
}

#[test]
fn an_event_out_of_order_keeps_its_time_and_facts_go_forward() {
    let (ticket, _) = lived(vec![told(3, Meaning::Waiting(WaitingOn::Requester)), told(2, Meaning::Open)]);
    let at = START + HOUR.times(3);
    assert_eq!(
        ticket.pauses,
        [Pause { from: at, to: at, why: Some(PauseReason::Waiting(WaitingOn::Requester)) }]
    );
}

#[test]
fn the_time_of_resolving_is_the_one_that_the_other_desk_tells() {
    let opening = Opening { resolved_at: Some(START + HOUR), resolver: Some(ANA), ..opening() };
    let promise = |_: &Ticket, _: UnixMs| (Promise { first_due_at: START, due_at: START }, Ahead::default());
    let (ticket, _) = replay(opening, vec![told(7, Meaning::Closed)], &promise);
    let resolution = ticket.resolved.unwrap();
    assert_eq!((resolution.at, resolution.by), (START + HOUR, Some(ANA)));
}
