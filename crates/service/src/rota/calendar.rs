//! Calendar feeds: an address that cannot be guessed, kept as a hash, and what a calendar reads there.

use domain::access::Capability;
use domain::fault::{Fault, Reason};
use domain::ids::{FeedId, PersonId};
use domain::person::Standing;
use domain::rota::Whose;
use domain::rota::feed::{Entry, write};
use domain::time::DAY;

use super::laid::laid;
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::secret;

/// Fewest characters of a secret: 256 bits as text. What a page offers has as many.
pub const CALENDAR_SECRET_CHARS: usize = 43;
/// What a feed tells, in days before and after now.
const BACK_DAYS: i64 = 30;
const AHEAD_DAYS: i64 = 180;

/// Makes shifts readable under a secret that stood on the page and is told nowhere again.
pub async fn add_feed(ctx: &Ctx, secret: &str, whose: Whose) -> Result<FeedId> {
    ctx.may(Capability::SeeDesk)?;
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let is_text = secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if secret.len() != CALENDAR_SECRET_CHARS || !is_text {
        return Err(Error::field("secret", Reason::Malformed));
    }
    let hash = secret::hash(secret);
    let mut tx = ctx.write().await?;
    if store::rota::feed_by_hash(&mut tx, &hash).await?.is_some() {
        return Err(Error::field("secret", Reason::Taken));
    }
    let id = store::rota::add_feed(&mut tx, &hash, person, whose, ctx.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes a new secret for a feed and tells it, once.
pub async fn new_feed(ctx: &Ctx, whose: Whose) -> Result<(FeedId, String)> {
    ctx.may(Capability::SeeDesk)?;
    let secret = secret::secret(ctx.service.entropy());
    Ok((add_feed(ctx, &secret, whose).await?, secret))
}

/// Nothing is read under the address any more.
pub async fn revoke_feed(ctx: &Ctx, id: FeedId) -> Result<()> {
    ctx.may(Capability::SeeDesk)?;
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut tx = ctx.write().await?;
    let revoked = store::rota::revoke_feed(&mut tx, id, person, ctx.now()).await?;
    tx.commit().await?;
    if revoked { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// The shifts behind a secret as iCalendar. Whoever has left the desk reads nothing.
pub async fn calendar(ctx: &Ctx, secret: &str, host: &str) -> Result<String> {
    ctx.may(Capability::SeePortal)?;
    let mut tx = ctx.read().await?;
    let feed = store::rota::feed_by_hash(&mut tx, &secret::hash(secret)).await?.ok_or(Fault::NotFound)?;
    let owner = store::person::by_id(&mut tx, feed.person).await?.ok_or(Fault::NotFound)?;
    if owner.standing != Standing::Account || !owner.roles.works_at_desk() {
        return Err(Fault::NotFound.into());
    }
    let now = ctx.now();
    let laid = laid(&mut tx, &ctx.service, now - DAY.times(BACK_DAYS), now + DAY.times(AHEAD_DAYS)).await?;
    let people = store::person::list(&mut tx).await?;
    let name = |id: PersonId| {
        people.iter().find(|person| person.id == id).map(|person| person.name.to_string()).unwrap_or_default()
    };
    let company = ctx.service.settings().company.clone();
    let own = laid.shifts.into_iter().filter(|shift| match feed.whose {
        Whose::Mine => shift.person == feed.person,
        Whose::Team => true,
    });
    let entries = own.map(|shift| Entry {
        summary: format!("{} · {company}", name(shift.person)),
        description: shift.then.iter().map(|id| name(*id)).collect::<Vec<_>>().join(" → "),
        shift,
    });
    Ok(write(&company, host, &entries.collect::<Vec<_>>(), now))
}
