//! What live pages build on: events in order, snapshots that hold still, and being woken.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::event::Change;
use domain::ids::EventSeq;
use store::{Engine, Snapshot, Store, event, meta, ticket};

use crate::harness::{ana, happened, raw, ticket as ask};

async fn a_reader_of_the_log_never_finds_an_earlier_event_later(store: Store) {
    const WRITERS: usize = 8;
    const EACH: usize = 12;
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let mut tickets = Vec::new();
    for _ in 0..WRITERS {
        tickets.push(ask(&mut tx, ana).await);
    }
    tx.commit().await.unwrap();

    let working = Arc::new(AtomicUsize::new(WRITERS));
    let writers: Vec<_> = tickets
        .into_iter()
        .enumerate()
        .map(|(n, id)| {
            let (store, working) = (store.clone(), working.clone());
            tokio::spawn(async move {
                for round in 0..EACH {
                    let mut tx = store.write().await.unwrap();
                    happened(&mut tx, id, &Change::Replied).await;
                    // Some transactions are long and some are given up, so that numbers are taken and not used.
                    for _ in 0..(n + round) % 4 {
                        meta::put(&mut tx, &format!("{n}"), "busy").await.unwrap();
                    }
                    match (n + round) % 5 {
                        0 => tx.rollback().await.unwrap(),
                        _ => tx.commit().await.unwrap(),
                    }
                }
                working.fetch_sub(1, Ordering::SeqCst);
            })
        })
        .collect();

    let mut seen: Vec<EventSeq> = Vec::new();
    loop {
        let last_round = working.load(Ordering::SeqCst) == 0;
        let mut tx = store.read().await.unwrap();
        let after = seen.last().copied().unwrap_or(EventSeq(0));
        seen.extend(event::since(&mut tx, after, 7).await.unwrap().iter().map(|event| event.seq));
        let caught_up =
            event::last_seq(&mut tx).await.unwrap() == seen.last().copied().unwrap_or(EventSeq(0));
        if last_round && caught_up {
            break;
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }

    let mut tx = store.read().await.unwrap();
    let all: Vec<EventSeq> =
        event::since(&mut tx, EventSeq(0), i64::MAX).await.unwrap().iter().map(|event| event.seq).collect();
    assert!(all.len() > WRITERS * EACH / 2, "{}", all.len());
    assert_eq!(seen, all);
}

async fn who_appends_and_who_locks_a_ticket_do_not_wait_for_each_other_in_a_circle(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    tx.commit().await.unwrap();
    let workers: Vec<_> = (0..8)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    let mut tx = store.write().await.unwrap();
                    if n % 2 == 0 {
                        ticket::lock(&mut tx, id).await.unwrap();
                    }
                    happened(&mut tx, id, &Change::Replied).await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let mut tx = store.read().await.unwrap();
    assert_eq!(event::of_ticket(&mut tx, id, EventSeq(0)).await.unwrap().len(), 80);
}

async fn a_reader_sees_one_state_while_others_write(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    tx.commit().await.unwrap();

    let mut reader = store.read().await.unwrap();
    assert_eq!(ticket::open_total(&mut reader).await.unwrap(), 1);
    let mut writer = store.write().await.unwrap();
    ask(&mut writer, ana).await;
    happened(&mut writer, id, &Change::Replied).await;
    assert_eq!(ticket::open_total(&mut reader).await.unwrap(), 1);
    writer.commit().await.unwrap();
    assert_eq!(ticket::open_total(&mut reader).await.unwrap(), 1);
    assert_eq!(event::last_seq(&mut reader).await.unwrap(), EventSeq(0));
    reader.commit().await.unwrap();

    let mut reader = store.read().await.unwrap();
    assert_eq!(ticket::open_total(&mut reader).await.unwrap(), 2);
}

async fn a_reader_can_not_write(store: Store) {
    let mut tx = store.read().await.unwrap();
    assert!(meta::put(&mut tx, "secret", "one").await.is_err());
}

async fn what_was_not_committed_has_not_happened(store: Store) {
    for dropped in [true, false] {
        let mut tx = store.write().await.unwrap();
        meta::put(&mut tx, "secret", "one").await.unwrap();
        if dropped {
            drop(tx);
        } else {
            tx.rollback().await.unwrap();
        }
        let mut tx = store.write().await.unwrap();
        assert_eq!(meta::get(&mut tx, "secret").await.unwrap(), None);
    }
}

async fn a_listener_wakes_on_a_commit_that_notified(store: Store) {
    let mut listener = store.listen().await.unwrap();
    // Long enough for a wake that should not come, short enough for a test.
    let patience = Duration::from_millis(200);
    let mut tx = store.write().await.unwrap();
    tx.notify().await.unwrap();
    tx.rollback().await.unwrap();
    assert!(tokio::time::timeout(patience, listener.recv()).await.is_err());

    for _ in 0..3 {
        let mut tx = store.write().await.unwrap();
        tx.notify().await.unwrap();
        tx.notify().await.unwrap();
        tx.commit().await.unwrap();
        match store.engine() {
            // There is no other process that could have committed.
            Engine::Sqlite => assert!(tokio::time::timeout(patience, listener.recv()).await.is_err()),
            Engine::Postgres => listener.recv().await.unwrap(),
        }
    }
}

async fn a_snapshot_changes_with_every_commit_and_not_for_one_reader(store: Store) {
    async fn now(store: &Store) -> Option<Snapshot> {
        store.read().await.unwrap().snapshot().await.unwrap()
    }
    if store.engine() == Engine::Sqlite {
        return assert_eq!(now(&store).await, None, "its one process counts what it commits");
    }
    let mut reader = store.read().await.unwrap();
    let seen = reader.snapshot().await.unwrap();
    for value in ["one", "two"] {
        let before = now(&store).await;
        let mut tx = store.write().await.unwrap();
        meta::put(&mut tx, "secret", value).await.unwrap();
        let meanwhile = now(&store).await;
        tx.commit().await.unwrap();
        let after = now(&store).await;
        assert!(before.is_some() && before != after && meanwhile != after);
    }
    assert_eq!(reader.snapshot().await.unwrap(), seen, "who reads sees one state");
}

async fn asking_whether_the_database_takes_writes_leaves_nothing(store: Store) {
    store.writable().await.unwrap();
    let mut tx = store.write().await.unwrap();
    assert_eq!(raw(&mut tx, "delete from meta").await.unwrap(), 0);
}

on_both_engines! {
    a_reader_of_the_log_never_finds_an_earlier_event_later,
    who_appends_and_who_locks_a_ticket_do_not_wait_for_each_other_in_a_circle,
    a_reader_sees_one_state_while_others_write,
    a_reader_can_not_write,
    what_was_not_committed_has_not_happened,
    a_listener_wakes_on_a_commit_that_notified,
    a_snapshot_changes_with_every_commit_and_not_for_one_reader,
    asking_whether_the_database_takes_writes_leaves_nothing,
}
