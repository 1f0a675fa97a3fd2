//! Tickets: their facts, the lists and heads that screens show, and the lists that programs read.

mod facts;
mod list;
mod view;

pub use facts::{NewTicket, by_id, happened, insert, lock, to_close, update};
pub use list::{Ended, Filter, Record, Whose, list, record};
pub use view::{count_of, due_before, ended_of, head, heads_of, open_total, queue, row, rows};

pub(crate) use facts::{STATEMENTS, TicketRow, ticket_columns, ticket_select};
pub(crate) use list::STATEMENTS as LIST_STATEMENTS;
pub(crate) use view::{STATEMENTS as VIEW_STATEMENTS, head_select};
