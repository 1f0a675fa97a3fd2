//! Calendars, the matrix, policies, suppliers and alarms, as they are stored.

use domain::coverage::matrix::{Audience, CoverageRow};
use domain::coverage::{Holiday, Repeats, Version, Week};
use domain::ids::{CalendarId, CoverageRowId, TicketId};
use domain::locale::Language;
use domain::promise::{Ahead, Case, Need, Policy, Promise, Rule, Urgency};
use domain::ticket::Impact;
use domain::time::{DAY, HOUR, Minutes, UnixMs};
use store::promise::{self, Own};
use store::{Store, Tx};

use crate::harness::{MONDAY, ana, change, resolution, ticket as ask};

fn version(at: UnixMs, zone: &str) -> Version {
    let christmas = Holiday {
        date: "2026-12-25".parse().unwrap(),
        name: "Navidad & \"fiesta\"".into(),
        repeats: Repeats::Yearly,
    };
    Version { valid_from: at, zone: zone.into(), week: Week::default(), holidays: vec![christmas] }
}

async fn calendar(tx: &mut Tx, name: &str) -> CalendarId {
    let id = promise::add_calendar(tx, name, MONDAY).await.unwrap();
    promise::put_version(tx, id, &version(UnixMs(0), "UTC")).await.unwrap();
    id
}

async fn a_calendar_keeps_its_versions_up_to_the_one_that_is_put(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = calendar(&mut tx, "Madrid").await;
    for (at, zone) in [(MONDAY + DAY, "Asia/Tokyo"), (MONDAY, "Europe/Madrid"), (MONDAY, "Europe/Lisbon")] {
        promise::put_version(&mut tx, id, &version(at, zone)).await.unwrap();
    }
    assert!(promise::rename_calendar(&mut tx, id, "Lisboa").await.unwrap());
    assert!(!promise::rename_calendar(&mut tx, CalendarId(99), "Lisboa").await.unwrap());
    let levels = promise::load(&mut tx).await.unwrap();
    let stored = levels.calendar(id).unwrap();
    assert_eq!(stored.name, "Lisboa");
    assert_eq!(stored.versions, [version(UnixMs(0), "UTC"), version(MONDAY, "Europe/Lisbon")]);
}

fn row(calendar: CalendarId, name: &str) -> CoverageRow {
    CoverageRow {
        id: CoverageRowId(0),
        name: name.into(),
        audience: Audience::External,
        groups: vec!["Business".into()],
        locations: vec!["EMEA".into(), "Américas".into()],
        languages: vec![Language::En, Language::Es],
        calendar,
        desk: Some("Operations".into()),
    }
}

async fn the_matrix_is_replaced_as_a_whole_and_keeps_its_order(store: Store) {
    let mut tx = store.write().await.unwrap();
    let calendar = calendar(&mut tx, "Always").await;
    promise::save_rows(&mut tx, &[row(calendar, "old")]).await.unwrap();
    let plain =
        CoverageRow { groups: Vec::new(), desk: None, audience: Audience::Everybody, ..row(calendar, "b") };
    let ids = promise::save_rows(&mut tx, &[row(calendar, "z"), plain.clone()]).await.unwrap();
    let levels = promise::load(&mut tx).await.unwrap();
    let expected = [CoverageRow { id: ids[0], ..row(calendar, "z") }, CoverageRow { id: ids[1], ..plain }];
    assert_eq!(levels.rows, expected);
}

async fn a_calendar_that_is_used_stays(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (by_row, by_ticket, by_supplier, free) = (
        calendar(&mut tx, "a").await,
        calendar(&mut tx, "b").await,
        calendar(&mut tx, "c").await,
        calendar(&mut tx, "d").await,
    );
    promise::save_rows(&mut tx, &[row(by_row, "row")]).await.unwrap();
    let ana = ana(&mut tx).await;
    let new = store::ticket::NewTicket { calendar: Some(by_ticket), ..crate::harness::asked(ana) };
    store::ticket::insert(&mut tx, &new).await.unwrap();
    promise::add_supplier(&mut tx, "Papyrus", Minutes(60), by_supplier, MONDAY).await.unwrap();
    for used in [by_row, by_ticket, by_supplier, CalendarId(99)] {
        assert!(!promise::remove_calendar(&mut tx, used).await.unwrap(), "{used:?}");
    }
    assert!(promise::remove_calendar(&mut tx, free).await.unwrap());
    assert_eq!(promise::load(&mut tx).await.unwrap().calendar(free), None);
}

async fn policies_are_in_the_order_of_their_dates_and_one_of_a_date_is_replaced(store: Store) {
    let mut tx = store.write().await.unwrap();
    let percent = |warn_percent| Policy { warn_percent, ..Policy::default() };
    for (at, policy) in [(MONDAY, percent(50)), (UnixMs(0), percent(60)), (MONDAY, percent(70))] {
        promise::put_policy(&mut tx, at, &policy, None, MONDAY).await.unwrap();
    }
    let levels = promise::load(&mut tx).await.unwrap();
    let told: Vec<(UnixMs, u8)> =
        levels.policies.iter().map(|version| (version.valid_from, version.policy.warn_percent)).collect();
    assert_eq!(told, [(UnixMs(0), 60), (MONDAY, 70)]);
    let full = Policy {
        rules: vec![Rule { impact: Some(Impact::Team), ..Policy::default().rules[0] }],
        pauses_on: Vec::new(),
        ..percent(80)
    };
    promise::put_policy(&mut tx, MONDAY, &full, None, MONDAY).await.unwrap();
    assert_eq!(promise::load(&mut tx).await.unwrap().policy(MONDAY), Some(&full));
}

async fn a_supplier_has_one_name_and_a_ticket_waits_for_one_at_a_time(store: Store) {
    let mut tx = store.write().await.unwrap();
    let calendar = calendar(&mut tx, "Always").await;
    let add = promise::add_supplier(&mut tx, "Papyrus", Minutes(60), calendar, MONDAY).await.unwrap();
    let supplier = add.unwrap();
    assert_eq!(promise::add_supplier(&mut tx, "Papyrus", Minutes(1), calendar, MONDAY).await.unwrap(), None);
    assert!(promise::save_supplier(&mut tx, supplier, Minutes(90), calendar).await.unwrap());
    assert_eq!(promise::load(&mut tx).await.unwrap().supplier(supplier).map(|s| s.target), Some(Minutes(90)));

    let ana = ana(&mut tx).await;
    let ticket = ask(&mut tx, ana).await;
    promise::begin_wait(&mut tx, supplier, ticket, MONDAY, MONDAY + HOUR).await.unwrap();
    promise::begin_wait(&mut tx, supplier, ticket, MONDAY + DAY, MONDAY + DAY).await.unwrap();
    let running = promise::running_wait(&mut tx, ticket).await.unwrap().unwrap();
    assert_eq!((running.since, running.due_at, running.ended_at), (MONDAY, MONDAY + HOUR, None));
    promise::end_wait(&mut tx, ticket, MONDAY + DAY).await.unwrap();
    assert_eq!(promise::running_wait(&mut tx, ticket).await.unwrap(), None);
    promise::begin_wait(&mut tx, supplier, ticket, MONDAY + DAY, MONDAY + DAY).await.unwrap();
    let ends: Vec<_> = promise::waits(&mut tx, MONDAY)
        .await
        .unwrap()
        .iter()
        .map(|wait| (wait.since, wait.ended_at))
        .collect();
    assert_eq!(ends, [(MONDAY, Some(MONDAY + DAY)), (MONDAY + DAY, None)]);
    assert_eq!(promise::waits(&mut tx, MONDAY + HOUR).await.unwrap().len(), 1);
}

async fn nobody_is_told_the_same_twice(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let ticket = ask(&mut tx, ana).await;
    assert!(promise::tell(&mut tx, "T-1001/done/0/warning", ticket, MONDAY).await.unwrap());
    assert!(!promise::tell(&mut tx, "T-1001/done/0/warning", ticket, MONDAY + DAY).await.unwrap());
    assert!(promise::tell(&mut tx, "T-1001/done/0/breach", ticket, MONDAY).await.unwrap());
}

async fn the_earliest_alarms_that_are_due_come_first(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let mut tickets = Vec::new();
    for hours in [3, 1, 2, 9] {
        let id = ask(&mut tx, ana).await;
        let ahead = Ahead { alarm_at: Some(MONDAY + HOUR.times(hours)), ..Ahead::default() };
        let promise = Promise { first_due_at: MONDAY, due_at: MONDAY + DAY };
        promise::set_ahead(&mut tx, id, promise, ahead).await.unwrap();
        let stored = store::ticket::by_id(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((stored.promise, stored.ahead), (promise, ahead));
        tickets.push(id);
    }
    let due = promise::alarms_due(&mut tx, MONDAY + HOUR.times(3), 10).await.unwrap();
    assert_eq!(due, [tickets[1], tickets[2], tickets[0]]);
    assert_eq!(promise::alarms_due(&mut tx, MONDAY + HOUR.times(3), 1).await.unwrap(), [tickets[1]]);
}

async fn open_tickets_of_a_calendar_are_those_that_name_it_or_none_where_it_is_the_desks_own(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (own, other) = (calendar(&mut tx, "Desk").await, calendar(&mut tx, "Other").await);
    let ana = ana(&mut tx).await;
    let mut ids = Vec::new();
    for calendar in [None, Some(own), Some(other), None] {
        let new = store::ticket::NewTicket {
            calendar,
            needs: vec![Need::Budget],
            wanted_by: Some(MONDAY),
            ..crate::harness::asked(ana)
        };
        ids.push(store::ticket::insert(&mut tx, &new).await.unwrap());
    }
    change(&mut tx, ids[3], |ticket| ticket.resolved = Some(resolution(ana, MONDAY))).await;
    let on = async |tx: &mut Tx, calendar, own| {
        promise::open_on(tx, calendar, own, TicketId(0), 10).await.unwrap()
    };
    assert_eq!(on(&mut tx, own, Own::Yes).await, [ids[0], ids[1]]);
    assert_eq!(on(&mut tx, other, Own::No).await, [ids[2]]);
    assert_eq!(promise::open_on(&mut tx, own, Own::Yes, ids[0], 10).await.unwrap(), [ids[1]]);
}

async fn the_latest_that_are_alike_and_how_they_were_kept(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let calendar = calendar(&mut tx, "Other").await;
    let mut ids = Vec::new();
    for (hours, calendar) in [(1, None), (7, None), (2, None), (3, Some(calendar))] {
        let new = store::ticket::NewTicket { calendar, ..crate::harness::asked(ana) };
        let id = store::ticket::insert(&mut tx, &new).await.unwrap();
        change(&mut tx, id, |ticket| {
            ticket.first_answer_at = Some(MONDAY + HOUR.times(hours));
            ticket.resolved = Some(resolution(ana, MONDAY + HOUR.times(hours)));
        })
        .await;
        ids.push(id);
    }
    let open = ask(&mut tx, ana).await;
    let case = Case::unseen(Urgency::Normal);
    let numbers = |tickets: Vec<domain::ticket::Ticket>| tickets.iter().map(|one| one.id).collect::<Vec<_>>();
    let alike = promise::alike(&mut tx, case, None, 10).await.unwrap();
    assert_eq!(numbers(alike), [ids[1], ids[2], ids[0]]);
    let other = promise::alike(&mut tx, case, Some(calendar), 10).await.unwrap();
    assert_eq!(numbers(other), [ids[3]]);
    let urgent = Case::unseen(Urgency::Urgent);
    assert_eq!(promise::alike(&mut tx, urgent, None, 10).await.unwrap(), []);
    assert_eq!(promise::kept(&mut tx, MONDAY).await.unwrap(), (4, 3, 1));
    assert_eq!(promise::kept(&mut tx, MONDAY + HOUR.times(3)).await.unwrap(), (2, 1, 0));
    assert_eq!(numbers(promise::tickets(&mut tx, ids[2], 10).await.unwrap()), [ids[3], open]);
}

on_both_engines! {
    the_latest_that_are_alike_and_how_they_were_kept,
    a_calendar_keeps_its_versions_up_to_the_one_that_is_put,
    the_matrix_is_replaced_as_a_whole_and_keeps_its_order,
    a_calendar_that_is_used_stays,
    policies_are_in_the_order_of_their_dates_and_one_of_a_date_is_replaced,
    a_supplier_has_one_name_and_a_ticket_waits_for_one_at_a_time,
    nobody_is_told_the_same_twice,
    the_earliest_alarms_that_are_due_come_first,
    open_tickets_of_a_calendar_are_those_that_name_it_or_none_where_it_is_the_desks_own,
}
