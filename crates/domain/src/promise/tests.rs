//! The clock against what other desks got wrong, and against a clock that walks minute by minute.

mod bugs;
#[cfg(feature = "tz")]
mod oracle;

use super::*;
use crate::coverage::{Coverage, Interval};
use crate::ticket::{Impact, Kind};
use crate::time::{DAY, HOUR, MINUTE, Millis, Minutes};

/// 2026-11-18 09:00 UTC, a Wednesday.
const NINE: UnixMs = UnixMs(1_794_992_400_000);

/// Open days of eight hours from nine on, with nights of sixteen between them.
fn days(count: i64) -> Coverage {
    let day = |n: i64| Interval { from: NINE + DAY.times(n), to: NINE + DAY.times(n) + HOUR.times(8) };
    Coverage::new((0..count).map(day).collect())
}

fn policy(first: i64, done: i64) -> Policy {
    let targets =
        Targets { first_answer: Minutes(first), next_answer: Some(Minutes(30)), done: Minutes(done) };
    Policy { rules: Vec::new(), otherwise: targets, ..Policy::default() }
}

fn asked(at: UnixMs) -> Story {
    Story { asked_at: at, case: Case::unseen(Urgency::Normal), needs: Vec::new(), events: Vec::new() }
}

fn story(events: &[(Millis, Happening)]) -> Story {
    let events = events.iter().map(|(after, what)| (NINE + *after, what.clone())).collect();
    Story { events, ..asked(NINE) }
}

fn at(story: &Story, policy: &Policy, now: UnixMs) -> Clock {
    clock(&story.told(policy, now).facts(), policy, &days(10), now)
}

fn wait(hours: i64, on: WaitingOn) -> (Millis, Happening) {
    (HOUR.times(hours), Happening::WaitStarted(on))
}

fn resume(hours: i64) -> (Millis, Happening) {
    (HOUR.times(hours), Happening::WaitEnded)
}

#[test]
fn a_promise_counts_open_hours_only() {
    let clock = at(&asked(NINE + HOUR.times(7)), &policy(60, 120), NINE + HOUR.times(7));
    assert_eq!(
        clock.promise(),
        Promise { first_due_at: NINE + HOUR.times(8), due_at: NINE + HOUR.times(25) }
    );
}

#[test]
fn a_pause_moves_the_end_and_not_the_first_answer() {
    let paused = story(&[wait(1, WaitingOn::Requester), resume(3)]);
    let clock = at(&paused, &policy(60, 240), NINE + HOUR.times(4));
    assert_eq!(clock.promise(), Promise { first_due_at: NINE + HOUR, due_at: NINE + HOUR.times(6) });
    assert_eq!((clock.done.used, clock.done.left()), (HOUR.times(2), HOUR.times(2)));
}

#[test]
fn a_paused_ticket_does_not_breach_over_the_night() {
    let paused = story(&[wait(7, WaitingOn::Requester), resume(25)]);
    assert_eq!(at(&paused, &policy(60, 480), NINE + HOUR.times(25)).done.at, NINE + HOUR.times(26));
}

#[test]
fn while_the_clock_stands_still_the_end_moves_with_now() {
    let paused = story(&[(MINUTE, Happening::Answered), wait(1, WaitingOn::Parts)]);
    let policy = policy(60, 120);
    let due = |hours: i64| at(&paused, &policy, NINE + HOUR.times(hours)).done.at - NINE;
    assert_eq!([due(1), due(3), due(5)], [HOUR.times(2), HOUR.times(4), HOUR.times(6)]);
    assert_eq!(at(&paused, &policy, NINE + HOUR.times(5)).breaks_at(), None);
}

#[test]
fn what_was_late_before_it_waited_stays_late() {
    let paused = story(&[(MINUTE, Happening::Answered), wait(3, WaitingOn::Requester)]);
    let clock = at(&paused, &policy(60, 120), NINE + HOUR.times(6));
    assert_eq!((clock.done.at, clock.done.used), (NINE + HOUR.times(2), HOUR.times(3)));
    assert_eq!(clock.breaks_at(), Some(NINE + HOUR.times(2)));
}

#[test]
fn the_first_fitting_rule_decides() {
    let policy = Policy::default();
    let case = |kind, urgency, impact| Case { kind, impact, ..Case::unseen(urgency) };
    let done = |case| policy.targets(case).done;
    assert_eq!(done(case(Kind::Incident, Urgency::Normal, None)), Minutes(360));
    assert_eq!(done(case(Kind::Incident, Urgency::Urgent, Some(Impact::Me))), Minutes(240));
    assert_eq!(done(case(Kind::Incident, Urgency::Normal, Some(Impact::Team))), Minutes(300));
    assert_eq!(done(case(Kind::Request, Urgency::Normal, Some(Impact::Everyone))), Minutes(1_710));
}

#[test]
fn needs_lengthen_the_promise_and_leave_the_first_answer() {
    let extra = Extra { budget: Minutes(120), approval: Minutes(60) };
    let policy = Policy { extra, ..policy(60, 60) };
    let with = |needs: &[Need]| at(&Story { needs: needs.to_vec(), ..asked(NINE) }, &policy, NINE);
    assert_eq!(with(&[]).done.at, NINE + HOUR);
    assert_eq!(with(&[Need::Approval]).done.at, NINE + HOUR.times(2));
    assert_eq!(with(&[Need::Budget, Need::Approval]).done.at, NINE + HOUR.times(4));
    assert_eq!(with(&[Need::Budget]).first_answer.at, NINE + HOUR);
}

#[test]
fn a_clock_that_is_set_back_shows_nothing_less_than_nothing() {
    let paused = story(&[wait(1, WaitingOn::Requester)]);
    let told = paused.told(&policy(60, 240), NINE + HOUR.times(2));
    let early = clock(&told.facts(), &policy(60, 240), &days(3), NINE - DAY);
    assert_eq!(early.done.used, Millis(0));
    assert_eq!(early.done.at, NINE + HOUR.times(4));
}

#[test]
fn an_explanation_names_each_stretch() {
    let told =
        story(&[wait(1, WaitingOn::Supplier), resume(2)]).told(&policy(60, 960), NINE + HOUR.times(25));
    let explanation = explain(&told.facts(), &days(2), NINE + HOUR.times(25));
    let told: Vec<(i64, Attribution)> =
        explanation.stretches.iter().map(|s| (s.length().0 / HOUR.0, s.why.clone())).collect();
    let supplier = Attribution::Paused(Some(PauseReason::Waiting(WaitingOn::Supplier)));
    assert_eq!(
        told,
        [
            (1, Attribution::Running),
            (1, supplier),
            (6, Attribution::Running),
            (16, Attribution::OutsideHours),
            (1, Attribution::Running)
        ]
    );
    assert_eq!((explanation.run, explanation.paused), (HOUR.times(8), HOUR));
    assert_eq!(explanation.elapsed(), HOUR.times(25));
}

#[test]
fn an_explanation_names_the_holiday() {
    let christmas = crate::coverage::Closure {
        during: Interval { from: NINE + HOUR.times(15), to: NINE + HOUR.times(39) },
        name: "Christmas Day".into(),
    };
    let story = asked(NINE);
    let told = story.told(&policy(60, 60), NINE);
    let explanation = explain(&told.facts(), &days(3).closed_on(vec![christmas]), NINE + HOUR.times(49));
    let why: Vec<Attribution> = explanation.stretches.into_iter().map(|stretch| stretch.why).collect();
    assert_eq!(
        why,
        [
            Attribution::Running,
            Attribution::OutsideHours,
            Attribution::Holiday("Christmas Day".into()),
            Attribution::OutsideHours,
            Attribution::Running
        ]
    );
}

fn told_alarms(story: &Story, policy: &Policy, now: UnixMs) -> Vec<(Promised, Step, i64)> {
    let told = story.told(policy, now);
    let alarms = alarms(&told.facts(), policy, &days(10), now);
    alarms.iter().map(|alarm| (alarm.promised, alarm.step, (alarm.at - NINE).0 / MINUTE.0)).collect()
}

#[test]
fn a_warning_comes_before_each_breach() {
    use Promised::{Done, FirstAnswer};
    use Step::{Breach, Warning};
    assert_eq!(
        told_alarms(&asked(NINE), &policy(60, 240), NINE),
        [(FirstAnswer, Warning, 45), (FirstAnswer, Breach, 60), (Done, Warning, 180), (Done, Breach, 240)]
    );
}

#[test]
fn nobody_is_warned_of_what_can_not_break_or_is_done() {
    let answered = (MINUTE, Happening::Answered);
    let waiting = story(&[answered.clone(), wait(1, WaitingOn::Requester)]);
    assert_eq!(told_alarms(&waiting, &policy(60, 240), NINE + DAY), []);
    let done = story(&[answered, (HOUR, Happening::Ended)]);
    assert_eq!(told_alarms(&done, &policy(60, 240), NINE + DAY), []);
}

#[test]
fn a_warning_whose_time_had_come_before_the_pause_is_not_lost() {
    let waiting = story(&[(MINUTE, Happening::Answered), wait(4, WaitingOn::Requester)]);
    assert_eq!(told_alarms(&waiting, &policy(60, 300), NINE + DAY), [(Promised::Done, Step::Warning, 225)]);
}

#[test]
fn each_alarm_has_a_name_of_its_own() {
    use std::collections::HashSet;
    let owed = story(&[(MINUTE, Happening::Answered), (HOUR, Happening::Wrote)]);
    let told = owed.told(&policy(60, 240), NINE + HOUR);
    let alarms = alarms(&told.facts(), &policy(60, 240), &days(3), NINE + HOUR);
    let names: HashSet<String> = alarms.iter().map(|alarm| alarm.name(crate::ids::TicketId(1042))).collect();
    assert_eq!((alarms.len(), names.len()), (4, 4));
    assert!(names.contains(&format!("T-1042/done/{}/breach", NINE.0)), "{names:?}");
}

#[test]
fn a_supplier_is_held_to_its_own_calendar() {
    let nights = Coverage::new(vec![Interval { from: NINE + HOUR.times(12), to: NINE + HOUR.times(20) }]);
    let supplier = Supplier {
        id: crate::ids::SupplierId(1),
        name: "Papyrus".into(),
        target: Minutes(120),
        calendar: crate::ids::CalendarId(2),
    };
    let clock = supplier.clock(NINE, &nights, NINE + HOUR.times(13));
    assert_eq!((clock.used, clock.due_at), (HOUR, NINE + HOUR.times(14)));
}
