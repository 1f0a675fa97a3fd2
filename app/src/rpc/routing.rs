//! What the desk asks of routing: who knows what, and the lead's rules. Each change answers the whole page as it is now.

use domain::ids::{CategoryId, PersonId, RuleId, ServiceId};
use domain::locale::Language;
use domain::promise::Urgency;
use domain::routing::view::{KnowsPage, RoutingPage};
use domain::ticket::Channel;
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::routing::When;

/// Every service, category and language, with those who know it.
#[server(ReadKnows, prefix = "/rpc", endpoint = "routing/knows", output = Wire)]
pub async fn knows_page() -> Result<KnowsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::routing::knows_page(&ctx).await?)
}

/// The rules with a dry run, and what people know and work on.
#[server(ReadRouting, prefix = "/rpc", endpoint = "routing/page", output = Wire)]
pub async fn routing_page() -> Result<RoutingPage, UiError> {
    let ctx = ctx()?;
    Ok(service::routing::page(&ctx).await?)
}

/// A rule behind all others; what is empty fits everything. `to` is as [`domain::routing::To::word`] writes it.
#[server(prefix = "/rpc", endpoint = "routing/add", output = Wire)]
pub async fn add_rule(
    name: String,
    service: Option<ServiceId>,
    category: Option<CategoryId>,
    language: Option<Language>,
    channel: Option<Channel>,
    urgency: Option<Urgency>,
    to: String,
) -> Result<RoutingPage, UiError> {
    let ctx = ctx()?;
    let when = When { service, category, language, channel, urgency };
    Ok(service::routing::add_typed(&ctx, name, when, &to).await?)
}

#[server(prefix = "/rpc", endpoint = "routing/remove", output = Wire)]
pub async fn remove_rule(rule: RuleId) -> Result<RoutingPage, UiError> {
    let ctx = ctx()?;
    service::routing::remove_rule(&ctx, rule).await?;
    Ok(service::routing::page(&ctx).await?)
}

/// Puts a rule one place earlier.
#[server(prefix = "/rpc", endpoint = "routing/earlier", output = Wire)]
pub async fn move_rule(rule: RuleId) -> Result<RoutingPage, UiError> {
    let ctx = ctx()?;
    service::routing::move_rule(&ctx, rule).await?;
    Ok(service::routing::page(&ctx).await?)
}

/// What somebody knows, as [`domain::routing::Skill::word`] writes it, and how much he works on at a time.
#[server(prefix = "/rpc", endpoint = "routing/person", output = Wire)]
pub async fn set_person(
    person: PersonId,
    #[server(default)] skills: Vec<String>,
    limit: String,
) -> Result<RoutingPage, UiError> {
    let ctx = ctx()?;
    service::routing::set_person_typed(&ctx, person, &skills, &limit).await?;
    Ok(service::routing::page(&ctx).await?)
}
