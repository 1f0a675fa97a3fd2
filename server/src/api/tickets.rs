//! Tickets: asked for, listed, read.

use axum::response::{IntoResponse as _, Response};
use domain::ids::{CategoryId, PersonId, ServiceId, TicketId};
use domain::promise::Urgency;
use http::header::ETAG;
use http::{HeaderValue, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use service::Ctx;
use service::program::Answer;
use service::ticket::read::{Ended, Filter, Record, Whole};
use service::ticket::{Ask, Contact};
use utoipa::{IntoParams, ToSchema};

use super::body::{At as Path, Json, Query, Ref};
use super::events::{self, EventPage, EventQuery};
use super::idempotency::{answer, tag};
use super::paging;
use super::posts::Post;
use super::problem::{Problem, Result};
use super::time::At;
use super::token::Caller;
use super::words::{
    Action, Ball, Channel, Effect, Id, Impact, Kind, Level, Named, PersonRef, Place, Status, WaitingOn,
};

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    #[serde(rename = "ref")]
    #[schema(pattern = "^T-[0-9]+$", example = "T-1042")]
    pub reference: String,
    /// The last event of it: what `ETag` says, and what `If-Match` takes.
    pub version: i64,
    pub subject: String,
    pub kind: Kind,
    pub channel: Channel,
    pub status: Status,
    /// Whom it waits for, where it does.
    pub waiting_on: Option<WaitingOn>,
    /// Who must act next; null once it has ended.
    pub ball: Option<Ball>,
    pub requester: PersonRef,
    pub assignee: Option<PersonRef>,
    /// The requester's reason; null means not urgent.
    pub urgent_reason: Option<String>,
    pub service: Option<Named>,
    pub category: Option<Named>,
    /// Set at triage; the desk's own, null for a requester.
    pub impact: Option<Impact>,
    /// Set at triage; the desk's own, null for a requester.
    pub effect: Option<Effect>,
    pub created_at: At,
    /// When its last event happened.
    pub updated_at: At,
    /// By when the first answer is promised.
    pub first_due_at: At,
    /// By when it is promised to be done.
    pub due_at: At,
    pub first_answer_at: Option<At>,
    pub resolved_at: Option<At>,
    /// Where it was fixed.
    pub resolved_place: Option<Place>,
    /// By which level it was fixed.
    pub resolved_level: Option<Level>,
    pub closed_at: Option<At>,
    pub cancelled_at: Option<At>,
    /// The ticket that this one is a duplicate of.
    #[schema(pattern = "^T-[0-9]+$")]
    pub merged_into: Option<String>,
}

/// A ticket with its conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketWithPosts {
    #[serde(flatten)]
    pub ticket: Ticket,
    pub watchers: Vec<PersonRef>,
    /// What you may do with it now.
    pub allowed: Vec<Action>,
    /// In order; notes are there for the desk alone.
    pub posts: Vec<Post>,
}

/// Tickets, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketPage {
    pub tickets: Vec<Ticket>,
    /// The `cursor` of the next page; null on the last one.
    pub next: Option<String>,
}

/// A ticket to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTicket {
    /// What is needed, in one's own words; light Markdown. Its first line becomes the subject.
    #[schema(
        min_length = 1,
        max_length = 50_000,
        pattern = "visible",
        example = "The printer on floor 2 is jammed."
    )]
    pub body: String,
    /// Given, the ticket is urgent, and this is why.
    #[schema(min_length = 1, max_length = 500, pattern = "visible")]
    pub urgent_reason: Option<String>,
    /// One of the services that are offered.
    pub service: Option<Id>,
    /// For somebody else; only the desk may.
    pub requester: Option<Requester>,
    /// How the contact came; only the desk may, together with `requester`.
    pub channel: Option<Channel>,
}

/// Somebody for whom the desk asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Requester {
    #[schema(max_length = 254, format = Email, example = "ana@lumbrera.example")]
    pub email: String,
    /// Needed where nobody of that address is known yet.
    #[schema(min_length = 1, max_length = 120, pattern = "visible")]
    pub name: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TicketQuery {
    pub status: Option<Status>,
    /// Whether the desk is done with it: resolved, closed or cancelled.
    pub ended: Option<bool>,
    /// The number of a person.
    pub assignee: Option<Id>,
    /// The number of a person.
    pub requester: Option<Id>,
    pub service: Option<Id>,
    /// Its subcategories are meant too.
    pub category: Option<Id>,
    pub channel: Option<Channel>,
    pub urgent: Option<bool>,
    pub created_since: Option<At>,
    pub updated_since: Option<At>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// How many tickets at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List tickets
///
/// The newest first: all for the desk, for anybody else those that he asked for or watches. A ticket that comes while
/// you turn the pages is on none of the later ones.
#[utoipa::path(get, path = "/api/v1/tickets", operation_id = "listTickets", tag = "tickets", params(TicketQuery),
    responses((status = 200, description = "A page of tickets", body = TicketPage)))]
pub async fn list(caller: Caller, Query(query): Query<TicketQuery>, here: Uri) -> Result<Response> {
    let limit = paging::limit(query.limit)?;
    let behind: Option<TicketId> = paging::behind(query.cursor.as_deref())?;
    let mut records = service::ticket::read::page(&caller.ctx, &query.filter(), behind, limit + 1).await?;
    let more = records.len() as i64 > limit;
    records.truncate(usize::try_from(limit).unwrap_or_default());
    let last = records.last().filter(|_| more).map(|record| record.ticket.id);
    let next = last.and_then(|last| paging::cursor(&last));
    let page = TicketPage { tickets: records.into_iter().map(Ticket::from).collect(), next: next.clone() };
    Ok(paging::answer(&here, &page, next.as_deref().map(|next| ("cursor", next))))
}

/// Ask for something
///
/// Makes a ticket of yours, or, for the desk, of somebody else.
#[utoipa::path(post, path = "/api/v1/tickets", operation_id = "createTicket", tag = "tickets", request_body = NewTicket,
    responses((status = 201, description = "The ticket", body = Ticket)))]
pub async fn create(caller: Caller, body: Json<NewTicket>) -> Result<Response> {
    let Json { value: new, print } = body;
    if !caller.at_desk() {
        let foreign = [("requester", new.requester.is_some()), ("channel", new.channel.is_some())];
        if let Some((field, _)) = foreign.into_iter().find(|(_, given)| *given) {
            return Err(Problem::field(field, "is not yours to set: only the desk asks for somebody else"));
        }
    }
    if new.channel.is_some() && new.requester.is_none() {
        return Err(Problem::field("requester", "is needed where a channel is given"));
    }
    caller
        .write(print, |ctx| async move {
            let id = new.ask(&ctx).await?;
            let record = service::ticket::read::record(&ctx, id).await?;
            let ticket = Ticket::from(record);
            let location = Some(format!("{}/tickets/{}", super::ROOT, ticket.reference));
            let etag = Some(tag(ticket.version));
            Ok(Answer { location, etag, ..answer(StatusCode::CREATED, &ticket)? })
        })
        .await
}

/// Read a ticket
///
/// With its posts, in order. Notes are there for the desk alone.
#[utoipa::path(get, path = "/api/v1/tickets/{ref}", operation_id = "readTicket", tag = "tickets",
    responses((status = 200, description = "The ticket", body = TicketWithPosts)))]
pub async fn read(caller: Caller, Path(Ref(id)): Path<Ref>) -> Result<Response> {
    let whole = service::ticket::read::whole(&caller.ctx, id).await?;
    let ticket = TicketWithPosts::from(whole);
    let tag = HeaderValue::try_from(tag(ticket.ticket.version)).ok();
    let mut response = axum::Json(ticket).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// Read a ticket's history
///
/// Every change, in order, for the desk; for anybody else what a requester may know.
#[utoipa::path(get, path = "/api/v1/tickets/{ref}/events", operation_id = "listTicketEvents", tag = "tickets",
    params(EventQuery), responses((status = 200, description = "Events in order", body = EventPage)))]
pub async fn events(
    caller: Caller,
    Path(Ref(id)): Path<Ref>,
    Query(query): Query<EventQuery>,
    here: Uri,
) -> Result<Response> {
    let limit = paging::limit(query.limit)?;
    let page = service::log::page_of_ticket(&caller.ctx, id, query.after(), limit).await?;
    Ok(events::answer(&here, page))
}

/// A ticket as it is after a change.
pub async fn changed(ctx: &Ctx, id: TicketId) -> service::Result<Answer> {
    let ticket = Ticket::from(service::ticket::read::record(ctx, id).await?);
    Ok(Answer { etag: Some(tag(ticket.version)), ..answer(StatusCode::OK, &ticket)? })
}

impl NewTicket {
    async fn ask(self, ctx: &Ctx) -> service::Result<TicketId> {
        let service = self.service.map(|Id(id)| ServiceId(id));
        if let Some(requester) = self.requester {
            let contact = Contact {
                email: requester.email,
                name: requester.name,
                channel: self.channel.unwrap_or(Channel::Api).into(),
                body: self.body,
                urgent_reason: self.urgent_reason,
                service,
            };
            return service::ticket::take_down(ctx, contact).await;
        }
        let ask = Ask {
            body: self.body,
            urgency: if self.urgent_reason.is_some() { Urgency::Urgent } else { Urgency::Normal },
            urgent_reason: self.urgent_reason.unwrap_or_default(),
            name: String::new(),
            email: String::new(),
            key: None,
            service,
            files: Vec::new(),
        };
        Ok(service::ticket::ask(ctx, ask).await?.ticket)
    }
}

impl TicketQuery {
    fn filter(&self) -> Filter {
        Filter {
            status: self.status.map(Into::into),
            ended: self.ended.map(|ended| if ended { Ended::Yes } else { Ended::No }),
            assignee: self.assignee.map(|Id(id)| PersonId(id)),
            requester: self.requester.map(|Id(id)| PersonId(id)),
            service: self.service.map(|Id(id)| ServiceId(id)),
            category: self.category.map(|Id(id)| CategoryId(id)),
            channel: self.channel.map(Into::into),
            urgent: self.urgent,
            created_since: self.created_since.map(|At(at)| at),
            updated_since: self.updated_since.map(|At(at)| at),
        }
    }
}

impl From<Record> for Ticket {
    fn from(record: Record) -> Ticket {
        let Record { ticket, requester, assignee, service, category, updated_at, department: _ } = record;
        Ticket {
            reference: ticket.id.to_string(),
            version: ticket.last_seq.0,
            kind: ticket.kind.into(),
            channel: ticket.channel.into(),
            status: ticket.status().into(),
            waiting_on: ticket.waiting.map(|waiting| waiting.on.into()),
            ball: ticket.ball().map(Into::into),
            requester: requester.into(),
            assignee: assignee.map(Into::into),
            service: ticket.service.zip(service).map(|(id, name)| Named { id: id.0, name }),
            category: ticket.category.zip(category).map(|(id, name)| Named { id: id.0, name }),
            impact: ticket.impact.map(Into::into),
            effect: ticket.effect.map(Into::into),
            created_at: ticket.created_at.into(),
            updated_at: updated_at.into(),
            first_due_at: ticket.promise.first_due_at.into(),
            due_at: ticket.promise.due_at.into(),
            first_answer_at: ticket.first_answer_at.map(Into::into),
            resolved_at: ticket.resolved.map(|resolution| resolution.at.into()),
            resolved_place: ticket.resolved.map(|resolution| resolution.place.into()),
            resolved_level: ticket.resolved.map(|resolution| resolution.level.into()),
            closed_at: ticket.closed_at.map(Into::into),
            cancelled_at: ticket.cancelled_at.map(Into::into),
            merged_into: ticket.merged_into.map(|survivor| survivor.to_string()),
            subject: ticket.subject.into(),
            urgent_reason: ticket.urgent.map(String::from),
        }
    }
}

impl From<Whole> for TicketWithPosts {
    fn from(whole: Whole) -> TicketWithPosts {
        TicketWithPosts {
            ticket: whole.record.into(),
            watchers: whole.watchers.into_iter().map(PersonRef::from).collect(),
            allowed: whole.allowed.into_iter().map(Action::from).collect(),
            posts: whole.posts.into_iter().map(Post::from).collect(),
        }
    }
}
