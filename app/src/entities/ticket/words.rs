//! A ticket in words: its state, who has the ball, and the one sentence that a page opens with.

use domain::coverage::Opening;
use domain::ids::PersonId;
use domain::locale::Language;
use domain::promise::Standing;
use domain::ticket::view::TicketHead;
use domain::ticket::{Ball, Channel, Effect, Impact, Kind, Level, Place, Status, WaitingOn};
use domain::time::Millis;
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
            let note = reopens.map_or(t.say_closed_note().into(), |until| t.say_closed_reopens(&times.until(until)));
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
pub fn both(times: &Times, first: domain::time::UnixMs, done: domain::time::UnixMs) -> String {
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
        (_, None, Opening::Closed { next: Some(next) }) => (t.say_have_it_shut(&times.at(next)), promised(head, times)),
        (_, None, Opening::Closed { next: None } | Opening::Open { .. }) => {
            (t.say_have_it().into(), promised(head, times))
        }
    }
}

/// How long a promise is overdue: "12 min late".
pub fn late(language: Language, by: Millis) -> String {
    Common::from(language).length_late(&crate::format::duration(language, by))
}

pub fn status(language: Language, status: Status) -> &'static str {
    let t = Common::from(language);
    match status {
        Status::New => t.status_new(),
        Status::Open => t.status_open(),
        Status::Waiting => t.status_waiting(),
        Status::Resolved => t.status_resolved(),
        Status::Closed => t.status_closed(),
        Status::Cancelled => t.status_cancelled(),
    }
}

pub const fn status_icon(status: Status) -> Icon {
    match status {
        Status::New => Icon::New,
        Status::Open => Icon::Open,
        Status::Waiting => Icon::Pause,
        Status::Resolved => Icon::Check,
        Status::Closed => Icon::Kept,
        Status::Cancelled => Icon::Cross,
    }
}

pub fn waiting_on(language: Language, on: WaitingOn) -> &'static str {
    let t = Common::from(language);
    match on {
        WaitingOn::Requester => t.waiting_requester(),
        WaitingOn::Approval => t.waiting_approval(),
        WaitingOn::Supplier => t.waiting_supplier(),
        WaitingOn::Parts => t.waiting_parts(),
    }
}

pub fn ball(language: Language, ball: Ball) -> &'static str {
    let t = Common::from(language);
    match ball {
        Ball::Requester => t.ball_requester(),
        Ball::Desk => t.ball_desk(),
        Ball::Approver => t.ball_approver(),
        Ball::Supplier => t.ball_supplier(),
    }
}

pub fn kind(language: Language, kind: Kind) -> &'static str {
    let t = Common::from(language);
    match kind {
        Kind::Incident => t.kind_incident(),
        Kind::Request => t.kind_request(),
    }
}

pub fn kind_short(language: Language, kind: Kind) -> &'static str {
    let t = Common::from(language);
    match kind {
        Kind::Incident => t.kind_incident_short(),
        Kind::Request => t.kind_request_short(),
    }
}

pub fn channel(language: Language, channel: Channel) -> &'static str {
    let t = Common::from(language);
    match channel {
        Channel::Portal => t.channel_portal(),
        Channel::Email => t.channel_email(),
        Channel::Phone => t.channel_phone(),
        Channel::WalkUp => t.channel_walk_up(),
        Channel::Chat => t.channel_chat(),
        Channel::Bot => t.channel_bot(),
        Channel::Api => t.channel_api(),
    }
}

pub fn impact(language: Language, impact: Impact) -> &'static str {
    let t = Common::from(language);
    match impact {
        Impact::Me => t.impact_me(),
        Impact::Team => t.impact_team(),
        Impact::Everyone => t.impact_everyone(),
    }
}

pub fn effect(language: Language, effect: Effect) -> &'static str {
    let t = Common::from(language);
    match effect {
        Effect::Blocked => t.effect_blocked(),
        Effect::Slowed => t.effect_slowed(),
        Effect::Fine => t.effect_fine(),
    }
}

pub fn place(language: Language, place: Place) -> &'static str {
    let t = Common::from(language);
    match place {
        Place::Remote => t.place_remote(),
        Place::Desk => t.place_desk(),
        Place::OnSite => t.place_on_site(),
        Place::Depot => t.place_depot(),
    }
}

pub fn level(language: Language, level: Level) -> &'static str {
    let t = Common::from(language);
    match level {
        Level::One => t.level_one(),
        Level::Two => t.level_two(),
        Level::Three => t.level_three(),
    }
}
