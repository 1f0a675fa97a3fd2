//! What a screen on the wall asks of the service.

use domain::wall::Wall;
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;

/// The picture for a screen's token. Somebody of the desk needs none.
/// A wrong or revoked token is answered like a screen that was never there.
#[server(prefix = "/rpc", endpoint = "wall/picture", output = Wire)]
pub async fn picture(token: Option<String>) -> Result<Wall, UiError> {
    let ctx = ctx()?;
    Ok(service::wall::picture(&ctx, token.as_deref()).await?)
}
