//! What the portal asks of the service.

use domain::ids::{PersonId, TicketId};
use domain::ticket::view::{self, TicketHead};
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::{ctx, guest_ctx};
use crate::wire::Wire;

#[server(prefix = "/rpc", endpoint = "portal/home", output = Wire)]
pub async fn home_page() -> Result<view::HomePage, UiError> {
    let ctx = ctx()?;
    Ok(service::portal::home_page(&ctx).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/ask", output = Wire)]
pub async fn ask_page() -> Result<view::AskPage, UiError> {
    let ctx = ctx()?;
    Ok(service::portal::ask_page(&ctx).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/my", output = Wire)]
pub async fn my_page() -> Result<view::MyPage, UiError> {
    let ctx = ctx()?;
    Ok(service::portal::my_page(&ctx).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/tracker", output = Wire)]
pub async fn tracker_page(ticket: TicketId, k: Option<String>) -> Result<view::TrackerPage, UiError> {
    let ctx = guest_ctx(ticket, k.as_deref()).await?;
    Ok(service::portal::tracker_page(&ctx, ticket).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/cancel", output = Wire)]
pub async fn cancel(ticket: TicketId, k: Option<String>) -> Result<TicketHead, UiError> {
    let ctx = guest_ctx(ticket, k.as_deref()).await?;
    Ok(service::ticket::cancel(&ctx, ticket).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/close", output = Wire)]
pub async fn close(ticket: TicketId, k: Option<String>) -> Result<TicketHead, UiError> {
    let ctx = guest_ctx(ticket, k.as_deref()).await?;
    Ok(service::ticket::close(&ctx, ticket).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/reopen", output = Wire)]
pub async fn reopen(ticket: TicketId, k: Option<String>) -> Result<TicketHead, UiError> {
    let ctx = guest_ctx(ticket, k.as_deref()).await?;
    Ok(service::ticket::reopen(&ctx, ticket).await?)
}

#[server(prefix = "/rpc", endpoint = "portal/watch", output = Wire)]
pub async fn add_watcher(ticket: TicketId, k: Option<String>, email: String) -> Result<(), UiError> {
    let ctx = guest_ctx(ticket, k.as_deref()).await?;
    Ok(service::ticket::add_watcher(&ctx, ticket, &email).await?)
}

/// Takes a watcher off; whoever watches may leave by himself.
#[server(prefix = "/rpc", endpoint = "portal/unwatch", output = Wire)]
pub async fn remove_watcher(ticket: TicketId, k: Option<String>, person: PersonId) -> Result<(), UiError> {
    let ctx = guest_ctx(ticket, k.as_deref()).await?;
    Ok(service::ticket::remove_watcher(&ctx, ticket, person).await?)
}
