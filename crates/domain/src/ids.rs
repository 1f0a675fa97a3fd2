//! Typed numbers of everything that is stored, from one append-only list.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )+};
}

ids! {
    /// A time in which somebody is not there.
    AbsenceId,
    /// A calendar of opening hours.
    CalendarId,
    /// A category or subcategory.
    CategoryId,
    /// A line of the coverage matrix.
    CoverageRowId,
    /// An address under which a calendar reads shifts.
    FeedId,
    /// A position in the event log; grows with every change of anything.
    EventSeq,
    /// An attachment of a post.
    FileId,
    /// A person: requester, agent or both.
    PersonId,
    /// The service levels from a date on.
    PolicyId,
    /// A message on a ticket.
    PostId,
    /// A rule that says who gets a new ticket.
    RuleId,
    /// A service that tickets are about.
    ServiceId,
    /// A signed-in browser.
    SessionId,
    /// A shift that somebody offered to somebody else.
    SwapId,
    /// A ticket. Its public reference is its [`Display`](fmt::Display), `T-1042`.
    TicketId,
    /// An outside partner with a promise of its own.
    SupplierId,
    /// What a screen or a program shows instead of a session.
    TokenId,
    /// A target of webhooks.
    WebhookId,
}

/// The number of the first ticket, so that no desk has to show `T-1` to its first requester.
pub const FIRST_TICKET: i64 = 1001;

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T-{}", self.0)
    }
}

/// What was given is not a ticket's reference such as `T-1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a ticket reference such as T-1042")]
pub struct NotAReference;

impl FromStr for TicketId {
    type Err = NotAReference;

    /// Reads `T-1042`, `t-1042` or `1042`, with spaces around it.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let text = text.trim();
        let digits = text.strip_prefix("T-").or_else(|| text.strip_prefix("t-")).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAReference);
        }
        digits.parse().map(TicketId).map_err(|_| NotAReference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_what_it_prints() {
        let id = TicketId(1042);
        assert_eq!(id.to_string(), "T-1042");
        assert_eq!("T-1042".parse(), Ok(id));
        assert_eq!(" t-1042 ".parse(), Ok(id));
    }

    #[test]
    fn anything_else_is_not_a_reference() {
        for text in ["", "T-", "T-10a", "T--1", "-1", "T-99999999999999999999", "P-17"] {
            assert_eq!(text.parse::<TicketId>(), Err(NotAReference), "{text}");
        }
    }
}
