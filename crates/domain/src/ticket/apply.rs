//! The life of a ticket: which command is allowed when, and what it changes.

use serde::{Deserialize, Serialize};

use super::facts::{
    Effect, Impact, Kind, Level, Place, Resolution, Side, Status, Ticket, Waiting, WaitingOn,
};
use crate::event::{Change, TriageField};
use crate::ids::{CategoryId, PersonId, ServiceId, TicketId};
use crate::promise::Pause;
use crate::text::{Subject, UrgentReason};
use crate::time::UnixMs;

/// Something that somebody wants to happen to a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The requester, a watcher or a guest wrote.
    Answer,
    /// The desk wrote to the requester.
    Reply,
    /// The desk wrote to itself.
    Note,
    Triage(Triage),
    Assign(Option<PersonId>),
    Wait(WaitingOn),
    Resume,
    Resolve {
        place: Place,
        level: Level,
    },
    Reopen,
    /// The requester agrees, or the grace period is over.
    Close,
    Cancel,
    MergeInto(TicketId),
}

/// What triage says of a ticket, all of it at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triage {
    pub subject: Subject,
    pub kind: Kind,
    pub urgent: Option<UrgentReason>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
}

/// A command without its details: what a button offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Answer,
    Reply,
    Note,
    Triage,
    Assign,
    Wait,
    Resume,
    Resolve,
    Reopen,
    Close,
    Cancel,
    Merge,
}

impl Action {
    pub const ALL: [Action; 12] = [
        Action::Answer,
        Action::Reply,
        Action::Note,
        Action::Triage,
        Action::Assign,
        Action::Wait,
        Action::Resume,
        Action::Resolve,
        Action::Reopen,
        Action::Close,
        Action::Cancel,
        Action::Merge,
    ];
}

impl Command {
    pub const fn action(&self) -> Action {
        match self {
            Command::Answer => Action::Answer,
            Command::Reply => Action::Reply,
            Command::Note => Action::Note,
            Command::Triage(_) => Action::Triage,
            Command::Assign(_) => Action::Assign,
            Command::Wait(_) => Action::Wait,
            Command::Resume => Action::Resume,
            Command::Resolve { .. } => Action::Resolve,
            Command::Reopen => Action::Reopen,
            Command::Close => Action::Close,
            Command::Cancel => Action::Cancel,
            Command::MergeInto(_) => Action::Merge,
        }
    }
}

/// Why a ticket does not take a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    #[error("it was merged into {0}")]
    Merged(TicketId),
    #[error("it has ended")]
    Ended,
    #[error("it has not ended")]
    NotEnded,
    #[error("it is not waiting")]
    NotWaiting,
    #[error("its grace period is over")]
    TooLate,
    #[error("that is for the other side of the counter")]
    WrongSide,
    #[error("a ticket can't be merged into itself")]
    IntoItself,
}

/// Every action that this side may take on a ticket now; the buttons of a page.
pub fn allowed(side: Side, ticket: &Ticket, now: UnixMs, grace_days: i64) -> Vec<Action> {
    Action::ALL.into_iter().filter(|action| check(*action, side, ticket, now, grace_days).is_ok()).collect()
}

fn check(action: Action, side: Side, ticket: &Ticket, now: UnixMs, grace_days: i64) -> Result<(), Refused> {
    if let Some(survivor) = ticket.merged_into {
        return Err(Refused::Merged(survivor));
    }
    let status = ticket.status();
    let in_grace = ticket.reopens_until(grace_days).is_some_and(|until| now <= until);
    let desk = matches!(side, Side::Desk);
    match action {
        Action::Answer if matches!(side, Side::Desk | Side::System) => Err(Refused::WrongSide),
        Action::Answer => match status {
            Status::Cancelled => Err(Refused::Ended),
            Status::Resolved | Status::Closed if !in_grace => Err(Refused::TooLate),
            _ => Ok(()),
        },
        Action::Reply | Action::Note if desk => Ok(()),
        Action::Triage | Action::Assign | Action::Wait | Action::Resolve | Action::Merge if desk => {
            match status.ended() {
                true => Err(Refused::Ended),
                false => Ok(()),
            }
        }
        Action::Resume if desk => {
            ticket.waiting.map(|_| ()).filter(|()| !status.ended()).ok_or(Refused::NotWaiting)
        }
        Action::Reopen => match (status.ended(), side) {
            (false, _) => Err(Refused::NotEnded),
            (true, Side::Desk) => Ok(()),
            (true, Side::Requester) if status == Status::Cancelled => Err(Refused::Ended),
            (true, Side::Requester) => in_grace.then_some(()).ok_or(Refused::TooLate),
            (true, Side::Watcher | Side::System) => Err(Refused::WrongSide),
        },
        Action::Close => match (status, side) {
            (Status::Resolved, Side::Requester | Side::System) => Ok(()),
            (Status::Resolved, Side::Desk | Side::Watcher) => Err(Refused::WrongSide),
            (Status::Closed | Status::Cancelled, _) => Err(Refused::Ended),
            (Status::New | Status::Open | Status::Waiting, _) => Err(Refused::NotEnded),
        },
        Action::Cancel => match (status.ended(), side) {
            (true, _) => Err(Refused::Ended),
            (false, Side::Requester | Side::Desk) => Ok(()),
            (false, Side::Watcher | Side::System) => Err(Refused::WrongSide),
        },
        Action::Reply
        | Action::Note
        | Action::Triage
        | Action::Assign
        | Action::Wait
        | Action::Resolve
        | Action::Resume
        | Action::Merge => Err(Refused::WrongSide),
    }
}

impl Ticket {
    /// Carries out a command: the ticket as it is afterwards, and every change in order.
    /// Nothing that changes nothing is recorded. Errors with the reason when the command is not allowed now.
    pub fn apply(
        &self,
        command: Command,
        side: Side,
        actor: Option<PersonId>,
        now: UnixMs,
        grace_days: i64,
    ) -> Result<(Ticket, Vec<Change>), Refused> {
        check(command.action(), side, self, now, grace_days)?;
        let mut next = Next { ticket: self.clone(), changes: Vec::new(), now };
        match command {
            Command::Answer => next.answer(),
            Command::Reply => next.reply(actor),
            Command::Note => next.changes.push(Change::Noted),
            Command::Triage(triage) => next.triage(triage),
            Command::Assign(to) => next.assign(to),
            Command::Wait(on) => next.wait(on),
            Command::Resume => next.end_wait(),
            Command::Resolve { place, level } => next.resolve(actor, place, level),
            Command::Reopen => next.reopen(),
            Command::Close => next.close(),
            Command::Cancel => next.cancel(),
            Command::MergeInto(survivor) if survivor == self.id => return Err(Refused::IntoItself),
            Command::MergeInto(survivor) => next.merge(survivor),
        }
        Ok((next.ticket, next.changes))
    }
}

/// A ticket on its way from one state to the next.
struct Next {
    ticket: Ticket,
    changes: Vec<Change>,
    now: UnixMs,
}

impl Next {
    fn answer(&mut self) {
        self.changes.push(Change::Answered);
        if self.ticket.status().ended() {
            self.reopen();
        } else {
            self.end_wait();
        }
    }

    fn reply(&mut self, actor: Option<PersonId>) {
        self.open();
        self.ticket.first_answer_at.get_or_insert(self.now);
        self.changes.push(Change::Replied);
        if self.ticket.assignee.is_none() && !self.ticket.status().ended() {
            self.assign(actor);
        }
    }

    fn triage(&mut self, triage: Triage) {
        self.open();
        let before = self.ticket.clone();
        let id = |id: i64| id.to_string();
        self.note(TriageField::Subject, Some(before.subject.to_string()), Some(triage.subject.to_string()));
        self.note(TriageField::Kind, Some(before.kind.as_str().into()), Some(triage.kind.as_str().into()));
        self.note(
            TriageField::Urgent,
            before.urgent.map(String::from),
            triage.urgent.clone().map(String::from),
        );
        self.note(
            TriageField::Impact,
            before.impact.map(|i| i.as_str().into()),
            triage.impact.map(|i| i.as_str().into()),
        );
        self.note(
            TriageField::Effect,
            before.effect.map(|e| e.as_str().into()),
            triage.effect.map(|e| e.as_str().into()),
        );
        self.note(TriageField::Service, before.service.map(|s| id(s.0)), triage.service.map(|s| id(s.0)));
        self.note(TriageField::Category, before.category.map(|c| id(c.0)), triage.category.map(|c| id(c.0)));
        let Triage { subject, kind, urgent, impact, effect, service, category } = triage;
        self.ticket =
            Ticket { subject, kind, urgent, impact, effect, service, category, ..self.ticket.clone() };
    }

    fn note(&mut self, field: TriageField, old: Option<String>, new: Option<String>) {
        if old != new {
            self.changes.push(Change::Triaged { field, old, new });
        }
    }

    fn assign(&mut self, to: Option<PersonId>) {
        if self.ticket.assignee != to {
            self.open();
            self.changes.push(Change::Assigned { old: self.ticket.assignee, new: to });
            self.ticket.assignee = to;
        }
    }

    fn wait(&mut self, on: WaitingOn) {
        if self.ticket.waiting.is_some_and(|waiting| waiting.on == on) {
            return;
        }
        self.open();
        self.end_wait();
        self.ticket.waiting = Some(Waiting { on, since: self.now });
        self.changes.push(Change::WaitStarted { on });
    }

    fn end_wait(&mut self) {
        if let Some(waiting) = self.ticket.waiting.take() {
            self.ticket.pauses.push(Pause { from: waiting.since, to: self.now });
            self.changes.push(Change::WaitEnded { on: waiting.on });
        }
    }

    fn resolve(&mut self, actor: Option<PersonId>, place: Place, level: Level) {
        self.open();
        self.end_wait();
        self.ticket.first_answer_at.get_or_insert(self.now);
        if self.ticket.assignee.is_none() {
            self.assign(actor);
        }
        self.ticket.resolved = Some(Resolution { at: self.now, by: actor, place, level });
        self.changes.push(Change::Resolved { place, level });
    }

    /// The time between the end and the reopening was not the desk's: it counts as a pause.
    fn reopen(&mut self) {
        if let Some(ended_at) = self.ticket.ended_at() {
            self.ticket.pauses.push(Pause { from: ended_at, to: self.now });
        }
        self.ticket.resolved = None;
        self.ticket.closed_at = None;
        self.ticket.cancelled_at = None;
        self.open();
        self.changes.push(Change::Reopened);
    }

    fn close(&mut self) {
        self.ticket.closed_at = Some(self.now);
        self.changes.push(Change::Closed);
    }

    fn cancel(&mut self) {
        self.end_wait();
        self.ticket.cancelled_at = Some(self.now);
        self.changes.push(Change::Cancelled);
    }

    fn merge(&mut self, survivor: TicketId) {
        self.end_wait();
        self.ticket.merged_into = Some(survivor);
        self.ticket.closed_at = Some(self.now);
        self.changes.push(Change::MergedInto { survivor });
    }

    fn open(&mut self) {
        self.ticket.opened_at.get_or_insert(self.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::EventSeq;
    use crate::promise::Promise;
    use crate::ticket::{Ball, Channel};
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
            opened_at: None,
            first_answer_at: None,
            waiting: None,
            pauses: Vec::new(),
            resolved: None,
            closed_at: None,
            cancelled_at: None,
            merged_into: None,
            promise: Promise { first_due_at: NOW + HOUR, due_at: NOW + HOUR.times(6) },
            last_seq: EventSeq(1),
        }
    }

    fn desk(ticket: &Ticket, command: Command, now: UnixMs) -> (Ticket, Vec<Change>) {
        ticket.apply(command, Side::Desk, Some(BO), now, GRACE).unwrap()
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
        let (waiting, _) = desk(&fresh(), Command::Wait(WaitingOn::Requester), NOW);
        assert_eq!((waiting.status(), waiting.ball()), (Status::Waiting, Some(Ball::Requester)));
        let (back, changes) =
            waiting.apply(Command::Answer, Side::Requester, Some(ANA), NOW + HOUR, GRACE).unwrap();
        assert_eq!((back.status(), back.ball()), (Status::Open, Some(Ball::Desk)));
        assert_eq!(back.pauses, [Pause { from: NOW, to: NOW + HOUR }]);
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
        let (again, _) =
            resolved.apply(Command::Reopen, Side::Requester, Some(ANA), NOW + DAY, GRACE).unwrap();
        assert_eq!(again.pauses, [Pause { from: NOW, to: NOW + DAY }]);
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
            Just(Command::Wait(WaitingOn::Requester)),
            Just(Command::Wait(WaitingOn::Supplier)),
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
}
