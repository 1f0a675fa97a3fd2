//! What happened, in order: the event log as programs read it.

use axum::response::Response;
use domain::event::{Change, TriageField};
use domain::ids::{EventSeq, PersonId};
use domain::ticket::view::HistoryLine;
use http::Uri;
use serde::{Deserialize, Serialize};
use service::log::{LogLine, Page};
use utoipa::{IntoParams, ToSchema};

use super::body::Query;
use super::paging;
use super::problem::Result;
use super::time::At;
use super::token::Caller;
use super::words::{Channel, EventKind, Kind, Level, PersonRef, Place, Seq, WaitingOn};

/// A change of a ticket. What was there before and what is there now depends on its type.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Event {
    /// Its place in the log; grows with every event of any ticket.
    pub seq: i64,
    pub at: At,
    /// The ticket; left out where the answer is about one ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// Who did it; null when Deskbell itself acted, or a guest asked.
    pub actor: Option<PersonRef>,
    pub channel: Channel,
    /// The post that came with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<i64>,
    /// Which field triage has set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Told>,
    /// By which level it was resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// By when the first answer is promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_due_at: Option<At>,
    /// By when it is promised to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<At>,
}

/// A field that triage sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Subject,
    Kind,
    Urgent,
    Impact,
    Effect,
    Service,
    Category,
    Needs,
}

/// A word, a number of a service or category, a ticket, or a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Told {
    Word(String),
    Person(PersonRef),
}

/// Events after one of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventPage {
    pub events: Vec<Event>,
    /// Where to go on: the `after` of the next request.
    pub after: i64,
    /// Whether there is more already.
    pub more: bool,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// The last event that you have; 0 begins with the first.
    #[serde(default)]
    #[param(required = false)]
    pub after: Seq,
    /// How many events at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

impl EventQuery {
    pub fn after(&self) -> EventSeq {
        EventSeq(self.after.0)
    }
}

/// What happened since
///
/// Events of all tickets, in order, for the desk; for anybody else what a requester may know of the tickets that
/// he asked for or watches. Numbers are left out where something was not yours to know.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "listEvents", tag = "events", params(EventQuery),
    responses((status = 200, description = "Events in order", body = EventPage)))]
pub async fn list(caller: Caller, Query(query): Query<EventQuery>, here: Uri) -> Result<Response> {
    let limit = paging::limit(query.limit)?;
    Ok(answer(&here, service::log::page(&caller.ctx, query.after(), limit).await?))
}

/// A page of the log with the way to the next one.
pub fn answer(here: &Uri, page: Page) -> Response {
    let after = page.last.0.to_string();
    let next = page.more.then_some(("after", after.as_str()));
    let page = EventPage {
        events: page.lines.iter().map(Event::from).collect(),
        after: page.last.0,
        more: page.more,
    };
    paging::answer(here, &page, next)
}

impl From<&LogLine> for Event {
    fn from(line: &LogLine) -> Event {
        let event = &line.event;
        let name = |id: PersonId| [&line.old, &line.new].into_iter().flatten().find(|chip| chip.id == id);
        Event {
            seq: event.seq.0,
            at: event.at.into(),
            ticket: Some(event.ticket.to_string()),
            actor: line.actor.as_ref().map(PersonRef::from),
            channel: event.channel.into(),
            post: event.post.map(|post| post.0),
            ..Event::of(&event.change, |id| name(id).map(|chip| chip.name.clone()))
        }
    }
}

impl From<&HistoryLine> for Event {
    fn from(line: &HistoryLine) -> Event {
        Event {
            seq: line.seq.0,
            at: line.at.into(),
            actor: line.who.as_ref().map(PersonRef::from),
            channel: line.channel.into(),
            ..Event::of(&line.change, |_| None)
        }
    }
}

impl Event {
    fn of(change: &Change, name: impl Fn(PersonId) -> Option<String>) -> Event {
        let person = |id: PersonId| Told::Person(PersonRef { id: id.0, name: name(id) });
        let waiting = |on: domain::ticket::WaitingOn| word(&WaitingOn::from(on));
        match change {
            Change::Created { ticket_kind } => {
                Event { new: word(&Kind::from(*ticket_kind)), ..Event::plain(EventKind::Created) }
            }
            Change::Promised { promise } => Event {
                first_due_at: Some(promise.first_due_at.into()),
                due_at: Some(promise.due_at.into()),
                ..Event::plain(EventKind::Promised)
            },
            Change::Answered => Event::plain(EventKind::Answered),
            Change::Replied => Event::plain(EventKind::Replied),
            Change::Noted => Event::plain(EventKind::Noted),
            Change::Triaged { field, old, new } => Event {
                field: Some(Field::from(*field)),
                old: old.clone().map(Told::Word),
                new: new.clone().map(Told::Word),
                ..Event::plain(EventKind::Triaged)
            },
            Change::Assigned { old, new } => {
                Event { old: old.map(person), new: new.map(person), ..Event::plain(EventKind::Assigned) }
            }
            Change::Routed { to, .. } => Event { new: to.map(person), ..Event::plain(EventKind::Routed) },
            Change::PastDesk { person: asked } => {
                Event { new: Some(person(*asked)), ..Event::plain(EventKind::PastDesk) }
            }
            Change::WaitStarted { on } => Event { new: waiting(*on), ..Event::plain(EventKind::WaitStarted) },
            Change::WaitEnded { on } => Event { old: waiting(*on), ..Event::plain(EventKind::WaitEnded) },
            Change::Alarmed { promised, step, .. } => {
                Event { old: word(promised), new: word(step), ..Event::plain(EventKind::Alarmed) }
            }
            Change::Escalated { reason } => {
                Event { new: Some(Told::Word(reason.clone())), ..Event::plain(EventKind::Escalated) }
            }
            Change::Resolved { place, level } => Event {
                new: word(&Place::from(*place)),
                level: Some((*level).into()),
                ..Event::plain(EventKind::Resolved)
            },
            Change::Reopened => Event::plain(EventKind::Reopened),
            Change::Closed => Event::plain(EventKind::Closed),
            Change::Cancelled => Event::plain(EventKind::Cancelled),
            Change::MergedInto { survivor } => {
                Event { new: Some(Told::Word(survivor.to_string())), ..Event::plain(EventKind::MergedInto) }
            }
            Change::MergedFrom { duplicate } => {
                Event { new: Some(Told::Word(duplicate.to_string())), ..Event::plain(EventKind::MergedFrom) }
            }
            Change::Linked { other } => {
                Event { new: Some(Told::Word(other.to_string())), ..Event::plain(EventKind::Linked) }
            }
            Change::WatcherAdded { person: added } => {
                Event { new: Some(person(*added)), ..Event::plain(EventKind::WatcherAdded) }
            }
            Change::WatcherRemoved { person: gone } => {
                Event { old: Some(person(*gone)), ..Event::plain(EventKind::WatcherRemoved) }
            }
            Change::Imported { state, .. } => {
                Event { new: state.clone().map(Told::Word), ..Event::plain(EventKind::Imported) }
            }
        }
    }

    fn plain(kind: EventKind) -> Event {
        Event {
            seq: 0,
            at: domain::time::UnixMs(0).into(),
            ticket: None,
            kind,
            actor: None,
            channel: Channel::Api,
            post: None,
            field: None,
            old: None,
            new: None,
            level: None,
            first_due_at: None,
            due_at: None,
        }
    }
}

/// The word of a choice, as JSON has it.
fn word(choice: &impl Serialize) -> Option<Told> {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => Some(Told::Word(word)),
        _ => None,
    }
}

impl From<TriageField> for Field {
    fn from(field: TriageField) -> Field {
        match field {
            TriageField::Subject => Field::Subject,
            TriageField::Kind => Field::Kind,
            TriageField::Urgent => Field::Urgent,
            TriageField::Impact => Field::Impact,
            TriageField::Effect => Field::Effect,
            TriageField::Service => Field::Service,
            TriageField::Category => Field::Category,
            TriageField::Needs => Field::Needs,
        }
    }
}
