//! Tickets: asked for, listed, read.

use axum::response::{IntoResponse as _, Response};
use domain::fault::Reason;
use domain::ids::{CategoryId, PersonId, ServiceId, TicketId};
use domain::promise::Urgency;
use http::header::ETAG;
use http::{HeaderValue, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use service::Ctx;
use service::program::Answer;
use service::ticket::read::{Ended, Filter};
use service::ticket::{Ask, Contact};
use utoipa::{IntoParams, ToSchema};

use super::body::{At as Path, Json, Query, Ref};
use super::events::{self, EventPage, EventQuery};
use super::idempotency::{answer, tag};
use super::paging;
use super::problem::{Problem, Result};
use super::ticket::{Ticket, TicketWithPosts};
use super::time::At;
use super::token::Caller;
use super::words::{Channel, Id, Need, Status};

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
    /// What makes the promise longer.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// By when it is needed. Sooner than promised it needs an `escalation`.
    pub wanted_by: Option<At>,
    /// Why it can't wait until then; the lead decides.
    #[schema(min_length = 1, max_length = 500, pattern = "visible")]
    pub escalation: Option<String>,
    /// For somebody else; only the desk may.
    pub requester: Option<Requester>,
    /// How the contact came; only the desk may, together with `requester`.
    pub channel: Option<Channel>,
    /// To which person of the desk it came past the desk; only the desk may, together with `requester`.
    pub past_desk: Option<Id>,
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
        // A form has the field always, and means none when it is empty; a program that gives it means something.
        let escalation = match self.escalation {
            Some(reason) if reason.trim().is_empty() => {
                return Err(service::Error::field("escalation", Reason::Empty));
            }
            reason => reason.unwrap_or_default(),
        };
        if let Some(requester) = self.requester {
            let contact = Contact {
                email: requester.email,
                name: requester.name,
                channel: self.channel.unwrap_or(Channel::Api).into(),
                body: self.body,
                urgent_reason: self.urgent_reason,
                service,
                past_desk: self.past_desk.map(|Id(id)| PersonId(id)),
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
            needs: self.needs.into_iter().map(Into::into).collect(),
            wanted_by: self.wanted_by.map(|at| at.to_string()).unwrap_or_default(),
            escalation,
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
