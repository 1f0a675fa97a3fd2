//! Links that open one ticket for one person without an account. Only the hash of a link's secret is stored.

use domain::ids::{PersonId, TicketId};
use domain::time::UnixMs;

use crate::sql::{execute, optional, statements};
use crate::{Result, Tx};

statements! {
    INSERT = "insert into guest_link (hash, ticket, person, created_at)
        values ($1, $2, $3, $4)
        on conflict (hash) do nothing";
    BY_HASH = "select ticket, person from guest_link where hash = $1";
}

/// Stores a link; one that is there already stays as it is.
pub async fn insert(
    tx: &mut Tx,
    hash: &[u8; 32],
    ticket: TicketId,
    person: PersonId,
    now: UnixMs,
) -> Result<()> {
    execute!(tx, INSERT, hash.as_slice(), ticket.0, person.0, now.0).map(drop)
}

/// What the link opens, and for whom.
pub async fn by_hash(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<(TicketId, PersonId)>> {
    let row: Option<(i64, i64)> = optional!(tx, BY_HASH, hash.as_slice())?;
    Ok(row.map(|(ticket, person)| (TicketId(ticket), PersonId(person))))
}
