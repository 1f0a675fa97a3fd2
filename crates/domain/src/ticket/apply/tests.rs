//! What each command may and does, told as it happens to a ticket.

use super::*;
use crate::ids::EventSeq;
use crate::promise::Promise;
use crate::text::Subject;
use crate::ticket::{Ball, Channel, Impact, Kind, Pausing, WaitingOn};
use crate::time::{DAY, HOUR};
use proptest::prelude::*;

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);
const NOW: UnixMs = UnixMs(1_795_000_000_000);
const GRACE: i64 = 7;

fn fresh() -> Ticket {
    Ticket {
        id: TicketId(1042),
        kind: Kind::Incident,
        channel: Channel::Portal,
        subject: Subject::parse("The printer is jammed").unwrap(),
        requester: ANA,
        urgent: None,
        service: None,
        category: None,
        impact: None,
        effect: None,
        assignee: None,
        created_at: NOW,
        calendar: None,
        needs: Vec::new(),
        wanted_by: None,
        opened_at: None,
        first_answer_at: None,
        owed_since: None,
        waiting: None,
        pauses: Vec::new(),
        resolved: None,
        closed_at: None,
        cancelled_at: None,
        merged_into: None,
        promise: Promise { first_due_at: NOW + HOUR, due_at: NOW + HOUR.times(6) },
        ahead: crate::promise::Ahead::default(),
        last_seq: EventSeq(1),
    }
}

fn desk(ticket: &Ticket, command: Command, now: UnixMs) -> (Ticket, Vec<Change>) {
    ticket.apply(command, Side::Desk, Some(BO), now, GRACE).unwrap()
}

fn wait(on: WaitingOn) -> Command {
    Command::Wait(Wait { on, pausing: Pausing::Stops, supplier: None })
}

fn resolve() -> Command {
    Command::Resolve { place: Place::Remote, level: Level::One }
}

#[test]
fn a_reply_opens_a_ticket_answers_it_and_takes_it() {
    let (ticket, changes) = desk(&fresh(), Command::Reply, NOW + HOUR);
    assert_eq!(ticket.status(), Status::Open);
    assert_eq!((ticket.first_answer_at, ticket.assignee), (Some(NOW + HOUR), Some(BO)));
    assert_eq!(changes, [Change::Replied, Change::Assigned { old: None, new: Some(BO) }]);
}

#[test]
fn a_note_is_no_answer() {
    let (ticket, _) = desk(&fresh(), Command::Note, NOW);
    assert_eq!((ticket.status(), ticket.first_answer_at), (Status::New, None));
}

#[test]
fn waiting_gives_the_ball_away_and_an_answer_brings_it_back() {
    let (waiting, _) = desk(&fresh(), wait(WaitingOn::Requester), NOW);
    assert_eq!((waiting.status(), waiting.ball()), (Status::Waiting, Some(Ball::Requester)));
    let (back, changes) =
        waiting.apply(Command::Answer, Side::Requester, Some(ANA), NOW + HOUR, GRACE).unwrap();
    assert_eq!((back.status(), back.ball()), (Status::Open, Some(Ball::Desk)));
    assert_eq!(
        back.pauses,
        [Pause { from: NOW, to: NOW + HOUR, why: Some(PauseReason::Waiting(WaitingOn::Requester)) }]
    );
    assert_eq!(changes, [Change::Answered, Change::WaitEnded { on: WaitingOn::Requester }]);
}

#[test]
fn an_answer_reopens_a_resolved_ticket_while_the_grace_period_lasts() {
    let (resolved, _) = desk(&fresh(), resolve(), NOW);
    let in_time =
        resolved.apply(Command::Answer, Side::Requester, Some(ANA), NOW + DAY.times(7), GRACE).unwrap();
    assert_eq!(in_time.0.status(), Status::Open);
    let late = resolved.apply(Command::Answer, Side::Requester, Some(ANA), NOW + DAY.times(8), GRACE);
    assert_eq!(late, Err(Refused::TooLate));
}

#[test]
fn the_time_after_the_end_is_not_counted_against_the_desk() {
    let (resolved, _) = desk(&fresh(), resolve(), NOW);
    let (again, _) = resolved.apply(Command::Reopen, Side::Requester, Some(ANA), NOW + DAY, GRACE).unwrap();
    assert_eq!(again.pauses, [Pause { from: NOW, to: NOW + DAY, why: Some(PauseReason::Ended) }]);
}

#[test]
fn a_merged_ticket_takes_no_command() {
    let (merged, _) = desk(&fresh(), Command::MergeInto(TicketId(1001)), NOW);
    assert_eq!(merged.status(), Status::Closed);
    assert_eq!(
        merged.apply(Command::Note, Side::Desk, Some(BO), NOW, GRACE),
        Err(Refused::Merged(TicketId(1001)))
    );
    assert_eq!(allowed(Side::Desk, &merged, NOW, GRACE), []);
}

#[test]
fn a_ticket_is_not_merged_into_itself() {
    let refused = fresh().apply(Command::MergeInto(TicketId(1042)), Side::Desk, Some(BO), NOW, GRACE);
    assert_eq!(refused, Err(Refused::IntoItself));
}

#[test]
fn nothing_can_be_cancelled_once_it_is_resolved() {
    let (resolved, _) = desk(&fresh(), resolve(), NOW);
    let refused = resolved.apply(Command::Cancel, Side::Requester, Some(ANA), NOW, GRACE);
    assert_eq!(refused, Err(Refused::Ended));
}

#[test]
fn the_requester_never_triages_and_the_desk_never_answers_for_him() {
    let ticket = fresh();
    assert_eq!(ticket.apply(resolve(), Side::Requester, Some(ANA), NOW, GRACE), Err(Refused::WrongSide));
    assert_eq!(ticket.apply(Command::Answer, Side::Desk, Some(BO), NOW, GRACE), Err(Refused::WrongSide));
}

#[test]
fn triage_records_only_what_it_changes() {
    let triage = Triage {
        subject: fresh().subject,
        kind: Kind::Request,
        urgent: None,
        impact: Some(Impact::Team),
        effect: None,
        service: None,
        category: None,
        needs: Vec::new(),
    };
    let (_, changes) = desk(&fresh(), Command::Triage(triage), NOW);
    let fields: Vec<_> = changes
        .iter()
        .filter_map(|change| if let Change::Triaged { field, .. } = change { Some(*field) } else { None })
        .collect();
    assert_eq!(fields, [TriageField::Kind, TriageField::Impact]);
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::Answer),
        Just(Command::Reply),
        Just(Command::Note),
        Just(Command::Assign(Some(BO))),
        Just(wait(WaitingOn::Requester)),
        Just(wait(WaitingOn::Supplier)),
        Just(Command::Resume),
        Just(resolve()),
        Just(Command::Reopen),
        Just(Command::Close),
        Just(Command::Cancel),
    ]
}

proptest! {
    #[test]
    fn a_button_is_drawn_exactly_when_its_command_is_taken(
        steps in proptest::collection::vec((any_command(), 0usize..4, 0i64..200), 1..40)
    ) {
        let sides = [Side::Requester, Side::Watcher, Side::Desk, Side::System];
        let (mut ticket, mut now) = (fresh(), NOW);
        for (command, side, hours) in steps {
            now = now + HOUR.times(hours);
            let side = sides[side];
            let offered = allowed(side, &ticket, now, GRACE).contains(&command.action());
            let done = ticket.apply(command, side, Some(BO), now, GRACE);
            prop_assert_eq!(offered, done.is_ok());
            if let Ok((next, _)) = done {
                ticket = next;
            }
            prop_assert_eq!(ticket.ball().is_none(), ticket.status().ended());
            prop_assert!(ticket.pauses.windows(2).all(|pair| pair[0].to <= pair[1].from));
        }
    }
}

#[test]
fn a_wait_that_the_policy_does_not_count_stops_no_clock() {
    let wait = Command::Wait(Wait { on: WaitingOn::Parts, pausing: Pausing::Runs, supplier: None });
    let (waiting, _) = desk(&fresh(), wait, NOW);
    assert_eq!((waiting.status(), waiting.stopped()), (Status::Waiting, None));
    let (back, _) = desk(&waiting, Command::Resume, NOW + HOUR);
    assert_eq!(back.pauses, []);
}

#[test]
fn an_answer_is_owed_from_what_the_requester_writes_until_the_desk_replies() {
    let write = |ticket: &Ticket, at: UnixMs| {
        ticket.apply(Command::Answer, Side::Requester, Some(ANA), at, GRACE).unwrap().0
    };
    assert_eq!(write(&fresh(), NOW).owed_since, None, "the first answer has a promise of its own");
    let (replied, _) = desk(&fresh(), Command::Reply, NOW);
    let twice = write(&write(&replied, NOW + HOUR), NOW + DAY);
    assert_eq!(twice.owed_since, Some(NOW + HOUR));
    assert_eq!(desk(&twice, Command::Note, NOW + DAY).0.owed_since, Some(NOW + HOUR));
    assert_eq!(desk(&twice, Command::Reply, NOW + DAY).0.owed_since, None);
    assert_eq!(desk(&twice, resolve(), NOW + DAY).0.owed_since, None);
}
