//! What an admin asks of promises, and what everybody may read of them. Each change answers the whole page as it is now.
#![expect(
    clippy::too_many_arguments,
    reason = "an argument is a field of a form, and a form has as many as it needs"
)]

use domain::coverage::matrix::Audience;
use domain::ids::{CalendarId, CoverageRowId, SupplierId};
use domain::locale::Language;
use domain::promise::page::{self, Run};
use domain::ticket::WaitingOn;
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;

/// Calendars, matrix, service levels and suppliers.
#[server(prefix = "/rpc", endpoint = "promise/page", output = Wire)]
pub async fn levels_page() -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::page(&ctx).await?)
}

/// The public page of service levels.
#[server(prefix = "/rpc", endpoint = "promise/published", output = Wire)]
pub async fn published_page() -> Result<page::PublishedPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::published(&ctx).await?)
}

/// Makes a calendar or changes one from now on, or tries it on real tickets.
#[server(prefix = "/rpc", endpoint = "promise/save_calendar", output = Wire)]
pub async fn save_calendar(
    calendar: Option<CalendarId>,
    name: String,
    zone: String,
    #[server(default)] hours: Vec<String>,
    #[server(default)] holidays: String,
    #[server(default)] feed: String,
    run: Run,
) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    let form = service::promise::CalendarForm { name, zone, hours, holidays, feed };
    Ok(service::promise::save_calendar(&ctx, calendar, form, run).await?)
}

/// Removes a calendar that nothing uses.
#[server(prefix = "/rpc", endpoint = "promise/remove_calendar", output = Wire)]
pub async fn remove_calendar(calendar: CalendarId) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::remove_calendar(&ctx, calendar).await?)
}

/// Changes a line of the matrix, or adds one.
#[server(prefix = "/rpc", endpoint = "promise/save_row", output = Wire)]
pub async fn save_row(
    row: Option<CoverageRowId>,
    name: String,
    audience: Audience,
    #[server(default)] groups: String,
    #[server(default)] locations: String,
    #[server(default)] languages: Vec<Language>,
    calendar: CalendarId,
    #[server(default)] desk: String,
) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    let form = service::promise::RowForm { name, audience, groups, locations, languages, calendar, desk };
    Ok(service::promise::save_row(&ctx, row, form).await?)
}

#[server(prefix = "/rpc", endpoint = "promise/remove_row", output = Wire)]
pub async fn remove_row(row: CoverageRowId) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::remove_row(&ctx, row).await?)
}

/// Moves a line before the one above it.
#[server(prefix = "/rpc", endpoint = "promise/raise_row", output = Wire)]
pub async fn raise_row(row: CoverageRowId) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::raise_row(&ctx, row).await?)
}

/// Changes a rule, or adds one before the others; or tries that on real tickets.
#[server(prefix = "/rpc", endpoint = "promise/save_rule", output = Wire)]
pub async fn save_rule(
    place: Option<usize>,
    #[server(default)] kind: String,
    #[server(default)] urgency: String,
    #[server(default)] impact: String,
    #[server(default)] effect: String,
    #[server(default)] service: String,
    first_answer: String,
    #[server(default)] next_answer: String,
    done: String,
    run: Run,
) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    let targets = service::promise::TargetsForm { first_answer, next_answer, done };
    let form = service::promise::RuleForm { kind, urgency, impact, effect, service, targets };
    Ok(service::promise::save_rule(&ctx, place, form, run).await?)
}

#[server(prefix = "/rpc", endpoint = "promise/remove_rule", output = Wire)]
pub async fn remove_rule(place: usize) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::remove_rule(&ctx, place).await?)
}

/// Changes everything of the service levels but the rules, or tries it on real tickets.
#[server(prefix = "/rpc", endpoint = "promise/save_terms", output = Wire)]
pub async fn save_terms(
    first_answer: String,
    #[server(default)] next_answer: String,
    done: String,
    #[server(default)] pauses_on: Vec<WaitingOn>,
    budget: String,
    approval: String,
    warn_percent: String,
    run: Run,
) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    let otherwise = service::promise::TargetsForm { first_answer, next_answer, done };
    let form = service::promise::TermsForm { otherwise, pauses_on, budget, approval, warn_percent };
    Ok(service::promise::save_terms(&ctx, form, run).await?)
}

#[server(prefix = "/rpc", endpoint = "promise/add_supplier", output = Wire)]
pub async fn add_supplier(
    name: String,
    target: String,
    calendar: CalendarId,
) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::add_supplier(&ctx, &name, &target, calendar).await?)
}

/// Changes what a supplier has agreed, for waits that begin from now on.
#[server(prefix = "/rpc", endpoint = "promise/save_supplier", output = Wire)]
pub async fn save_supplier(
    supplier: SupplierId,
    target: String,
    calendar: CalendarId,
) -> Result<page::LevelsPage, UiError> {
    let ctx = ctx()?;
    Ok(service::promise::save_supplier(&ctx, supplier, &target, calendar).await?)
}
