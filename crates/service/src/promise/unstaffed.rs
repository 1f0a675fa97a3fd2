//! Hours that the matrix promises, and for which the rota has nobody.

use domain::coverage::matrix::CoverageRow;
use domain::coverage::{Coverage, Interval, gaps};
use domain::promise::page::Unstaffed;
use domain::rota::Why;
use domain::time::{DAY, Millis};
use store::Tx;

use crate::ctx::Ctx;
use crate::error::Result;
use crate::rota::laid;

/// How far ahead is looked.
const AHEAD_DAYS: i64 = 14;

/// For each line of the matrix with such hours, how long they are and when they begin. None without a rota.
pub(super) async fn unstaffed(tx: &mut Tx, ctx: &Ctx) -> Result<Option<Vec<Unstaffed>>> {
    let within = Interval { from: ctx.now(), to: ctx.now() + DAY.times(AHEAD_DAYS) };
    let laid = laid(tx, &ctx.service, within.from, within.to).await?;
    if laid.plans.is_empty() {
        return Ok(None);
    }
    let shifts = laid.shifts.iter().filter(|shift| shift.why != Why::Gap);
    let staffed = Coverage::new(shifts.map(|shift| shift.within).collect());
    let book = ctx.service.promises();
    let of = |row: &CoverageRow| {
        let promised = book.open(Some(row.calendar), within.from, within.to).crop(within);
        let gaps = gaps(&promised, &staffed);
        let total = gaps.iter().map(|gap| gap.length().0).sum();
        gaps.first().map(|first| Unstaffed { row: row.id, total: Millis(total), first: *first })
    };
    Ok(Some(book.levels().rows.iter().filter_map(of).collect()))
}
