//! Figures over all tickets: when they came, about what, how long they took, which way they went.

mod lives;
mod when;

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::access::Capability;
use serde::Serialize;
use store::report::ResolveTimes;

use self::lives::Lives;
use self::when::ByTime;

use crate::ctx::Ctx;
use crate::error::Result;

/// Most values of one list; the others are counted together.
const MAX_VALUES: usize = 100;
const HOUR_MS: f64 = 3_600_000.0;

/// All tickets in figures. Months, days and hours are those of `zone`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tickets {
    pub zone: String,
    pub tickets: i64,
    /// Events in the lives of all tickets; of an imported ticket, those of its source.
    pub events: i64,
    /// By month, such as `2026-11`.
    pub opened_per_month: BTreeMap<String, i64>,
    /// By hour of the day, 0 to 23.
    pub opened_per_hour: BTreeMap<u8, i64>,
    /// The most first; of equal ones the earlier.
    pub busiest_days: Vec<Day>,
    pub channels: Vec<Count>,
    pub categories: Vec<Topic>,
    /// What sources of imported tickets said, by name: the last value of each ticket.
    pub attributes: BTreeMap<String, Values>,
    pub reopened: i64,
    /// Handed on from one to another.
    pub reassigned: i64,
    pub resolve_hours: ResolveHours,
    pub events_per_ticket: PerTicket,
    pub state_paths: Paths,
    /// Events of imported tickets that are earlier than the one before.
    pub out_of_order: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    pub day: String,
    pub tickets: i64,
}

/// A value and how many tickets have it; none where it is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    pub value: Option<String>,
    pub tickets: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Topic {
    pub category: Option<String>,
    pub subcategory: Option<String>,
    pub tickets: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Values {
    /// The most frequent first.
    pub values: Vec<Count>,
    /// Tickets with a value that is not listed.
    pub others: i64,
    /// Different values that tickets have ever had; "not known" counts as one.
    pub distinct: usize,
}

/// From asked to resolved, in hours by the clock on the wall, rounded to a hundredth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResolveHours {
    /// Tickets of which the time is known.
    pub known: i64,
    pub median: Option<f64>,
    /// The smallest that nine tenths do not exceed.
    pub p90: Option<f64>,
    pub negative: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PerTicket {
    pub mean: f64,
    pub max: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paths {
    pub distinct: usize,
    /// The most frequent first.
    pub top: Vec<Path>,
}

/// The states of a ticket one after the other, such as `new > open > resolved`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Path {
    pub path: String,
    pub tickets: i64,
}

pub async fn tickets(ctx: &Ctx) -> Result<Tickets> {
    ctx.may(Capability::SeeDesk)?;
    let settings = ctx.service.settings();
    let mut tx = ctx.service.store().read().await?;
    let opened = store::report::opened(&mut tx).await?;
    let mut lives = Lives::default();
    store::report::steps(&mut tx, |step| lives.take(step)).await?;
    lives.end();
    let attributes = store::report::attributes(&mut tx).await?;
    let channels = store::report::channels(&mut tx).await?.into_iter();
    let categories = store::report::categories(&mut tx).await?.into_iter();
    let by_time = ByTime::of(&settings.zone, &opened);
    Ok(Tickets {
        zone: settings.zone.clone(),
        tickets: opened.iter().map(|(_, tickets)| tickets).sum(),
        events: lives.events,
        busiest_days: by_time.busiest(),
        opened_per_month: by_time.months,
        opened_per_hour: by_time.hours,
        channels: channels.map(|(value, tickets)| Count { value: Some(value), tickets }).collect(),
        categories: categories.map(topic).collect(),
        attributes: values(attributes, &lives.values),
        reopened: store::report::reopened(&mut tx).await?,
        reassigned: store::report::reassigned(&mut tx).await?,
        resolve_hours: resolve_hours(store::report::resolve_times(&mut tx).await?),
        events_per_ticket: lives.per_ticket(),
        out_of_order: lives.out_of_order,
        state_paths: lives.paths(),
    })
}

fn topic((parent, name, tickets): (Option<String>, Option<String>, i64)) -> Topic {
    match parent {
        Some(parent) => Topic { category: Some(parent), subcategory: name, tickets },
        None => Topic { category: name, subcategory: None, tickets },
    }
}

/// Values by name, in the order in which they come: the most frequent first.
fn values(
    rows: Vec<(String, Option<String>, i64)>,
    ever: &HashMap<String, HashSet<Option<String>>>,
) -> BTreeMap<String, Values> {
    let mut attributes: BTreeMap<String, Values> = BTreeMap::new();
    for (name, value, tickets) in rows {
        let distinct = ever.get(&name).map_or(0, HashSet::len);
        let of_name = attributes.entry(name).or_insert_with(|| Values { distinct, ..Values::default() });
        if of_name.values.len() < MAX_VALUES {
            of_name.values.push(Count { value, tickets });
        } else {
            of_name.others += tickets;
        }
    }
    attributes
}

fn resolve_hours(times: ResolveTimes) -> ResolveHours {
    let hours = |ms: f64| hundredths(ms / HOUR_MS);
    ResolveHours {
        known: times.known,
        median: times.low.zip(times.high).map(|(low, high)| hours((low + high) as f64 / 2.0)),
        p90: times.p90.map(|ms| hours(ms as f64)),
        negative: times.negative,
    }
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_rounded_to_hundredths() {
        let times =
            ResolveTimes { known: 2, negative: 0, low: Some(3_600_000), high: Some(3_672_000), p90: None };
        let hours = resolve_hours(times);
        assert_eq!((hours.median, hours.p90), (Some(1.01), None));
    }
}
