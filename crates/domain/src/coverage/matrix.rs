//! Who is supported, where, when and in which language: rows of a matrix, of which the first that fits a requester
//! decides by which calendar his promises count.

use serde::{Deserialize, Serialize};

use crate::ids::{CalendarId, CoverageRowId};
use crate::locale::Language;

/// Most rows of a matrix.
pub const MAX_ROWS: usize = 50;

/// Whom a row is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Everybody,
    /// People with an account.
    Internal,
    /// Guests, who gave a name and an address.
    External,
}

impl Audience {
    pub const ALL: [Audience; 3] = [Audience::Everybody, Audience::Internal, Audience::External];

    pub const fn as_str(self) -> &'static str {
        match self {
            Audience::Everybody => "everybody",
            Audience::Internal => "internal",
            Audience::External => "external",
        }
    }

    pub fn from_name(name: &str) -> Option<Audience> {
        Audience::ALL.into_iter().find(|audience| audience.as_str() == name)
    }
}

/// A line of the matrix: a type of coverage. An empty list fits everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverageRow {
    pub id: CoverageRowId,
    pub name: String,
    pub audience: Audience,
    /// Departments as people's records have them.
    pub groups: Vec<String>,
    /// Locations as people's records have them.
    pub locations: Vec<String>,
    pub languages: Vec<Language>,
    pub calendar: CalendarId,
    /// Who answers, where that is not the one desk.
    pub desk: Option<String>,
}

/// What decides which row a requester belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supported<'a> {
    /// Not [`Audience::Everybody`].
    pub audience: Audience,
    pub group: Option<&'a str>,
    pub location: Option<&'a str>,
    pub language: Language,
}

impl CoverageRow {
    pub fn fits(&self, who: Supported<'_>) -> bool {
        let audience = self.audience == Audience::Everybody || self.audience == who.audience;
        let languages = self.languages.is_empty() || self.languages.contains(&who.language);
        audience && languages && listed(&self.groups, who.group) && listed(&self.locations, who.location)
    }
}

/// The first row that fits.
pub fn row<'a>(rows: &'a [CoverageRow], who: Supported<'_>) -> Option<&'a CoverageRow> {
    rows.iter().find(|row| row.fits(who))
}

/// Whether a name is on the list, in whatever case it is written.
fn listed(list: &[String], name: Option<&str>) -> bool {
    let same = |known: &String| name.is_some_and(|name| known.to_lowercase() == name.trim().to_lowercase());
    list.is_empty() || list.iter().any(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row_of(
        id: i64,
        audience: Audience,
        groups: &[&str],
        locations: &[&str],
        languages: &[Language],
    ) -> CoverageRow {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        CoverageRow {
            id: CoverageRowId(id),
            name: String::new(),
            audience,
            groups: owned(groups),
            locations: owned(locations),
            languages: languages.to_vec(),
            calendar: CalendarId(id),
            desk: None,
        }
    }

    /// Operations, business customers of two regions, everybody on the internet, and the company's own people.
    fn sample() -> Vec<CoverageRow> {
        let both = [Language::En, Language::Es];
        vec![
            row_of(1, Audience::Internal, &["Operations"], &[], &[]),
            row_of(2, Audience::External, &["Business"], &["Americas", "EMEA"], &both),
            row_of(3, Audience::External, &[], &[], &both),
            row_of(4, Audience::Internal, &[], &["US"], &[Language::En]),
        ]
    }

    fn decided(
        audience: Audience,
        group: Option<&str>,
        location: Option<&str>,
        language: Language,
    ) -> Option<i64> {
        row(&sample(), Supported { audience, group, location, language }).map(|row| row.id.0)
    }

    #[test]
    fn the_first_row_that_fits_decides() {
        use Audience::{External, Internal};
        assert_eq!(decided(External, Some("business"), Some("emea"), Language::Es), Some(2));
        assert_eq!(decided(External, Some("Business"), Some("APAC"), Language::En), Some(3));
        assert_eq!(decided(External, None, None, Language::En), Some(3));
        assert_eq!(decided(Internal, Some("Operations"), None, Language::Es), Some(1));
        assert_eq!(decided(Internal, Some("Sales"), Some(" US "), Language::En), Some(4));
    }

    #[test]
    fn whom_no_row_names_is_in_none() {
        assert_eq!(decided(Audience::Internal, Some("Sales"), Some("Madrid"), Language::En), None);
        assert_eq!(decided(Audience::Internal, Some("Sales"), Some("US"), Language::Es), None);
    }
}
