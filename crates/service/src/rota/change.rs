//! What people of the desk change about the rota.

use domain::access::{Capability, Relation, allows};
use domain::coverage::Interval;
use domain::fault::{Fault, Reason};
use domain::ids::{AbsenceId, PersonId, SwapId};
use domain::rota::{AHEAD_DAYS, Absence, Swap, SwapAnswer, SwapRefused, instant, offer, span_from_word};
use domain::text::Body;
use domain::time::DAY;
use store::Tx;

use super::laid::{Laid, laid};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::people::of_the_desk;
use crate::program::Held;

/// Longest absence that is taken at once, in days.
const MAX_ABSENCE_DAYS: i64 = 366;

/// A shift that somebody offers.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    pub given: Interval,
    pub taker: PersonId,
    /// What he takes over in return.
    pub back: Option<Interval>,
}

impl Offer {
    /// As a form sends it; `in_return` may be empty. Errors name `given` or `in_return`.
    pub fn typed(given: &str, taker: PersonId, in_return: &str) -> Result<Offer> {
        let read = |field: &str, typed: &str| {
            span_from_word(typed).ok_or_else(|| Error::field(field, Reason::NotOffered))
        };
        let back = if in_return.is_empty() { None } else { Some(read("in_return", in_return)?) };
        Ok(Offer { given: read("given", given)?, taker, back })
    }
}

/// Offers a shift of one's own to a colleague. Errors name `given`, `taker` or `back`.
pub async fn offer_swap(ctx: &Ctx, wanted: Offer) -> Result<SwapId> {
    ctx.may(Capability::WorkTicket)?;
    let giver = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut tx = ctx.write().await?;
    of_the_desk(&mut tx, "taker", wanted.taker).await?;
    let laid = ahead(&mut tx, ctx).await?;
    let swap = offer(&laid.shifts, giver, wanted.taker, wanted.given, wanted.back, ctx.now())
        .map_err(|refused| told(refused, "given"))?;
    let id = store::rota::add_swap(&mut tx, &swap, Some(giver), ctx.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// The colleague accepts or declines, or whoever offered withdraws. Accepted it counts at once.
pub async fn answer_swap(ctx: &Ctx, id: SwapId, answer: SwapAnswer) -> Result<()> {
    ctx.may(Capability::WorkTicket)?;
    let by = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut tx = ctx.write().await?;
    let row = store::rota::lock_swap(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let laid = ahead(&mut tx, ctx).await?;
    row.swap.answered(by, answer, &laid.shifts, ctx.now()).map_err(|refused| told(refused, "answer"))?;
    store::rota::answer_swap(&mut tx, id, answer, ctx.now()).await?;
    effective(tx, ctx).await
}

/// As [`cover`], from a form.
pub async fn cover_typed(ctx: &Ctx, given: &str, person: PersonId) -> Result<SwapId> {
    ctx.may(Capability::Plan)?;
    let given = span_from_word(given).ok_or_else(|| Error::field("given", Reason::NotOffered))?;
    cover(ctx, given, person).await
}

/// The lead gives a time to somebody, without asking first. Errors name `person` or `given`.
pub async fn cover(ctx: &Ctx, given: Interval, person: PersonId) -> Result<SwapId> {
    ctx.may(Capability::Plan)?;
    let now = ctx.now();
    let mut tx = ctx.write().await?;
    of_the_desk(&mut tx, "person", person).await?;
    let laid = ahead(&mut tx, ctx).await?;
    let planned =
        laid.shifts.iter().find(|shift| shift.within.from < given.to && given.from < shift.within.to);
    let giver = planned.ok_or_else(|| Error::field("given", Reason::NotOffered))?.person;
    if given.to <= now || given.to <= given.from {
        return Err(Error::field("given", Reason::Begun));
    }
    let from = given.from.max(now);
    let swap = Swap {
        giver,
        taker: person,
        given: Interval { from, to: given.to },
        back: None,
        answer: SwapAnswer::Accepted,
    };
    let id = store::rota::add_swap(&mut tx, &swap, ctx.actor.person(), now).await?;
    effective(tx, ctx).await?;
    Ok(id)
}

/// Somebody will not be there on these days, the last one included, such as `2026-11-23`.
/// Others than oneself are the lead's to set. Errors name `person`, `from` or `to`.
pub async fn set_absence(ctx: &Ctx, person: Option<PersonId>, from: &str, to: &str) -> Result<AbsenceId> {
    ctx.may(Capability::WorkTicket)?;
    let mine = ctx.actor.person();
    let person = person.or(mine).ok_or(Fault::SignIn)?;
    if Some(person) != mine {
        ctx.may(Capability::Plan)?;
    }
    let now = ctx.now();
    let (from, to) = (day("from", from)?, day("to", to)?);
    let mut tx = ctx.write().await?;
    of_the_desk(&mut tx, "person", person).await?;
    let laid = ahead(&mut tx, ctx).await?;
    if from < laid.clock.at(now).day_number {
        return Err(Error::field("from", Reason::Begun));
    }
    if to < from || to - from > MAX_ABSENCE_DAYS {
        return Err(Error::field("to", Reason::Malformed));
    }
    // What has been answered today stays answered by him.
    let begin = instant(&laid.clock, from, 0).max(now);
    let within = Interval { from: begin, to: instant(&laid.clock, to + 1, 0) };
    let id = store::rota::add_absence(&mut tx, Absence { person, within }, mine, now).await?;
    effective(tx, ctx).await?;
    Ok(id)
}

/// Somebody is there after all: an absence that has not begun vanishes, one that has ends now.
pub async fn take_back_absence(ctx: &Ctx, id: AbsenceId) -> Result<()> {
    ctx.may(Capability::WorkTicket)?;
    let mut tx = ctx.write().await?;
    let row = store::rota::absence(&mut tx, id).await?.ok_or(Fault::NotFound)?;
    let leads = allows(ctx.actor, Capability::Plan, Relation::None);
    if !leads && Some(row.absence.person) != ctx.actor.person() {
        return Err(Fault::NotFound.into());
    }
    let has_begun = row.absence.within.from < ctx.now();
    match has_begun {
        true => store::rota::end_absence(&mut tx, id, ctx.now()).await?,
        false => store::rota::remove_absence(&mut tx, id).await?,
    };
    effective(tx, ctx).await
}

/// Leaves a note for whoever has the desk next.
pub async fn hand_over(ctx: &Ctx, body: &str) -> Result<()> {
    ctx.may(Capability::WorkTicket)?;
    let author = ctx.actor.person().ok_or(Fault::SignIn)?;
    let body = parse("body", Body::parse(body))?;
    let mut tx = ctx.write().await?;
    store::rota::add_handover(&mut tx, author, &body, ctx.now()).await?;
    tx.commit().await
}

/// A day as it is typed, by its number since 1970-01-01.
pub(super) fn day(field: &str, typed: &str) -> Result<i64> {
    let date: jiff::civil::Date =
        typed.trim().parse().map_err(|_| Error::field(field, missing_or_malformed(typed)))?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let span = date.since(epoch).map_err(|_| Error::field(field, Reason::Malformed))?;
    Ok(i64::from(span.get_days()))
}

fn missing_or_malformed(typed: &str) -> Reason {
    if typed.trim().is_empty() { Reason::Empty } else { Reason::Malformed }
}

async fn ahead(tx: &mut Tx, ctx: &Ctx) -> Result<Laid> {
    let now = ctx.now();
    laid(tx, &ctx.service, now, now + DAY.times(AHEAD_DAYS)).await
}

/// Commits what changes who answers; wall and open pages hear of it.
pub(super) async fn effective(mut tx: Held, ctx: &Ctx) -> Result<()> {
    tx.notify().await?;
    tx.commit().await?;
    ctx.look_again().await;
    Ok(())
}

fn told(refused: SwapRefused, field: &str) -> Error {
    match refused {
        SwapRefused::Begun => Error::field(field, Reason::Begun),
        SwapRefused::NotTheirs => Error::field(field, Reason::NotOffered),
        SwapRefused::Oneself => Error::field("taker", Reason::NotOffered),
        SwapRefused::Answered => Error::field(field, Reason::Taken),
        SwapRefused::NotAsked => Fault::NotFound.into(),
    }
}
