//! One test for each published fault of another desk's clock. The names say whose; the tests say what is right.

use super::*;
use crate::coverage::Closure;
use crate::ids::ServiceId;

fn lunch(count: i64) -> Coverage {
    let half = |n: i64, from: i64, to: i64| Interval {
        from: NINE + DAY.times(n) + HOUR.times(from),
        to: NINE + DAY.times(n) + HOUR.times(to),
    };
    Coverage::new((0..count).flat_map(|n| [half(n, 0, 4), half(n, 5, 9)]).collect())
}

#[test]
fn glpi_24481_a_pending_ticket_is_not_violated() {
    let pending = story(&[(MINUTE, Happening::Answered), wait(1, WaitingOn::Requester)]);
    for hours in [2, 9, 30, 200] {
        let now = NINE + HOUR.times(hours);
        assert_eq!(at(&pending, &policy(60, 120), now).done.verdict(now), Verdict::Open, "after {hours} h");
    }
}

#[test]
fn glpi_24650_every_ticket_has_a_promise_whatever_is_known_of_it() {
    let policy = Policy { rules: Vec::new(), ..Policy::default() };
    for kind in Kind::ALL {
        let case = Case { kind: *kind, service: Some(ServiceId(99)), ..Case::unseen(Urgency::Normal) };
        let clock = at(&Story { case, ..asked(NINE) }, &policy, NINE);
        assert!(clock.first_answer.at > NINE && clock.done.at >= clock.first_answer.at, "{kind:?}");
    }
}

#[test]
fn glpi_15605_another_target_keeps_the_pauses_that_were() {
    let policy = Policy::default();
    let urgent = Happening::Triaged(Case::unseen(Urgency::Urgent));
    let changed = story(&[wait(1, WaitingOn::Requester), resume(4), (HOUR.times(5), urgent)]);
    let clock = at(&changed, &policy, NINE + HOUR.times(5));
    assert_eq!(clock.done.at, NINE + HOUR.times(7), "four hours from nine on, and three that it waited");
    assert_eq!(clock.done.used, HOUR.times(2));
}

#[test]
fn glpi_14148_what_ends_a_wait_does_not_count_it() {
    let back = story(&[wait(1, WaitingOn::Requester), (HOUR.times(6), Happening::Wrote)]);
    let clock = at(&back, &policy(60, 120), NINE + HOUR.times(6));
    assert_eq!(
        (clock.done.verdict(NINE + HOUR.times(6)), clock.done.at),
        (Verdict::Open, NINE + HOUR.times(7))
    );
}

#[test]
fn glpi_15429_nobody_is_warned_as_soon_as_it_is_asked() {
    let policy = policy(60, 480);
    for start in [NINE, NINE + HOUR.times(4), NINE + HOUR.times(12)] {
        let asked = asked(start);
        let alarms = alarms(&asked.told(&policy, start).facts(), &policy, &days(5), start);
        assert_eq!(alarms.len(), 4);
        assert!(alarms.iter().all(|alarm| alarm.at > start), "{alarms:?}");
    }
}

#[test]
fn glpi_14937_closed_hours_of_a_wait_are_not_taken_off_twice() {
    // It waits from an hour before closing until an hour after the next opening: two covered hours.
    let over_night = story(&[wait(7, WaitingOn::Requester), resume(25)]);
    let clock = at(&over_night, &policy(60, 9 * 60), NINE + HOUR.times(25));
    assert_eq!(clock.done.used, HOUR.times(7));
    assert_eq!(clock.done.at, NINE + HOUR.times(27));
}

#[test]
fn zammad_5177_a_short_next_answer_does_not_move_the_first_one() {
    // The promise of a next answer is shorter than that of the first one.
    let clock = at(&asked(NINE), &policy(120, 480), NINE);
    assert_eq!((clock.first_answer.at, clock.next_answer), (NINE + HOUR.times(2), None));
    let again = story(&[(MINUTE, Happening::Wrote)]);
    let clock = at(&again, &policy(120, 480), NINE + HOUR);
    assert_eq!((clock.breaks_at(), clock.next_answer), (Some(NINE + HOUR.times(2)), None));
}

#[test]
fn zammad_4777_what_was_reopened_goes_on_where_it_had_stopped() {
    let reopened = story(&[(HOUR, Happening::Ended), (DAY.times(2), Happening::Reopened)]);
    let clock = at(&reopened, &policy(60, 240), NINE + DAY.times(2) + HOUR);
    assert_eq!(clock.done.used, HOUR.times(2));
    assert_eq!(clock.done.at, NINE + DAY.times(2) + HOUR.times(3));
    assert_eq!(clock.first_answer.verdict(NINE + DAY.times(3)), Verdict::Kept);
}

#[test]
fn zammad_5624_other_targets_leave_no_promise_of_the_old_ones() {
    let rule = |service: i64, next: Option<i64>| Rule {
        kind: None,
        urgency: None,
        impact: None,
        effect: None,
        service: Some(ServiceId(service)),
        targets: Targets { first_answer: Minutes(60), next_answer: next.map(Minutes), done: Minutes(480) },
    };
    let policy = Policy { rules: vec![rule(1, Some(30)), rule(2, None)], ..policy(60, 480) };
    let of = |service| Case { service: Some(ServiceId(service)), ..Case::unseen(Urgency::Normal) };
    let mut moved = story(&[(MINUTE, Happening::Answered), (HOUR, Happening::Wrote)]);
    moved.case = of(1);
    assert!(at(&moved, &policy, NINE + HOUR).next_answer.is_some());
    moved.events.push((NINE + HOUR, Happening::Triaged(of(2))));
    assert_eq!(at(&moved, &policy, NINE + HOUR).next_answer, None);
}

#[test]
fn zammad_3140_nothing_is_owed_while_the_desk_had_the_last_word() {
    let answered = story(&[(HOUR, Happening::Answered)]);
    assert_eq!(at(&answered, &policy(120, 480), NINE + HOUR.times(5)).next_answer, None);
    let written = story(&[(HOUR, Happening::Answered), (HOUR.times(2), Happening::Wrote)]);
    let owed = at(&written, &policy(120, 480), NINE + HOUR.times(2)).next_answer;
    assert_eq!(owed.map(|due| due.at), Some(NINE + MINUTE.times(150)));
}

#[test]
fn zammad_1322_whatever_way_the_requester_writes_the_clock_runs_again() {
    let written = story(&[
        (MINUTE, Happening::Answered),
        wait(1, WaitingOn::Requester),
        (HOUR.times(2), Happening::Wrote),
    ]);
    let clock = at(&written, &policy(60, 240), NINE + HOUR.times(3));
    assert_eq!(clock.state, State::Running);
    assert_eq!(clock.breaks_at(), Some(NINE + MINUTE.times(150)), "the next answer");
}

#[test]
fn zammad_4432_nobody_is_warned_at_midnight_or_on_a_holiday() {
    let holiday = Closure {
        during: Interval { from: NINE + HOUR.times(15), to: NINE + HOUR.times(39) },
        name: "All Saints".into(),
    };
    let open = days(6).closed_on(vec![holiday]);
    for minutes in (0..8 * 60).step_by(7) {
        let start = NINE + MINUTE.times(minutes);
        let policy = policy(200, 1_000);
        let asked = asked(start);
        for alarm in alarms(&asked.told(&policy, start).facts(), &policy, &open, start) {
            let in_hours = open.intervals().iter().any(|open| open.from < alarm.at && alarm.at <= open.to);
            assert!(in_hours, "{alarm:?}");
        }
    }
}

#[test]
fn frappe_2405_the_promise_is_the_target_that_is_set() {
    let clock = at(&asked(NINE), &policy(17, 131), NINE);
    assert_eq!(
        clock.promise(),
        Promise { first_due_at: NINE + MINUTE.times(17), due_at: NINE + MINUTE.times(131) }
    );
}

#[test]
fn frappe_2212_lunch_does_not_count() {
    let asked = asked(NINE + HOUR.times(4) + MINUTE.times(10));
    let policy = policy(30, 60);
    let now = NINE + HOUR.times(4) + MINUTE.times(50);
    let clock = clock(&asked.told(&policy, now).facts(), &policy, &lunch(2), now);
    assert_eq!(
        (clock.first_answer.used, clock.state),
        (Millis(0), State::Closed { until: Some(NINE + HOUR.times(5)) })
    );
    assert_eq!(clock.first_answer.at, NINE + MINUTE.times(330));
}

#[test]
fn frappe_2449_a_hold_is_not_added_to_when_it_was_asked() {
    // A hold from closing to the next opening covers nothing and moves nothing.
    let held = story(&[wait(8, WaitingOn::Requester), resume(24)]);
    let clock = at(&held, &policy(60, 9 * 60), NINE + HOUR.times(24));
    assert_eq!(clock.done.at, NINE + HOUR.times(25));
}

#[test]
fn osticket_3034_and_6524_a_status_says_whether_it_pauses() {
    let parts = story(&[(MINUTE, Happening::Answered), wait(1, WaitingOn::Parts), resume(3)]);
    let due = |pauses_on: &[WaitingOn]| {
        let policy = Policy { pauses_on: pauses_on.to_vec(), ..policy(60, 240) };
        at(&parts, &policy, NINE + HOUR.times(3)).done.at
    };
    assert_eq!(due(&[WaitingOn::Parts]), NINE + HOUR.times(6));
    assert_eq!(due(&[WaitingOn::Requester]), NINE + HOUR.times(4));
}

#[test]
fn osticket_6739_a_week_may_begin_on_any_day() {
    for first in 0..7 {
        // Open on that weekday only.
        let weekly = (0..4).map(|week| {
            let from = NINE + DAY.times(first + 7 * week);
            Interval { from, to: from + HOUR.times(8) }
        });
        let open = Coverage::new(weekly.collect());
        let policy = policy(60, 12 * 60);
        let story = asked(NINE);
        let clock = clock(&story.told(&policy, NINE).facts(), &policy, &open, NINE);
        assert_eq!(clock.done.at, NINE + DAY.times(first + 7) + HOUR.times(4), "open on day {first}");
    }
}

#[test]
fn osticket_6847_a_lunch_break_leaves_the_afternoon_open() {
    let policy = policy(60, 8 * 60);
    let story = asked(NINE);
    let clock = clock(&story.told(&policy, NINE).facts(), &policy, &lunch(2), NINE);
    assert_eq!(clock.done.at, NINE + HOUR.times(9));
}
