//! What an admin asks of webhooks. Each change answers the whole page as it is now.

use domain::ids::WebhookId;
use domain::webhook::{self, Content, EventKind};
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;

/// All targets, with their latest deliveries.
#[server(prefix = "/rpc", endpoint = "webhook/page", output = Wire)]
pub async fn webhooks_page() -> Result<webhook::WebhooksPage, UiError> {
    let ctx = ctx()?;
    Ok(service::webhook::page(&ctx).await?)
}

/// A target. The secret stood on the page, and is told nowhere again.
#[server(prefix = "/rpc", endpoint = "webhook/add", output = Wire)]
pub async fn add_webhook(
    url: String,
    secret: String,
    content: Content,
    #[server(default)] kinds: Vec<EventKind>,
) -> Result<webhook::WebhooksPage, UiError> {
    let ctx = ctx()?;
    let new = service::webhook::NewTarget { url, kinds, content, secret: Some(secret) };
    Ok(service::webhook::add(&ctx, new).await?)
}

/// Tells the target nothing until it is enabled.
#[server(prefix = "/rpc", endpoint = "webhook/disable", output = Wire)]
pub async fn disable_webhook(webhook: WebhookId) -> Result<webhook::WebhooksPage, UiError> {
    let ctx = ctx()?;
    service::webhook::disable(&ctx, webhook).await?;
    Ok(service::webhook::page(&ctx).await?)
}

/// Tells the target again, from where it was.
#[server(prefix = "/rpc", endpoint = "webhook/enable", output = Wire)]
pub async fn enable_webhook(webhook: WebhookId) -> Result<webhook::WebhooksPage, UiError> {
    let ctx = ctx()?;
    service::webhook::enable(&ctx, webhook).await?;
    Ok(service::webhook::page(&ctx).await?)
}

/// Removes the target and forgets its deliveries.
#[server(prefix = "/rpc", endpoint = "webhook/remove", output = Wire)]
pub async fn remove_webhook(webhook: WebhookId) -> Result<webhook::WebhooksPage, UiError> {
    let ctx = ctx()?;
    service::webhook::remove(&ctx, webhook).await?;
    Ok(service::webhook::page(&ctx).await?)
}

/// Sends a message that says that it is a test.
#[server(prefix = "/rpc", endpoint = "webhook/test", output = Wire)]
pub async fn test_webhook(webhook: WebhookId) -> Result<webhook::WebhooksPage, UiError> {
    let ctx = ctx()?;
    service::webhook::test(&ctx, webhook).await?;
    Ok(service::webhook::page(&ctx).await?)
}
