//! A ticket's life told again: the events of another desk become ours, by the rules of ours.

use std::collections::BTreeMap;

use domain::event::{Change, TriageField};
use domain::ids::{CategoryId, EventSeq, PersonId, TicketId};
use domain::promise::{Ahead, Promise};
use domain::text::Subject;
use domain::ticket::{Channel, Command, Kind, Level, Pausing, Place, Side, Ticket, Wait};
use domain::time::UnixMs;

use super::map::Meaning;

/// Reopening has no end of grace here: it happened.
const ALWAYS: i64 = 1_000_000;

/// A ticket as it was opened.
#[derive(Debug)]
pub struct Opening {
    pub id: TicketId,
    pub kind: Kind,
    pub channel: Channel,
    pub subject: Subject,
    pub requester: PersonId,
    pub opened_at: UnixMs,
    pub place: Place,
    pub level: Level,
    /// When the other desk says that it was resolved, and by whom.
    pub resolved_at: Option<UnixMs>,
    pub resolver: Option<PersonId>,
}

/// An event of the other desk, with our numbers.
#[derive(Debug)]
pub struct Told {
    pub at: UnixMs,
    pub actor: Option<PersonId>,
    pub state: Option<String>,
    /// None where the state has no meaning here: the ticket stays as it is.
    pub meaning: Option<Meaning>,
    pub assignee: Option<PersonId>,
    pub category: Option<CategoryId>,
    pub set: BTreeMap<String, Option<String>>,
}

/// An event of ours that has no number yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Happened {
    pub at: UnixMs,
    pub actor: Option<PersonId>,
    pub change: Change,
}

/// Replays a ticket. `promise` says what is promised for it as it stands.
pub fn replay(
    opening: Opening,
    told: Vec<Told>,
    promise: &dyn Fn(&Ticket, UnixMs) -> (Promise, Ahead),
) -> (Ticket, Vec<Happened>) {
    let mut life = Life::begin(&opening, promise);
    for told in told {
        life.step(&opening, told);
        life.keep_promise(promise);
    }
    // The other desk knows best when it was resolved: its events are often written later.
    if let (Some(resolution), Some(at)) = (&mut life.ticket.resolved, opening.resolved_at)
        && at >= opening.opened_at
    {
        resolution.at = at;
    }
    if !life.ticket.status().ended() {
        life.ticket.ahead = promise(&life.ticket, life.now).1;
    }
    (life.ticket, life.happened)
}

struct Life {
    ticket: Ticket,
    happened: Vec<Happened>,
    /// Facts go forward in time, also where the log does not.
    now: UnixMs,
    at: UnixMs,
    actor: Option<PersonId>,
    pauses: usize,
}

impl Life {
    fn begin(opening: &Opening, promise: &dyn Fn(&Ticket, UnixMs) -> (Promise, Ahead)) -> Life {
        let at = opening.opened_at;
        let mut ticket = Ticket {
            id: opening.id,
            kind: opening.kind,
            channel: opening.channel,
            subject: opening.subject.clone(),
            requester: opening.requester,
            urgent: None,
            service: None,
            category: None,
            impact: None,
            effect: None,
            assignee: None,
            created_at: at,
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
            promise: Promise { first_due_at: at, due_at: at },
            ahead: Ahead::default(),
            last_seq: EventSeq(0),
        };
        (ticket.promise, ticket.ahead) = promise(&ticket, at);
        let actor = Some(opening.requester);
        let mut life = Life { ticket, happened: Vec::new(), now: at, at, actor, pauses: 0 };
        life.happens(Change::Created { ticket_kind: opening.kind });
        life.happens(Change::Promised { promise: life.ticket.promise });
        life
    }

    fn step(&mut self, opening: &Opening, told: Told) {
        let Told { at, actor, state, meaning, assignee, category, set } = told;
        (self.at, self.actor, self.now) = (at, actor, self.now.max(at));
        self.happens(Change::Imported { state, set });
        if category.is_some() && category != self.ticket.category {
            let words = |category: Option<CategoryId>| category.map(|category| category.0.to_string());
            let (old, new) = (words(self.ticket.category), words(category));
            self.happens(Change::Triaged { field: TriageField::Category, old, new });
            self.ticket.category = category;
        }
        if assignee != self.ticket.assignee {
            self.happens(Change::Assigned { old: self.ticket.assignee, new: assignee });
            self.ticket.assignee = assignee;
        }
        match meaning {
            None => {}
            Some(Meaning::New) => self.again(),
            Some(Meaning::Open) => {
                self.again();
                self.ticket.opened_at.get_or_insert(self.now);
            }
            Some(Meaning::Waiting(on)) => {
                self.reopen();
                let wait = Wait { on, pausing: Pausing::Stops, supplier: None };
                self.carry_out(Command::Wait(wait), Side::Desk);
            }
            Some(Meaning::Resolved) => self.resolve(opening),
            Some(Meaning::Closed) => {
                self.resolve(opening);
                self.carry_out(Command::Close, Side::System);
            }
            Some(Meaning::Cancelled) => self.carry_out(Command::Cancel, Side::Desk),
        }
    }

    /// The desk has the ball again.
    fn again(&mut self) {
        self.reopen();
        self.carry_out(Command::Resume, Side::Desk);
    }

    fn reopen(&mut self) {
        if self.ticket.status().ended() {
            self.carry_out(Command::Reopen, Side::Desk);
        }
    }

    /// Resolving does not assign: whom a ticket belongs to, the log says itself.
    fn resolve(&mut self, opening: &Opening) {
        if self.ticket.status().ended() {
            return;
        }
        let assignee = self.ticket.assignee;
        let command = Command::Resolve { place: opening.place, level: opening.level };
        let actor = opening.resolver.or(self.actor);
        if let Ok((next, changes)) = self.ticket.apply(command, Side::Desk, actor, self.now, ALWAYS) {
            self.ticket = Ticket { assignee, ..next };
            for change in changes.into_iter().filter(|change| !matches!(change, Change::Assigned { .. })) {
                self.happens(change);
            }
        }
    }

    /// A command that is not allowed now is one that changes nothing: the ticket is there already.
    fn carry_out(&mut self, command: Command, side: Side) {
        if let Ok((next, changes)) = self.ticket.apply(command, side, self.actor, self.now, ALWAYS) {
            self.ticket = next;
            for change in changes {
                self.happens(change);
            }
        }
    }

    /// Where a pause has ended, the promise moves.
    fn keep_promise(&mut self, promise: &dyn Fn(&Ticket, UnixMs) -> (Promise, Ahead)) {
        if self.ticket.pauses.len() == self.pauses || self.ticket.status().ended() {
            return;
        }
        self.pauses = self.ticket.pauses.len();
        let (promised, _) = promise(&self.ticket, self.now);
        if promised != self.ticket.promise {
            self.ticket.promise = promised;
            self.happens(Change::Promised { promise: promised });
        }
    }

    fn happens(&mut self, change: Change) {
        self.happened.push(Happened { at: self.at, actor: self.actor, change });
    }
}

#[cfg(test)]
mod tests;
