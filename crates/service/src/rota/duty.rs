//! Who answers now. It is kept as long as it holds: every page tells it, and every new ticket is given to him.

use std::sync::{Mutex, PoisonError};

use domain::coverage::Interval;
use domain::ids::PersonId;
use domain::rota::{Answer, Shift, who_answers};
use domain::routing::Duty;
use domain::time::{DAY, MINUTE, Millis, UnixMs};
use store::Tx;

use super::laid::laid;
use crate::ctx::Service;
use crate::error::Result;

/// Longest time that an answer is kept: it may have been read just before somebody changed the rota.
const KEPT_FOR: Millis = MINUTE;

/// None says that the desk has no plan; the inner one, that nobody answers now.
type Known = Option<Option<Answer>>;

/// The answer that holds now, once somebody has asked.
#[derive(Debug, Default)]
pub(crate) struct Duties {
    kept: Mutex<Option<(Interval, Known)>>,
}

impl Duties {
    /// The rota has changed.
    pub fn forget(&self) {
        self.keep(None);
    }

    fn at(&self, now: UnixMs) -> Option<Known> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(within, _)| within.holds(now)).map(|(_, known)| known.clone())
    }

    fn keep(&self, known: Option<(Interval, Known)>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }
}

/// Who answers now; the outer none says that the desk has no plan.
pub async fn duty(tx: &mut Tx, service: &Service, now: UnixMs) -> Result<Option<Option<Answer>>> {
    if let Some(known) = service.duties().at(now) {
        return Ok(known);
    }
    let laid = laid(tx, service, now, now + DAY).await?;
    let known = (!laid.plans.is_empty()).then(|| who_answers(&laid.shifts, now));
    let within = Interval { from: now, to: changes_at(&laid.shifts, now).min(now + KEPT_FOR) };
    service.duties().keep(Some((within, known.clone())));
    Ok(known)
}

/// On duty are who answers and who stands in for him; on a desk without a plan, everybody.
pub async fn duty_of(tx: &mut Tx, service: &Service, person: PersonId, now: UnixMs) -> Result<Duty> {
    Ok(match duty(tx, service, now).await? {
        None => Duty::First,
        Some(answer) => answer.map_or(Duty::Off, |answer| answer.duty_of(person)),
    })
}

/// When the next shift begins or ends.
fn changes_at(shifts: &[Shift], now: UnixMs) -> UnixMs {
    let ends = shifts.iter().flat_map(|shift| [shift.within.from, shift.within.to]);
    ends.filter(|at| *at > now).min().unwrap_or(UnixMs(i64::MAX))
}
