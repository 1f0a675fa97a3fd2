//! Jobs that come round.

use domain::time::{DAY, HOUR, MINUTE, UnixMs};
use store::{Store, job};

use crate::harness::MONDAY;

const LEASE: domain::time::Millis = MINUTE.times(5);

async fn claim(store: &Store, now: UnixMs) -> bool {
    let mut tx = store.write().await.unwrap();
    let mine = job::claim(&mut tx, "close", now, LEASE, HOUR).await.unwrap();
    tx.commit().await.unwrap();
    mine
}

async fn a_job_is_due_at_once_and_then_when_it_said(store: Store) {
    assert!(claim(&store, MONDAY).await);
    let mut tx = store.write().await.unwrap();
    assert_eq!(job::last_ok(&mut tx, "close").await.unwrap(), None);
    job::done(&mut tx, "close", MONDAY, MONDAY + HOUR).await.unwrap();
    assert_eq!(job::last_ok(&mut tx, "close").await.unwrap(), Some(MONDAY));
    assert_eq!(job::last_ok(&mut tx, "other").await.unwrap(), None);
    tx.commit().await.unwrap();
    assert!(!claim(&store, MONDAY + HOUR - MINUTE).await);
    assert!(claim(&store, MONDAY + HOUR).await);
}

async fn of_five_who_claim_a_job_at_once_one_gets_it(store: Store) {
    let claims: Vec<_> = (0..5)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { claim(&store, MONDAY).await })
        })
        .collect();
    let mut mine = 0;
    for claim in claims {
        mine += u32::from(claim.await.unwrap());
    }
    assert_eq!(mine, 1);
}

async fn a_job_whose_runner_died_is_due_again_when_the_lease_is_over(store: Store) {
    assert!(claim(&store, MONDAY).await);
    assert!(!claim(&store, MONDAY + LEASE - MINUTE).await);
    assert!(claim(&store, MONDAY + LEASE).await);
}

async fn a_job_whose_runner_died_is_due_at_once_to_whoever_is_alone(store: Store) {
    assert!(claim(&store, MONDAY).await);
    let mut tx = store.write().await.unwrap();
    job::release_all(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(claim(&store, MONDAY).await);
}

async fn a_job_that_failed_tries_again_and_keeps_its_last_success(store: Store) {
    assert!(claim(&store, MONDAY).await);
    let mut tx = store.write().await.unwrap();
    job::done(&mut tx, "close", MONDAY, MONDAY + MINUTE).await.unwrap();
    tx.commit().await.unwrap();
    assert!(claim(&store, MONDAY + MINUTE).await);
    let mut tx = store.write().await.unwrap();
    job::failed(&mut tx, "close", MONDAY + MINUTE, MONDAY + MINUTE.times(2)).await.unwrap();
    assert_eq!(job::last_ok(&mut tx, "close").await.unwrap(), Some(MONDAY));
    tx.commit().await.unwrap();
    assert!(!claim(&store, MONDAY + MINUTE).await);
    assert!(claim(&store, MONDAY + MINUTE.times(2)).await);
}

async fn a_clock_that_ran_ahead_does_not_stop_a_job_for_years(store: Store) {
    let wrong = MONDAY + DAY.times(3650);
    assert!(claim(&store, wrong).await);
    assert!(claim(&store, MONDAY).await);
    let mut tx = store.write().await.unwrap();
    job::done(&mut tx, "close", wrong, wrong + HOUR).await.unwrap();
    tx.commit().await.unwrap();
    assert!(claim(&store, MONDAY).await);
}

on_both_engines! {
    a_job_is_due_at_once_and_then_when_it_said,
    of_five_who_claim_a_job_at_once_one_gets_it,
    a_job_whose_runner_died_is_due_again_when_the_lease_is_over,
    a_job_whose_runner_died_is_due_at_once_to_whoever_is_alone,
    a_job_that_failed_tries_again_and_keeps_its_last_success,
    a_clock_that_ran_ahead_does_not_stop_a_job_for_years,
}
