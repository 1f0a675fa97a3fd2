//! All that an organisation has set for its promises: calendars, who belongs to which, policies and suppliers.

use serde::{Deserialize, Serialize};

use super::{Policy, PolicyVersion};
use crate::coverage::matrix::{self, CoverageRow, Supported};
use crate::coverage::{Calendar, Coverage};
use crate::ids::{CalendarId, SupplierId};
use crate::time::{Millis, Minutes, UnixMs};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevels {
    /// The first one is the desk's own.
    pub calendars: Vec<Calendar>,
    /// In the order in which they are asked.
    pub rows: Vec<CoverageRow>,
    /// In order of `valid_from`; the first one also holds for what was before it.
    pub policies: Vec<PolicyVersion>,
    pub suppliers: Vec<Supplier>,
}

/// An outside partner: what it has agreed, in covered time of its own calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    pub id: SupplierId,
    pub name: String,
    pub target: Minutes,
    pub calendar: CalendarId,
}

/// How a supplier stands to what it has agreed for a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierClock {
    pub since: UnixMs,
    pub used: Millis,
    pub due_at: UnixMs,
}

impl ServiceLevels {
    pub fn calendar(&self, id: CalendarId) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.id == id)
    }

    pub fn supplier(&self, id: SupplierId) -> Option<&Supplier> {
        self.suppliers.iter().find(|supplier| supplier.id == id)
    }

    /// The row of the matrix that somebody belongs to.
    pub fn row(&self, who: Supported<'_>) -> Option<&CoverageRow> {
        matrix::row(&self.rows, who)
    }

    /// The calendar by which somebody's promises count: that of his row, else the desk's own.
    pub fn calendar_of(&self, who: Supported<'_>) -> Option<CalendarId> {
        let own = || self.calendars.first().map(|calendar| calendar.id);
        self.row(who).map(|row| row.calendar).or_else(own)
    }

    /// The policy of what was asked then.
    pub fn policy(&self, asked_at: UnixMs) -> Option<&Policy> {
        let later = self.policies.partition_point(|version| version.valid_from <= asked_at);
        self.policies.get(later.saturating_sub(1)).map(|version| &version.policy)
    }
}

impl Supplier {
    /// Its clock for a ticket that has waited for it since then.
    pub fn clock(&self, since: UnixMs, coverage: &Coverage, now: UnixMs) -> SupplierClock {
        SupplierClock {
            since,
            used: coverage.between(since, now.max(since)),
            due_at: coverage.after(since, self.target.millis(), &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PolicyId;

    #[test]
    fn a_change_of_policy_applies_from_its_date() {
        let version = |id: i64, at: i64, percent: u8| PolicyVersion {
            id: PolicyId(id),
            valid_from: UnixMs(at),
            policy: Policy { warn_percent: percent, ..Policy::default() },
        };
        let levels = ServiceLevels {
            policies: vec![version(1, 10, 1), version(2, 20, 2)],
            ..ServiceLevels::default()
        };
        let percents =
            [5, 10, 19, 20, 99].map(|at| levels.policy(UnixMs(at)).map(|policy| policy.warn_percent));
        assert_eq!(percents, [Some(1), Some(1), Some(1), Some(2), Some(2)]);
    }
}
