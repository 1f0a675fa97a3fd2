//! A ticket in words: its state, who has the ball, and the one sentence that a page opens with.

use domain::coverage::Opening;
use domain::ids::PersonId;
use domain::locale::Language;
use domain::promise::Standing;
use domain::ticket::view::TicketHead;
use domain::ticket::{Ball, Kind, Status, WaitingOn};
use domain::time::{Millis, UnixMs};
use ui::Icon;

use crate::format::Times;
use crate::i18n::Common;

/// What a good receptionist would say of a ticket, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub sentence: String,
    /// The next step or the reason; empty where the sentence says all.
    pub note: String,
    /// Who has to act.
    pub turn: TurnOf,
}

/// Whose turn it is, as the reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnOf {
    Reader,
    /// The requester, who is somebody else.
    Requester,
    Desk,
    Approver,
    Supplier,
    Nobody,
}

impl TurnOf {
    pub const fn icon(self) -> Icon {
        match self {
            TurnOf::Reader | TurnOf::Requester => Icon::Person,
            TurnOf::Desk => Icon::Desk,
            TurnOf::Approver => Icon::Check,
            TurnOf::Supplier => Icon::Box,
            TurnOf::Nobody => Icon::Kept,
        }
    }
}

/// Whose turn a ticket is for this reader.
pub fn turn(head: &TicketHead, reader: PersonId) -> TurnOf {
    match head.ball {
        Some(Ball::Requester) if head.requester.id == reader => TurnOf::Reader,
        Some(Ball::Requester) => TurnOf::Requester,
        Some(Ball::Desk) => TurnOf::Desk,
        Some(Ball::Approver) => TurnOf::Approver,
        Some(Ball::Supplier) => TurnOf::Supplier,
        None => TurnOf::Nobody,
    }
}

/// The sentence on top of a tracker, for this reader, while the desk is open or closed.
pub fn say(head: &TicketHead, reader: PersonId, opening: Opening, times: &Times) -> Said {
    let t = Common::from(times.language);
    let turn = turn(head, reader);
    let said = |sentence: String, note: String| Said { sentence, note, turn };
    if let Some(survivor) = head.merged_into {
        return said(t.say_merged(&survivor.to_string()), t.say_merged_note().into());
    }
    match head.status {
        Status::Cancelled => said(t.say_cancelled().into(), t.say_cancelled_note().into()),
        Status::Closed => {
            let reopens = head.reopens_until.filter(|until| *until > times.now);
            let note =
                reopens.map_or(t.say_closed_note().into(), |until| t.say_closed_reopens(&times.until(until)));
            said(t.say_closed().into(), note)
        }
        Status::Resolved => {
            let note = head.reopens_until.map(|until| t.say_resolved_note(&times.until(until)));
            said(resolved(t, head), note.unwrap_or_default())
        }
        Status::Waiting => {
            let (sentence, note) = waiting(t, head, turn);
            said(sentence, note)
        }
        Status::New | Status::Open => {
            let (sentence, note) = at_desk(t, head, opening, times);
            said(sentence, note)
        }
    }
}

/// "First answer by 11:42, done by 16:42 today."
pub fn promised(head: &TicketHead, times: &Times) -> String {
    let t = Common::from(times.language);
    let promise = &head.promise;
    match promise.first_answer_at {
        Some(_) => format!("{}.", t.promise_done(&times.by(promise.due_at))),
        None => format!("{}.", both(times, promise.first_due_at, promise.due_at)),
    }
}

/// "First answer by 11:42, done by 16:42 today": the day once where it is the same.
pub fn both(times: &Times, first: UnixMs, done: UnixMs) -> String {
    let t = Common::from(times.language);
    let first_by = match times.same_day(first, done) {
        true => times.by_clock(first),
        false => times.by(first),
    };
    t.promise_both(&first_by, &times.by(done))
}

fn resolved(t: Common, head: &TicketHead) -> String {
    let by = head.resolved.and_then(|resolution| resolution.by);
    let name = head.assignee.as_ref().filter(|chip| Some(chip.id) == by).map(|chip| chip.first_name());
    match (name, head.kind) {
        (Some(name), Kind::Incident) => t.say_resolved(name),
        (Some(name), Kind::Request) => t.say_resolved_request(name),
        (None, Kind::Incident) => t.say_resolved_we().into(),
        (None, Kind::Request) => t.say_resolved_we_request().into(),
    }
}

fn waiting(t: Common, head: &TicketHead, turn: TurnOf) -> (String, String) {
    let name = head.assignee.as_ref().map(|chip| chip.first_name());
    let requester = head.requester.first_name();
    let still = t.say_stands_still().to_owned();
    let with = name.map_or(still.clone(), |name| t.say_stands_still_with(name));
    match (head.waiting_on, turn, name) {
        (Some(WaitingOn::Requester) | None, TurnOf::Reader, Some(name)) => (t.say_yours(name), still),
        (Some(WaitingOn::Requester) | None, TurnOf::Reader, None) => (t.say_yours_we().into(), still),
        (Some(WaitingOn::Requester) | None, _, Some(name)) => (t.say_theirs(name, requester), still),
        (Some(WaitingOn::Requester) | None, _, None) => (t.say_theirs_we(requester), still),
        (Some(WaitingOn::Approval), _, _) => (t.say_approval().into(), with),
        (Some(WaitingOn::Supplier), _, _) => (t.say_supplier().into(), with),
        (Some(WaitingOn::Parts), _, _) => (t.say_parts().into(), with),
    }
}

fn at_desk(t: Common, head: &TicketHead, opening: Opening, times: &Times) -> (String, String) {
    let name = head.assignee.as_ref().map(|chip| chip.first_name());
    match (head.promise.standing(times.now), name, opening) {
        (Standing::Late { by }, name, _) => {
            let length = times.length(by);
            let note = t.say_late_note(&times.by(head.promise.next_due_at()));
            match name {
                Some(name) => (t.say_late(&length, name), note),
                None => (t.say_late_we(&length), note),
            }
        }
        (_, Some(name), _) => (t.say_on_it(name), promised(head, times)),
        (_, None, Opening::Closed { next: Some(next) }) => {
            (t.say_have_it_shut(&times.at(next)), promised(head, times))
        }
        (_, None, Opening::Closed { next: None } | Opening::Open { .. }) => {
            (t.say_have_it().into(), promised(head, times))
        }
    }
}

/// How long a promise is overdue: "12 min late".
pub fn late(language: Language, by: Millis) -> String {
    Common::from(language).length_late(&crate::format::duration(language, by))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ANA, ASKED, BO, coverage, head, times, waiting};
    use super::*;
    use domain::promise::PromiseView;
    use domain::ticket::{Level, Place, Resolution};
    use domain::time::{DAY, HOUR, MINUTE};

    /// What a reader is told so many minutes after it was asked.
    fn told(head: &TicketHead, reader: PersonId, minutes: i64, language: Language) -> String {
        let times = times(language, minutes);
        let said = say(head, reader, coverage().at(times.now), &times);
        format!("{} {}", said.sentence, said.note)
    }

    #[test]
    fn who_is_on_it_and_by_when_is_said_first() {
        let en = told(&head(), ANA, 152, Language::En);
        assert_eq!(en, "Bo is on it. You don’t need to do anything. Done by 14:10 today.");
        let es = told(&head(), ANA, 152, Language::Es);
        assert_eq!(es, "Bo se encarga. No tienes que hacer nada. Listo hoy antes de las 14:10.");
    }

    #[test]
    fn what_nobody_has_taken_is_promised_in_both_times() {
        let promise = PromiseView { first_answer_at: None, ..head().promise };
        let fresh = TicketHead { status: Status::New, assignee: None, promise, ..head() };
        assert_eq!(
            told(&fresh, ANA, 1, Language::En),
            "We have it. You don’t need to do anything. First answer by 09:10, done by 14:10 today."
        );
        let at_night = told(&fresh, ANA, -400, Language::En);
        assert!(at_night.starts_with("We have it. The desk opens at 08:00."), "{at_night}");
    }

    #[test]
    fn the_ball_is_with_the_reader_or_with_somebody_who_is_named() {
        let waits = waiting(WaitingOn::Requester, Ball::Requester);
        assert_eq!(
            told(&waits, ANA, 200, Language::En),
            "Bo needs one answer from you. Until then the clock stands still."
        );
        assert_eq!(
            told(&waits, BO, 200, Language::En),
            "Bo needs one answer from Ana. Until then the clock stands still."
        );
        assert_eq!((turn(&waits, ANA), turn(&waits, BO)), (TurnOf::Reader, TurnOf::Requester));
        let parts = told(&waiting(WaitingOn::Parts, Ball::Supplier), ANA, 200, Language::Es);
        assert!(parts.starts_with("Esperamos una pieza."), "{parts}");
    }

    #[test]
    fn lateness_is_admitted_with_minutes_and_a_name() {
        assert_eq!(
            told(&head(), ANA, 372, Language::En),
            "We are 12 min late. Bo is working on it now. The promise was by 14:10 today."
        );
    }

    #[test]
    fn resolved_is_a_claim_that_can_be_answered() {
        let at = ASKED + HOUR.times(3);
        let resolved = Resolution { at, by: Some(BO), place: Place::Remote, level: Level::One };
        let ended = TicketHead {
            status: Status::Resolved,
            ball: None,
            resolved: Some(resolved),
            reopens_until: Some(at + DAY.times(7)),
            promise: PromiseView { ended_at: Some(at), ..head().promise },
            ..head()
        };
        assert_eq!(
            told(&ended, ANA, 200, Language::En),
            "Bo says it works again. Not so? Answer here. It closes by itself; you can reopen it until Wed 25 Nov, 11:10."
        );
        let closed = TicketHead { status: Status::Closed, ..ended };
        assert!(told(&closed, ANA, 200, Language::En).contains("Answer here until Wed 25 Nov"));
        assert!(!told(&closed, ANA, 60 * 24 * 9, Language::En).contains("Answer here"));
    }

    #[test]
    fn a_merged_request_names_where_it_goes_on() {
        let merged =
            TicketHead { merged_into: Some(domain::ids::TicketId(1040)), status: Status::Closed, ..head() };
        assert!(told(&merged, ANA, 5, Language::En).starts_with("This goes on in T-1040."));
    }

    #[test]
    fn a_day_is_said_once_where_both_times_lie_in_it() {
        let times = times(Language::En, 0);
        assert_eq!(
            both(&times, ASKED + HOUR, ASKED + HOUR.times(2)),
            "First answer by 09:10, done by 10:10 today"
        );
        let tomorrow = ASKED + DAY;
        assert_eq!(
            both(&times, ASKED + MINUTE, tomorrow),
            "First answer by 08:11 today, done by 08:10 tomorrow"
        );
    }
}
