//! What an admin sets: the desk, its services and categories, people and their roles.

use domain::access::Capability;
use domain::category::{ServiceState, may_add};
use domain::fault::{Fault, FieldFault, Reason};
use domain::ids::{CategoryId, PersonId, ServiceId};
use domain::locale::Language;
use domain::person::{Person, Role, Roles};
use domain::settings::{AdminPage, Settings};
use domain::text::Label;
use domain::time::LocalClock;

use crate::account::{NewAccount, create};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::view::{chip, desk_now, reader};

pub async fn page(ctx: &Ctx) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.service.store().read().await?;
    let person = reader(&mut tx, ctx).await?;
    Ok(AdminPage {
        reader: chip(&person),
        settings: (*ctx.service.settings()).clone(),
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
        hours: domain::hours::parse_week(hours).map_err(|wrong| malformed_hours(&wrong))?,
        ..(*ctx.service.settings()).clone()
    };
    let mut tx = ctx.service.store().write().await?;
    store::settings::save(&mut tx, &settings, ctx.now()).await?;
    tx.notify().await?;
    tx.commit().await?;
    ctx.service.set_settings(settings);
    ctx.service.wall().forget().await;
    page(ctx).await
}

pub async fn add_service(ctx: &Ctx, name: &str) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let name = parse("name", Label::parse(name))?;
    let mut tx = ctx.service.store().write().await?;
    let known = store::service::list(&mut tx).await?;
    if known.iter().any(|service| service.name.to_lowercase() == name.as_str().to_lowercase()) {
        return Err(Error::field("name", Reason::Taken));
    }
    store::service::insert(&mut tx, &name, ctx.now()).await?;
    tx.commit().await?;
    page(ctx).await
}

/// Says that a service runs, is slow or is down; portal and wall show it with their next picture.
pub async fn set_service_state(ctx: &Ctx, service: ServiceId, state: ServiceState) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.service.store().write().await?;
    let known = store::service::set_state(&mut tx, service, state, ctx.now()).await?;
    tx.notify().await?;
    tx.commit().await?;
    ctx.service.wall().forget().await;
    if known { page(ctx).await } else { Err(Fault::NotFound.into()) }
}

/// Adds a category, or a subcategory of `parent`; ten with five each is the limit.
pub async fn add_category(ctx: &Ctx, parent: Option<CategoryId>, name: &str) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let name = parse("name", Label::parse(name))?;
    let mut tx = ctx.service.store().write().await?;
    let existing = store::category::list(&mut tx).await?;
    may_add(&existing, parent, name.as_str()).map_err(|refused| Error::field("name", refused))?;
    store::category::insert(&mut tx, parent, &name, ctx.now()).await?;
    tx.commit().await?;
    page(ctx).await
}

/// Takes a category out of the choice, with its subcategories; tickets keep the word.
pub async fn archive_category(ctx: &Ctx, category: CategoryId) -> Result<AdminPage> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.service.store().write().await?;
    let existing = store::category::list(&mut tx).await?;
    let children = existing.iter().filter(|top| top.id == category).flat_map(|top| &top.subcategories);
    for child in children {
        store::category::archive(&mut tx, child.id, ctx.now()).await?;
    }
    let known = store::category::archive(&mut tx, category, ctx.now()).await?;
    tx.commit().await?;
    if known { page(ctx).await } else { Err(Fault::NotFound.into()) }
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
    ctx.may(Capability::Administer)?;
    if ctx.actor.person() == Some(person) && !roles.has(Role::Admin) {
        return Err(Fault::Forbidden.into());
    }
    let mut tx = ctx.service.store().write().await?;
    let known = store::person::by_id(&mut tx, person).await?.ok_or(Fault::NotFound)?;
    store::person::update(&mut tx, &Person { roles, ..known }).await?;
    tx.commit().await?;
    page(ctx).await
}

/// The days that could not be read; the page says exactly what is wrong with each.
fn malformed_hours(wrong: &[(usize, domain::hours::HoursError)]) -> Fault {
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
