//! Signing in and out. A session is a secret in a cookie, kept here as its hash.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::access::Actor;
use domain::fault::{Fault, MIN_PASSWORD, Reason};
use domain::ids::SessionId;
use domain::locale::Language;
use domain::person::{Person, PersonChip, Roles, Standing};
use domain::text::EmailAddress;
use domain::time::{DAY, MINUTE, Millis, UnixMs};
use store::Tx;

use crate::ctx::{Ctx, Service};
use crate::error::{Error, Result};
use crate::secret;
use crate::view::chip;

/// How long a session lasts without being used.
const LASTS: Millis = DAY.times(30);
/// The database learns of use at most this often.
const TOUCH_EVERY: Millis = MINUTE.times(10);
/// Longest name of a browser that is kept.
const MAX_AGENT_CHARS: usize = 200;
/// Verified when there is nobody of that address, so that the answer takes as long as for somebody.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5c3NhbHQwMDAwMA$jv6LyBW0CCUlb+nmo3v2J8hPZ4nYX6gUo2J6Q3s0b9c";

/// A new session; `token` goes into the cookie and nowhere else.
pub struct SignedIn {
    pub token: String,
    pub expires_at: UnixMs,
    pub person: PersonChip,
    pub roles: Roles,
}

/// Signs somebody in. Which of address and password was wrong is not said;
/// too many attempts within a minute wait ([`Fault::Busy`]).
pub async fn sign_in(ctx: &Ctx, email: &str, password: &str) -> Result<SignedIn> {
    let email = email.trim().to_lowercase();
    throttle(ctx, &email)?;
    let wrong = || Error::field("password", Reason::WrongCredentials);
    let known = match EmailAddress::parse(&email) {
        Ok(email) => account(&ctx.service, &email).await?,
        Err(_) => None,
    };
    let kept = known.as_ref().map_or(NOBODYS_HASH.to_owned(), |(_, hash)| hash.clone());
    let fits = verify(kept, password.to_owned()).await?;
    let (person, _) = known.filter(|_| fits).ok_or_else(wrong)?;
    ctx.service.sign_ins().succeeded(&format!("account:{email}"));
    let mut tx = ctx.write().await?;
    let signed_in = begin(&mut tx, ctx, &person).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Who a cookie's token is; none when it is unknown, expired, or its person was disabled.
pub async fn actor(service: &Service, token: &str) -> Result<Option<(Actor, SessionId, Language)>> {
    let now = service.now();
    let mut tx = service.store().read().await?;
    let Some(session) = store::session::by_hash(&mut tx, &secret::hash(token), now).await? else {
        return Ok(None);
    };
    tx.rollback().await?;
    if now - session.last_seen_at > TOUCH_EVERY {
        let mut tx = service.store().write().await?;
        store::session::touch(&mut tx, session.id, now).await?;
        tx.commit().await?;
    }
    let Person { id, roles, language, .. } = session.person;
    Ok(Some((Actor::Person { id, roles }, session.id, language)))
}

/// Ends this browser's session.
pub async fn sign_out(ctx: &Ctx) -> Result<()> {
    let (Some(session), Some(person)) = (ctx.session, ctx.actor.person()) else { return Ok(()) };
    let mut tx = ctx.write().await?;
    store::session::revoke(&mut tx, session, person).await?;
    tx.commit().await
}

/// Whether the session that opened a stream still holds.
pub(crate) async fn still_holds(ctx: &Ctx) -> Result<bool> {
    let (Some(session), Some(person)) = (ctx.session, ctx.actor.person()) else { return Ok(true) };
    let mut tx = ctx.read().await?;
    let sessions = store::session::of_person(&mut tx, person, ctx.now()).await?;
    Ok(sessions.iter().any(|known| known.id == session && known.person.standing != Standing::Disabled))
}

/// Opens a session for somebody who has proved who he is.
pub(crate) async fn begin(tx: &mut Tx, ctx: &Ctx, person: &Person) -> Result<SignedIn> {
    let token = secret::secret(ctx.service.entropy());
    let expires_at = ctx.now() + LASTS;
    let agent: String = ctx.client.agent.chars().take(MAX_AGENT_CHARS).collect();
    store::session::insert(tx, &secret::hash(&token), person.id, &agent, ctx.now(), expires_at).await?;
    Ok(SignedIn { token, expires_at, person: chip(person), roles: person.roles })
}

/// A password's argon2id hash. Errors when it is too short for `field`.
pub(crate) async fn hash_password(service: &Service, field: &str, password: &str) -> Result<String> {
    if password.chars().count() < MIN_PASSWORD {
        return Err(Error::field(field, Reason::WeakPassword));
    }
    let mut salt = [0; 16];
    service.entropy().fill(&mut salt);
    let password = password.to_owned();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())
    });
    hashed.await.map_err(Error::internal)?.map_err(|error| Error::internal(error.to_string()))
}

/// Whether a password fits a kept hash. Takes tens of milliseconds on purpose, beside the request threads.
pub(crate) async fn verify(kept: String, password: String) -> Result<bool> {
    let verified = tokio::task::spawn_blocking(move || match PasswordHash::new(&kept) {
        Ok(hash) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        Err(_) => false,
    });
    verified.await.map_err(Error::internal)
}

async fn account(service: &Service, email: &EmailAddress) -> Result<Option<(Person, String)>> {
    let mut tx = service.store().read().await?;
    let Some(person) = store::person::by_email(&mut tx, email).await? else { return Ok(None) };
    let hash = store::person::password(&mut tx, person.id).await?;
    Ok(hash.filter(|_| person.standing == Standing::Account).map(|hash| (person, hash)))
}

fn throttle(ctx: &Ctx, email: &str) -> Result<()> {
    let now = ctx.now();
    for name in [format!("account:{email}"), format!("address:{}", ctx.client.address)] {
        ctx.service
            .sign_ins()
            .attempt(&name, now)
            .map_err(|wait| Fault::Busy { retry_after_s: wait.0 / 1_000 + 1 })?;
    }
    Ok(())
}
