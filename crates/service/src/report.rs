//! Figures over all tickets: when they came, about what, how long they took, which way they went.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::access::Capability;
use domain::event::Change;
use domain::time::{LocalClock, UnixMs};
use serde::Serialize;
use store::report::{ResolveTimes, Step};

use crate::ctx::Ctx;
use crate::error::Result;

/// Most values of one list; the others are counted together.
const MAX_VALUES: usize = 100;
/// Most days that are told as the busiest ones.
const BUSIEST: usize = 10;
/// Most ways through the states that are told.
const MAX_PATHS: usize = 20;
const QUARTER_MS: i64 = 900_000;
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

/// Tickets by the clock of a zone.
#[derive(Default)]
struct ByTime {
    months: BTreeMap<String, i64>,
    hours: BTreeMap<u8, i64>,
    days: HashMap<String, i64>,
}

impl ByTime {
    /// `opened` are quarters of an hour since 1970-01-01 UTC, in order.
    fn of(zone: &str, opened: &[(i64, i64)]) -> ByTime {
        let mut by_time = ByTime::default();
        let mut clock: Option<(i32, LocalClock)> = None;
        for (quarter, tickets) in opened {
            let at = UnixMs(quarter * QUARTER_MS);
            // A clock knows the changes of its offset around one instant; each year gets its own.
            let year = (at.0 / 31_556_952_000) as i32;
            if clock.as_ref().is_none_or(|(of, _)| *of != year) {
                clock = Some((year, LocalClock::of_zone(zone, at).unwrap_or_else(|_| LocalClock::utc())));
            }
            let Some((_, clock)) = &clock else { continue };
            let local = clock.at(at);
            let month = format!("{:04}-{:02}", local.year, local.month);
            *by_time.days.entry(format!("{month}-{:02}", local.day)).or_default() += tickets;
            *by_time.months.entry(month).or_default() += tickets;
            *by_time.hours.entry(local.hour).or_default() += tickets;
        }
        by_time
    }

    fn busiest(&self) -> Vec<Day> {
        let days = self.days.iter().map(|(day, tickets)| Day { day: day.clone(), tickets: *tickets });
        let mut days: Vec<Day> = days.collect();
        days.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.day.cmp(&b.day)));
        days.truncate(BUSIEST);
        days
    }
}

/// What the log tells of all tickets, taken in one event after the other.
#[derive(Default)]
struct Lives {
    ticket: Option<i64>,
    life: Life,
    tickets: i64,
    events: i64,
    most: i64,
    out_of_order: i64,
    ways: HashMap<String, i64>,
    values: HashMap<String, HashSet<Option<String>>>,
}

/// The ticket that is being told.
#[derive(Default)]
struct Life {
    own: Vec<String>,
    own_events: i64,
    imported: Vec<String>,
    imported_events: i64,
    last_at: Option<i64>,
}

impl Lives {
    fn take(&mut self, step: Step) {
        if self.ticket != Some(step.ticket) {
            self.end();
            self.ticket = Some(step.ticket);
        }
        match step.change.as_deref().and_then(|json| serde_json::from_str(json).ok()) {
            Some(Change::Imported { state, set }) => self.imported(step.at, state.as_deref(), set),
            _ => self.life.own(&step.kind),
        }
    }

    fn imported(&mut self, at: i64, state: Option<&str>, set: BTreeMap<String, Option<String>>) {
        self.life.imported_events += 1;
        self.out_of_order += i64::from(self.life.last_at.is_some_and(|last| at < last));
        self.life.last_at = Some(at);
        go(&mut self.life.imported, state.unwrap_or("?"));
        for (name, value) in set {
            self.values.entry(name).or_default().insert(value);
        }
    }

    /// Counts the ticket that was told.
    fn end(&mut self) {
        if self.ticket.take().is_none() {
            return;
        }
        let Life { own, own_events, imported, imported_events, .. } = std::mem::take(&mut self.life);
        let (way, events) = match imported_events {
            0 => (own, own_events),
            _ => (imported, imported_events),
        };
        self.tickets += 1;
        self.events += events;
        self.most = self.most.max(events);
        *self.ways.entry(way.join(" > ")).or_default() += 1;
    }

    fn per_ticket(&self) -> PerTicket {
        let mean = if self.tickets == 0 { 0.0 } else { self.events as f64 / self.tickets as f64 };
        PerTicket { mean: hundredths(mean), max: self.most }
    }

    fn paths(self) -> Paths {
        let distinct = self.ways.len();
        let mut top: Vec<Path> =
            self.ways.into_iter().map(|(path, tickets)| Path { path, tickets }).collect();
        top.sort_by(|a, b| b.tickets.cmp(&a.tickets).then_with(|| a.path.cmp(&b.path)));
        top.truncate(MAX_PATHS);
        Paths { distinct, top }
    }
}

impl Life {
    /// The state after an event of ours.
    fn own(&mut self, kind: &str) {
        self.own_events += 1;
        let state = match kind {
            "created" => "new",
            "replied" | "assigned" | "triaged" if self.own.last().is_some_and(|state| state == "new") => {
                "open"
            }
            "wait_ended" | "reopened" => "open",
            "wait_started" => "waiting",
            "resolved" => "resolved",
            "closed" | "merged_into" => "closed",
            "cancelled" => "cancelled",
            _ => return,
        };
        go(&mut self.own, state);
    }
}

fn go(way: &mut Vec<String>, state: &str) {
    if way.last().is_none_or(|last| last != state) {
        way.push(state.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(ticket: i64, at: i64, kind: &str) -> Step {
        Step { ticket, at, kind: kind.into(), change: None }
    }

    fn imported(ticket: i64, at: i64, state: &str, group: Option<&str>) -> Step {
        let set = BTreeMap::from([("group".to_owned(), group.map(str::to_owned))]);
        let change = Change::Imported { state: Some(state.into()), set };
        Step { change: serde_json::to_string(&change).ok(), ..step(ticket, at, "imported") }
    }

    fn told(steps: Vec<Step>) -> Lives {
        let mut lives = Lives::default();
        steps.into_iter().for_each(|step| lives.take(step));
        lives.end();
        lives
    }

    #[test]
    fn a_ticket_of_ours_goes_through_our_states() {
        let kinds = [
            "created",
            "promised",
            "replied",
            "assigned",
            "wait_started",
            "wait_ended",
            "resolved",
            "closed",
        ];
        let lives = told(kinds.iter().map(|kind| step(1, 0, kind)).collect());
        assert_eq!(lives.per_ticket(), PerTicket { mean: 8.0, max: 8 });
        assert_eq!(lives.paths().top[0].path, "new > open > waiting > open > resolved > closed");
    }

    #[test]
    fn an_imported_ticket_goes_through_the_states_of_its_source() {
        let lives = told(vec![
            step(1, 0, "created"),
            imported(1, 5, "New", Some("a")),
            imported(1, 9, "Active", Some("b")),
            step(1, 9, "resolved"),
            imported(1, 7, "Active", None),
            step(2, 0, "created"),
        ]);
        assert_eq!((lives.events, lives.out_of_order, lives.most), (4, 1, 3));
        assert_eq!(lives.values["group"].len(), 3);
        let paths = lives.paths();
        assert_eq!(paths.distinct, 2);
        assert!(paths.top.iter().any(|path| path.path == "New > Active"));
    }

    #[test]
    fn hours_are_rounded_to_hundredths() {
        let times =
            ResolveTimes { known: 2, negative: 0, low: Some(3_600_000), high: Some(3_672_000), p90: None };
        let hours = resolve_hours(times);
        assert_eq!((hours.median, hours.p90), (Some(1.01), None));
    }

    #[test]
    fn months_and_days_are_those_of_the_zone() {
        // 2026-10-31 23:30 UTC is November in Madrid.
        let quarter = 1_793_489_400_000 / QUARTER_MS;
        let by_time = ByTime::of("Europe/Madrid", &[(quarter, 3)]);
        assert_eq!(by_time.months, BTreeMap::from([("2026-11".to_owned(), 3)]));
        assert_eq!(by_time.hours, BTreeMap::from([(0, 3)]));
        assert_eq!(by_time.busiest(), [Day { day: "2026-11-01".into(), tickets: 3 }]);
    }
}
