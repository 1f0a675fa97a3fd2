//! The rota laid out from what is stored.

use domain::coverage::Interval;
use domain::rota::{Absence, Pin, Plan, Shift, Swap, agreed, lay};
use domain::settings::Settings;
use domain::time::{DAY, LocalClock, UnixMs};
use store::Tx;
use store::rota::SwapRow;

use crate::ctx::Service;
use crate::error::Result;

/// A turn that is cut off is another turn: open hours are laid out this much further.
const BEYOND_DAYS: i64 = 8;

/// Plans with everything that changes them, and what follows.
pub struct Laid {
    /// None where the desk has no plan.
    pub plans: Vec<Plan>,
    pub shifts: Vec<Shift>,
    /// The desk's clock, over all that is laid out.
    pub clock: LocalClock,
    pub swaps: Vec<SwapRow>,
}

/// The shifts that touch a time.
pub async fn laid(tx: &mut Tx, service: &Service, from: UnixMs, to: UnixMs) -> Result<Laid> {
    let plans = store::rota::plans(tx).await?;
    laid_by(tx, service, plans, from, to).await
}

/// As [`laid`], by plans that need not be stored.
pub async fn laid_by(
    tx: &mut Tx,
    service: &Service,
    mut plans: Vec<Plan>,
    from: UnixMs,
    to: UnixMs,
) -> Result<Laid> {
    // A plan's turns are counted from its beginning; those that ended before have no say.
    let first = plans.iter().rposition(|plan| plan.from <= from).unwrap_or(0);
    plans.drain(..first);
    let begin = plans.first().map_or(from, |plan| plan.from).min(from);
    let settings = service.settings();
    let clock = clock(&settings, begin, to + DAY.times(BEYOND_DAYS));
    if plans.is_empty() {
        return Ok(Laid { plans, shifts: Vec::new(), clock, swaps: Vec::new() });
    }
    let swaps = store::rota::swaps(tx).await?;
    let away: Vec<Absence> =
        store::rota::absences(tx, begin).await?.into_iter().map(|row| row.absence).collect();
    let whole = Interval { from: begin, to: to + DAY.times(BEYOND_DAYS) };
    let open = service.promises().open(None, whole.from, whole.to).crop(whole);
    let shifts = lay(&plans, &open, &clock, &away, &pins(&swaps));
    let shifts = shifts.into_iter().filter(|shift| shift.within.to > from && shift.within.from < to);
    Ok(Laid { shifts: shifts.collect(), plans, clock, swaps })
}

fn pins(swaps: &[SwapRow]) -> Vec<Pin> {
    agreed(&swaps.iter().map(|row| row.swap).collect::<Vec<Swap>>())
}

/// The desk's clock over a time of any length. A desk whose zone is unknown keeps UTC.
fn clock(settings: &Settings, from: UnixMs, to: UnixMs) -> LocalClock {
    let mut whole = LocalClock { zone: settings.zone.clone(), offsets: Vec::new() };
    let mut around = from;
    loop {
        let Ok(part) = LocalClock::of_zone(&settings.zone, around) else { return LocalClock::utc() };
        let known = whole.offsets.last().map_or(UnixMs(i64::MIN), |(at, _)| *at);
        whole.offsets.extend(part.offsets.into_iter().filter(|(at, _)| *at > known));
        if around >= to {
            return whole;
        }
        around = around + DAY.times(365);
    }
}
