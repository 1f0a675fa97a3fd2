//! The rota: who answers, what people agree among themselves, and the plan behind it.

mod alarm;
mod calendar;
mod change;
mod duty;
mod laid;
mod plan;

use domain::access::{Capability, Relation, allows};
use domain::coverage::Interval;
use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::rota::view::{AbsenceView, FeedView, LedgerView, NoteView, Planned, RotaPage, SwapView};
use domain::rota::{AHEAD_DAYS, Ledger, SwapAnswer, gaps, hours, instant, stints, who_answers};
use domain::time::{DAY, UnixMs};
use store::Tx;

pub(crate) use alarm::warn_of_gaps;
pub use calendar::{CALENDAR_SECRET_CHARS, add_feed, calendar, new_feed, revoke_feed};
pub use change::{
    Offer, answer_swap, cover, cover_typed, hand_over, offer_swap, set_absence, take_back_absence,
};
pub(crate) use duty::{Duties, duty, duty_of};
pub(crate) use laid::{Laid, laid};
pub use plan::{keep_plan, plan_page, plans, save_plan};

use crate::ctx::Ctx;
use crate::error::Result;
use crate::secret;
use crate::view::{chip, desk_now, reader};

/// Days that the team's part of the page shows, from this Monday on.
const SHOWN_DAYS: i64 = 14;
/// People who asked lately, to note with one tap that one of them came past the desk.
const SHOWN_LATELY: i64 = 8;
/// Notes between shifts that are shown.
const SHOWN_NOTES: i64 = 5;

/// The rota as somebody of the desk sees it.
pub async fn page(ctx: &Ctx) -> Result<RotaPage> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let now = ctx.now();
    let laid = laid(&mut tx, &ctx.service, now - DAY.times(AHEAD_DAYS), now + DAY.times(AHEAD_DAYS)).await?;
    let leads = allows(ctx.actor, Capability::Plan, Relation::None);
    let own = |who: &[PersonId]| leads || who.contains(&person.id);
    let people = store::person::desk(&mut tx).await?;
    let monday = monday(&laid, now);
    let within = |from: UnixMs, to: UnixMs| {
        let parts = laid.shifts.iter().filter(move |shift| shift.within.to > from && shift.within.from < to);
        parts.cloned().collect::<Vec<_>>()
    };
    Ok(RotaPage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        answer: who_answers(&laid.shifts, now),
        plan: planned(&laid),
        stints: stints(&within(monday, monday + DAY.times(SHOWN_DAYS)), &laid.clock),
        ahead: stints(&within(now, now + DAY.times(AHEAD_DAYS)), &laid.clock)
            .into_iter()
            .filter(|stint| stint.within.from > now)
            .collect(),
        swaps: laid
            .swaps
            .iter()
            .filter(|row| row.swap.answer == SwapAnswer::Open && row.swap.given.from > now)
            .filter(|row| own(&[row.swap.giver, row.swap.taker]))
            .map(|row| SwapView { id: row.id, swap: row.swap })
            .collect(),
        absences: store::rota::absences(&mut tx, now)
            .await?
            .into_iter()
            .filter(|row| own(&[row.absence.person]))
            .map(|row| AbsenceView { id: row.id, person: row.absence.person, within: row.absence.within })
            .collect(),
        notes: notes(&mut tx).await?,
        gaps: gaps(&laid.shifts, now),
        feeds: store::rota::feeds_of(&mut tx, person.id)
            .await?
            .into_iter()
            .map(|row| FeedView { id: row.id, whose: row.whose, created_at: row.created_at })
            .collect(),
        lately: store::rota::lately(&mut tx, person.id, SHOWN_LATELY).await?,
        secret: secret::secret(ctx.service.entropy()),
        ledger: if leads { Some(ledger(&mut tx, &laid, &people, now).await?) } else { None },
        clock: laid.clock.clone(),
        people,
        now,
    })
}

/// What each person of the desk gave in the last four weeks, by name.
pub async fn fairness(ctx: &Ctx) -> Result<LedgerView> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.read().await?;
    let now = ctx.now();
    let laid = laid(&mut tx, &ctx.service, now - DAY.times(AHEAD_DAYS), now).await?;
    let people = store::person::desk(&mut tx).await?;
    ledger(&mut tx, &laid, &people, now).await
}

async fn ledger(tx: &mut Tx, laid: &Laid, people: &[PersonChip], now: UnixMs) -> Result<LedgerView> {
    let within = Interval { from: now - DAY.times(AHEAD_DAYS), to: now };
    let tallies = store::rota::tallies(tx, within).await?;
    let tally = |id: PersonId| {
        tallies.iter().find(|(person, _)| *person == id).map(|(_, tally)| *tally).unwrap_or_default()
    };
    let lines = people.iter().map(|person| Ledger {
        person: person.clone(),
        desk: hours(&laid.shifts, person.id, within),
        tally: tally(person.id),
    });
    Ok(LedgerView { within, lines: lines.collect() })
}

async fn notes(tx: &mut Tx) -> Result<Vec<NoteView>> {
    let rows = store::rota::handovers(tx, SHOWN_NOTES).await?;
    let notes = rows.into_iter().map(|row| NoteView { author: row.author, body: row.body, at: row.at });
    Ok(notes.collect())
}

/// The Monday of this week, on the desk's clock.
fn monday(laid: &Laid, now: UnixMs) -> UnixMs {
    let local = laid.clock.at(now);
    instant(&laid.clock, local.day_number - i64::from(local.weekday), 0)
}

fn planned(laid: &Laid) -> Planned {
    if laid.plans.is_empty() { Planned::NotYet } else { Planned::Yes }
}
