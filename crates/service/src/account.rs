//! One's own account: language, zone, password, signed-in browsers; and making accounts for others.

use domain::access::{Actor, Capability};
use domain::fault::{Fault, Reason};
use domain::ids::{PersonId, SessionId};
use domain::locale::Language;
use domain::person::{MePage, Person, Role, Roles, SessionView, Standing, WallConsent};
use domain::settings::Settings;
use domain::text::{EmailAddress, PersonName};
use domain::time::LocalClock;
use store::person::NewPerson;
use store::{StoreError, Tx};

use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::view::{desk_now, reader};
use crate::{session, setup};

/// What an account is made of, as typed.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub email: String,
    pub name: String,
    pub password: String,
    pub roles: Vec<Role>,
}

/// An account that is ready to be written.
pub(crate) struct Account {
    pub name: PersonName,
    pub email: EmailAddress,
    /// None while nobody can sign in with a password.
    pub hash: Option<String>,
    pub roles: Roles,
}

/// Makes an account. A guest of that address becomes its owner and keeps his tickets.
pub async fn create(ctx: &Ctx, new: NewAccount) -> Result<PersonId> {
    ctx.may(Capability::Administer)?;
    let account = Account {
        name: parse("name", PersonName::parse(&new.name))?,
        email: parse("email", EmailAddress::parse(&new.email))?,
        hash: Some(session::hash_password(&ctx.service, "password", &new.password).await?),
        roles: new.roles.into_iter().collect(),
    };
    let mut tx = ctx.write().await?;
    let id = insert_account(&mut tx, ctx, &account).await?;
    tx.commit().await?;
    Ok(id)
}

pub(crate) async fn insert_account(tx: &mut Tx, ctx: &Ctx, account: &Account) -> Result<PersonId> {
    let Account { name, email, hash, roles } = account;
    let id = match store::person::by_email(tx, email).await? {
        Some(guest) if guest.standing == Standing::Guest => {
            let id = guest.id;
            let person = Person { name: name.clone(), roles: *roles, standing: Standing::Account, ..guest };
            store::person::update(tx, &person).await?;
            id
        }
        Some(_) => return Err(Error::field("email", Reason::Taken)),
        None => insert_new(tx, ctx, account).await?,
    };
    if let Some(hash) = hash {
        store::person::set_password(tx, id, hash).await?;
    }
    Ok(id)
}

async fn insert_new(tx: &mut Tx, ctx: &Ctx, account: &Account) -> Result<PersonId> {
    let (name, email) = (account.name.clone(), account.email.clone());
    let guest = NewPerson::guest(name, email, ctx.language, ctx.now());
    let new = NewPerson { roles: account.roles, standing: Standing::Account, ..guest };
    match store::person::insert(tx, &new).await {
        Err(StoreError::Conflict(_)) => Err(Error::field("email", Reason::Taken)),
        inserted => Ok(inserted?),
    }
}

pub async fn me_page(ctx: &Ctx) -> Result<MePage> {
    ctx.may(Capability::ManageSelf)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let sessions = store::session::of_person(&mut tx, person.id, ctx.now()).await?;
    let consent = store::person::wall_consent(&mut tx, person.id).await?;
    Ok(MePage {
        wall_consent: if consent { WallConsent::Given } else { WallConsent::NotGiven },
        sessions: sessions
            .into_iter()
            .map(|session| SessionView {
                this: Some(session.id) == ctx.session,
                id: session.id,
                agent: session.agent,
                created_at: session.created_at,
                last_seen_at: session.last_seen_at,
            })
            .collect(),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        person,
        now: ctx.now(),
    })
}

/// Saves what one sets for oneself. An empty zone means the desk's own.
pub async fn save_me(ctx: &Ctx, language: Language, zone: &str, wall_consent: WallConsent) -> Result<MePage> {
    ctx.may(Capability::ManageSelf)?;
    let zone = match zone.trim() {
        "" => None,
        zone => {
            LocalClock::of_zone(zone, ctx.now()).map_err(|_| Error::field("zone", Reason::Malformed))?;
            Some(zone.to_owned())
        }
    };
    let mut tx = ctx.write().await?;
    let person = reader(&mut tx, ctx).await?;
    let id = person.id;
    store::person::update(&mut tx, &Person { language, zone, ..person }).await?;
    store::person::set_wall_consent(&mut tx, id, wall_consent == WallConsent::Given).await?;
    tx.commit().await?;
    me_page(ctx).await
}

/// Sets a new password. All other browsers are signed out.
pub async fn change_password(ctx: &Ctx, old: &str, new: &str) -> Result<MePage> {
    ctx.may(Capability::ManageSelf)?;
    let person = own_id(ctx)?;
    let mut tx = ctx.read().await?;
    let kept = store::person::password(&mut tx, person).await?.unwrap_or_default();
    tx.rollback().await?;
    // A session left open on a shared machine must not be a way to guess the password.
    let account = format!("password:{}", person.0);
    let busy = |wait: domain::time::Millis| Fault::Busy { retry_after_s: wait.0 / 1_000 + 1 };
    ctx.service.sign_ins().attempt(&account, ctx.now()).map_err(busy)?;
    if !session::verify(kept, old.to_owned()).await? {
        return Err(Error::field("old", Reason::WrongCredentials));
    }
    let hash = session::hash_password(&ctx.service, "new", new).await?;
    let mut tx = ctx.write().await?;
    store::person::set_password(&mut tx, person, &hash).await?;
    store::session::revoke_all(&mut tx, person, ctx.session).await?;
    tx.commit().await?;
    me_page(ctx).await
}

/// Signs one of one's own browsers out, perhaps this one.
pub async fn revoke_session(ctx: &Ctx, session: SessionId) -> Result<MePage> {
    ctx.may(Capability::ManageSelf)?;
    let person = own_id(ctx)?;
    let mut tx = ctx.write().await?;
    let revoked = store::session::revoke(&mut tx, session, person).await?;
    tx.commit().await?;
    if revoked { me_page(ctx).await } else { Err(Fault::NotFound.into()) }
}

/// Signs all browsers out but this one.
pub async fn sign_out_everywhere(ctx: &Ctx) -> Result<MePage> {
    ctx.may(Capability::ManageSelf)?;
    let person = own_id(ctx)?;
    let mut tx = ctx.write().await?;
    store::session::revoke_all(&mut tx, person, ctx.session).await?;
    tx.commit().await?;
    me_page(ctx).await
}

/// What the set-up form starts from, while its link holds.
pub async fn set_up_page(ctx: &Ctx, token: &str) -> Result<Settings> {
    ctx.may(Capability::SeePortal)?;
    setup::check(ctx, token).await
}

fn own_id(ctx: &Ctx) -> Result<PersonId> {
    match ctx.actor {
        Actor::Person { id, .. } => Ok(id),
        Actor::Nobody | Actor::Guest { .. } | Actor::Wall { .. } | Actor::System => Err(Fault::SignIn.into()),
    }
}
