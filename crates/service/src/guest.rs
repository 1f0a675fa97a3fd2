//! Guests: people who hold the unguessable link of one ticket.

use domain::access::Actor;
use domain::ids::{PersonId, TicketId};
use store::Tx;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::secret;

/// Longest chain of merges that a link follows.
const MAX_MERGES: usize = 10;

/// The same request with the key of a link. A key that does not open this ticket changes nothing,
/// and a person who is signed in stays that person.
pub async fn enter(ctx: &Ctx, ticket: TicketId, key: &str) -> Result<Ctx> {
    if matches!(ctx.actor, Actor::Person { .. }) || key.is_empty() {
        return Ok(ctx.clone());
    }
    let mut tx = ctx.read().await?;
    let actor = match store::guest::by_hash(&mut tx, &secret::hash(key)).await? {
        Some((own, person)) if leads_to(&mut tx, own, ticket).await? => Actor::Guest { ticket, person },
        _ => ctx.actor,
    };
    Ok(ctx.acting_as(actor))
}

/// Whether a link to one ticket opens another: the same one, or that into which it was merged.
async fn leads_to(tx: &mut Tx, from: TicketId, to: TicketId) -> Result<bool> {
    let mut at = from;
    for _ in 0..MAX_MERGES {
        if at == to {
            return Ok(true);
        }
        match store::ticket::by_id(tx, at).await?.and_then(|ticket| ticket.merged_into) {
            Some(survivor) => at = survivor,
            None => return Ok(false),
        }
    }
    Ok(false)
}

/// Says what came of a guest's form, and makes the key of his link. The same form always makes the same key.
pub(crate) async fn settle_claim(
    tx: &mut Tx,
    ctx: &Ctx,
    ticket: TicketId,
    person: PersonId,
    form: &[u8; 32],
) -> Result<String> {
    let key = key(ctx, ticket, form);
    store::idempotency::finish_with_link(tx, form, ticket, (&secret::hash(&key), person), ctx.now()).await?;
    Ok(key)
}

/// The key that [`settle_claim`] made for this form.
pub(crate) fn key(ctx: &Ctx, ticket: TicketId, form: &[u8; 32]) -> String {
    let mut bound = form.to_vec();
    bound.extend(ticket.0.to_be_bytes());
    ctx.service.key().guest_key(&secret::hash_bytes(&bound))
}
