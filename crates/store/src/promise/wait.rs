//! Waiting for suppliers: a row for each time, with what was agreed then.

use domain::ids::{SupplierId, TicketId};
use domain::time::UnixMs;

use crate::sql::{all, execute, optional, row, statements};
use crate::{Result, Tx};

statements! {
    BEGIN = "insert into supplier_wait (supplier, ticket, since, due_at) values ($1, $2, $3, $4)
        on conflict (ticket) where ended_at is null do nothing";
    END = "update supplier_wait set ended_at = $2 where ticket = $1 and ended_at is null";
    RUNNING = "select supplier, ticket, since, due_at, ended_at
        from supplier_wait
        where ticket = $1 and ended_at is null";
    WAITS = "select supplier, ticket, since, due_at, ended_at
        from supplier_wait
        where since >= $1
        order by since, id";
}

/// A time that a ticket waited for a supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplierWait {
    pub supplier: SupplierId,
    pub ticket: TicketId,
    pub since: UnixMs,
    /// By when the supplier had agreed to be done.
    pub due_at: UnixMs,
    pub ended_at: Option<UnixMs>,
}

/// Begins a wait; a ticket waits for one supplier at a time.
pub async fn begin_wait(
    tx: &mut Tx,
    supplier: SupplierId,
    ticket: TicketId,
    since: UnixMs,
    due_at: UnixMs,
) -> Result<()> {
    execute!(tx, BEGIN, supplier.0, ticket.0, since.0, due_at.0).map(drop)
}

/// Ends the wait of a ticket, if it has one.
pub async fn end_wait(tx: &mut Tx, ticket: TicketId, now: UnixMs) -> Result<()> {
    execute!(tx, END, ticket.0, now.0).map(drop)
}

/// The wait of a ticket that has not ended.
pub async fn running_wait(tx: &mut Tx, ticket: TicketId) -> Result<Option<SupplierWait>> {
    let row: Option<WaitRow> = optional!(tx, RUNNING, ticket.0)?;
    Ok(row.map(WaitRow::wait))
}

/// All waits that began since then, in that order.
pub async fn waits(tx: &mut Tx, since: UnixMs) -> Result<Vec<SupplierWait>> {
    let rows: Vec<WaitRow> = all!(tx, WAITS, since.0)?;
    Ok(rows.into_iter().map(WaitRow::wait).collect())
}

row! {
    struct WaitRow { supplier: i64, ticket: i64, since: i64, due_at: i64, ended_at: Option<i64> }
}

impl WaitRow {
    fn wait(self) -> SupplierWait {
        SupplierWait {
            supplier: SupplierId(self.supplier),
            ticket: TicketId(self.ticket),
            since: UnixMs(self.since),
            due_at: UnixMs(self.due_at),
            ended_at: self.ended_at.map(UnixMs),
        }
    }
}
