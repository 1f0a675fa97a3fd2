//! What the desk asks of the rota. Each change answers the whole page as it is now.

use domain::ids::{AbsenceId, FeedId, PersonId, SwapId};
use domain::rota::view::{PlanPage, RotaPage};
use domain::rota::{SwapAnswer, Whose};
use domain::ticket::Channel;
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;

/// Who answers, the shifts, and what people agree about them.
#[server(ReadRota, prefix = "/rpc", endpoint = "rota/page", output = Wire)]
pub async fn rota_page() -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    Ok(service::rota::page(&ctx).await?)
}

/// Offers one's own shift, perhaps for another one; both as [`domain::rota::span_word`] writes them.
#[server(prefix = "/rpc", endpoint = "rota/offer", output = Wire)]
pub async fn offer_swap(given: String, taker: PersonId, in_return: String) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::offer_swap(&ctx, service::rota::Offer::typed(&given, taker, &in_return)?).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// Accepts, declines or withdraws.
#[server(prefix = "/rpc", endpoint = "rota/answer", output = Wire)]
pub async fn answer_swap(swap: SwapId, answer: SwapAnswer) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::answer_swap(&ctx, swap, answer).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// Gives a shift to somebody without asking first; the lead's.
#[server(prefix = "/rpc", endpoint = "rota/cover", output = Wire)]
pub async fn cover_shift(given: String, person: PersonId) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::cover_typed(&ctx, &given, person).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// Days on which somebody is not there; oneself, when `person` is empty.
#[server(prefix = "/rpc", endpoint = "rota/absence", output = Wire)]
pub async fn set_absence(person: Option<PersonId>, from: String, to: String) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::set_absence(&ctx, person, &from, &to).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// Somebody is there after all.
#[server(prefix = "/rpc", endpoint = "rota/present", output = Wire)]
pub async fn take_back_absence(absence: AbsenceId) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::take_back_absence(&ctx, absence).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// A note for whoever has the desk next.
#[server(prefix = "/rpc", endpoint = "rota/hand_over", output = Wire)]
pub async fn hand_over(body: String) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::hand_over(&ctx, &body).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// A calendar's address; its secret stood on the page, and is told nowhere again.
#[server(prefix = "/rpc", endpoint = "rota/feed_add", output = Wire)]
pub async fn add_feed(secret: String, whose: Whose) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::add_feed(&ctx, &secret, whose).await?;
    Ok(service::rota::page(&ctx).await?)
}

#[server(prefix = "/rpc", endpoint = "rota/feed_revoke", output = Wire)]
pub async fn revoke_feed(feed: FeedId) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::rota::revoke_feed(&ctx, feed).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// Writes down who came past the desk to whoever is signed in; the ticket goes where every ticket goes.
#[server(prefix = "/rpc", endpoint = "rota/past_desk", output = Wire)]
pub async fn log_past_desk(
    email: String,
    name: Option<String>,
    body: String,
    channel: Channel,
) -> Result<RotaPage, UiError> {
    let ctx = ctx()?;
    service::ticket::log_past_desk(&ctx, email, name, body, channel).await?;
    Ok(service::rota::page(&ctx).await?)
}

/// The plan's editor; with the fields of a plan as a query also what would follow from it.
#[server(ReadPlan, prefix = "/rpc", endpoint = "rota/plan", output = Wire)]
pub async fn plan_page(typed: Option<String>) -> Result<PlanPage, UiError> {
    let ctx = ctx()?;
    Ok(service::rota::plan_page(&ctx, typed.as_deref()).await?)
}

/// Puts a plan into effect, whose fields come as a query.
#[server(prefix = "/rpc", endpoint = "rota/save", output = Wire)]
pub async fn save_plan(typed: String) -> Result<PlanPage, UiError> {
    let ctx = ctx()?;
    service::rota::save_plan(&ctx, &typed).await?;
    Ok(service::rota::plan_page(&ctx, None).await?)
}
