//! The rota: who answers, shifts, swaps, absences, notes, calendars, and the plan behind them.

mod told;
mod wish;

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::coverage::Interval;
use domain::ids::{AbsenceId, FeedId, PersonId, SwapId};
use http::StatusCode;
use service::rota::Offer;

use super::body::{At as Path, Json, Nothing};
use super::idempotency::{answer, done};
use super::problem::Result;
use super::token::Caller;
use super::words::{Id, PersonRef};
pub use told::{Ledger, LedgerLine, Made, NewAddress, Rota};
pub use wish::{NewAbsence, NewAnswer, NewCover, NewFeed, NewNote, NewPlan, NewSwap};

/// Read the rota
///
/// Who answers now, the shifts of two weeks, and what people agreed. For the desk.
#[utoipa::path(get, path = "/api/v1/rota", operation_id = "readRota", tag = "rota",
    responses((status = 200, description = "The rota as it is now", body = Rota)))]
pub async fn read(caller: Caller) -> Result<Response> {
    let page = service::rota::page(&caller.ctx).await?;
    Ok(Told(Rota::from(page)).into_response())
}

/// Read the fairness ledger
///
/// What each person gave in the last four weeks. For leads and admins.
#[utoipa::path(get, path = "/api/v1/rota/ledger", operation_id = "readLedger", tag = "rota",
    responses((status = 200, description = "One line for each person of the desk", body = Ledger)))]
pub async fn ledger(caller: Caller) -> Result<Response> {
    let view = service::rota::fairness(&caller.ctx).await?;
    let people = view.lines.into_iter().map(|line| LedgerLine {
        person: PersonRef::from(&line.person),
        desk_minutes: line.desk.0,
        tickets: line.tally.tickets,
        walk_ups: line.tally.walk_ups,
        interruptions: line.tally.interruptions,
    });
    let (from, to) = (view.within.from.into(), view.within.to.into());
    Ok(Told(Ledger { from, to, people: people.collect() }).into_response())
}

/// Put a plan into effect
///
/// Plans that would have begun later are dropped. For leads and admins.
#[utoipa::path(post, path = "/api/v1/rota/plan", operation_id = "setPlan", tag = "rota",
    request_body = NewPlan, responses((status = 204, description = "It is in effect")))]
pub async fn plan(caller: Caller, body: Json<NewPlan>) -> Result<Response> {
    let plan = body.value.plan();
    caller
        .write(body.print, |ctx| async move {
            service::rota::keep_plan(&ctx, plan?).await?;
            Ok(done())
        })
        .await
}

/// Offer a shift
///
/// To a colleague, perhaps for another one; it counts once it is accepted. For the desk.
#[utoipa::path(post, path = "/api/v1/rota/swaps", operation_id = "offerSwap", tag = "rota",
    request_body = NewSwap, responses((status = 201, description = "The offer's number", body = Made)))]
pub async fn offer(caller: Caller, body: Json<NewSwap>) -> Result<Response> {
    let NewSwap { given, taker: Id(taker), back } = body.value;
    let offer = Offer { given: given.into(), taker: PersonId(taker), back: back.map(Interval::from) };
    caller
        .write(body.print, |ctx| async move {
            let id = service::rota::offer_swap(&ctx, offer).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Answer an offer
///
/// The taker accepts or declines, the giver withdraws.
#[utoipa::path(post, path = "/api/v1/rota/swaps/{id}/answer", operation_id = "answerSwap", tag = "rota",
    request_body = NewAnswer, responses((status = 204, description = "It is answered")))]
pub async fn answer_swap(caller: Caller, Path(id): Path<i64>, body: Json<NewAnswer>) -> Result<Response> {
    let given = body.value.answer.into();
    caller
        .write(body.print, |ctx| async move {
            service::rota::answer_swap(&ctx, SwapId(id), given).await?;
            Ok(done())
        })
        .await
}

/// Give a shift to somebody
///
/// Without asking first; it counts at once. For leads and admins.
#[utoipa::path(post, path = "/api/v1/rota/covers", operation_id = "coverShift", tag = "rota",
    request_body = NewCover, responses((status = 201, description = "The agreement's number", body = Made)))]
pub async fn cover(caller: Caller, body: Json<NewCover>) -> Result<Response> {
    let NewCover { given, person: Id(person) } = body.value;
    caller
        .write(body.print, |ctx| async move {
            let id = service::rota::cover(&ctx, given.into(), PersonId(person)).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Say that somebody is away
///
/// Whole days on the desk's clock. Others than oneself are the lead's to set.
#[utoipa::path(post, path = "/api/v1/rota/absences", operation_id = "addAbsence", tag = "rota",
    request_body = NewAbsence, responses((status = 201, description = "The absence's number", body = Made)))]
pub async fn away(caller: Caller, body: Json<NewAbsence>) -> Result<Response> {
    let NewAbsence { person, from, to } = body.value;
    let person = person.map(|Id(id)| PersonId(id));
    caller
        .write(body.print, |ctx| async move {
            let id = service::rota::set_absence(&ctx, person, &from, &to).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Take an absence back
///
/// One that has begun ends now.
#[utoipa::path(delete, path = "/api/v1/rota/absences/{id}", operation_id = "takeBackAbsence", tag = "rota",
    responses((status = 204, description = "The person is there")))]
pub async fn present(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::rota::take_back_absence(&ctx, AbsenceId(id)).await?;
            Ok(done())
        })
        .await
}

/// Leave a note for the next shift
#[utoipa::path(post, path = "/api/v1/rota/notes", operation_id = "leaveNote", tag = "rota",
    request_body = NewNote, responses((status = 204, description = "The next shift sees it")))]
pub async fn note(caller: Caller, body: Json<NewNote>) -> Result<Response> {
    let body_text = body.value.body;
    caller
        .write(body.print, |ctx| async move {
            service::rota::hand_over(&ctx, &body_text).await?;
            Ok(done())
        })
        .await
}

/// Make an address for a calendar
///
/// Whoever has it can read the shifts; it is told this once.
#[utoipa::path(post, path = "/api/v1/rota/feeds", operation_id = "addFeed", tag = "rota",
    request_body = NewFeed, responses((status = 201, description = "The address", body = NewAddress)))]
pub async fn add_feed(caller: Caller, body: Json<NewFeed>) -> Result<Response> {
    let whose = body.value.whose.into();
    caller
        .write(body.print, |ctx| async move {
            let (id, secret) = service::rota::new_feed(&ctx, whose).await?;
            let made = NewAddress { id: id.0, path: app::routes::calendar(&secret) };
            answer(StatusCode::CREATED, &made)
        })
        .await
}

/// Revoke a calendar's address
#[utoipa::path(delete, path = "/api/v1/rota/feeds/{id}", operation_id = "revokeFeed", tag = "rota",
    responses((status = 204, description = "Nothing is read there any more")))]
pub async fn revoke_feed(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::rota::revoke_feed(&ctx, FeedId(id)).await?;
            Ok(done())
        })
        .await
}
