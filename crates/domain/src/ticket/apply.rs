//! The life of a ticket: which command is allowed when, and what it changes.

use super::command::{Action, Command, Refused, Triage, Wait};
use super::facts::{Level, Place, Resolution, Side, Status, Ticket, Waiting};
use crate::event::{Change, TriageField};
use crate::ids::{PersonId, TicketId};
use crate::promise::{Need, Pause, PauseReason};
use crate::time::UnixMs;

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
            Command::Wait(wait) => next.wait(wait),
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
        if self.ticket.first_answer_at.is_some() {
            self.ticket.owed_since.get_or_insert(self.now);
        }
    }

    fn reply(&mut self, actor: Option<PersonId>) {
        self.open();
        self.ticket.first_answer_at.get_or_insert(self.now);
        self.ticket.owed_since = None;
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
        let words = |needs: &[Need]| {
            let words: Vec<&str> = needs.iter().map(|need| need.as_str()).collect();
            (!words.is_empty()).then(|| words.join(","))
        };
        self.note(TriageField::Needs, words(&before.needs), words(&triage.needs));
        let Triage { subject, kind, urgent, impact, effect, service, category, needs } = triage;
        self.ticket =
            Ticket { subject, kind, urgent, impact, effect, service, category, needs, ..self.ticket.clone() };
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

    fn wait(&mut self, Wait { on, pausing, supplier }: Wait) {
        if self.ticket.waiting.is_some_and(|waiting| waiting.on == on && waiting.supplier == supplier) {
            return;
        }
        self.open();
        self.end_wait();
        self.ticket.waiting = Some(Waiting { on, since: self.now, pausing, supplier });
        self.changes.push(Change::WaitStarted { on });
    }

    fn end_wait(&mut self) {
        if let Some(stopped) = self.ticket.stopped() {
            self.ticket.pauses.push(Pause { from: stopped.since, to: self.now, why: Some(stopped.why) });
        }
        if let Some(waiting) = self.ticket.waiting.take() {
            self.changes.push(Change::WaitEnded { on: waiting.on });
        }
    }

    fn resolve(&mut self, actor: Option<PersonId>, place: Place, level: Level) {
        self.open();
        self.end_wait();
        self.ticket.first_answer_at.get_or_insert(self.now);
        self.ticket.owed_since = None;
        if self.ticket.assignee.is_none() {
            self.assign(actor);
        }
        self.ticket.resolved = Some(Resolution { at: self.now, by: actor, place, level });
        self.changes.push(Change::Resolved { place, level });
    }

    /// The time between the end and the reopening was not the desk's: it counts as a pause.
    fn reopen(&mut self) {
        if let Some(ended_at) = self.ticket.ended_at() {
            let why = Some(PauseReason::Ended);
            self.ticket.pauses.push(Pause { from: ended_at, to: self.now, why });
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
mod tests;
