//! A decision carried out on its ticket.

use super::Routed;
use crate::event::Change;
use crate::ticket::Ticket;

impl Routed {
    /// The ticket with whoever gets it, and every change in order. Nobody has looked at it yet: it stays as new as it was.
    /// None where somebody has it already or it has ended.
    pub fn onto(self, ticket: &Ticket) -> Option<(Ticket, Vec<Change>)> {
        if ticket.assignee.is_some() || ticket.status().ended() {
            return None;
        }
        let Routed { to, rule, why } = self;
        let mut changes = vec![Change::Routed { to, rule, why }];
        changes.extend(to.map(|person| Change::Assigned { old: None, new: Some(person) }));
        Some((Ticket { assignee: to, ..ticket.clone() }, changes))
    }
}
