//! What is done with a ticket: by the desk, and by whoever asked.
//!
//! Every change takes `If-Match`: a sender who has missed something that matters is told what.

use axum::response::Response;
use domain::ids::{CategoryId, EventSeq, PersonId, ServiceId, SupplierId, TicketId};
use domain::text::{Subject, TextError, UrgentReason};
use domain::ticket as words;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::{At as Path, Json, Nothing, Ref};
use super::idempotency::done;
use super::problem::{Problem, Result};
use super::ticket::Ticket;
use super::tickets::changed;
use super::token::Caller;
use super::words::{Effect, Id, Impact, Kind, Level, Need, Place, WaitingOn};

/// The use cases compare with what a page had seen; a program's version is compared where the ticket is entered.
const WHATEVER: EventSeq = EventSeq(i64::MAX);

/// What triage says, all of it at once; null and left out clear a field.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Triage {
    #[schema(min_length = 1, max_length = 200, pattern = "visible", example = "Printer jams on floor 2")]
    pub subject: String,
    pub kind: Kind,
    #[schema(min_length = 1, max_length = 500, pattern = "visible")]
    pub urgent_reason: Option<String>,
    pub impact: Option<Impact>,
    pub effect: Option<Effect>,
    pub service: Option<Id>,
    /// A category or a subcategory.
    pub category: Option<Id>,
    /// What makes the promise longer.
    #[serde(default)]
    pub needs: Vec<Need>,
}

/// Who gets it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The number of an agent or lead; null gives it back to the team.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    pub to: Option<Id>,
}

/// Whom it waits for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub on: WaitingOn,
    /// The number of a supplier, whose clock runs beside ours; only with `supplier` or `parts`.
    pub supplier: Option<i64>,
}

/// How it was resolved.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Resolve {
    /// Where it was fixed; left out, remotely.
    pub place: Option<Place>,
    /// By which level; left out, the first.
    pub level: Option<Level>,
}

/// The ticket that survives.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    #[schema(pattern = "^T-[0-9]{1,15}$", example = "T-1042")]
    pub into: String,
}

/// Who shall see it too.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// The address of somebody who is known here.
    #[schema(max_length = 254, format = Email, example = "wil@lumbrera.example")]
    pub email: String,
}

/// Say what a ticket is about and whom it hits
///
/// A promise that follows from it moves.
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/triage", operation_id = "triageTicket", tag = "tickets",
    request_body = Triage, responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn triage(caller: Caller, Path(Ref(id)): Path<Ref>, body: Json<Triage>) -> Result<Response> {
    let triage = body.value.parse()?;
    caller
        .write(body.print, |ctx| async move {
            service::ticket::triage(&ctx, id, WHATEVER, triage).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Hand a ticket to somebody of the desk, or to nobody
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/assign", operation_id = "assignTicket", tag = "tickets",
    request_body = Assign, responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn assign(caller: Caller, Path(Ref(id)): Path<Ref>, body: Json<Assign>) -> Result<Response> {
    let to = body.value.to.map(|Id(id)| PersonId(id));
    caller
        .write(body.print, |ctx| async move {
            service::ticket::assign(&ctx, id, WHATEVER, to).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Stop the clock: somebody else has the ball
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/wait", operation_id = "waitTicket", tag = "tickets",
    request_body = Wait, responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn wait(caller: Caller, Path(Ref(id)): Path<Ref>, body: Json<Wait>) -> Result<Response> {
    let (on, supplier) = (body.value.on.into(), body.value.supplier.map(SupplierId));
    caller
        .write(body.print, |ctx| async move {
            service::ticket::wait(&ctx, id, WHATEVER, on, supplier).await?;
            changed(&ctx, id).await
        })
        .await
}

/// The desk has the ball again
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/resume", operation_id = "resumeTicket", tag = "tickets",
    responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn resume(caller: Caller, Path(Ref(id)): Path<Ref>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::ticket::resume(&ctx, id, WHATEVER).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Resolve a ticket
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/resolve", operation_id = "resolveTicket", tag = "tickets",
    request_body = Resolve, responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn resolve(caller: Caller, Path(Ref(id)): Path<Ref>, body: Json<Resolve>) -> Result<Response> {
    let place = body.value.place.unwrap_or(Place::Remote).into();
    let level = body.value.level.unwrap_or(Level::One).into();
    caller
        .write(body.print, |ctx| async move {
            service::ticket::resolve(&ctx, id, WHATEVER, place, level).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Open a ticket again
///
/// The desk may always; whoever asked for it while the grace period lasts.
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/reopen", operation_id = "reopenTicket", tag = "tickets",
    responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn reopen(caller: Caller, Path(Ref(id)): Path<Ref>, nothing: Nothing) -> Result<Response> {
    let at_desk = caller.at_desk();
    caller
        .write(nothing.print, |ctx| async move {
            if at_desk {
                service::ticket::reopen_at_desk(&ctx, id, WHATEVER).await?;
            } else {
                service::ticket::reopen(&ctx, id).await?;
            }
            changed(&ctx, id).await
        })
        .await
}

/// Agree that it is solved
///
/// Only whoever asked for it says so; a resolved ticket closes by itself after the grace period.
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/close", operation_id = "closeTicket", tag = "tickets",
    responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn close(caller: Caller, Path(Ref(id)): Path<Ref>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::ticket::close(&ctx, id).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Take a request back
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/cancel", operation_id = "cancelTicket", tag = "tickets",
    responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn cancel(caller: Caller, Path(Ref(id)): Path<Ref>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::ticket::cancel(&ctx, id).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Merge a duplicate into the ticket that survives
///
/// It points there, and its requester and watchers see that one.
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/merge", operation_id = "mergeTicket", tag = "tickets",
    request_body = Merge, responses((status = 200, description = "The duplicate as it is now", body = Ticket)))]
pub async fn merge(caller: Caller, Path(Ref(id)): Path<Ref>, body: Json<Merge>) -> Result<Response> {
    let into: TicketId =
        body.value.into.parse().map_err(|_| Problem::field("into", "Name a ticket such as T-1042."))?;
    caller
        .write(body.print, |ctx| async move {
            service::ticket::merge(&ctx, id, WHATEVER, into).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Say that a ticket came past the desk
///
/// Straight to you, which counts as an interruption. For the desk.
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/past-desk", operation_id = "pastDesk", tag = "tickets",
    responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn past_desk(caller: Caller, Path(Ref(id)): Path<Ref>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::ticket::past_desk(&ctx, id).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Let a colleague see a ticket too
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/watchers", operation_id = "watchTicket", tag = "tickets",
    request_body = Watch, responses((status = 200, description = "The ticket as it is now", body = Ticket)))]
pub async fn watch(caller: Caller, Path(Ref(id)): Path<Ref>, body: Json<Watch>) -> Result<Response> {
    let Json { value, print } = body;
    caller
        .write(print, |ctx| async move {
            service::ticket::add_watcher(&ctx, id, &value.email).await?;
            changed(&ctx, id).await
        })
        .await
}

/// Take a watcher off a ticket
///
/// For its requester and the desk; a watcher leaves by his own number, see `/api/v1/me`.
#[utoipa::path(delete, path = "/api/v1/tickets/{ref}/watchers/{id}", operation_id = "unwatchTicket", tag = "tickets",
    responses((status = 204, description = "That person does not watch it any more")))]
pub async fn unwatch(
    caller: Caller,
    Path((Ref(id), person)): Path<(Ref, i64)>,
    nothing: Nothing,
) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::ticket::remove_watcher(&ctx, id, PersonId(person)).await?;
            Ok(done())
        })
        .await
}

impl Triage {
    /// All that does not fit is told at once.
    fn parse(self) -> Result<words::Triage> {
        let subject = Subject::parse(&self.subject);
        let urgent = self.urgent_reason.as_deref().map(UrgentReason::parse).transpose();
        let (subject, urgent) = match (subject, urgent) {
            (Ok(subject), Ok(urgent)) => (subject, urgent),
            (subject, urgent) => {
                let fault = |field: &str, error: TextError| domain::fault::FieldFault {
                    field: field.to_owned(),
                    reason: error.into(),
                };
                let faults = subject.err().map(|error| fault("subject", error)).into_iter();
                let fields = faults.chain(urgent.err().map(|error| fault("urgent_reason", error))).collect();
                return Err(domain::fault::Fault::Invalid { fields }.into());
            }
        };
        Ok(words::Triage {
            subject,
            kind: self.kind.into(),
            urgent,
            impact: self.impact.map(Into::into),
            effect: self.effect.map(Into::into),
            service: self.service.map(|Id(id)| ServiceId(id)),
            category: self.category.map(|Id(id)| CategoryId(id)),
            needs: self.needs.into_iter().map(Into::into).collect(),
        })
    }
}
