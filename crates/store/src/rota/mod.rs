//! The rota as it is stored: plans, and gaps for which an alarm was given.

use domain::coverage::Interval;
use domain::ids::{PersonId, TicketId};
use domain::rota::{Plan, Scheme, Tally, Weekdays};
use domain::time::UnixMs;

use crate::decode::{json, to_json};
use crate::sql::{all, execute, optional, row, statements};
use crate::{Result, StoreError, Tx};

mod absence;
mod feed;
mod handover;
mod lately;
mod swap;

pub(crate) use absence::STATEMENTS as ABSENCE_STATEMENTS;
pub use absence::{AbsenceRow, absence, absences, add_absence, end_absence, remove_absence};
pub(crate) use feed::STATEMENTS as FEED_STATEMENTS;
pub use feed::{FeedRow, add_feed, feed_by_hash, feeds_of, revoke_feed};
pub(crate) use handover::STATEMENTS as HANDOVER_STATEMENTS;
pub use handover::{HandoverRow, add_handover, handovers};
pub(crate) use lately::STATEMENTS as LATELY_STATEMENTS;
pub use lately::lately;
pub(crate) use swap::{STATEMENTS as SWAP_STATEMENTS, swap_select};
pub use swap::{SwapRow, add_swap, answer_swap, lock_swap, swaps};

statements! {
    DROP_FROM = "delete from rota_plan where from_at >= $1";
    ADD_PLAN = "insert into rota_plan (from_at, lead, idle, scheme, created_at, created_by)
        values ($1, $2, $3, $4, $5, $6)";
    PLANS = "select from_at, lead, idle, scheme from rota_plan order by from_at";
    /// One alarm for whatever touches a gap that is known.
    GAP_KNOWN = "select from_at from rota_gap where from_at < $2 and to_at > $1 limit 1";
    ADD_GAP = "insert into rota_gap (from_at, to_at, ticket) values ($1, $2, $3)";
    RESOLVED = "select resolved_by as person, count(*) as tickets,
            count(*) filter (where channel = 'walk_up') as walk_ups
        from ticket
        where resolved_at >= $1 and resolved_at < $2 and resolved_by is not null and merged_into is null
            and cancelled_at is null
        group by resolved_by";
    PAST_DESK = "select new_person, count(*)
        from event
        where kind = 'past_desk' and at >= $1 and at < $2 and new_person is not null
        group by new_person";
}

/// Keeps a plan from its beginning on; plans that would have begun then or later are dropped.
pub async fn add_plan(tx: &mut Tx, plan: &Plan, by: Option<PersonId>, now: UnixMs) -> Result<()> {
    let scheme = to_json(&plan.scheme)?;
    execute!(tx, DROP_FROM, plan.from.0)?;
    execute!(
        tx,
        ADD_PLAN,
        plan.from.0,
        plan.lead.0,
        plan.idle.bits(),
        scheme,
        now.0,
        by.map(|person| person.0),
    )
    .map(drop)
}

/// All plans, in order of their beginning.
pub async fn plans(tx: &mut Tx) -> Result<Vec<Plan>> {
    let rows: Vec<PlanRow> = all!(tx, PLANS)?;
    rows.into_iter().map(Plan::try_from).collect()
}

/// Whether an alarm was given for a gap that overlaps this one.
pub async fn gap_known(tx: &mut Tx, gap: Interval) -> Result<bool> {
    let row: Option<(i64,)> = optional!(tx, GAP_KNOWN, gap.from.0, gap.to.0)?;
    Ok(row.is_some())
}

/// Notes that the alarm for a gap is this ticket.
pub async fn add_gap(tx: &mut Tx, gap: Interval, ticket: TicketId) -> Result<()> {
    execute!(tx, ADD_GAP, gap.from.0, gap.to.0, ticket.0).map(drop)
}

/// What each person resolved and was interrupted by within a time.
pub async fn tallies(tx: &mut Tx, within: Interval) -> Result<Vec<(PersonId, Tally)>> {
    let resolved: Vec<(i64, i64, i64)> = all!(tx, RESOLVED, within.from.0, within.to.0)?;
    let past_desk: Vec<(i64, i64)> = all!(tx, PAST_DESK, within.from.0, within.to.0)?;
    let mut tallies: Vec<(PersonId, Tally)> = resolved
        .into_iter()
        .map(|(person, tickets, walk_ups)| (PersonId(person), Tally { tickets, walk_ups, interruptions: 0 }))
        .collect();
    for (person, interruptions) in past_desk {
        match tallies.iter_mut().find(|(known, _)| known.0 == person) {
            Some((_, tally)) => tally.interruptions = interruptions,
            None => tallies.push((PersonId(person), Tally { interruptions, ..Tally::default() })),
        }
    }
    Ok(tallies)
}

row! {
    struct PlanRow {
        from_at: i64,
        lead: i64,
        idle: i64,
        scheme: String,
    }
}

impl TryFrom<PlanRow> for Plan {
    type Error = StoreError;

    fn try_from(row: PlanRow) -> Result<Plan> {
        let scheme: Scheme = json(&row.scheme, "rota_plan", "scheme")?;
        Ok(Plan {
            from: UnixMs(row.from_at),
            lead: PersonId(row.lead),
            scheme,
            idle: Weekdays::from_bits(row.idle),
        })
    }
}
