//! A year of a rota as a calendar: read back, it says for every hour who is on the desk.
//!
//! The feed is a file, so that the end-to-end tests read the same one with two other libraries. Written anew by
//! `DESKBELL_ACCEPT_FEED=1 cargo test -p domain --features tz --test feed`.
#![cfg(feature = "tz")]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets the unexpected has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use domain::coverage::{Interval, Week, Window};
use domain::ids::PersonId;
use domain::rota::feed::{Entry, write};
use domain::rota::{Absence, Every, Member, Plan, Rotation, Scheme, Shift, Weekdays, lay, who_answers};
use domain::time::{DAY, HOUR, LocalClock, UnixMs};
use icalendar::{Calendar, CalendarComponent, CalendarDateTime, Component, DatePerhapsTime};

/// 2026-11-16 00:00 UTC, a Monday.
const BEGIN: UnixMs = UnixMs(1_794_787_200_000);
const HOURS: i64 = 365 * 24;
const NAMES: [&str; 4] = ["Bo Hansen; on call", "Ines Prado, \\ second", "Zoë Ångström-Łuczak 😀", "Cy"];

fn place(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../end2end/fixtures/rota").join(file)
}

/// Half days on weekdays and a night from Saturday to Sunday, over both changes of the clocks.
fn year() -> Vec<Shift> {
    let mut week = Week::default();
    for (day, windows) in week.days.iter_mut().enumerate() {
        if day == 5 {
            *windows = vec![Window { from: 22 * 60, to: 6 * 60 }];
        }
    }
    let members = (0..4).map(|n| Member { person: PersonId(n), never: Weekdays::NONE }).collect();
    let rotation = Rotation { every: Every::HalfDay, run: 2, changes_at: 7 * 60, half_at: 750, members };
    let plan = Plan {
        from: BEGIN,
        lead: PersonId(3),
        scheme: Scheme::Rotation(rotation),
        idle: Weekdays::NONE.with(2),
    };
    let end = BEGIN + HOUR.times(HOURS);
    let open = week.expand("Europe/Madrid", BEGIN, end + DAY).unwrap();
    let clock = LocalClock::of_zone("Europe/Madrid", BEGIN + DAY.times(180)).unwrap();
    let away = [(1, 30, 44), (0, 200, 221)].map(|(person, from, to)| Absence {
        person: PersonId(person),
        within: Interval { from: BEGIN + DAY.times(from), to: BEGIN + DAY.times(to) },
    });
    lay(&[plan], &open, &clock, &away, &[])
}

/// One letter for every hour, `.` for nobody.
fn told(who: impl Fn(UnixMs) -> Option<usize>) -> String {
    let letter = |hour| who(BEGIN + HOUR.times(hour)).map_or('.', |person| char::from(b'A' + person as u8));
    (0..HOURS).map(letter).collect()
}

#[test]
fn a_year_reads_back_hour_by_hour() {
    let shifts = year();
    let name = |id: PersonId| NAMES.get(id.0 as usize).copied().unwrap();
    let entries: Vec<Entry> = shifts
        .iter()
        .map(|shift| Entry {
            summary: name(shift.person).to_owned(),
            description: shift.then.iter().fold(String::new(), |mut all, id| {
                let _ = writeln!(all, "{}", name(*id));
                all
            }),
            shift: shift.clone(),
        })
        .collect();
    let feed = write("Lumbrera Optics, rota", "desk.example", &entries, BEGIN);
    let hours = told(|at| who_answers(&shifts, at).map(|answer| answer.person.0 as usize));
    assert!(NAMES.iter().enumerate().all(|(n, _)| hours.contains(char::from(b'A' + n as u8))), "{hours}");
    assert_eq!(read_by_icalendar(&feed), hours);
    for (file, text) in [("year.ics", &feed), ("year.hours", &hours)] {
        if std::env::var_os("DESKBELL_ACCEPT_FEED").is_some() {
            std::fs::write(place(file), text).unwrap();
        }
        let kept = std::fs::read_to_string(place(file)).unwrap_or_default();
        assert!(kept == *text, "{file} is not what is written now");
    }
}

fn read_by_icalendar(feed: &str) -> String {
    let calendar: Calendar = feed.parse().unwrap();
    let mut events = Vec::new();
    let mut uids = std::collections::HashSet::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { panic!("{component:?}") };
        assert!(uids.insert(event.get_uid().unwrap().to_owned()), "{event:?}");
        let person =
            NAMES.iter().position(|name| Some(*name) == event.get_summary()).expect("a name of ours");
        events.push((instant(event.get_start()), instant(event.get_end()), person));
    }
    told(|at| events.iter().find(|(from, to, _)| *from <= at && at < *to).map(|(.., person)| *person))
}

fn instant(date: Option<DatePerhapsTime>) -> UnixMs {
    let Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(time))) = date else { panic!("{date:?}") };
    UnixMs(time.timestamp_millis())
}
