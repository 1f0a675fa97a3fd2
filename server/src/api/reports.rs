//! Figures over all tickets.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};

use super::problem::Result;
use super::token::Caller;

/// Count tickets
///
/// When they came, about what, how long they took, which way they went; months, days and hours are those of the desk's
/// time zone. For the desk.
#[utoipa::path(get, path = "/api/v1/reports/tickets", operation_id = "reportTickets", tag = "reports",
    responses((status = 200, description = "All tickets in figures", body = Object)))]
pub async fn tickets(caller: Caller) -> Result<Response> {
    Ok(Told(service::report::tickets(&caller.ctx).await?).into_response())
}
