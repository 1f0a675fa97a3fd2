//! The rota over whole weeks: always somebody, fairly, and never changed from behind.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::coverage::{Coverage, Opening};
use crate::time::{DAY, HOUR, LocalClock, MINUTE, Minutes};

/// 2026-11-16 00:00 UTC, a Monday.
const MONDAY: UnixMs = UnixMs(1_794_787_200_000);
const LEAD: PersonId = PersonId(9);

fn person(n: i64) -> PersonId {
    PersonId(n)
}

/// `days` days from Monday, open from 08:00 to 12:00 and from 13:00 to 17:30, closed on weekends.
fn office(days: i64) -> Coverage {
    let windows = |day: i64| [(480, 720), (780, 1_050)].map(|(from, to)| at(day, from, to));
    Coverage::new((0..days).filter(|day| day % 7 < 5).flat_map(windows).collect())
}

fn round_the_clock(days: i64) -> Coverage {
    Coverage::new(vec![Interval { from: MONDAY, to: MONDAY + DAY.times(days) }])
}

fn at(day: i64, from: i64, to: i64) -> Interval {
    let start = MONDAY + DAY.times(day);
    Interval { from: start + MINUTE.times(from), to: start + MINUTE.times(to) }
}

fn whole(day: i64) -> Interval {
    at(day, 0, 1_440)
}

fn rotation(every: Every, run: u8, people: i64) -> Rotation {
    let members = (1..=people).map(|n| Member { person: person(n), never: Weekdays::NONE }).collect();
    Rotation { every, run, changes_at: 0, half_at: 750, members }
}

fn plan(rotation: Rotation) -> Plan {
    Plan { from: MONDAY, lead: LEAD, scheme: Scheme::Rotation(rotation), idle: Weekdays::NONE }
}

fn laid(plan: &Plan, open: &Coverage, away: &[Absence], pins: &[Pin]) -> Vec<Shift> {
    lay(std::slice::from_ref(plan), open, &LocalClock::utc(), away, pins)
}

/// Who answers at noon of each of the first days on which somebody does.
fn noons(shifts: &[Shift], days: i64) -> Vec<i64> {
    let noon = |day| who_answers(shifts, at(day, 11 * 60, 0).from).map(|answer| answer.person.0);
    (0..days).filter_map(noon).collect()
}

#[test]
fn two_days_each_and_none_on_wednesday() {
    let plan = Plan { idle: Weekdays::NONE.with(2), ..plan(rotation(Every::Day, 2, 3)) };
    let shifts = laid(&plan, &office(14), &[], &[]);
    assert_eq!(noons(&shifts, 14), [1, 1, 9, 2, 2, 3, 3, 9, 1, 1]);
    assert_eq!(gaps(&shifts, MONDAY), [], "what the plan leaves to the lead is no gap");
}

#[test]
fn somebody_who_never_works_on_a_weekday_is_left_out_of_it() {
    let mut rotation = rotation(Every::Day, 1, 2);
    rotation.members[0].never = Weekdays::NONE.with(0);
    let shifts = laid(&plan(rotation), &office(14), &[], &[]);
    assert_eq!(noons(&shifts, 14), [2, 1, 2, 1, 2, 2, 1, 2, 1, 2]);
}

#[test]
fn half_days_change_where_the_plan_says_and_weeks_on_monday() {
    let shifts = laid(&plan(rotation(Every::HalfDay, 1, 3)), &office(2), &[], &[]);
    let people: Vec<i64> = shifts.iter().map(|shift| shift.person.0).collect();
    assert_eq!(people, [1, 2, 3, 1]);
    let shifts = laid(&plan(rotation(Every::Week, 1, 3)), &office(21), &[], &[]);
    assert_eq!(noons(&shifts, 21), [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
}

#[test]
fn a_fixed_desk_has_its_named_stand_in_and_then_the_lead() {
    let scheme = Scheme::Fixed { person: person(1), stand_in: Some(person(2)) };
    let plan = Plan { from: MONDAY, lead: LEAD, scheme, idle: Weekdays::NONE };
    let both_away = [
        Absence { person: person(1), within: at(1, 0, 2_880) },
        Absence { person: person(2), within: whole(2) },
    ];
    let shifts = laid(&plan, &office(3), &both_away, &[]);
    assert_eq!(noons(&shifts, 3), [1, 2, 9]);
    assert_eq!(shifts.first().unwrap().then, [person(2), LEAD]);
    assert_eq!(gaps(&shifts, MONDAY), [at(2, 480, 720), at(2, 780, 1_050)]);
}

#[test]
fn who_is_away_for_an_hour_is_stood_in_for_and_has_the_rest() {
    let plan = plan(rotation(Every::Day, 1, 3));
    let dentist = Absence { person: person(1), within: at(0, 540, 600) };
    let shifts = laid(&plan, &office(1), &[dentist], &[]);
    let told: Vec<_> = shifts.iter().map(|shift| (shift.person.0, shift.why)).collect();
    assert_eq!(told, [(1, Why::Turn), (2, Why::StandsIn), (1, Why::Turn), (1, Why::Turn)]);
    assert_eq!(hours(&shifts, person(1), whole(0)), Minutes(450));
}

#[test]
fn what_was_agreed_counts_unless_he_is_away() {
    let plan = plan(rotation(Every::Day, 1, 3));
    let pins = [Pin { person: person(3), within: whole(0) }, Pin { person: person(1), within: whole(2) }];
    assert_eq!(noons(&laid(&plan, &office(3), &[], &pins), 3), [3, 2, 1]);
    let ill = [Absence { person: person(3), within: whole(0) }];
    assert_eq!(noons(&laid(&plan, &office(2), &ill, &pins), 2), [1, 2]);
}

#[test]
fn a_later_plan_begins_where_it_says_and_leaves_the_days_before_alone() {
    let first = plan(rotation(Every::Day, 1, 3));
    let scheme = Scheme::Fixed { person: person(7), stand_in: None };
    let second = Plan { from: MONDAY + DAY.times(2), scheme, ..first.clone() };
    let shifts = lay(&[first, second], &office(5), &LocalClock::utc(), &[], &[]);
    assert_eq!(noons(&shifts, 5), [1, 2, 7, 7, 7]);
}

#[test]
fn a_plan_that_cannot_be_laid_out_is_refused() {
    let with = |change: fn(&mut Rotation)| {
        let mut rotation = rotation(Every::Day, 1, 3);
        change(&mut rotation);
        plan(rotation).check()
    };
    assert_eq!(with(|_| ()), Ok(()));
    assert_eq!(with(|r| r.members.clear()), Err(PlanRefused::NoMembers));
    assert_eq!(with(|r| r.members.push(r.members[0])), Err(PlanRefused::Twice));
    assert_eq!(with(|r| r.run = 0), Err(PlanRefused::Run));
    assert_eq!(with(|r| r.half_at = 0), Err(PlanRefused::Halves));
    assert_eq!(with(|r| r.members = rotation(Every::Day, 1, 13).members), Err(PlanRefused::TooManyMembers));
    let own = Scheme::Fixed { person: LEAD, stand_in: Some(LEAD) };
    assert_eq!(
        Plan { scheme: own, ..plan(rotation(Every::Day, 1, 1)) }.check(),
        Err(PlanRefused::OwnStandIn)
    );
}

fn weekdays() -> impl Strategy<Value = Weekdays> {
    prop_oneof![3 => Just(Weekdays::NONE), 1 => (0_u8..5).prop_map(|day| Weekdays::NONE.with(day))]
}

/// A plan of four people in any pattern.
fn plans() -> impl Strategy<Value = Plan> {
    let never = proptest::collection::vec(weekdays(), 4);
    let every = prop_oneof![Just(Every::HalfDay), Just(Every::Day), Just(Every::Week)];
    (every, 1_u8..=3, never, weekdays(), 0_u16..600).prop_map(|(every, run, never, idle, changes_at)| {
        let mut rotation = rotation(every, run, 4);
        rotation.changes_at = changes_at;
        for (member, never) in rotation.members.iter_mut().zip(never) {
            member.never = never;
        }
        Plan { idle, ..plan(rotation) }
    })
}

/// Absences of a month: hours to weeks, of one of the four or of the lead.
fn absences() -> impl Strategy<Value = Vec<Absence>> {
    let one = (prop_oneof![1_i64..=4, Just(9)], 0_i64..31 * 24, prop_oneof![1_i64..24, 24_i64..300]);
    let absence = one.prop_map(|(who, from, hours)| {
        let from = MONDAY + HOUR.times(from);
        Absence { person: person(who), within: Interval { from, to: from + HOUR.times(hours) } }
    });
    proptest::collection::vec(absence, 0..8)
}

fn open_hours() -> impl Strategy<Value = Coverage> {
    prop_oneof![Just(office(35)), Just(round_the_clock(35))]
}

proptest! {
    #[test]
    fn inside_open_hours_somebody_always_answers_and_outside_nobody(
        plan in plans(), away in absences(), pinned in absences(), open in open_hours(),
    ) {
        let pins: Vec<Pin> = pinned.iter().map(|a| Pin { person: a.person, within: a.within }).collect();
        let shifts = laid(&plan, &open, &away, &pins);
        for half_hour in 0..31 * 48 {
            let now = MONDAY + MINUTE.times(half_hour * 30 + 7);
            let answer = who_answers(&shifts, now);
            prop_assert_eq!(answer.is_some(), matches!(open.at(now), Opening::Open { .. }));
            let Some(answer) = answer else { continue };
            prop_assert!(answer.person == LEAD || answer.then.contains(&LEAD));
            prop_assert!(!answer.then.contains(&answer.person));
            let is_away = away.iter().any(|a| a.person == answer.person && a.within.holds(now));
            prop_assert!(!is_away || answer.person == LEAD, "an absent person answers at {now:?}");
        }
    }

    #[test]
    fn shifts_fill_the_open_hours_without_a_gap_or_an_overlap(
        plan in plans(), away in absences(), open in open_hours(),
    ) {
        let shifts = laid(&plan, &open, &away, &[]);
        prop_assert!(shifts.windows(2).all(|two| two[0].within.to <= two[1].within.from));
        prop_assert_eq!(Coverage::new(shifts.iter().map(|shift| shift.within).collect()), open);
        let alone: Vec<Interval> =
            shifts.iter().filter(|s| s.why == Why::Gap).map(|s| s.within).collect();
        prop_assert_eq!(gaps(&shifts, MONDAY), Coverage::new(alone).intervals().to_vec());
        prop_assert!(shifts.iter().all(|shift| shift.why != Why::Gap || shift.person == LEAD));
    }

    #[test]
    fn an_absence_changes_nothing_before_the_turn_in_which_it_begins(
        plan in plans(), away in absences(), open in open_hours(), from in 0_i64..31,
    ) {
        let begins = MONDAY + DAY.times(from);
        let late = Absence { person: person(1), within: Interval { from: begins, to: begins + DAY.times(3) } };
        let more: Vec<Absence> = away.iter().copied().chain([late]).collect();
        // A turn may have begun up to a week before.
        let before = |away: &[Absence]| {
            let mut shifts = laid(&plan, &open, away, &[]);
            shifts.retain(|shift| shift.within.to <= begins - DAY.times(7));
            shifts
        };
        prop_assert_eq!(before(&away), before(&more));
    }

    #[test]
    fn in_a_month_nobody_of_four_is_over_his_share_by_more_than_one_shift(
        plan in plans(), away in absences(), open in open_hours(),
    ) {
        let Scheme::Rotation(rotation) = &plan.scheme else { unreachable!() };
        let count = |away: &[Absence]| counted(&plan, &open, away);
        let (turns, shares) = count(&away);
        let run = i64::from(rotation.run);
        for (who, turns) in turns {
            let share = shares.get(&who).copied().unwrap_or_default();
            // Both are whole shifts of `run` turns.
            let whole = |turns: i64| (turns + run - 1) / run;
            prop_assert!(whole(turns) <= whole(share) + 1, "{who:?}: {turns} turns, a share of {share}");
        }
    }
}

/// Turns that each of the four holds, and his share of them, rounded up: an equal part of each turn for everybody who
/// is there for more than half of it. Counted without the code that gives them.
fn counted(
    plan: &Plan,
    open: &Coverage,
    away: &[Absence],
) -> (BTreeMap<PersonId, i64>, BTreeMap<PersonId, i64>) {
    let Scheme::Rotation(rotation) = &plan.scheme else { unreachable!() };
    let cuts = turn::Cuts::of(rotation);
    let pieces = cuts.pieces(open, &LocalClock::utc());
    let pieces: Vec<_> = pieces.into_iter().filter(|piece| !plan.idle.has(piece.weekday)).collect();
    let held: BTreeMap<i64, PersonId> = hold::holders(rotation, &pieces, away).into_iter().collect();
    let mut turns = BTreeMap::new();
    let mut parts: BTreeMap<PersonId, i64> = BTreeMap::new();
    for number in pieces.iter().map(|piece| piece.turn).collect::<BTreeSet<_>>() {
        let own: Vec<_> = pieces.iter().filter(|piece| piece.turn == number).collect();
        let minutes = |there: &dyn Fn(UnixMs, u8) -> bool| {
            own.iter()
                .flat_map(|piece| {
                    let count = (piece.within.to - piece.within.from).minutes().0;
                    (0..count).map(|n| (piece.within.from + MINUTE.times(n), piece.weekday))
                })
                .filter(|(at, weekday)| there(*at, *weekday))
                .count()
        };
        let all = minutes(&|_, _| true);
        let there: Vec<PersonId> = rotation
            .members
            .iter()
            .filter(|member| {
                let is_away = |at| away.iter().any(|a| a.person == member.person && a.within.holds(at));
                minutes(&|at, weekday| !member.never.has(weekday) && !is_away(at)) * 2 > all
            })
            .map(|member| member.person)
            .collect();
        assert_eq!(held.contains_key(&number), !there.is_empty());
        for person in &there {
            *parts.entry(*person).or_default() += 12 / there.len() as i64;
        }
        if let Some(holder) = held.get(&number) {
            assert!(there.contains(holder));
            *turns.entry(*holder).or_default() += 1;
        }
    }
    (turns, parts.into_iter().map(|(person, twelfths)| (person, (twelfths + 11) / 12)).collect())
}
