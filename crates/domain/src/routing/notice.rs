//! What may disturb somebody: only an emergency that the desk has confirmed, and only on duty.

use super::Duty;
use crate::ticket::{Effect, Ticket};

/// Urgent is what the requester says; triage confirms it by saying whom it hits, and that it blocks him.
pub fn is_emergency(ticket: &Ticket) -> bool {
    let confirmed = ticket.impact.is_some() && ticket.effect == Some(Effect::Blocked);
    ticket.urgent.is_some() && confirmed && !ticket.status().ended()
}

/// Whether a sound tells somebody of it.
pub const fn sounds(duty: Duty, is_emergency: bool) -> bool {
    matches!(duty, Duty::First | Duty::Second) && is_emergency
}
