//! The clock against one that walks minute by minute and knows nothing of intervals.
//!
//! It keeps its own idea of local time: on each zone's clocks, as one who never sets them back reads them.

use std::collections::HashSet;
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::coverage::{Calendar, Holiday, Repeats, Version, Week, Window};
use crate::ids::CalendarId;
use crate::ticket::WaitingOn;

/// Changes of an hour and of half an hour, some at midnight, and a zone that is never changed.
const ZONES: [&str; 6] = [
    "Europe/Madrid",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Kathmandu",
];
/// 2024-01-01 and 2028-12-31, in minutes since 1970.
const BEGIN: i64 = 28_401_120;
const END: i64 = 31_031_040;
/// Around these every zone changes its clocks, or February has a day more; in minutes since 1970.
const TURNS: [&str; 12] = [
    "2024-02-29",
    "2028-02-29",
    "2026-03-08",
    "2026-03-29",
    "2026-04-05",
    "2026-04-24",
    "2026-09-06",
    "2026-10-04",
    "2026-10-25",
    "2026-10-30",
    "2026-11-01",
    "2027-04-04",
];
const DAY_MINUTES: i64 = 1_440;
/// How long a calendar is laid out for, in minutes.
const LENGTH: i64 = 60 * DAY_MINUTES;
/// Calendars, and tickets on each: ten thousand cases.
const CALENDARS: u32 = 250;
const TICKETS: usize = 40;

/// Minutes that a zone is ahead of UTC, for every quarter of an hour.
fn offsets(zone: usize) -> &'static [i16] {
    static OFFSETS: OnceLock<Vec<Vec<i16>>> = OnceLock::new();
    let of = |name: &&str| {
        let zone = TimeZone::get(name).unwrap();
        let offset = |quarter: i64| {
            let at = Timestamp::from_second((BEGIN + quarter * 15) * 60).unwrap();
            (zone.to_offset(at).seconds() / 60) as i16
        };
        (0..(END - BEGIN) / 15).map(offset).collect()
    };
    &OFFSETS.get_or_init(|| ZONES.iter().map(of).collect())[zone]
}

/// A version of a calendar as it is generated.
#[derive(Clone, Debug)]
struct Drawn {
    zone: usize,
    week: Week,
    holidays: Vec<Holiday>,
}

/// Whether the desk is open, for every minute from `start` on: by looking at the clock on the wall.
fn walk(drawn: &Drawn, start: i64) -> Vec<bool> {
    let offsets = offsets(drawn.zone);
    let holidays = holiday_days(&drawn.holidays);
    let mut shown = i64::MIN;
    let from = (start - 2 * DAY_MINUTES).max(BEGIN);
    let all = (from..start + LENGTH).map(|minute| {
        shown = shown.max(minute + i64::from(offsets[((minute - BEGIN) / 15) as usize]));
        let (day, of_day) = (shown.div_euclid(DAY_MINUTES), shown.rem_euclid(DAY_MINUTES));
        let windows = |day: i64| &drawn.week.days[(day + 3).rem_euclid(7) as usize];
        let today = windows(day).iter().any(|w| {
            let (opens, closes) = (i64::from(w.from), i64::from(w.to));
            opens <= of_day && (of_day < closes || closes <= opens)
        });
        let since_yesterday = windows(day - 1).iter().any(|w| w.to <= w.from && of_day < i64::from(w.to));
        (today || since_yesterday) && !holidays.contains(&day)
    });
    all.skip((start - from) as usize).collect()
}

fn holiday_days(holidays: &[Holiday]) -> HashSet<i64> {
    let day = |minute: i64| Timestamp::from_second(minute * 60).unwrap().to_zoned(TimeZone::UTC).date();
    let days = (BEGIN / DAY_MINUTES - 2)..(END / DAY_MINUTES + 2);
    days.filter(|number| {
        let date = day(number * DAY_MINUTES);
        holidays.iter().any(|holiday| {
            let same_day =
                (holiday.date.month() as i8, holiday.date.day() as i8) == (date.month(), date.day());
            let years = i64::from(date.year()) - i64::from(holiday.date.year());
            same_day && (years == 0 || holiday.repeats == Repeats::Yearly && years > 0)
        })
    })
    .collect()
}

fn ms(minute: i64) -> UnixMs {
    UnixMs(minute * MINUTE.0)
}

/// A calendar that is edited midway, as the clock has it and as it is walked.
struct Laid {
    coverage: Coverage,
    open: Vec<bool>,
    start: i64,
}

fn lay(start: i64, edited_after: i64, before: &Drawn, after: &Drawn) -> Laid {
    let version = |drawn: &Drawn, at: i64| Version {
        valid_from: ms(at),
        zone: ZONES[drawn.zone].to_owned(),
        week: drawn.week.clone(),
        holidays: drawn.holidays.clone(),
    };
    let versions = vec![version(before, start), version(after, start + edited_after)];
    let calendar = Calendar { id: CalendarId(1), name: String::new(), versions };
    let coverage = calendar.expand(ms(start), ms(start + LENGTH)).unwrap();
    let mut open = walk(before, start);
    let edited = walk(after, start);
    open.truncate(edited_after as usize);
    open.extend(&edited[edited_after as usize..]);
    Laid { coverage, open, start }
}

/// What the walker counted.
#[derive(Debug, PartialEq, Eq)]
struct Counted {
    run: i64,
    closed: i64,
    paused: i64,
    first_due: Option<i64>,
    next_due: Option<i64>,
    due: Option<i64>,
}

/// Walks a story minute by minute. None for what does not come while the calendar lasts.
fn count(laid: &Laid, story: &Story, policy: &Policy, now: i64) -> Counted {
    let (mut waiting, mut ended, mut answered, mut owed) = (false, false, false, None);
    let (mut case, mut extra) = (story.case, 0);
    // Since it ended; taken in if it is reopened.
    let mut since = (0, 0);
    let mut counted = Counted { run: 0, closed: 0, paused: 0, first_due: None, next_due: None, due: None };
    let mut ran = Vec::new();
    let asked = story.asked_at.0 / MINUTE.0;
    for minute in asked..=now {
        for (_, what) in story.events.iter().filter(|(at, _)| *at == ms(minute)) {
            if matches!(what, Happening::Wrote | Happening::Reopened) && ended {
                ended = false;
                counted.closed += since.0;
                counted.paused += since.1;
                since = (0, 0);
            }
            match what {
                Happening::Answered => (answered, owed) = (true, None),
                Happening::Wrote => {
                    waiting = false;
                    owed = owed.or(answered.then_some(minute));
                }
                Happening::WaitStarted(on) => waiting = !ended && policy.pauses_on.contains(on),
                Happening::WaitEnded => waiting = false,
                Happening::Ended => (ended, waiting, answered, owed) = (true, false, true, None),
                Happening::Reopened => {}
                Happening::Triaged(other) => case = *other,
                Happening::Needs(needs) => extra = policy.extra(needs).minutes().0,
            }
        }
        if minute == now {
            break;
        }
        match (laid.open[(minute - laid.start) as usize], ended, waiting) {
            (false, true, _) => since.0 += 1,
            (true, true, _) => since.1 += 1,
            (false, false, _) => counted.closed += 1,
            (true, false, true) => counted.paused += 1,
            (true, false, false) => {
                counted.run += 1;
                ran.push(minute);
            }
        }
    }
    let end = now - if ended { since.0 + since.1 } else { 0 };
    let targets = policy.targets(case);
    let opens =
        |from: i64| (from..laid.start + LENGTH).filter(|minute| laid.open[(minute - laid.start) as usize]);
    let nth = |mut minutes: Box<dyn Iterator<Item = i64> + '_>, target: i64| {
        minutes.nth(target as usize - 1).map(|minute| minute + 1)
    };
    counted.due = nth(Box::new(ran.into_iter().chain(opens(end))), targets.done.0 + extra);
    counted.first_due = nth(Box::new(opens(asked)), targets.first_answer.0);
    counted.next_due =
        owed.zip(targets.next_answer).and_then(|(since, target)| nth(Box::new(opens(since)), target.0));
    counted
}

fn window() -> impl Strategy<Value = Vec<Window>> {
    let cuts = proptest::collection::btree_set(0u16..=1_440, 0..=6);
    let by_day = cuts.prop_map(|cuts| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        cuts.chunks_exact(2).map(|pair| Window { from: pair[0], to: pair[1] }).collect()
    });
    let night = (600u16..1_440, 0u16..600).prop_map(|(from, to)| vec![Window { from, to }]);
    let always = Just(vec![Window { from: 0, to: 1_440 }]);
    prop_oneof![5 => by_day, 2 => night, 1 => always, 2 => Just(Vec::new())]
}

fn date() -> impl Strategy<Value = crate::date::Date> {
    let day = (2024i16..=2028, 1u8..=12, 1u8..=31)
        .prop_filter_map("no such day", |(y, m, d)| crate::date::Date::new(y, m, d));
    prop_oneof![3 => day, 1 => prop::sample::select(&TURNS).prop_map(|day| day.parse().unwrap())]
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let repeats = prop_oneof![Just(Repeats::Once), Just(Repeats::Yearly)];
    let holiday =
        (date(), repeats).prop_map(|(date, repeats)| Holiday { date, name: date.to_string(), repeats });
    let holidays = proptest::collection::vec(holiday, 0..12);
    let week = proptest::array::uniform7(window()).prop_map(|days| Week { days });
    (0..ZONES.len(), week, holidays).prop_map(|(zone, week, holidays)| Drawn { zone, week, holidays })
}

/// When a calendar begins: on any day, or a few days before one on which the clocks change.
fn start() -> impl Strategy<Value = i64> {
    let any = BEGIN + 3 * DAY_MINUTES..END - LENGTH - 3 * DAY_MINUTES;
    let turn = (prop::sample::select(&TURNS), 0..8 * DAY_MINUTES).prop_map(|(day, before)| {
        let at: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
        at.as_second() / 60 - before
    });
    prop_oneof![any, turn]
}

fn happening() -> impl Strategy<Value = Happening> {
    let case = |urgency| Happening::Triaged(Case::unseen(urgency));
    prop_oneof![
        3 => prop::sample::select(WaitingOn::ALL).prop_map(Happening::WaitStarted),
        2 => Just(Happening::WaitEnded),
        2 => Just(Happening::Wrote),
        2 => Just(Happening::Answered),
        1 => Just(Happening::Ended),
        1 => Just(Happening::Reopened),
        1 => prop::sample::select(&[Urgency::Normal, Urgency::Urgent]).prop_map(case),
        1 => proptest::sample::subsequence(&Need::ALL, 0..=2).prop_map(Happening::Needs),
    ]
}

/// When it is asked, what happens how long after that, and now: minutes since the calendar's beginning.
fn lived() -> impl Strategy<Value = (i64, Vec<(i64, Happening)>, i64)> {
    let events = proptest::collection::vec((0..16 * DAY_MINUTES, happening()), 0..9);
    (0..4 * DAY_MINUTES, events, 0..20 * DAY_MINUTES).prop_map(|(asked, mut events, now)| {
        events.sort_by_key(|(after, _)| *after);
        (asked, events, asked + now)
    })
}

fn targets() -> impl Strategy<Value = Targets> {
    (1i64..600, proptest::option::of(1i64..600), 1i64..4_000).prop_map(|(first, next, done)| Targets {
        first_answer: Minutes(first),
        next_answer: next.map(Minutes),
        done: Minutes(done),
    })
}

fn policies() -> impl Strategy<Value = Policy> {
    let pauses = proptest::sample::subsequence(WaitingOn::ALL, 0..=4);
    (targets(), targets(), pauses, 0i64..600, 0i64..600).prop_map(
        |(urgent, otherwise, pauses_on, budget, approval)| {
            let rule = Rule {
                kind: None,
                urgency: Some(Urgency::Urgent),
                impact: None,
                effect: None,
                service: None,
                targets: urgent,
            };
            let extra = Extra { budget: Minutes(budget), approval: Minutes(approval) };
            Policy { rules: vec![rule], otherwise, pauses_on, extra, ..Policy::default() }
        },
    )
}

/// Checks one ticket; what the calendar is too short for is not compared.
fn check(laid: &Laid, story: &Story, policy: &Policy, now: i64) -> Result<(), TestCaseError> {
    let told = story.told(policy, ms(now));
    let facts = told.facts();
    let clock = clock(&facts, policy, &laid.coverage, ms(now));
    let explained = explain(&facts, &laid.coverage, ms(now));
    let counted = count(laid, story, policy, now);
    let minutes = |length: Millis| length.0 / MINUTE.0;
    prop_assert_eq!(
        (minutes(explained.run), minutes(explained.closed), minutes(explained.paused)),
        (counted.run, counted.closed, counted.paused)
    );
    prop_assert_eq!(explained.run, clock.done.used);
    prop_assert_eq!(explained.elapsed(), facts.until(ms(now)) - facts.asked_at);
    let joints = explained.stretches.iter().zip(explained.stretches.iter().skip(1));
    prop_assert!(joints.clone().all(|(before, after)| before.to == after.from && before.why != after.why));
    let due = |at: UnixMs| Some(at.0 / MINUTE.0);
    if counted.due.is_some() {
        prop_assert_eq!(due(clock.done.at), counted.due);
    }
    if counted.first_due.is_some() {
        prop_assert_eq!(due(clock.first_answer.at), counted.first_due);
    }
    if counted.next_due.is_some() {
        prop_assert_eq!(clock.next_answer.and_then(|next| due(next.at)), counted.next_due);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CALENDARS, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn ten_thousand_tickets_are_counted_as_one_who_walks_minute_by_minute_counts_them(
        start in start(),
        (before, after) in (drawn(), drawn()),
        edited_after in 0..30 * DAY_MINUTES,
        policy in policies(),
        tickets in proptest::collection::vec(lived(), TICKETS),
    ) {
        let laid = lay(start, edited_after, &before, &after);
        for (asked, events, now) in &tickets {
            let asked_at = ms(start + asked);
            let events = events.iter().map(|(after, what)| (asked_at + MINUTE.times(*after), what.clone())).collect();
            let story = Story { asked_at, case: Case::unseen(Urgency::Normal), needs: Vec::new(), events };
            check(&laid, &story, &policy, start + now)?;
        }
    }
}
