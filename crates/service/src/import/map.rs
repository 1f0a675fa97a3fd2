//! The map of an import: which column of a foreign log is what, in a file that a person writes.

use std::collections::BTreeMap;

use csv::StringRecord;
use domain::text::{EmailAddress, PersonName};
use domain::ticket::{Channel, Kind, Level, Place, WaitingOn};
use domain::time::UnixMs;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::template::{Columns, Template};
use crate::spreadsheet::Wrong;

/// The file as it is written. `docs/operation.md` explains it, `docs/examples` has one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapFile {
    /// What the desk is called that the log comes from; with a ticket's number there it is known again.
    system: String,
    file: FileSection,
    ticket: TicketSection,
    event: EventSection,
    people: PeopleSection,
    state: StateSection,
    channel: Option<ChannelSection>,
    category: Option<CategorySection>,
    /// What has no place here: its name, and its column.
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSection {
    #[serde(default = "comma")]
    delimiter: char,
    /// What stands where a value is not known, besides nothing at all.
    #[serde(default)]
    unknown: Vec<String>,
    /// As strftime has it.
    time: String,
    #[serde(default = "utc")]
    zone: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TicketSection {
    id: String,
    opened: String,
    resolved: Option<String>,
    reopened: Option<String>,
    reassigned: Option<String>,
    subject: String,
    body: String,
    #[serde(default = "incident")]
    kind: Kind,
    #[serde(default = "remote")]
    resolved_place: Place,
    #[serde(default = "first_level")]
    resolved_level: Level,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventSection {
    at: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleSection {
    requester: PersonSection,
    actor: Option<PersonSection>,
    assignee: Option<PersonSection>,
    resolver: Option<PersonSection>,
    unknown: PersonSection,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonSection {
    name: String,
    email: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateSection {
    column: String,
    words: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelSection {
    column: String,
    otherwise: Channel,
    words: BTreeMap<String, Channel>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CategorySection {
    category: String,
    subcategory: Option<String>,
    #[serde(default = "other")]
    other: String,
}

fn comma() -> char {
    ','
}
fn utc() -> String {
    "UTC".into()
}
fn incident() -> Kind {
    Kind::Incident
}
fn remote() -> Place {
    Place::Remote
}
fn first_level() -> Level {
    Level::One
}
fn other() -> String {
    "Other".into()
}

impl MapFile {
    /// Errors with what is wrong and where in the file it stands.
    pub fn parse(text: &str) -> Result<MapFile, String> {
        toml::from_str(text).map_err(|error| error.to_string().trim().replace('\n', " "))
    }

    pub fn delimiter(&self) -> Result<u8, String> {
        u8::try_from(self.file.delimiter).map_err(|_| "file.delimiter: must be one plain character".into())
    }
}

/// What a state of the other desk means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    New,
    Open,
    Waiting(WaitingOn),
    Resolved,
    Closed,
    Cancelled,
}

impl Meaning {
    fn parse(text: &str) -> Option<Meaning> {
        Some(match text.trim() {
            "new" => Meaning::New,
            "open" => Meaning::Open,
            "resolved" => Meaning::Resolved,
            "closed" => Meaning::Closed,
            "cancelled" => Meaning::Cancelled,
            other => Meaning::Waiting(WaitingOn::from_name(other.strip_prefix("waiting on ")?)?),
        })
    }
}

/// The map, with every column found in the header of the file.
#[derive(Debug)]
pub struct Map {
    pub system: String,
    unknown: Vec<String>,
    time: String,
    zone: TimeZone,
    pub kind: Kind,
    pub place: Place,
    pub level: Level,
    pub id: usize,
    pub opened: usize,
    pub at: usize,
    pub resolved: Option<usize>,
    pub reopened: Option<usize>,
    pub reassigned: Option<usize>,
    pub subject: Template,
    pub body: Template,
    pub requester: PersonTemplate,
    pub actor: Option<PersonTemplate>,
    pub assignee: Option<PersonTemplate>,
    pub resolver: Option<PersonTemplate>,
    pub unknown_person: Identity,
    pub state: usize,
    pub states: BTreeMap<String, Meaning>,
    channel: Option<(usize, Channel, BTreeMap<String, Channel>)>,
    pub category: Option<(Template, Option<Template>)>,
    pub other: String,
    /// Name and column.
    pub attributes: Vec<(String, usize)>,
}

/// A person as a log names him.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    pub name: PersonName,
    pub email: EmailAddress,
}

#[derive(Debug)]
pub struct PersonTemplate {
    name: Template,
    email: Template,
}

impl PersonTemplate {
    /// None where the log does not know who it was. Errors when name or address is none that can be kept.
    pub fn of(&self, map: &Map, row: &StringRecord) -> Result<Option<Identity>, String> {
        match (self.name.known(map, row), self.email.known(map, row)) {
            (Some(name), Some(email)) => identity(&name, &email).map(Some),
            _ => Ok(None),
        }
    }
}

fn identity(name: &str, email: &str) -> Result<Identity, String> {
    Ok(Identity {
        name: PersonName::parse(name).map_err(|error| format!("the name {name:?} {error}"))?,
        email: EmailAddress::parse(email).map_err(|error| format!("the address {email:?} {error}"))?,
    })
}

impl Map {
    /// Errors with the key of the map that does not fit the header.
    pub fn of(file: MapFile, header: &StringRecord) -> Result<Map, String> {
        let columns = Columns(header);
        let column = |key: &str, name: &str| columns.find(name).map_err(|why| format!("{key}: {why}"));
        let optional =
            |key: &str, name: &Option<String>| name.as_deref().map(|name| column(key, name)).transpose();
        let template =
            |key: &str, text: &str| Template::parse(text, &columns).map_err(|why| format!("{key}: {why}"));
        let person = |key: &str, section: &PersonSection| {
            Ok::<_, String>(PersonTemplate {
                name: template(&format!("people.{key}.name"), &section.name)?,
                email: template(&format!("people.{key}.email"), &section.email)?,
            })
        };
        let maybe = |key: &str, section: &Option<PersonSection>| {
            section.as_ref().map(|section| person(key, section)).transpose()
        };
        let states = file.state.words.iter().map(|(word, meaning)| {
            let parsed = Meaning::parse(meaning).ok_or_else(|| {
                format!(
                    "state.words.{word:?}: {meaning:?} is none of new, open, waiting on requester, waiting on approval, \
                     waiting on supplier, waiting on parts, resolved, closed, cancelled"
                )
            })?;
            Ok::<_, String>((word.clone(), parsed))
        });
        let category = match &file.category {
            None => None,
            Some(section) => Some((
                template("category.category", &section.category)?,
                section
                    .subcategory
                    .as_deref()
                    .map(|text| template("category.subcategory", text))
                    .transpose()?,
            )),
        };
        let attributes = file
            .attributes
            .iter()
            .map(|(name, source)| Ok((name.clone(), column(&format!("attributes.{name}"), source)?)));
        Ok(Map {
            id: column("ticket.id", &file.ticket.id)?,
            opened: column("ticket.opened", &file.ticket.opened)?,
            at: column("event.at", &file.event.at)?,
            resolved: optional("ticket.resolved", &file.ticket.resolved)?,
            reopened: optional("ticket.reopened", &file.ticket.reopened)?,
            reassigned: optional("ticket.reassigned", &file.ticket.reassigned)?,
            subject: template("ticket.subject", &file.ticket.subject)?,
            body: template("ticket.body", &file.ticket.body)?,
            requester: person("requester", &file.people.requester)?,
            actor: maybe("actor", &file.people.actor)?,
            assignee: maybe("assignee", &file.people.assignee)?,
            resolver: maybe("resolver", &file.people.resolver)?,
            unknown_person: identity(&file.people.unknown.name, &file.people.unknown.email)
                .map_err(|why| format!("people.unknown: {why}"))?,
            state: column("state.column", &file.state.column)?,
            states: states.collect::<Result<_, String>>()?,
            channel: match &file.channel {
                None => None,
                Some(section) => Some((
                    column("channel.column", &section.column)?,
                    section.otherwise,
                    section.words.clone(),
                )),
            },
            category,
            other: file.category.map_or_else(other, |section| section.other),
            attributes: attributes.collect::<Result<_, String>>()?,
            zone: TimeZone::get(&file.file.zone)
                .map_err(|_| format!("file.zone: {:?} is no time zone", file.file.zone))?,
            system: file.system,
            unknown: file.file.unknown,
            time: file.file.time,
            kind: file.ticket.kind,
            place: file.ticket.resolved_place,
            level: file.ticket.resolved_level,
        })
    }

    /// A cell; none where the log does not know its value.
    pub fn cell<'a>(&self, row: &'a StringRecord, column: usize) -> Option<&'a str> {
        let text = row.get(column)?.trim();
        Some(text).filter(|text| !text.is_empty() && !self.unknown.iter().any(|unknown| unknown == text))
    }

    /// A cell that is a time; none where it is not known.
    pub fn time(&self, row: &StringRecord, column: usize) -> Result<Option<UnixMs>, String> {
        let Some(text) = self.cell(row, column) else { return Ok(None) };
        let read = BrokenDownTime::parse(&self.time, text).and_then(|time| time.to_datetime());
        let at = read.and_then(|time| time.to_zoned(self.zone.clone()));
        at.map(|at| Some(UnixMs(at.timestamp().as_millisecond())))
            .map_err(|_| format!("{text:?} is not a time written as {:?}", self.time))
    }

    /// A cell that is a number; none where it is not known.
    pub fn number(&self, row: &StringRecord, column: usize) -> Result<Option<i64>, String> {
        let Some(text) = self.cell(row, column) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| format!("{text:?} is not a number"))
    }

    pub fn channel(&self, row: &StringRecord) -> Channel {
        let Some((column, otherwise, words)) = &self.channel else { return Channel::Api };
        self.cell(row, *column).and_then(|word| words.get(word)).copied().unwrap_or(*otherwise)
    }
}

/// What is wrong in a line.
pub(super) fn at_line(line: u64) -> impl Fn(String) -> Wrong {
    move |what| Wrong::new(line, what)
}
