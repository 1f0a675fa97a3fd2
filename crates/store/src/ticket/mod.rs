//! Tickets: their facts, and the lists and heads that screens show.

mod facts;
mod view;

pub use facts::{NewTicket, by_id, happened, insert, lock, to_close, update};
pub use view::{count_of, due_before, ended_of, head, heads_of, open_total, queue, row, rows};

pub(crate) use facts::{STATEMENTS, ticket_columns, ticket_select};
pub(crate) use view::{STATEMENTS as VIEW_STATEMENTS, head_select};
