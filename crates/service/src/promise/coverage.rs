//! What an admin sets of coverage: calendars with their holidays, and the matrix of who belongs to which.

use domain::access::Capability;
use domain::coverage::matrix::{Audience, CoverageRow, MAX_ROWS};
use domain::coverage::{Calendar, Holiday, MAX_HOLIDAYS, Version, Week, days, ical};
use domain::fault::{Fault, Reason};
use domain::hours;
use domain::ids::{CalendarId, CoverageRowId};
use domain::locale::Language;
use domain::promise::ServiceLevels;
use domain::promise::page::{LevelsPage, Run};
use domain::text::Label;
use domain::time::UnixMs;
use store::Tx;

use super::page::{changed, known_calendar, settle, tried};
use crate::admin::{malformed_hours, optional_label, zone_or_fault};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};

/// Most names in one cell of the matrix.
const MAX_NAMES: usize = 100;

/// A calendar as a form has it.
#[derive(Clone, Debug, Default)]
pub struct CalendarForm {
    pub name: String,
    pub zone: String,
    /// Seven lines, Monday first, as [`hours::parse`] reads them.
    pub hours: Vec<String>,
    /// As [`days::parse`] reads them.
    pub holidays: String,
    /// An iCalendar feed whose holidays are added; empty is none.
    pub feed: String,
}

/// What a calendar form says, read.
struct Read {
    name: Label,
    version: Version,
    left_out: Vec<String>,
    added: usize,
}

/// Makes a calendar, or says what one says from now on. Its past stays as it was.
pub async fn save_calendar(
    ctx: &Ctx,
    id: Option<CalendarId>,
    form: CalendarForm,
    run: Run,
) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    let Read { name, version, left_out, added } = read(ctx, &form)?;
    if let Some(id) = id {
        known_calendar(ctx, id)?;
    }
    if run == Run::Try {
        let proposed = proposed(ctx.service.promises().levels(), id, &version);
        let mut tx = ctx.read().await?;
        return tried(&mut tx, ctx, proposed, left_out, added).await;
    }
    let mut tx = ctx.write().await?;
    write(&mut tx, ctx, id, &name, version).await?;
    changed(tx, ctx).await
}

/// As [`save_calendar`] for whoever needs no page; gives the calendar.
pub async fn put_calendar(ctx: &Ctx, id: Option<CalendarId>, form: CalendarForm) -> Result<CalendarId> {
    ctx.may(Capability::Administer)?;
    let Read { name, version, .. } = read(ctx, &form)?;
    let mut tx = ctx.write().await?;
    if let Some(id) = id
        && ctx.service.promises().levels().calendar(id).is_none()
    {
        return Err(Fault::NotFound.into());
    }
    let id = write(&mut tx, ctx, id, &name, version).await?;
    settle(tx, ctx).await?;
    Ok(id)
}

async fn write(
    tx: &mut Tx,
    ctx: &Ctx,
    id: Option<CalendarId>,
    name: &Label,
    version: Version,
) -> Result<CalendarId> {
    let id = match id {
        Some(id) => {
            store::promise::rename_calendar(tx, id, name.as_str()).await?;
            id
        }
        None => store::promise::add_calendar(tx, name.as_str(), ctx.now()).await?,
    };
    store::promise::put_version(tx, id, &version).await?;
    Ok(id)
}

fn read(ctx: &Ctx, form: &CalendarForm) -> Result<Read> {
    let name = parse("name", Label::parse(&form.name))?;
    let zone = zone_or_fault(ctx, &form.zone)?;
    let week = hours::parse_week(&form.hours).map_err(|wrong| malformed_hours(&wrong))?;
    let mut holidays =
        days::parse(&form.holidays).map_err(|_| Error::field("holidays", Reason::Malformed))?;
    let (mut left_out, before) = (Vec::new(), holidays.len());
    if !form.feed.trim().is_empty() {
        let feed = ical::read(form.feed.trim()).map_err(|_| Error::field("feed", Reason::Malformed))?;
        left_out = feed.left_out;
        add(&mut holidays, feed.holidays);
    }
    if holidays.len() > MAX_HOLIDAYS {
        return Err(Error::field("holidays", Reason::Full { limit: MAX_HOLIDAYS }));
    }
    let added = holidays.len() - before;
    Ok(Read { name, version: Version { valid_from: ctx.now(), zone, week, holidays }, left_out, added })
}

/// Adds holidays whose day is not there yet.
fn add(holidays: &mut Vec<Holiday>, more: Vec<Holiday>) {
    for holiday in more {
        let same = |known: &Holiday| (known.date, known.repeats) == (holiday.date, holiday.repeats);
        if !holidays.iter().any(same) {
            holidays.push(holiday);
        }
    }
    holidays.sort_by_key(|holiday| holiday.date);
}

/// What is set, with a calendar as it would be from its version on.
fn proposed(levels: &ServiceLevels, id: Option<CalendarId>, version: &Version) -> ServiceLevels {
    let with = |calendar: &Calendar| {
        let mut calendar = calendar.clone();
        if Some(calendar.id) == id {
            calendar.versions.retain(|known| known.valid_from < version.valid_from);
            calendar.versions.push(version.clone());
        }
        calendar
    };
    ServiceLevels { calendars: levels.calendars.iter().map(with).collect(), ..levels.clone() }
}

/// Says which week and zone the desk's own calendar has from an instant on; its holidays stay.
pub(crate) async fn set_own_week(
    tx: &mut Tx,
    ctx: &Ctx,
    valid_from: UnixMs,
    zone: &str,
    week: Option<Week>,
) -> Result<()> {
    let levels = store::promise::load(tx).await?;
    let Some(own) = levels.calendars.first() else { return Ok(()) };
    let Some(before) = own.version(ctx.now()) else { return Ok(()) };
    let after = Version {
        valid_from,
        zone: zone.to_owned(),
        week: week.unwrap_or_else(|| before.week.clone()),
        holidays: before.holidays.clone(),
    };
    if after != (Version { valid_from, ..before.clone() }) {
        store::promise::put_version(tx, own.id, &after).await?;
    }
    Ok(())
}

/// Removes a calendar that nothing uses. The desk's own stays.
pub async fn remove_calendar(ctx: &Ctx, id: CalendarId) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    known_calendar(ctx, id)?;
    let own = ctx.service.promises().own().map(|calendar| calendar.id);
    let mut tx = ctx.write().await?;
    if own == Some(id) || !store::promise::remove_calendar(&mut tx, id).await? {
        return Err(Error::field("calendar", Reason::InUse));
    }
    changed(tx, ctx).await
}

/// A line of the matrix as a form has it; lists are names with commas between them.
#[derive(Clone, Debug)]
pub struct RowForm {
    pub name: String,
    pub audience: Audience,
    pub groups: String,
    pub locations: String,
    pub languages: Vec<Language>,
    pub calendar: CalendarId,
    pub desk: String,
}

/// Changes a line of the matrix, or adds one behind the others.
pub async fn save_row(ctx: &Ctx, id: Option<CoverageRowId>, form: RowForm) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    let row = row(ctx, id.unwrap_or(CoverageRowId(0)), &form)?;
    edit_rows(ctx, |rows| match id {
        Some(id) => rows.iter_mut().find(|known| known.id == id).map(|known| *known = row),
        None => {
            rows.push(row);
            Some(())
        }
    })
    .await
}

pub async fn remove_row(ctx: &Ctx, id: CoverageRowId) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    edit_rows(ctx, |rows| {
        let place = rows.iter().position(|row| row.id == id)?;
        rows.remove(place);
        Some(())
    })
    .await
}

/// Moves a line before the one above it: it is asked earlier.
pub async fn raise_row(ctx: &Ctx, id: CoverageRowId) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    edit_rows(ctx, |rows| {
        let place = rows.iter().position(|row| row.id == id)?;
        rows.swap(place, place.saturating_sub(1));
        Some(())
    })
    .await
}

/// Replaces the matrix.
pub async fn put_rows(ctx: &Ctx, forms: Vec<RowForm>) -> Result<()> {
    ctx.may(Capability::Administer)?;
    let rows = forms.iter().map(|form| row(ctx, CoverageRowId(0), form)).collect::<Result<Vec<_>>>()?;
    check_count(&rows)?;
    let mut tx = ctx.write().await?;
    store::promise::save_rows(&mut tx, &rows).await?;
    settle(tx, ctx).await
}

async fn edit_rows(ctx: &Ctx, edit: impl FnOnce(&mut Vec<CoverageRow>) -> Option<()>) -> Result<LevelsPage> {
    let mut tx = ctx.write().await?;
    let mut rows = store::promise::load(&mut tx).await?.rows;
    edit(&mut rows).ok_or(Fault::NotFound)?;
    check_count(&rows)?;
    store::promise::save_rows(&mut tx, &rows).await?;
    changed(tx, ctx).await
}

fn check_count(rows: &[CoverageRow]) -> Result<()> {
    let full = || Error::field("name", Reason::Full { limit: MAX_ROWS });
    (rows.len() <= MAX_ROWS).then_some(()).ok_or_else(full)
}

fn row(ctx: &Ctx, id: CoverageRowId, form: &RowForm) -> Result<CoverageRow> {
    Ok(CoverageRow {
        id,
        name: parse("name", Label::parse(&form.name))?.to_string(),
        audience: form.audience,
        groups: names("groups", &form.groups)?,
        locations: names("locations", &form.locations)?,
        languages: form.languages.clone(),
        calendar: known_calendar(ctx, form.calendar)?,
        desk: optional_label("desk", &form.desk)?,
    })
}

/// Names with commas between them.
fn names(field: &str, typed: &str) -> Result<Vec<String>> {
    let names = typed.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let names =
        names.map(|name| Ok(parse(field, Label::parse(name))?.to_string())).collect::<Result<Vec<_>>>()?;
    let full = || Error::field(field, Reason::Full { limit: MAX_NAMES });
    (names.len() <= MAX_NAMES).then_some(names).ok_or_else(full)
}
