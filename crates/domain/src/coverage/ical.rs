//! Holidays from an iCalendar feed (RFC 5545): its events of whole days.
//!
//! Public feeds of holidays use little of the format, and that little is read strictly: `DTSTART` and `DTEND` as dates,
//! a `DURATION` in days or weeks, `RRULE:FREQ=YEARLY` with nothing, `COUNT` or `UNTIL` beside it, `EXDATE`, `STATUS`.
//! An event that says more is not guessed at but named as left out.

use super::calendar::{Holiday, Repeats};
use crate::date::Date;

/// Most bytes of a feed.
pub const MAX_BYTES: usize = 1_048_576;
/// Most days of one event; a longer one is no holiday.
const MAX_DAYS: usize = 31;
/// Most years that a rule with an end is written out for.
const MAX_YEARS: i16 = 100;
/// Most characters of a name.
const MAX_NAME: usize = 100;

/// What a feed holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// In order of their first day.
    pub holidays: Vec<Holiday>,
    /// Names of events that are no holidays of whole days, or that repeat in a way that is not read.
    pub left_out: Vec<String>,
}

/// Why a feed can't be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    #[error("it is no iCalendar file: BEGIN:VCALENDAR is missing")]
    NotACalendar,
    #[error("it is larger than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("it ends within an event")]
    CutOff,
}

/// Reads a feed.
pub fn read(text: &str) -> Result<Feed, FeedError> {
    if text.len() > MAX_BYTES {
        return Err(FeedError::TooLarge);
    }
    let lines = unfold(text.trim_start_matches('\u{feff}'));
    if !lines.first().is_some_and(|line| line.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(FeedError::NotACalendar);
    }
    let mut feed = Feed::default();
    let mut event: Option<Event> = None;
    // Parts of an event, such as its alarms, have lines of their own that are none of ours.
    let mut inner = 0;
    for line in &lines {
        let Some(property) = Property::read(line) else { continue };
        match (property.name.as_str(), property.value.to_ascii_uppercase().as_str(), &mut event) {
            ("BEGIN", "VEVENT", None) => event = Some(Event::default()),
            ("BEGIN", _, Some(_)) => inner += 1,
            ("END", "VEVENT", Some(_)) if inner == 0 => event.take().unwrap_or_default().add_to(&mut feed),
            ("END", _, Some(_)) => inner -= 1,
            (_, _, Some(event)) if inner == 0 => event.take_in(&property),
            _ => {}
        }
    }
    if event.is_some() {
        return Err(FeedError::CutOff);
    }
    feed.holidays.sort_by(|a, b| (a.date, &a.name).cmp(&(b.date, &b.name)));
    feed.holidays.dedup();
    Ok(feed)
}

/// Lines as they were before they were folded: one that begins with a space belongs to the one before.
fn unfold(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ if line.is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// A line: its name in capitals, its parameters as they stand, and its value.
struct Property<'a> {
    name: String,
    parameters: &'a str,
    value: &'a str,
}

impl Property<'_> {
    fn read(line: &str) -> Option<Property<'_>> {
        let mut quoted = false;
        let colon = line.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        });
        let (head, value) = line.split_at_checked(colon?.0)?;
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        Some(Property { name: name.to_ascii_uppercase(), parameters, value: value.strip_prefix(':')? })
    }

    /// A day; none where it is a day with a time.
    fn date(&self) -> Option<Date> {
        date(self.value)
    }
}

/// Eight digits.
fn date(text: &str) -> Option<Date> {
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    format!("{year}-{month}-{day}").parse().ok()
}

/// An event as far as it was read.
#[derive(Default)]
struct Event {
    name: String,
    first: Option<Date>,
    /// The first day that does not belong to it.
    end: Option<Date>,
    days: Option<usize>,
    rule: Option<String>,
    except: Vec<Date>,
    cancelled: bool,
    /// Something that decides on which days it falls, and that is not read.
    beyond_us: bool,
}

impl Event {
    fn take_in(&mut self, property: &Property<'_>) {
        match property.name.as_str() {
            "SUMMARY" => self.name = plain(property.value),
            "DTSTART" => self.first = property.date(),
            "DTEND" => self.end = property.date(),
            "DURATION" => match days_of(property.value) {
                Some(days) => self.days = Some(days),
                None => self.beyond_us = true,
            },
            "RRULE" if self.rule.is_none() => self.rule = Some(property.value.to_ascii_uppercase()),
            "RRULE" | "RDATE" | "RECURRENCE-ID" => self.beyond_us = true,
            "EXDATE" if property.parameters.to_ascii_uppercase().contains("VALUE=DATE-TIME") => {
                self.beyond_us = true
            }
            "EXDATE" => self.except.extend(property.value.split(',').filter_map(date)),
            "STATUS" => self.cancelled = property.value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
    }

    fn add_to(self, feed: &mut Feed) {
        if self.cancelled {
            return;
        }
        match self.holidays() {
            Some(holidays) => feed.holidays.extend(holidays),
            None => feed.left_out.push(self.name),
        }
    }

    /// Its days; none where they can't be told.
    fn holidays(&self) -> Option<Vec<Holiday>> {
        let days = self.days_of_first()?;
        let rule = match &self.rule {
            None => Rule::Once,
            Some(rule) => Rule::read(rule)?,
        };
        if self.beyond_us || self.name.is_empty() {
            return None;
        }
        let forever = rule == Rule::Forever;
        let except = |day: &Date| self.except.contains(day);
        // A day that is left out of a rule without an end would have to be remembered with it.
        if forever && !self.except.is_empty() {
            return None;
        }
        let holiday = |date: Date| Holiday {
            date,
            name: self.name.clone(),
            repeats: if forever { Repeats::Yearly } else { Repeats::Once },
        };
        let all = days.iter().flat_map(|day| rule.dates(*day));
        Some(all.filter(|day| !except(day)).map(holiday).collect())
    }

    /// The days on which it falls the first time.
    fn days_of_first(&self) -> Option<Vec<Date>> {
        let first = self.first?;
        let days = std::iter::successors(Some(first), |day| day.tomorrow());
        let days: Vec<Date> = match (self.end, self.days) {
            (Some(end), _) if end > first => days.take(MAX_DAYS + 1).take_while(|day| *day < end).collect(),
            (_, Some(count)) => days.take(count.clamp(1, MAX_DAYS + 1)).collect(),
            _ => vec![first],
        };
        (days.len() <= MAX_DAYS).then_some(days)
    }
}

/// How an event repeats.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Once,
    Forever,
    Times(i16),
    Until(Date),
}

impl Rule {
    /// Once a year on the same day; anything else is not read.
    fn read(text: &str) -> Option<Rule> {
        let (mut yearly, mut rule) = (false, Rule::Forever);
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=')? {
                ("FREQ", "YEARLY") => yearly = true,
                ("INTERVAL", "1") | ("WKST", _) => {}
                ("COUNT", times) => rule = Rule::Times(times.parse().ok().filter(|times| *times >= 1)?),
                ("UNTIL", until) => rule = Rule::Until(date(until.get(..8)?)?),
                _ => return None,
            }
        }
        yearly.then_some(rule)
    }

    fn dates(self, first: Date) -> Vec<Date> {
        let years = (0..MAX_YEARS).filter_map(|n| first.in_year(first.year() + n));
        match self {
            Rule::Once | Rule::Forever => vec![first],
            Rule::Times(times) => years.take(times as usize).collect(),
            Rule::Until(until) => years.take_while(|day| *day <= until).collect(),
        }
    }
}

/// `P3D` or `P1W` in days.
fn days_of(duration: &str) -> Option<usize> {
    let rest = duration.strip_prefix('P')?;
    if let Some(weeks) = rest.strip_suffix('W') {
        return weeks.parse::<usize>().ok().and_then(|weeks| weeks.checked_mul(7));
    }
    rest.strip_suffix('D')?.parse().ok()
}

/// Text without its escapes, on one line and not too long.
fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push(' '),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text.trim().chars().take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests;
