//! What an admin sets: the desk, its services and categories, people and their roles.

use domain::access::{Capability, Relation, allows};
use domain::category::{Category, Service, ServiceState, may_add};
use domain::fault::{Fault, FieldFault, Reason};
use domain::ids::{CategoryId, PersonId, ServiceId};
use domain::locale::Language;
use domain::person::Roles;
use domain::settings::{AdminPage, Settings};
use domain::text::Label;
use domain::time::LocalClock;

use crate::account::{NewAccount, create};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::view::{chip, desk_now, reader};
use crate::{people, promise};

pub async fn page(ctx: &Ctx) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    Ok(AdminPage {
        reader: chip(&person),
        settings: (*ctx.service.settings()).clone(),
        hours: promise::own_week(ctx),
        services: store::service::list(&mut tx).await?,
        categories: store::category::list(&mut tx).await?,
        people: store::person::list(&mut tx).await?,
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        now: ctx.now(),
    })
}

/// Saves name, phone, place, zone, language and hours of the desk.
pub async fn save_desk(
    ctx: &Ctx,
    company: &str,
    phone: &str,
    place: &str,
    zone: &str,
    language: Language,
    hours: &[String],
) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let settings = Settings {
        company: parse("company", Label::parse(company))?.to_string(),
        phone: optional_label("phone", phone)?,
        place: optional_label("place", place)?,
        zone: zone_or_fault(ctx, zone)?,
        language,
        ..(*ctx.service.settings()).clone()
    };
    let week = domain::hours::parse_week(hours).map_err(|wrong| malformed_hours(&wrong))?;
    let mut tx = ctx.write().await?;
    store::settings::save(&mut tx, &settings, ctx.now()).await?;
    promise::set_own_week(&mut tx, ctx, ctx.now(), &settings.zone, Some(week)).await?;
    ctx.service.set_settings(settings);
    promise::settle(tx, ctx).await?;
    page(ctx).await
}

pub async fn add_service(ctx: &Ctx, name: &str) -> Result<AdminPage> {
    new_service(ctx, name).await?;
    page(ctx).await
}

/// The services in use, by name. Everybody may know them: the form to ask offers them.
pub async fn services(ctx: &Ctx) -> Result<Vec<Service>> {
    ctx.may(Capability::SeePortal)?;
    let mut tx = ctx.read().await?;
    Ok(store::service::list(&mut tx).await?)
}

/// The categories in use, in their order; they are the desk's.
pub async fn categories(ctx: &Ctx) -> Result<Vec<Category>> {
    if !allows(ctx.actor, Capability::Administer, Relation::None) {
        ctx.may(Capability::SeeDesk)?;
    }
    let mut tx = ctx.read().await?;
    Ok(store::category::list(&mut tx).await?)
}

/// Adds a service that is running.
pub async fn new_service(ctx: &Ctx, name: &str) -> Result<ServiceId> {
    ctx.may(Capability::Administer)?;
    let name = parse("name", Label::parse(name))?;
    let mut tx = ctx.write().await?;
    let known = store::service::list(&mut tx).await?;
    if known.iter().any(|service| service.name.to_lowercase() == name.as_str().to_lowercase()) {
        return Err(Error::field("name", Reason::Taken));
    }
    let id = store::service::insert(&mut tx, &name, ctx.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Says that a service runs, is slow or is down; portal and wall show it with their next picture.
pub async fn set_service_state(ctx: &Ctx, service: ServiceId, state: ServiceState) -> Result<AdminPage> {
    say_service_state(ctx, service, state).await?;
    page(ctx).await
}

/// As [`set_service_state`], for whoever needs no page.
pub async fn say_service_state(ctx: &Ctx, service: ServiceId, state: ServiceState) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.write().await?;
    let known = store::service::set_state(&mut tx, service, state, ctx.now()).await?;
    tx.notify().await?;
    tx.commit().await?;
    ctx.look_again().await;
    if known { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// Adds a category, or a subcategory of `parent`; ten with five each is the limit.
pub async fn add_category(ctx: &Ctx, parent: Option<CategoryId>, name: &str) -> Result<AdminPage> {
    new_category(ctx, parent, name).await?;
    page(ctx).await
}

/// As [`add_category`], for whoever needs no page.
pub async fn new_category(ctx: &Ctx, parent: Option<CategoryId>, name: &str) -> Result<CategoryId> {
    ctx.may(Capability::Administer)?;
    let name = parse("name", Label::parse(name))?;
    let mut tx = ctx.write().await?;
    let existing = store::category::list(&mut tx).await?;
    may_add(&existing, parent, name.as_str()).map_err(|refused| Error::field("name", refused))?;
    let id = store::category::insert(&mut tx, parent, &name, ctx.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes a category out of the choice, with its subcategories; tickets keep the word.
pub async fn archive_category(ctx: &Ctx, category: CategoryId) -> Result<AdminPage> {
    take_category_out(ctx, category).await?;
    page(ctx).await
}

/// As [`archive_category`], for whoever needs no page.
pub async fn take_category_out(ctx: &Ctx, category: CategoryId) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.write().await?;
    let existing = store::category::list(&mut tx).await?;
    let children = existing.iter().filter(|top| top.id == category).flat_map(|top| &top.subcategories);
    for child in children {
        store::category::archive(&mut tx, child.id, ctx.now()).await?;
    }
    let known = store::category::archive(&mut tx, category, ctx.now()).await?;
    tx.commit().await?;
    if known { Ok(()) } else { Err(Fault::NotFound.into()) }
}

pub async fn add_person(
    ctx: &Ctx,
    name: &str,
    email: &str,
    password: &str,
    roles: Roles,
) -> Result<AdminPage> {
    let roles = roles.iter().collect();
    create(ctx, NewAccount { email: email.into(), name: name.into(), password: password.into(), roles })
        .await?;
    page(ctx).await
}

/// Changes what somebody may do. Nobody takes the admin's role from himself, so that one admin is always left.
pub async fn set_roles(ctx: &Ctx, person: PersonId, roles: Roles) -> Result<AdminPage> {
    people::set_roles(ctx, person, roles).await?;
    page(ctx).await
}

/// The days that could not be read; the page says exactly what is wrong with each.
pub(crate) fn malformed_hours(wrong: &[(usize, domain::hours::HoursError)]) -> Fault {
    let field = |day: usize| FieldFault { field: domain::hours::field(day), reason: Reason::Malformed };
    Fault::Invalid { fields: wrong.iter().map(|(day, _)| field(*day)).collect() }
}

/// A label that may be left empty.
pub(crate) fn optional_label(field: &str, typed: &str) -> Result<Option<String>> {
    match typed.trim() {
        "" => Ok(None),
        typed => Ok(Some(parse(field, Label::parse(typed))?.to_string())),
    }
}

/// The name of a time zone that exists.
pub(crate) fn zone_or_fault(ctx: &Ctx, zone: &str) -> Result<String> {
    let zone = zone.trim();
    LocalClock::of_zone(zone, ctx.now()).map_err(|_| Error::field("zone", Reason::Malformed))?;
    Ok(zone.to_owned())
}
