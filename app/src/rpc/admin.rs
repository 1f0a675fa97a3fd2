//! What an admin asks of the service. Each change answers the whole page as it is now.

use domain::category::ServiceState;
use domain::ids::{CategoryId, PersonId, ServiceId};
use domain::locale::Language;
use domain::person::Role;
use domain::settings;
use leptos::prelude::*;

use crate::error::UiError;
#[cfg(feature = "ssr")]
use crate::rpc::ctx;
use crate::wire::Wire;

/// Everything that an organisation sets.
#[server(prefix = "/rpc", endpoint = "admin/page", output = Wire)]
pub async fn admin_page() -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::page(&ctx).await?)
}

/// The desk itself; `hours` are seven texts as [`domain::hours`] reads them, Monday first.
#[server(prefix = "/rpc", endpoint = "admin/desk", output = Wire)]
pub async fn save_desk(
    company: String,
    phone: String,
    place: String,
    zone: String,
    language: Language,
    hours: Vec<String>,
) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::save_desk(&ctx, &company, &phone, &place, &zone, language, &hours).await?)
}

#[server(prefix = "/rpc", endpoint = "admin/service_add", output = Wire)]
pub async fn add_service(name: String) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::add_service(&ctx, &name).await?)
}

#[server(prefix = "/rpc", endpoint = "admin/service_state", output = Wire)]
pub async fn set_service_state(
    service: ServiceId,
    state: ServiceState,
) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::set_service_state(&ctx, service, state).await?)
}

/// A category, or a subcategory below `parent`.
#[server(prefix = "/rpc", endpoint = "admin/category_add", output = Wire)]
pub async fn add_category(parent: Option<CategoryId>, name: String) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::add_category(&ctx, parent, &name).await?)
}

/// Takes a category or subcategory from the list; tickets that have it keep it.
#[server(prefix = "/rpc", endpoint = "admin/category_archive", output = Wire)]
pub async fn archive_category(category: CategoryId) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::archive_category(&ctx, category).await?)
}

/// A person with an account and a first password.
#[server(prefix = "/rpc", endpoint = "admin/person_add", output = Wire)]
pub async fn add_person(
    name: String,
    email: String,
    password: String,
    #[server(default)] roles: Vec<Role>,
) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::add_person(&ctx, &name, &email, &password, roles.into_iter().collect()).await?)
}

/// Exactly these roles from now on; everybody stays a requester.
#[server(prefix = "/rpc", endpoint = "admin/person_roles", output = Wire)]
pub async fn set_roles(
    person: PersonId,
    #[server(default)] roles: Vec<Role>,
) -> Result<settings::AdminPage, UiError> {
    let ctx = ctx()?;
    Ok(service::admin::set_roles(&ctx, person, roles.into_iter().collect()).await?)
}
