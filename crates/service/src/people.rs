//! People as programs read and manage them.

use domain::access::{Capability, Relation, allows};
use domain::fault::{Fault, Reason};
use domain::ids::PersonId;
use domain::person::{Person, Role, Roles, Standing};
use domain::text::{EmailAddress, PersonName};
use store::Tx;
use store::directory::{Filter, Place};

use crate::account::{Account, insert_account};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::session;
use crate::view::reader;

/// A person to be, as typed.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub email: String,
    pub name: String,
    /// Without one nobody can sign in as this person yet.
    pub password: Option<String>,
    pub roles: Roles,
}

/// Whoever acts.
pub async fn me(ctx: &Ctx) -> Result<Person> {
    ctx.may(Capability::ManageSelf)?;
    let mut tx = ctx.read().await?;
    reader(&mut tx, ctx).await
}

/// People by name behind a place, for desk and admin.
pub async fn page(
    ctx: &Ctx,
    filter: &Filter,
    behind: Option<&Place>,
    limit: i64,
) -> Result<Vec<(Place, Person)>> {
    may_read(ctx)?;
    let mut tx = ctx.read().await?;
    Ok(store::directory::page(&mut tx, filter, behind, limit).await?)
}

/// One person: oneself, or for desk and admin anybody.
pub async fn one(ctx: &Ctx, id: PersonId) -> Result<Person> {
    if ctx.actor.person() != Some(id) {
        may_read(ctx)?;
    }
    let mut tx = ctx.read().await?;
    Ok(store::person::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?)
}

/// Makes an account. A guest of that address becomes its owner and keeps his tickets.
pub async fn create(ctx: &Ctx, new: NewPerson) -> Result<PersonId> {
    ctx.may(Capability::Administer)?;
    let account = Account {
        name: parse("name", PersonName::parse(&new.name))?,
        email: parse("email", EmailAddress::parse(&new.email))?,
        hash: match &new.password {
            Some(password) => Some(session::hash_password(&ctx.service, "password", password).await?),
            None => None,
        },
        roles: new.roles,
    };
    let mut tx = ctx.write().await?;
    let id = insert_account(&mut tx, ctx, &account).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes what somebody may do. Nobody takes the admin's role from himself, so that one admin is always left.
pub async fn set_roles(ctx: &Ctx, id: PersonId, roles: Roles) -> Result<()> {
    ctx.may(Capability::Administer)?;
    if ctx.actor.person() == Some(id) && !roles.has(Role::Admin) {
        return Err(Fault::Forbidden.into());
    }
    let mut tx = ctx.write().await?;
    let known = store::person::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    store::person::update(&mut tx, &Person { roles, ..known }).await?;
    tx.commit().await
}

/// Takes somebody's account away: his sessions and tokens end at once, his tickets stay.
pub async fn disable(ctx: &Ctx, id: PersonId) -> Result<()> {
    stand(ctx, id, Standing::Account, Standing::Disabled).await
}

/// Gives a disabled account back.
pub async fn enable(ctx: &Ctx, id: PersonId) -> Result<()> {
    stand(ctx, id, Standing::Disabled, Standing::Account).await
}

/// Nobody disables himself, so that one admin is always left. Whoever stands so already is left alone.
async fn stand(ctx: &Ctx, id: PersonId, from: Standing, to: Standing) -> Result<()> {
    ctx.may(Capability::Administer)?;
    if ctx.actor.person() == Some(id) {
        return Err(Fault::Forbidden.into());
    }
    let mut tx = ctx.write().await?;
    let known = store::person::by_id(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    if known.standing == from {
        store::person::update(&mut tx, &Person { standing: to, ..known }).await?;
        store::session::revoke_all(&mut tx, id, None).await?;
    } else if known.standing != to {
        return Err(Fault::NotFound.into());
    }
    tx.commit().await
}

fn may_read(ctx: &Ctx) -> Result<()> {
    if allows(ctx.actor, Capability::Administer, Relation::None) {
        return Ok(());
    }
    ctx.may(Capability::SeeDesk)
}

/// Whoever is chosen must work at the desk.
pub(crate) async fn of_the_desk(tx: &mut Tx, field: &str, person: PersonId) -> Result<()> {
    let desk = store::person::desk(tx).await?;
    let known = desk.iter().any(|chip| chip.id == person);
    known.then_some(()).ok_or_else(|| Error::field(field, Reason::NotOffered))
}
