//! Import with history: a foreign event log replayed into tickets with their original times, people and turns.
//!
//! The file is read twice: once to see all of it (what is wrong, which categories are frequent), and once to write.
//! Tickets are written in batches, each in one transaction; what was written before is known by its number in the
//! source, so that an import that was cut off goes on where it stopped, and a second one changes nothing.

mod fold;
mod log;
mod map;
mod people;
mod replay;
mod sheet;
mod template;
mod write;

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::io::Read;

use domain::access::Capability;
use domain::time::{DAY, UnixMs};

use crate::ctx::Ctx;
use crate::error::Error;
use crate::spreadsheet::{self, Wrong};
use fold::Plan;
use log::{Group, Groups, Story, Topic};
use map::{Map, MapFile};
use people::People;

pub use fold::Folded;
pub use sheet::Sheet;

/// Tickets in one transaction.
const BATCH: usize = 250;
/// How far behind the log's end its promises are counted.
const AHEAD_DAYS: i64 = 120;

/// Whether an import writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    Dry,
    Real,
}

/// Why nothing, or nothing more, was imported.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the map: {0}")]
    Map(String),
    #[error("the log: {0}")]
    Log(Wrong),
    #[error("the log can't be opened ({0})")]
    Open(std::io::Error),
    #[error("{0}")]
    Categories(String),
    #[error("the desk failed")]
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Failed(error)
    }
}

impl From<store::StoreError> for Refused {
    fn from(error: store::StoreError) -> Refused {
        Refused::Failed(error.into())
    }
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Refused {
        Refused::Log(wrong)
    }
}

/// Replays a log. `open` gives the file from its beginning, each time that it is called.
/// Errors before anything is written when the map does not fit, or when the file is not a table throughout.
pub async fn events<R: Read>(
    ctx: &Ctx,
    map: &str,
    run: Run,
    open: impl Fn() -> std::io::Result<R>,
) -> Result<Sheet, Refused> {
    ctx.may(Capability::Administer)?;
    let mut sheet = Sheet { dry_run: run == Run::Dry, ..Sheet::default() };
    let survey = survey(map, &open, &mut sheet)?;
    let (map, reader) = table(map, &open)?;
    sheet.system.clone_from(&map.system);
    let plan = categories(ctx, run, &map, &survey, &mut sheet).await?;
    let settings = ctx.service.settings();
    let until = survey.to + DAY.times(AHEAD_DAYS);
    let calendar = (*ctx.service.promises().open(None, survey.from, until)).clone();
    let mut writer =
        write::Writer { ctx, run, map: &map, plan, people: People::new(settings.language), calendar, sheet };
    let mut groups = Groups::new(&map, reader);
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(group) = groups.next()? {
        if let Group { id, events, read: Ok(story), .. } = group {
            batch.push((id, events, story));
        }
        if batch.len() == BATCH {
            writer.write(std::mem::take(&mut batch)).await?;
        }
    }
    writer.write(batch).await?;
    let mut sheet = writer.sheet;
    sheet.people_made = writer.people.made;
    Ok(sheet)
}

/// What the first reading tells.
#[derive(Default)]
struct Survey {
    from: UnixMs,
    to: UnixMs,
    topics: BTreeMap<Topic, u64>,
}

type Reader<R> = csv::Reader<spreadsheet::Strict<R>>;

fn table<R: Read>(map: &str, open: impl Fn() -> std::io::Result<R>) -> Result<(Map, Reader<R>), Refused> {
    let file = MapFile::parse(map).map_err(Refused::Map)?;
    let delimiter = file.delimiter().map_err(Refused::Map)?;
    let mut reader = spreadsheet::reader(open().map_err(Refused::Open)?, delimiter);
    let header = reader.headers().map_err(spreadsheet::wrong)?;
    if header.is_empty() {
        return Err(Refused::Log(Wrong::new(1, "the file has no header")));
    }
    Ok((Map::of(file, header).map_err(Refused::Map)?, reader))
}

/// Reads the whole file once: counts it, finds what is wrong, and how often each topic is there.
fn survey<R: Read>(
    map: &str,
    open: impl Fn() -> std::io::Result<R>,
    sheet: &mut Sheet,
) -> Result<Survey, Refused> {
    let (map, reader) = table(map, open)?;
    let mut survey = Survey { from: UnixMs(i64::MAX), to: UnixMs(i64::MIN), ..Survey::default() };
    let mut groups = Groups::new(&map, reader);
    // Eight bytes for each ticket, to see one whose events stand apart from each other.
    let (hasher, mut seen) = (RandomState::new(), HashSet::new());
    while let Some(group) = groups.next()? {
        sheet.tickets_read += 1;
        sheet.events_read += group.events as u64;
        if !seen.insert(hasher.hash_one(&group.id)) {
            let what = format!(
                "ticket {} is there before; all events of a ticket must stand together, so sort the file by it",
                group.id
            );
            return Err(Refused::Log(Wrong::new(group.line, what)));
        }
        match group.read {
            Ok(story) => survey.take(&group.id, &story, &map, sheet),
            Err(wrong) => {
                sheet.tickets_wrong += 1;
                wrong.into_iter().for_each(|wrong| sheet.error(wrong));
            }
        }
    }
    if survey.from > survey.to {
        (survey.from, survey.to) = (UnixMs(0), UnixMs(0));
    }
    Ok(survey)
}

impl Survey {
    fn take(&mut self, id: &str, story: &Story, map: &Map, sheet: &mut Sheet) {
        let times = || story.steps.iter().map(|step| step.at).chain([story.opened_at]);
        self.from = times().fold(self.from, UnixMs::min);
        self.to = times().fold(self.to, UnixMs::max);
        if let Some(topic) = story.steps.iter().rev().find_map(|step| step.category.clone()) {
            *self.topics.entry(topic).or_default() += 1;
        }
        let pairs = story.steps.iter().zip(story.steps.iter().skip(1));
        for (_, late) in pairs.filter(|(before, step)| step.at < before.at) {
            sheet.out_of_order += 1;
            if sheet.out_of_order_at.len() < sheet::MAX_LISTED {
                sheet.out_of_order_at.push(format!("{id} at {}", late.at.0));
            }
        }
        for state in story.steps.iter().filter_map(|step| step.state.as_ref()) {
            if !map.states.contains_key(state) {
                *sheet.unknown_states.entry(state.clone()).or_default() += 1;
            }
        }
        sheet.resolved_at_unknown += u64::from(map.resolved.is_some() && story.resolved_at.is_none());
        sheet.requester_unknown += u64::from(story.requester.is_none());
    }
}

/// Plans which categories stay, and makes those that are not there.
async fn categories(
    ctx: &Ctx,
    run: Run,
    map: &Map,
    survey: &Survey,
    sheet: &mut Sheet,
) -> Result<Plan, Refused> {
    let mut tx = ctx.service.store().write().await?;
    let existing = store::category::list(&mut tx).await?;
    let mut plan = Plan::new(&survey.topics, &existing, &map.other);
    sheet.folded.clone_from(&plan.folded);
    if !survey.topics.is_empty() {
        write::categories(&mut tx, &plan.wanted, survey.from).await?;
    }
    plan.learn(&store::category::list(&mut tx).await?);
    match run {
        Run::Real => tx.commit().await?,
        Run::Dry => tx.rollback().await?,
    }
    Ok(plan)
}
