//! What is set for promises, as programs read and write it.

use domain::coverage::matrix::CoverageRow;
use domain::coverage::{Calendar as DomainCalendar, Week};
use domain::ids::CalendarId;
use domain::locale::Language;
use domain::promise::{PolicyVersion, ServiceLevels, Supplier as DomainSupplier};
use domain::time::UnixMs;
use serde::{Deserialize, Serialize};
use service::promise::{CalendarForm, RowForm};
use utoipa::ToSchema;

use crate::api::problem::{Problem, Result};
use crate::api::promise::{Coverage, Policy};
use crate::api::time::At;
use crate::api::words::Audience;

/// Everything that is set for promises.
#[derive(Debug, Serialize, ToSchema)]
pub struct Levels {
    /// The first one is the desk's own.
    pub calendars: Vec<Calendar>,
    /// The first one that fits a requester decides by which calendar his promises count.
    pub matrix: Vec<MatrixRow>,
    /// In order of their dates.
    pub policies: Vec<DatedPolicy>,
    pub suppliers: Vec<Supplier>,
}

/// A calendar, as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Calendar {
    pub id: i64,
    pub name: String,
    pub coverage: Coverage,
}

/// A calendar to be, or as it is to be from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCalendar {
    #[schema(min_length = 1, max_length = 80, pattern = "visible", example = "Madrid")]
    pub name: String,
    pub coverage: Coverage,
    /// An iCalendar feed whose holidays are added.
    pub feed: Option<String>,
}

/// A line of the coverage matrix; an empty list fits everything.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixRow {
    #[schema(min_length = 1, max_length = 80, pattern = "visible", example = "Internal employees")]
    pub name: String,
    pub audience: Audience,
    /// Departments.
    #[serde(default)]
    pub groups: Vec<String>,
    #[serde(default)]
    pub locations: Vec<String>,
    /// `en` or `es`.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The number of a calendar.
    pub calendar: i64,
    pub desk: Option<String>,
}

/// The whole matrix.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    #[schema(max_items = 50)]
    pub rows: Vec<MatrixRow>,
}

/// Service levels, and from when on they hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatedPolicy {
    pub valid_from: At,
    pub policy: Policy,
}

/// Service levels for what is asked from an instant on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPolicy {
    /// Now, if it is left out; never earlier.
    pub valid_from: Option<At>,
    pub policy: Policy,
}

/// An outside partner and what it has agreed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Supplier {
    pub id: i64,
    pub name: String,
    /// In covered minutes of its calendar.
    pub target_minutes: i64,
    pub calendar: i64,
}

/// A supplier to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSupplier {
    #[schema(min_length = 1, max_length = 80, pattern = "visible", example = "Papyrus Paper")]
    pub name: String,
    /// In covered minutes.
    #[schema(minimum = 1)]
    pub target_minutes: i64,
    /// The number of a calendar.
    pub calendar: i64,
}

/// What a supplier has agreed from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    #[schema(minimum = 1)]
    pub target_minutes: i64,
    pub calendar: i64,
}

impl NewCalendar {
    pub(super) fn form(self) -> Result<CalendarForm> {
        let version = self.coverage.clone().version("coverage", UnixMs(0))?;
        if self.coverage.hours.len() != version.week.days.len() {
            return Err(Problem::field("coverage.hours", "must be seven days, Monday first"));
        }
        Ok(CalendarForm {
            name: self.name,
            zone: version.zone,
            hours: self.coverage.hours,
            holidays: domain::coverage::days::print(&version.holidays),
            feed: self.feed.unwrap_or_default(),
        })
    }
}

impl MatrixRow {
    pub(super) fn form(self) -> Result<RowForm> {
        let language = |code: &String| Language::from_code(code);
        let languages = self.languages.iter().map(language).collect::<Option<Vec<_>>>();
        Ok(RowForm {
            name: self.name,
            audience: self.audience.into(),
            groups: self.groups.join(", "),
            locations: self.locations.join(", "),
            languages: languages.ok_or_else(|| Problem::field("rows.languages", "must be en or es"))?,
            calendar: CalendarId(self.calendar),
            desk: self.desk.unwrap_or_default(),
        })
    }
}

impl Levels {
    pub(super) fn of(levels: &ServiceLevels, now: UnixMs) -> Levels {
        Levels {
            calendars: levels.calendars.iter().filter_map(|calendar| Calendar::of(calendar, now)).collect(),
            matrix: levels.rows.iter().map(MatrixRow::from).collect(),
            policies: levels.policies.iter().map(DatedPolicy::from).collect(),
            suppliers: levels.suppliers.iter().map(Supplier::from).collect(),
        }
    }
}

impl Calendar {
    fn of(calendar: &DomainCalendar, now: UnixMs) -> Option<Calendar> {
        let version = calendar.version(now)?;
        let coverage = Coverage {
            zone: version.zone.clone(),
            hours: printed(&version.week),
            holidays: version.holidays.iter().map(Into::into).collect(),
        };
        Some(Calendar { id: calendar.id.0, name: calendar.name.clone(), coverage })
    }
}

fn printed(week: &Week) -> Vec<String> {
    week.days.iter().map(|day| domain::hours::print(day)).collect()
}

impl From<&CoverageRow> for MatrixRow {
    fn from(row: &CoverageRow) -> MatrixRow {
        MatrixRow {
            name: row.name.clone(),
            audience: row.audience.into(),
            groups: row.groups.clone(),
            locations: row.locations.clone(),
            languages: row.languages.iter().map(|language| language.code().to_owned()).collect(),
            calendar: row.calendar.0,
            desk: row.desk.clone(),
        }
    }
}

impl From<&PolicyVersion> for DatedPolicy {
    fn from(version: &PolicyVersion) -> DatedPolicy {
        DatedPolicy { valid_from: At(version.valid_from), policy: (&version.policy).into() }
    }
}

impl From<&DomainSupplier> for Supplier {
    fn from(supplier: &DomainSupplier) -> Supplier {
        Supplier {
            id: supplier.id.0,
            name: supplier.name.clone(),
            target_minutes: supplier.target.0,
            calendar: supplier.calendar.0,
        }
    }
}
