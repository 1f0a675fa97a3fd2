//! What an organisation has set for its promises: calendars and their versions, the coverage matrix, policies and
//! suppliers. They are few, and read as a whole.

use domain::coverage::matrix::{Audience, CoverageRow};
use domain::coverage::{Calendar, Version};
use domain::ids::{CalendarId, CoverageRowId, PersonId, PolicyId, SupplierId};
use domain::locale::Language;
use domain::promise::{Policy, PolicyVersion, ServiceLevels, Supplier};
use domain::time::{Minutes, UnixMs};

use crate::decode::{json, to_json, word};
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

mod alarm;
mod kept;
mod wait;

pub(crate) use alarm::STATEMENTS as ALARM_STATEMENTS;
pub use alarm::{Own, alarms_due, open_on, set_ahead, tell};
pub(crate) use kept::STATEMENTS as KEPT_STATEMENTS;
pub use kept::{alike, kept, tickets};
pub(crate) use wait::STATEMENTS as WAIT_STATEMENTS;
pub use wait::{SupplierWait, begin_wait, end_wait, running_wait, waits};

statements! {
    CALENDARS = "select id, name from calendar order by id";
    VERSIONS = "select calendar, valid_from, zone, week, holidays
        from calendar_version
        order by calendar, valid_from";
    ADD_CALENDAR = "insert into calendar (name, created_at) values ($1, $2) returning id";
    RENAME_CALENDAR = "update calendar set name = $2 where id = $1";
    PUT_VERSION = "insert into calendar_version (calendar, valid_from, zone, week, holidays)
        values ($1, $2, $3, $4, $5)
        on conflict (calendar, valid_from) do update set
            zone = excluded.zone, week = excluded.week, holidays = excluded.holidays";
    /// Versions of the future are those that an edit of now would not have known of.
    DROP_LATER = "delete from calendar_version where calendar = $1 and valid_from > $2";
    REMOVE_VERSIONS = "delete from calendar_version where calendar = $1";
    REMOVE_CALENDAR = "delete from calendar where id = $1";
    CALENDAR_USED = "select
            (select count(*) from coverage_row where calendar = $1)
            + (select count(*) from supplier where calendar = $1)
            + (case when exists (select 1 from ticket where calendar = $1) then 1 else 0 end)
            as used";
    ROWS = "select id, name, audience, groups, locations, languages, calendar, desk
        from coverage_row
        order by position, id";
    ADD_ROW = "insert into coverage_row (position, name, audience, groups, locations, languages, calendar, desk)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        returning id";
    REMOVE_ROWS = "delete from coverage_row";
    POLICIES = "select id, valid_from, value from policy order by valid_from, id";
    PUT_POLICY = "insert into policy (valid_from, value, created_at, created_by)
        values ($1, $2, $3, $4)
        on conflict (valid_from) do update set
            value = excluded.value, created_at = excluded.created_at, created_by = excluded.created_by
        returning id";
    SUPPLIERS = "select id, name, target_minutes, calendar from supplier order by id";
    ADD_SUPPLIER = "insert into supplier (name, target_minutes, calendar, created_at)
        values ($1, $2, $3, $4)
        on conflict (name) do nothing
        returning id";
    SAVE_SUPPLIER = "update supplier set target_minutes = $2, calendar = $3 where id = $1";
}

/// Everything, in the order in which it is asked.
pub async fn load(tx: &mut Tx) -> Result<ServiceLevels> {
    let calendars: Vec<(i64, String)> = all!(tx, CALENDARS)?;
    let versions: Vec<VersionRow> = all!(tx, VERSIONS)?;
    let mut calendars: Vec<Calendar> = calendars
        .into_iter()
        .map(|(id, name)| Calendar { id: CalendarId(id), name, versions: Vec::new() })
        .collect();
    for row in versions {
        let calendar = calendars.iter_mut().find(|calendar| calendar.id.0 == row.calendar);
        let corrupt = StoreError::Corrupt { table: "calendar_version", column: "calendar" };
        calendar.ok_or(corrupt)?.versions.push(row.version()?);
    }
    Ok(ServiceLevels {
        calendars,
        rows: rows(tx).await?,
        policies: policies(tx).await?,
        suppliers: suppliers(tx).await?,
    })
}

async fn rows(tx: &mut Tx) -> Result<Vec<CoverageRow>> {
    let rows: Vec<MatrixRow> = all!(tx, ROWS)?;
    rows.into_iter().map(MatrixRow::coverage).collect()
}

async fn policies(tx: &mut Tx) -> Result<Vec<PolicyVersion>> {
    let rows: Vec<(i64, i64, String)> = all!(tx, POLICIES)?;
    let version = |(id, valid_from, value): (i64, i64, String)| {
        let policy: Policy = json(&value, "policy", "value")?;
        Ok(PolicyVersion { id: PolicyId(id), valid_from: UnixMs(valid_from), policy })
    };
    rows.into_iter().map(version).collect()
}

async fn suppliers(tx: &mut Tx) -> Result<Vec<Supplier>> {
    let rows: Vec<(i64, String, i64, i64)> = all!(tx, SUPPLIERS)?;
    let supplier = |(id, name, target, calendar)| Supplier {
        id: SupplierId(id),
        name,
        target: Minutes(target),
        calendar: CalendarId(calendar),
    };
    Ok(rows.into_iter().map(supplier).collect())
}

/// Adds a calendar without a version; [`put_version`] gives it one.
pub async fn add_calendar(tx: &mut Tx, name: &str, now: UnixMs) -> Result<CalendarId> {
    let (id,): (i64,) = one!(tx, ADD_CALENDAR, name, now.0)?;
    Ok(CalendarId(id))
}

/// False when there is none.
pub async fn rename_calendar(tx: &mut Tx, id: CalendarId, name: &str) -> Result<bool> {
    Ok(execute!(tx, RENAME_CALENDAR, id.0, name)? > 0)
}

/// Says what a calendar says from `valid_from` on; later versions are dropped.
pub async fn put_version(tx: &mut Tx, calendar: CalendarId, version: &Version) -> Result<()> {
    let (week, holidays) = (to_json(&version.week)?, to_json(&version.holidays)?);
    execute!(tx, DROP_LATER, calendar.0, version.valid_from.0)?;
    execute!(tx, PUT_VERSION, calendar.0, version.valid_from.0, version.zone.as_str(), week, holidays)
        .map(drop)
}

/// Removes a calendar that no row, supplier or ticket uses. False when there is none, or one does.
pub async fn remove_calendar(tx: &mut Tx, id: CalendarId) -> Result<bool> {
    let (used,): (i64,) = one!(tx, CALENDAR_USED, id.0)?;
    if used > 0 {
        return Ok(false);
    }
    execute!(tx, REMOVE_VERSIONS, id.0)?;
    Ok(execute!(tx, REMOVE_CALENDAR, id.0)? > 0)
}

/// Replaces the matrix. The numbers of its rows are given anew.
pub async fn save_rows(tx: &mut Tx, rows: &[CoverageRow]) -> Result<Vec<CoverageRowId>> {
    execute!(tx, REMOVE_ROWS)?;
    let mut ids = Vec::with_capacity(rows.len());
    for (position, row) in rows.iter().enumerate() {
        let (groups, locations) = (to_json(&row.groups)?, to_json(&row.locations)?);
        let (id,): (i64,) = one!(
            tx,
            ADD_ROW,
            position as i64,
            row.name.as_str(),
            row.audience.as_str(),
            groups,
            locations,
            to_json(&row.languages)?,
            row.calendar.0,
            row.desk.as_deref(),
        )?;
        ids.push(CoverageRowId(id));
    }
    Ok(ids)
}

/// Says what holds for what is asked from `valid_from` on; saying it again for the same instant replaces it.
pub async fn put_policy(
    tx: &mut Tx,
    valid_from: UnixMs,
    policy: &Policy,
    by: Option<PersonId>,
    now: UnixMs,
) -> Result<PolicyId> {
    let value = to_json(policy)?;
    let (id,): (i64,) = one!(tx, PUT_POLICY, valid_from.0, value, now.0, by.map(|by| by.0))?;
    Ok(PolicyId(id))
}

/// None when there is one of that name.
pub async fn add_supplier(
    tx: &mut Tx,
    name: &str,
    target: Minutes,
    calendar: CalendarId,
    now: UnixMs,
) -> Result<Option<SupplierId>> {
    let row: Option<(i64,)> = optional!(tx, ADD_SUPPLIER, name, target.0, calendar.0, now.0)?;
    Ok(row.map(|(id,)| SupplierId(id)))
}

/// False when there is none.
pub async fn save_supplier(
    tx: &mut Tx,
    id: SupplierId,
    target: Minutes,
    calendar: CalendarId,
) -> Result<bool> {
    Ok(execute!(tx, SAVE_SUPPLIER, id.0, target.0, calendar.0)? > 0)
}

row! {
    struct VersionRow { calendar: i64, valid_from: i64, zone: String, week: String, holidays: String }
}

impl VersionRow {
    fn version(self) -> Result<Version> {
        Ok(Version {
            valid_from: UnixMs(self.valid_from),
            zone: self.zone,
            week: json(&self.week, "calendar_version", "week")?,
            holidays: json(&self.holidays, "calendar_version", "holidays")?,
        })
    }
}

row! {
    struct MatrixRow {
        id: i64,
        name: String,
        audience: String,
        groups: String,
        locations: String,
        languages: String,
        calendar: i64,
        desk: Option<String>,
    }
}

impl MatrixRow {
    fn coverage(self) -> Result<CoverageRow> {
        let languages: Vec<Language> = json(&self.languages, "coverage_row", "languages")?;
        Ok(CoverageRow {
            id: CoverageRowId(self.id),
            name: self.name,
            audience: word(&self.audience, Audience::from_name, "coverage_row", "audience")?,
            groups: json(&self.groups, "coverage_row", "groups")?,
            locations: json(&self.locations, "coverage_row", "locations")?,
            languages,
            calendar: CalendarId(self.calendar),
            desk: self.desk,
        })
    }
}
