//! What an admin sets of promises: calendars, the coverage matrix, service levels and suppliers.

mod shape;

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::{CalendarId, SupplierId};
use http::StatusCode;
use service::Ctx;
use service::program::Answer;
use service::promise;

use super::body::{At as Path, Json};
use super::idempotency::answer;
use super::problem::Result;
use super::token::Caller;
use shape::{Agreed, Levels, Matrix, MatrixRow, NewCalendar, NewPolicy, NewSupplier};

/// Read what is set for promises
///
/// For admins.
#[utoipa::path(get, path = "/api/v1/promise/levels", operation_id = "readLevels", tag = "promise",
    responses((status = 200, description = "Calendars, matrix, policies and suppliers", body = Levels)))]
pub async fn read(caller: Caller) -> Result<Response> {
    let levels = promise::levels(&caller.ctx).await?;
    Ok(Told(Levels::of(&levels, caller.ctx.now())).into_response())
}

/// Add a calendar
///
/// For admins.
#[utoipa::path(post, path = "/api/v1/promise/calendars", operation_id = "createCalendar", tag = "promise",
    request_body = NewCalendar, responses((status = 201, description = "All that is set", body = Levels)))]
pub async fn add_calendar(caller: Caller, body: Json<NewCalendar>) -> Result<Response> {
    let form = body.value.form()?;
    caller
        .write(body.print, |ctx| async move {
            promise::put_calendar(&ctx, None, form).await?;
            shown(&ctx, StatusCode::CREATED).await
        })
        .await
}

/// Change a calendar from now on
///
/// What has passed stays as it was; open promises move. For admins.
#[utoipa::path(post, path = "/api/v1/promise/calendars/{id}", operation_id = "changeCalendar", tag = "promise",
    request_body = NewCalendar, responses((status = 200, description = "All that is set", body = Levels)))]
pub async fn change_calendar(
    caller: Caller,
    Path(id): Path<i64>,
    body: Json<NewCalendar>,
) -> Result<Response> {
    let form = body.value.form()?;
    caller
        .write(body.print, |ctx| async move {
            promise::put_calendar(&ctx, Some(CalendarId(id)), form).await?;
            shown(&ctx, StatusCode::OK).await
        })
        .await
}

/// Replace the coverage matrix
///
/// For admins.
#[utoipa::path(post, path = "/api/v1/promise/matrix", operation_id = "replaceMatrix", tag = "promise",
    request_body = Matrix, responses((status = 200, description = "All that is set", body = Levels)))]
pub async fn replace_matrix(caller: Caller, body: Json<Matrix>) -> Result<Response> {
    let rows = body.value.rows.into_iter().map(MatrixRow::form).collect::<Result<Vec<_>>>()?;
    caller
        .write(body.print, |ctx| async move {
            promise::put_rows(&ctx, rows).await?;
            shown(&ctx, StatusCode::OK).await
        })
        .await
}

/// Set service levels
///
/// They hold for what is asked from their date on. For admins.
#[utoipa::path(post, path = "/api/v1/promise/policies", operation_id = "setPolicy", tag = "promise",
    request_body = NewPolicy, responses((status = 201, description = "All that is set", body = Levels)))]
pub async fn set_policy(caller: Caller, body: Json<NewPolicy>) -> Result<Response> {
    let NewPolicy { valid_from, policy } = body.value;
    caller
        .write(body.print, |ctx| async move {
            promise::put_policy(&ctx, policy.into(), valid_from.map(|at| at.0)).await?;
            shown(&ctx, StatusCode::CREATED).await
        })
        .await
}

/// Add a supplier
///
/// For admins.
#[utoipa::path(post, path = "/api/v1/promise/suppliers", operation_id = "createSupplier", tag = "promise",
    request_body = NewSupplier, responses((status = 201, description = "All that is set", body = Levels)))]
pub async fn add_supplier(caller: Caller, body: Json<NewSupplier>) -> Result<Response> {
    let Json { value: new, print } = body;
    caller
        .write(print, |ctx| async move {
            promise::put_supplier(&ctx, &new.name, new.target_minutes, CalendarId(new.calendar)).await?;
            shown(&ctx, StatusCode::CREATED).await
        })
        .await
}

/// Change what a supplier has agreed
///
/// For waits that begin from now on. For admins.
#[utoipa::path(post, path = "/api/v1/promise/suppliers/{id}", operation_id = "changeSupplier", tag = "promise",
    request_body = Agreed, responses((status = 200, description = "All that is set", body = Levels)))]
pub async fn change_supplier(caller: Caller, Path(id): Path<i64>, body: Json<Agreed>) -> Result<Response> {
    let Json { value: agreed, print } = body;
    caller
        .write(print, |ctx| async move {
            let calendar = CalendarId(agreed.calendar);
            promise::change_supplier(&ctx, SupplierId(id), agreed.target_minutes, calendar).await?;
            shown(&ctx, StatusCode::OK).await
        })
        .await
}

async fn shown(ctx: &Ctx, status: StatusCode) -> service::Result<Answer> {
    let levels = promise::levels(ctx).await?;
    answer(status, &Levels::of(&levels, ctx.now()))
}
