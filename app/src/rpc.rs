//! Server functions: three statements each, get the context, call one use case, return.

pub mod account;
pub mod admin;
pub mod desk;
pub mod portal;
pub mod promise;
pub mod rota;
pub mod routing;
pub mod wall;
pub mod webhook;

#[cfg(feature = "ssr")]
use crate::error::UiError;

/// Who asks and through which door; the server provides it for every request.
#[cfg(feature = "ssr")]
pub fn ctx() -> Result<service::Ctx, UiError> {
    use domain::fault::Fault;
    leptos::prelude::use_context::<service::Ctx>().ok_or_else(|| Fault::Internal.into())
}

/// As [`ctx`], for somebody who may hold the unguessable link of this ticket.
#[cfg(feature = "ssr")]
pub async fn guest_ctx(ticket: domain::ids::TicketId, k: Option<&str>) -> Result<service::Ctx, UiError> {
    let ctx = ctx()?;
    match k.filter(|k| !k.is_empty()) {
        Some(k) => Ok(service::guest::enter(&ctx, ticket, k).await?),
        None => Ok(ctx),
    }
}
