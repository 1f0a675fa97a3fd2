//! Tokens for screens and programs: shown once, kept as a hash, revocable.

use domain::access::{Actor, Capability};
use domain::fault::Fault;
use store::token::TokenRole;

use crate::ctx::{Ctx, Service};
use crate::error::Result;
use crate::secret;

/// Makes a token and tells it, once.
pub async fn create(ctx: &Ctx, name: &str, role: TokenRole) -> Result<String> {
    ctx.may(Capability::Administer)?;
    let token = secret::secret(ctx.service.entropy());
    let mut tx = ctx.service.store().write().await?;
    store::token::insert(&mut tx, &secret::hash(&token), name, role, ctx.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends a token; its screen goes blank with its next picture.
pub async fn revoke(ctx: &Ctx, token: i64) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let mut tx = ctx.service.store().write().await?;
    let revoked = store::token::revoke(&mut tx, token, ctx.now()).await?;
    tx.commit().await?;
    if revoked { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// Whether a token is that of a program which may do what the desk does.
pub async fn of_program(service: &Service, token: &str) -> Result<bool> {
    let mut tx = service.store().read().await?;
    let found = store::token::by_hash(&mut tx, &secret::hash(token)).await?;
    Ok(found.is_some_and(|(_, role)| matches!(role, TokenRole::Agent | TokenRole::Admin)))
}

/// Who a token makes of its bearer; none when it is unknown or revoked.
pub async fn actor(service: &Service, token: &str) -> Result<Option<Actor>> {
    let mut tx = service.store().read().await?;
    let found = store::token::by_hash(&mut tx, &secret::hash(token)).await?;
    Ok(found.and_then(|(_, role)| match role {
        TokenRole::Wall(profile) => Some(Actor::Wall { profile }),
        // Programs get their interface with `/api/v1`; until then such a token opens no page.
        TokenRole::Agent | TokenRole::Admin => None,
    }))
}
