//! A foreign log, ticket by ticket: all events of a ticket stand together in the file, in the order in which they
//! happened there.

use std::collections::BTreeMap;
use std::io::Read;

use csv::StringRecord;
use domain::text::{Body, Subject};
use domain::ticket::Channel;
use domain::time::UnixMs;

use super::map::{Identity, Map, at_line};
use crate::spreadsheet::{self, Wrong};

/// Longest value of an attribute that is kept, in characters.
const MAX_VALUE: usize = 200;

/// All that a log says of a ticket.
#[derive(Debug)]
pub struct Group {
    pub id: String,
    /// The line of its first event.
    pub line: u64,
    pub events: usize,
    /// What was read, or everything that can't be.
    pub read: Result<Story, Vec<Wrong>>,
}

#[derive(Debug)]
pub struct Story {
    pub opened_at: UnixMs,
    pub resolved_at: Option<UnixMs>,
    pub reopened: Option<i64>,
    pub reassigned: Option<i64>,
    pub subject: Subject,
    pub body: Body,
    pub channel: Channel,
    pub requester: Option<Identity>,
    pub resolver: Option<Identity>,
    pub steps: Vec<Step>,
    /// The last value of every attribute.
    pub attributes: BTreeMap<String, Option<String>>,
}

/// An event of the log.
#[derive(Debug)]
pub struct Step {
    pub at: UnixMs,
    pub state: Option<String>,
    pub actor: Option<Identity>,
    pub assignee: Option<Identity>,
    pub category: Option<Topic>,
    /// Attributes that differ from the event before.
    pub set: BTreeMap<String, Option<String>>,
}

/// Category and subcategory in the words of the other desk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic {
    pub category: String,
    pub subcategory: Option<String>,
}

pub struct Groups<'a, R: Read> {
    map: &'a Map,
    rows: csv::StringRecordsIntoIter<spreadsheet::Strict<R>>,
    /// The first event of the next ticket.
    ahead: Option<StringRecord>,
}

impl<'a, R: Read> Groups<'a, R> {
    pub fn new(map: &'a Map, reader: csv::Reader<spreadsheet::Strict<R>>) -> Groups<'a, R> {
        Groups { map, rows: reader.into_records(), ahead: None }
    }

    /// The next ticket. Errors when the file is not a table any more.
    pub fn next(&mut self) -> Result<Option<Group>, Wrong> {
        let first = match self.ahead.take() {
            Some(row) => row,
            None => match self.row()? {
                Some(row) => row,
                None => return Ok(None),
            },
        };
        let mut rows = vec![first];
        while let Some(row) = self.row()? {
            if rows.first().and_then(|first| first.get(self.map.id)) != row.get(self.map.id) {
                self.ahead = Some(row);
                break;
            }
            rows.push(row);
        }
        Ok(Some(group(self.map, &rows)))
    }

    fn row(&mut self) -> Result<Option<StringRecord>, Wrong> {
        self.rows.next().transpose().map_err(spreadsheet::wrong)
    }
}

fn group(map: &Map, rows: &[StringRecord]) -> Group {
    let id = rows.first().and_then(|row| map.cell(row, map.id)).unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    if id.is_empty() {
        wrong.extend(rows.iter().map(|row| Wrong::new(line(row), "the ticket has no number")));
    }
    let steps = steps(map, rows, &mut wrong);
    let read = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => {
            story(map, first, last, steps).map_err(|what| wrong.push(what)).ok().filter(|_| wrong.is_empty())
        }
        _ => None,
    };
    Group { id, line: rows.first().map_or(0, line), events: rows.len(), read: read.ok_or(wrong) }
}

fn steps(map: &Map, rows: &[StringRecord], wrong: &mut Vec<Wrong>) -> Vec<Step> {
    let mut before: Option<&StringRecord> = None;
    let mut steps = Vec::with_capacity(rows.len());
    for row in rows {
        match step(map, before, row) {
            Ok(step) => steps.push(step),
            Err(what) => wrong.push(what),
        }
        before = Some(row);
    }
    steps
}

fn step(map: &Map, before: Option<&StringRecord>, row: &StringRecord) -> Result<Step, Wrong> {
    let here = at_line(line(row));
    let person = |template: &Option<super::map::PersonTemplate>| match template {
        Some(template) => template.of(map, row),
        None => Ok(None),
    };
    let differs =
        |column: usize| before.is_none_or(|before| map.cell(before, column) != map.cell(row, column));
    let set = map.attributes.iter().filter(|(_, column)| differs(*column));
    let category = map.category.as_ref().and_then(|(category, subcategory)| {
        Some(Topic {
            category: label(&category.known(map, row)?),
            subcategory: subcategory
                .as_ref()
                .and_then(|template| template.known(map, row))
                .map(|text| label(&text)),
        })
    });
    Ok(Step {
        at: map.time(row, map.at).map_err(&here)?.ok_or_else(|| here("the event has no time".into()))?,
        state: map.cell(row, map.state).map(value),
        actor: person(&map.actor).map_err(&here)?,
        assignee: person(&map.assignee).map_err(&here)?,
        category,
        set: set.map(|(name, column)| (name.clone(), map.cell(row, *column).map(value))).collect(),
    })
}

/// Facts that the log repeats with every event are taken from the last one, when they are known best.
fn story(map: &Map, first: &StringRecord, last: &StringRecord, steps: Vec<Step>) -> Result<Story, Wrong> {
    let here = at_line(line(last));
    let opened_at = map.time(first, map.opened).map_err(at_line(line(first)))?;
    let number = |column: Option<usize>| column.map_or(Ok(None), |column| map.number(last, column));
    Ok(Story {
        opened_at: opened_at.ok_or_else(|| Wrong::new(line(first), "the ticket has no time of opening"))?,
        resolved_at: map.resolved.map_or(Ok(None), |column| map.time(last, column)).map_err(&here)?,
        reopened: number(map.reopened).map_err(&here)?,
        reassigned: number(map.reassigned).map_err(&here)?,
        subject: Subject::parse(&map.subject.text(map, last))
            .map_err(|error| here(format!("the subject {error}")))?,
        body: Body::parse(&map.body.text(map, last)).map_err(|error| here(format!("the body {error}")))?,
        channel: map.channel(last),
        requester: map.requester.of(map, last).map_err(&here)?,
        resolver: map.resolver.as_ref().map_or(Ok(None), |template| template.of(map, last)).map_err(&here)?,
        steps,
        attributes: map
            .attributes
            .iter()
            .map(|(name, column)| (name.clone(), map.cell(last, *column).map(value)))
            .collect(),
    })
}

fn line(row: &StringRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

fn value(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_VALUE).collect()
}

/// Cut to what fits a category's name.
fn label(text: &str) -> String {
    let text: String = text.chars().take(domain::text::Label::LIMIT).collect();
    domain::text::Label::parse(&text).map_or_else(|_| "?".into(), String::from)
}
