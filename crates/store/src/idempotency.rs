//! Keys of forms, so that one which is sent five times does its work once.

use domain::ids::{PersonId, TicketId};
use domain::time::UnixMs;

use crate::engine::FINISH_WITH_LINK;
use crate::sql::{execute, optional, statements};
use crate::{Result, StoreError, Tx};

statements! {
    /// Gives a row when the key is ours now. Where another transaction holds the key, this waits for its end.
    CLAIM = "insert into idempotency (key, ticket, created_at)
        values ($1, null, $2)
        on conflict (key) do update set ticket = null, created_at = excluded.created_at
            where idempotency.created_at < $3 or idempotency.ticket is null
        returning created_at";
    DONE = "select ticket from idempotency where key = $1 and ticket is not null";
    FINISH = "update idempotency set ticket = $2 where key = $1";
    FORGET = "delete from idempotency where created_at < $1";
}

/// Whose work a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Ours: do it, and [`finish`] in the same transaction.
    Mine,
    /// It was done, with this ticket.
    Done(TicketId),
}

/// Claims a key for the work of this transaction. A key that was used before `not_before` counts as new.
pub async fn claim(tx: &mut Tx, key: &[u8; 32], now: UnixMs, not_before: UnixMs) -> Result<Claim> {
    let mine: Option<(i64,)> = optional!(tx, CLAIM, key.as_slice(), now.0, not_before.0)?;
    if mine.is_some() {
        return Ok(Claim::Mine);
    }
    let done: Option<(i64,)> = optional!(tx, DONE, key.as_slice())?;
    // The row can only be gone when it was forgotten between the two statements; the sender tries again.
    done.map(|(ticket,)| Claim::Done(TicketId(ticket))).ok_or(StoreError::Busy)
}

/// Says what came of a key that is [`Claim::Mine`].
pub async fn finish(tx: &mut Tx, key: &[u8; 32], ticket: TicketId) -> Result<()> {
    execute!(tx, FINISH, key.as_slice(), ticket.0).map(drop)
}

/// As [`finish`], and stores the link of the guest whose form it was, by the hash of its secret. A link that is there
/// already stays as it is.
pub async fn finish_with_link(
    tx: &mut Tx,
    key: &[u8; 32],
    ticket: TicketId,
    (link, guest): (&[u8; 32], PersonId),
    now: UnixMs,
) -> Result<()> {
    execute!(tx, FINISH_WITH_LINK, link.as_slice(), ticket.0, guest.0, now.0, key.as_slice()).map(drop)
}

/// Removes keys that are older than that, and tells how many.
pub async fn forget(tx: &mut Tx, before: UnixMs) -> Result<u64> {
    execute!(tx, FORGET, before.0)
}
