//! The alarm before a gap comes: a ticket for the lead, once for each gap.

use domain::coverage::Interval;
use domain::rota::{AHEAD_DAYS, gaps};
use domain::text::Body;
use domain::ticket::Channel;
use domain::time::{DAY, LocalClock, UnixMs};

use super::laid::laid;
use crate::ctx::{Ctx, Service};
use crate::error::{Result, parse};
use crate::ticket::{Opening, commit, open};

/// Looks four weeks ahead and opens a ticket for every gap of which nobody was told.
pub(crate) async fn warn_of_gaps(service: &Service) -> Result<()> {
    let ctx = Ctx { channel: Channel::Bot, ..Ctx::system(service.clone()) };
    let now = ctx.now();
    let mut tx = ctx.write().await?;
    let laid = laid(&mut tx, service, now, now + DAY.times(AHEAD_DAYS)).await?;
    let Some(lead) = laid.plans.last().map(|plan| plan.lead) else { return Ok(()) };
    let mut told = 0;
    for gap in by_day(&gaps(&laid.shifts, now), &laid.clock) {
        if !store::rota::gap_known(&mut tx, gap).await? {
            let body = parse("body", Body::parse(&text(gap, &laid.clock)))?;
            let opening = Opening {
                requester: lead,
                body: &body,
                urgent: None,
                service: None,
                needs: &[],
                wanted_by: None,
                files: &[],
            };
            let ticket = open(&mut tx, &ctx, opening).await?;
            store::rota::add_gap(&mut tx, gap, ticket.id).await?;
            told += 1;
        }
    }
    if told > 0 {
        commit(tx, &ctx).await?;
    }
    Ok(())
}

/// The gaps of one day as one, so that a day of holiday is one alarm and not two.
fn by_day(gaps: &[Interval], clock: &LocalClock) -> Vec<Interval> {
    let mut days: Vec<Interval> = Vec::new();
    for gap in gaps {
        match days.last_mut() {
            Some(last) if clock.at(last.from).day_number == clock.at(gap.from).day_number => last.to = gap.to,
            _ => days.push(*gap),
        }
    }
    days
}

/// In figures, which every language reads.
fn text(gap: Interval, clock: &LocalClock) -> String {
    let at = |instant: UnixMs| {
        let local = clock.at(instant);
        format!("{:04}-{:02}-{:02} {:02}:{:02}", local.year, local.month, local.day, local.hour, local.minute)
    };
    format!(
        "Rota: nobody but the lead answers / Turnos: solo responde quien dirige: {} – {}",
        at(gap.from),
        at(gap.to)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::HOUR;

    #[test]
    fn the_gaps_of_a_day_are_one_alarm() {
        let nine = UnixMs(1_794_992_400_000);
        let gap = |from, to| Interval { from: nine + HOUR.times(from), to: nine + HOUR.times(to) };
        let days = by_day(&[gap(0, 3), gap(4, 8), gap(24, 27)], &LocalClock::utc());
        assert_eq!(days, [gap(0, 8), gap(24, 27)]);
        assert!(text(gap(0, 3), &LocalClock::utc()).ends_with("2026-11-18 09:00 – 2026-11-18 12:00"));
    }
}
