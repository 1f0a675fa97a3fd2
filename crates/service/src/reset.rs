//! A forgotten password: an admin makes a link by which its owner sets a new one, once and within the hour.
//!
//! Nothing of the link is kept. It carries a tag over the person, its end and the password's hash of then, so it is
//! dead as soon as the password has changed, by this link or in any other way.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::Capability;
use domain::fault::{Fault, Reason};
use domain::ids::PersonId;
use domain::person::{Person, PersonChip, Standing};
use domain::text::EmailAddress;
use domain::time::{HOUR, Millis, UnixMs};
use store::Tx;

use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::secret;
use crate::session::{self, SignedIn};
use crate::view::chip;

/// How long a link holds.
pub const HOLDS: Millis = HOUR;

/// A token for the link of somebody who has an account.
pub async fn link_token(ctx: &Ctx, email: &str) -> Result<String> {
    ctx.may(Capability::Administer)?;
    let email = parse("email", EmailAddress::parse(email))?;
    let mut tx = ctx.read().await?;
    let known = store::person::by_email(&mut tx, &email).await?;
    let person = known.filter(|person| person.standing == Standing::Account);
    let person = person.ok_or_else(|| Error::field("email", Reason::UnknownPerson))?.id;
    let until = ctx.now() + HOLDS;
    let tag = tag(&mut tx, ctx, person, until).await?;
    let token = [&person.0.to_be_bytes()[..], &until.0.to_be_bytes()[..], &tag[..]].concat();
    Ok(URL_SAFE_NO_PAD.encode(token))
}

/// Whose link it is. Finds nothing once it was used, is too old, or was never made.
pub async fn page(ctx: &Ctx, token: &str) -> Result<PersonChip> {
    ctx.may(Capability::SeePortal)?;
    let mut tx = ctx.read().await?;
    let person = owner(&mut tx, ctx, token).await?.ok_or(Fault::NotFound)?;
    Ok(chip(&person))
}

/// Sets the password of the link's owner, signs him out everywhere, and in here.
/// Errors name `password`, or `token` where the link does not hold any more.
pub async fn set_password(ctx: &Ctx, token: &str, password: &str) -> Result<SignedIn> {
    ctx.may(Capability::SeePortal)?;
    let used = || Error::field("token", Reason::LinkUsed);
    let mut tx = ctx.read().await?;
    owner(&mut tx, ctx, token).await?.ok_or_else(used)?;
    tx.rollback().await?;
    let hash = session::hash_password(&ctx.service, "password", password).await?;
    let mut tx = ctx.write().await?;
    // Of two who use it at once, one finds it used.
    let person = owner(&mut tx, ctx, token).await?.ok_or_else(used)?;
    store::person::set_password(&mut tx, person.id, &hash).await?;
    store::session::revoke_all(&mut tx, person.id, None).await?;
    let signed_in = session::begin(&mut tx, ctx, &person).await?;
    tx.commit().await?;
    Ok(signed_in)
}

async fn owner(tx: &mut Tx, ctx: &Ctx, token: &str) -> Result<Option<Person>> {
    let Some((person, until, given)) = read(token) else { return Ok(None) };
    let holds = (ctx.now()..=ctx.now() + HOLDS).contains(&until);
    // Compared by their hashes, so that the time it takes tells nothing of the tag.
    if !holds || secret::hash_bytes(&given) != secret::hash_bytes(&tag(tx, ctx, person, until).await?) {
        return Ok(None);
    }
    let person = store::person::by_id(tx, person).await?;
    Ok(person.filter(|person| person.standing == Standing::Account))
}

fn read(token: &str) -> Option<(PersonId, UnixMs, Vec<u8>)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (person, rest) = bytes.split_first_chunk()?;
    let (until, tag) = rest.split_first_chunk()?;
    Some((PersonId(i64::from_be_bytes(*person)), UnixMs(i64::from_be_bytes(*until)), tag.to_vec()))
}

async fn tag(tx: &mut Tx, ctx: &Ctx, person: PersonId, until: UnixMs) -> Result<Vec<u8>> {
    let kept = store::person::password(tx, person).await?.unwrap_or_default();
    let bound = [&person.0.to_be_bytes()[..], &until.0.to_be_bytes()[..], kept.as_bytes()].concat();
    Ok(ctx.service.key().reset_tag(&bound))
}
