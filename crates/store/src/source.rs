//! Where imported tickets come from: their number there, and what their source said of them.

use domain::ids::TicketId;

use crate::sql::{all, optional, statements};
use crate::{Result, Tx};

statements! {
    BY_ID = "select ticket, events from source where system = $1 and id = $2";
    ATTRIBUTES = "select name, value from source_attribute where ticket = $1 order by name";
}

/// The ticket that was made of a source's ticket, and of how many events.
pub async fn by_id(tx: &mut Tx, system: &str, id: &str) -> Result<Option<(TicketId, i64)>> {
    let row: Option<(i64, i64)> = optional!(tx, BY_ID, system, id)?;
    Ok(row.map(|(ticket, events)| (TicketId(ticket), events)))
}

/// What the source said of a ticket, by name; none where it did not know.
pub async fn attributes(tx: &mut Tx, ticket: TicketId) -> Result<Vec<(String, Option<String>)>> {
    all!(tx, ATTRIBUTES, ticket.0)
}
