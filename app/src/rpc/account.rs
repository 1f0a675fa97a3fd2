//! What a person asks of the service about his or her own account.

use domain::ids::SessionId;
use domain::locale::Language;
use domain::person;
use domain::settings::Settings;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::account::look;
use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;

/// One's own settings.
#[server(prefix = "/rpc", endpoint = "account/me", output = Wire)]
pub async fn me_page() -> Result<person::MePage, UiError> {
    let ctx = ctx()?;
    Ok(service::account::me_page(&ctx).await?)
}

/// Language, time zone (empty means the desk's), theme of this browser, and whether the first name may stand on the wall.
#[server(prefix = "/rpc", endpoint = "account/save", output = Wire)]
pub async fn save_me(
    language: Language,
    zone: String,
    theme: String,
    wall_consent: Option<String>,
) -> Result<person::MePage, UiError> {
    let (ctx, consent) = (ctx()?, person::WallConsent::of_box(wall_consent.as_deref()));
    let me = service::account::save_me(&ctx, language, &zone, consent).await?;
    Ok(look::kept(me, language, &theme))
}

/// A new password for the one who knows the old one; all other browsers are signed out.
#[server(prefix = "/rpc", endpoint = "account/password", output = Wire)]
pub async fn change_password(old: String, new: String) -> Result<person::MePage, UiError> {
    let ctx = ctx()?;
    Ok(service::account::change_password(&ctx, &old, &new).await?)
}

/// Signs out one of one's own browsers.
#[server(prefix = "/rpc", endpoint = "account/revoke", output = Wire)]
pub async fn revoke_session(session: SessionId) -> Result<person::MePage, UiError> {
    let ctx = ctx()?;
    Ok(service::account::revoke_session(&ctx, session).await?)
}

/// Signs out all of one's own browsers but this.
#[server(prefix = "/rpc", endpoint = "account/everywhere", output = Wire)]
pub async fn sign_out_everywhere() -> Result<person::MePage, UiError> {
    let ctx = ctx()?;
    Ok(service::account::sign_out_everywhere(&ctx).await?)
}

/// Keeps the language and the theme (`light`, `dark`, else as the device) of this browser, for guests too.
/// What is not given stays as it is.
#[server(prefix = "/rpc", endpoint = "account/look", output = Wire)]
pub async fn set_look(language: Option<Language>, theme: Option<String>) -> Result<(), UiError> {
    look::keep(language, theme.as_deref());
    Ok(())
}

/// Whether a set-up link still works, and what is known of the desk so far.
#[server(prefix = "/rpc", endpoint = "account/set_up", output = Wire)]
pub async fn set_up_page(token: String) -> Result<Settings, UiError> {
    let ctx = ctx()?;
    Ok(service::account::set_up_page(&ctx, &token).await?)
}

/// Whose password a link sets, while it holds.
#[server(prefix = "/rpc", endpoint = "account/set_password", output = Wire)]
pub async fn set_password_page(token: String) -> Result<person::PersonChip, UiError> {
    let ctx = ctx()?;
    Ok(service::reset::page(&ctx, &token).await?)
}
