//! Rules, skills, limits, and tickets that wait for somebody.

use domain::ids::{CategoryId, RuleId, ServiceId};
use domain::locale::Language;
use domain::promise::Urgency;
use domain::routing::{Case, Skill, To, When};
use domain::ticket::{Channel, Pausing, Waiting, WaitingOn};
use domain::time::HOUR;
use store::{Store, routing};

use crate::harness::{MONDAY, ana, asked_at, bo, change, cy, label, resolution, ticket};

async fn rules_keep_the_order_that_they_are_given(store: Store) {
    let mut tx = store.write().await.unwrap();
    let bo = bo(&mut tx).await;
    let spanish = When { language: Some(Language::Es), service: Some(ServiceId(4)), ..When::default() };
    let first =
        routing::add_rule(&mut tx, &label("Spanish"), &spanish, To::Skilled, Some(bo), MONDAY).await.unwrap();
    let any = When::default();
    let second = routing::add_rule(&mut tx, &label("Bo"), &any, To::Person(bo), None, MONDAY).await.unwrap();
    let rules = routing::rules(&mut tx).await.unwrap();
    assert_eq!((rules[0].id, rules[0].when, rules[0].to), (first, spanish, To::Skilled));
    assert_eq!((rules[1].id, rules[1].name.as_str(), rules[1].to), (second, "Bo", To::Person(bo)));
    routing::order_rules(&mut tx, &[second, first]).await.unwrap();
    let order: Vec<RuleId> = routing::rules(&mut tx).await.unwrap().iter().map(|rule| rule.id).collect();
    assert_eq!(order, [second, first]);
    assert!(routing::remove_rule(&mut tx, second).await.unwrap());
    assert!(!routing::remove_rule(&mut tx, second).await.unwrap());
    tx.rollback().await.unwrap();
}

async fn what_somebody_knows_reads_back(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (bo, cy) = (bo(&mut tx).await, cy(&mut tx).await);
    let all = [
        (bo, Skill::Category(CategoryId(3))),
        (bo, Skill::Language(Language::Es)),
        (bo, Skill::Service(ServiceId(4))),
        (cy, Skill::Service(ServiceId(4))),
    ];
    for (person, skill) in all.into_iter().chain(all) {
        routing::set_skill(&mut tx, person, skill).await.unwrap();
    }
    assert_eq!(routing::skills(&mut tx).await.unwrap(), all);
    routing::clear_skills(&mut tx, bo).await.unwrap();
    assert_eq!(routing::skills(&mut tx).await.unwrap(), all[3..]);
    tx.rollback().await.unwrap();
}

async fn a_limit_is_set_and_taken_back(store: Store) {
    let mut tx = store.write().await.unwrap();
    let bo = bo(&mut tx).await;
    routing::set_limit(&mut tx, bo, Some(4)).await.unwrap();
    routing::set_limit(&mut tx, bo, Some(5)).await.unwrap();
    assert_eq!(routing::limits(&mut tx).await.unwrap(), [(bo, 5)]);
    routing::set_limit(&mut tx, bo, None).await.unwrap();
    assert_eq!(routing::limits(&mut tx).await.unwrap(), []);
    tx.rollback().await.unwrap();
}

async fn the_work_of_somebody_is_what_is_open_and_waits_for_nobody(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    for n in 0..4 {
        let id = ticket(&mut tx, ana).await;
        change(&mut tx, id, |ticket| {
            ticket.assignee = (n < 3).then_some(bo);
            ticket.waiting = (n == 1).then_some(Waiting {
                on: WaitingOn::Parts,
                since: MONDAY,
                pausing: Pausing::Stops,
                supplier: None,
            });
            ticket.resolved = (n == 2).then(|| resolution(bo, MONDAY));
        })
        .await;
    }
    assert_eq!(routing::loads(&mut tx).await.unwrap(), [(bo, 1)]);
    tx.rollback().await.unwrap();
}

async fn what_waits_for_somebody_waits_once_and_the_oldest_first(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let (one, two) = (ticket(&mut tx, ana).await, ticket(&mut tx, ana).await);
    routing::put_back(&mut tx, one, MONDAY + HOUR).await.unwrap();
    routing::put_back(&mut tx, two, MONDAY).await.unwrap();
    routing::put_back(&mut tx, one, MONDAY - HOUR).await.unwrap();
    assert_eq!(routing::unrouted(&mut tx, 9).await.unwrap(), [two, one]);
    assert_eq!(routing::unrouted(&mut tx, 1).await.unwrap(), [two]);
    routing::routed(&mut tx, two).await.unwrap();
    assert_eq!(routing::unrouted(&mut tx, 9).await.unwrap(), [one]);
    tx.rollback().await.unwrap();
}

async fn what_came_and_what_was_resolved_tell_their_topic(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let access = store::category::insert(&mut tx, None, &label("Access"), MONDAY).await.unwrap();
    let password = store::category::insert(&mut tx, Some(access), &label("Password"), MONDAY).await.unwrap();
    let vpn = store::service::insert(&mut tx, &label("VPN"), MONDAY).await.unwrap();
    let id = ticket(&mut tx, ana).await;
    change(&mut tx, id, |ticket| {
        ticket.service = Some(vpn);
        ticket.category = Some(password);
        ticket.resolved = Some(resolution(bo, MONDAY + HOUR));
    })
    .await;
    store::ticket::insert(&mut tx, &asked_at(ana, MONDAY + HOUR.times(2))).await.unwrap();
    let came = routing::came(&mut tx, MONDAY, MONDAY + HOUR, 9).await.unwrap();
    let case = Case {
        service: Some(vpn),
        category: Some(password),
        parent: Some(access),
        language: Language::Es,
        channel: Channel::Portal,
        urgency: Urgency::Normal,
    };
    assert_eq!(came, [routing::Came { ticket: id, at: MONDAY, case }]);
    let shown = routing::shown(&mut tx, MONDAY).await.unwrap();
    assert_eq!(shown, [(bo, Skill::Service(vpn), 1), (bo, Skill::Category(password), 1)]);
    assert_eq!(routing::shown(&mut tx, MONDAY + HOUR.times(2)).await.unwrap(), []);
    tx.rollback().await.unwrap();
}

on_both_engines! {
    rules_keep_the_order_that_they_are_given,
    what_somebody_knows_reads_back,
    a_limit_is_set_and_taken_back,
    the_work_of_somebody_is_what_is_open_and_waits_for_nobody,
    what_waits_for_somebody_waits_once_and_the_oldest_first,
    what_came_and_what_was_resolved_tell_their_topic,
}
