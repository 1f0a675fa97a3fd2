//! Writers at once: on SQLite they share commits, and each still stands for himself.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use store::{Store, StoreError, Tx, meta};

use crate::harness::{Folder, on_sqlite, raw};

/// Polls a future once and says whether it is still under way: a writer who was asked to wait stands in the queue then.
async fn waits<F: Future>(future: &mut Pin<&mut F>) -> bool {
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
}

async fn kept(store: &Store, key: &str) -> Option<String> {
    let mut tx = store.read().await.unwrap();
    meta::get(&mut tx, key).await.unwrap()
}

async fn put(store: &Store, key: &str) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    meta::put(&mut tx, key, "there").await?;
    tx.commit().await
}

async fn number(tx: &mut Tx) -> i64 {
    meta::get(tx, "number").await.unwrap().map_or(0, |text| text.parse().unwrap())
}

async fn writers_at_once_lose_nothing_and_take_back_only_their_own(store: Store) {
    let writers = (0..60).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut tx = store.write().await.unwrap();
            let before = number(&mut tx).await;
            meta::put(&mut tx, "number", &(before + 1).to_string()).await.unwrap();
            meta::put(&mut tx, &format!("writer {n}"), "there").await.unwrap();
            match n % 3 {
                0 => tx.commit().await.unwrap(),
                1 => tx.rollback().await.unwrap(),
                _ => drop(tx),
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let mut tx = store.write().await.unwrap();
    assert_eq!(number(&mut tx).await, 20);
    for n in 0..60 {
        let there = meta::get(&mut tx, &format!("writer {n}")).await.unwrap().is_some();
        assert_eq!(there, n % 3 == 0, "writer {n}");
    }
}

/// Writes two keys in one transaction; both are there, or neither.
async fn pair(store: &Store, round: usize) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    meta::put(&mut tx, &format!("left {round}"), "there").await?;
    meta::put(&mut tx, &format!("right {round}"), "there").await?;
    tx.commit().await
}

async fn a_writer_who_goes_away_at_any_point_leaves_all_or_nothing(store: Store) {
    let mut finished = 0;
    for round in 0..200 {
        // Somebody writes before and behind him, so that he goes away in the middle of a group.
        let first = store.write().await.unwrap();
        let steps = round % 40;
        {
            let mut leaver = pin!(pair(&store, round));
            let mut last = pin!(put(&store, "last"));
            assert!(waits(&mut leaver).await && waits(&mut last).await);
            let mut first = pin!(first.commit());
            let mut left = steps;
            poll_fn(|cx| {
                let _ = first.as_mut().poll(cx).is_ready();
                if left == 0 {
                    return Poll::Ready(());
                }
                left -= 1;
                match leaver.as_mut().poll(cx) {
                    Poll::Ready(done) => {
                        done.unwrap();
                        finished += 1;
                        left = 0;
                        Poll::Ready(())
                    }
                    Poll::Pending => {
                        cx.waker().wake_by_ref();
                        Poll::Pending
                    }
                }
            })
            .await;
        }
        put(&store, "after").await.unwrap();
        let left = kept(&store, &format!("left {round}")).await;
        assert_eq!(left, kept(&store, &format!("right {round}")).await, "round {round}");
    }
    // How far a writer comes in so many polls is up to the machine; none of the rounds may fail either way.
    assert!(finished < 200);
}

async fn an_answer_about_a_neighbours_work_waits_until_it_is_on_disk(store: Store) {
    let mut first = store.write().await.unwrap();
    let mut reader = pin!(store.write());
    let mut last = pin!(store.write());
    assert!(waits(&mut reader).await && waits(&mut last).await);
    meta::put(&mut first, "first", "there").await.unwrap();
    let mut first = pin!(first.commit());
    assert!(waits(&mut first).await);
    let mut reader = reader.await.unwrap();
    assert!(meta::get(&mut reader, "first").await.unwrap().is_some());
    let mut reader = pin!(reader.rollback());
    assert!(waits(&mut reader).await);
    // The group can't end while its last member writes, and until then nobody is told anything or sees anything.
    let last = last.await.unwrap();
    assert!(waits(&mut first).await && waits(&mut reader).await);
    assert_eq!(kept(&store, "first").await, None);
    let (last, first, reader) = (last.commit().await, first.await, reader.await);
    last.and(first).and(reader).unwrap();
    assert!(kept(&store, "first").await.is_some());
}

async fn a_disk_that_is_full_for_one_is_told_to_all_of_the_group(store: Store) {
    let mut first = store.write().await.unwrap();
    let mut second = pin!(store.write());
    let mut third = pin!(store.write());
    assert!(waits(&mut second).await && waits(&mut third).await);
    meta::put(&mut first, "first", "there").await.unwrap();
    // No page more than there are: what a full disk does, without one.
    let Tx::Sqlite(tx) = &mut first else { unreachable!() };
    sqlx::query("pragma max_page_count = 1").fetch_all(&mut **tx).await.unwrap();
    let mut first = pin!(first.commit());
    assert!(waits(&mut first).await);
    let mut second = second.await.unwrap();
    let full = meta::put(&mut second, "big", &"x".repeat(1_000_000)).await;
    assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
    drop(second);
    let undone = first.await;
    assert!(matches!(undone, Err(StoreError::Busy)), "{undone:?}");
    // Whoever stood behind begins a group of his own.
    let mut third = third.await.unwrap();
    assert_eq!(meta::get(&mut third, "first").await.unwrap(), None);
    meta::put(&mut third, "third", "there").await.unwrap();
    third.commit().await.unwrap();
    assert!(kept(&store, "third").await.is_some());
}

async fn a_commit_that_fails_fails_for_all_of_the_group(store: Store) {
    let mut first = store.write().await.unwrap();
    let mut second = pin!(store.write());
    assert!(waits(&mut second).await);
    meta::put(&mut first, "first", "there").await.unwrap();
    let mut first = pin!(first.commit());
    assert!(waits(&mut first).await);
    let mut second = second.await.unwrap();
    // A broken reference that is looked at only by the commit.
    raw(&mut second, "pragma defer_foreign_keys = on").await.unwrap();
    raw(&mut second, "insert into watcher (ticket, person, added_at) values (1, 1, 1)").await.unwrap();
    let second = second.commit().await;
    let first = first.await;
    assert!(matches!(second, Err(StoreError::Database(_))), "{second:?}");
    assert!(matches!(first, Err(StoreError::Database(_))), "{first:?}");
    assert_eq!(kept(&store, "first").await, None);
    put(&store, "after").await.unwrap();
}

macro_rules! on_sqlite_alone {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::harness::on_sqlite(super::$name).await;
            })+
        }
    };
}

on_sqlite_alone! {
    writers_at_once_lose_nothing_and_take_back_only_their_own,
    a_writer_who_goes_away_at_any_point_leaves_all_or_nothing,
    an_answer_about_a_neighbours_work_waits_until_it_is_on_disk,
    a_disk_that_is_full_for_one_is_told_to_all_of_the_group,
    a_commit_that_fails_fails_for_all_of_the_group,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_writers_than_a_group_takes_are_all_served() {
    on_sqlite(async |store: Store| {
        let writers = (0..300).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { put(&store, &format!("writer {n}")).await })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap().unwrap();
        }
        for n in 0..300 {
            assert!(kept(&store, &format!("writer {n}")).await.is_some(), "writer {n}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_lock_delays_writers_and_reaches_none_of_them() {
    let folder = Folder::new();
    let ours = Store::open(&folder.url("deskbell.db")).await.unwrap();
    ours.migrate().await.unwrap();
    let foreign = Store::open(&folder.url("deskbell.db")).await.unwrap();
    let lock = foreign.write().await.unwrap();
    let writers = (0..8).map(|_| {
        let store = ours.clone();
        tokio::spawn(async move {
            for _ in 0..25 {
                let mut tx = store.write().await.unwrap();
                let before = number(&mut tx).await;
                meta::put(&mut tx, "number", &(before + 1).to_string()).await.unwrap();
                tx.commit().await.unwrap();
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    // The writers meet the lock before it is given back: each has been polled by then, or comes later and finds none.
    tokio::task::yield_now().await;
    assert_eq!(kept(&ours, "number").await, None);
    lock.rollback().await.unwrap();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(kept(&ours, "number").await.as_deref(), Some("200"));
}
