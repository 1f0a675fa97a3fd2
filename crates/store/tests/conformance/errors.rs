//! What the engines report, in the store's words.

use store::{Store, StoreError, Tx, meta, ticket};

use crate::harness::{Folder, ana, on_postgres, on_sqlite, raw, ticket as ask};

async fn pragma(tx: &mut Tx, text: &'static str) {
    let Tx::Sqlite(tx) = tx else { unreachable!() };
    sqlx::query(text).fetch_all(&mut **tx).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_named_and_what_was_stored_before_stays() {
    on_sqlite(async |store: Store| {
        let mut tx = store.write().await.unwrap();
        meta::put(&mut tx, "before", "one").await.unwrap();
        // No page more than there are: what a full disk does, without one.
        pragma(&mut tx, "pragma max_page_count = 1").await;
        tx.commit().await.unwrap();

        let mut tx = store.write().await.unwrap();
        let full = meta::put(&mut tx, "big", &"x".repeat(1_000_000)).await;
        assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
        drop(tx);

        let mut tx = store.write().await.unwrap();
        assert_eq!(meta::get(&mut tx, "before").await.unwrap().as_deref(), Some("one"));
        pragma(&mut tx, "pragma max_page_count = 1000000").await;
        meta::put(&mut tx, "big", &"x".repeat(1_000_000)).await.unwrap();
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_writer_of_another_process_makes_sqlite_busy() {
    let folder = Folder::new();
    let url = folder.url("deskbell.db");
    let first = Store::open(&url).await.unwrap();
    first.migrate().await.unwrap();
    let second = Store::open(&url).await.unwrap();
    let mut tx = second.write().await.unwrap();
    pragma(&mut tx, "pragma busy_timeout = 1").await;
    tx.rollback().await.unwrap();

    let holder = first.write().await.unwrap();
    let busy = second.write().await;
    assert!(matches!(busy, Err(StoreError::Busy)), "{busy:?}");
    let mut reader = second.read().await.unwrap();
    assert_eq!(ticket::open_total(&mut reader).await.unwrap(), 0);
    holder.commit().await.unwrap();
    second.write().await.unwrap();
}

#[tokio::test]
async fn a_ticket_that_another_server_holds_makes_postgres_busy() {
    on_postgres("a_ticket_that_another_server_holds_makes_postgres_busy", async |store: Store| {
        let mut tx = store.write().await.unwrap();
        let ana = ana(&mut tx).await;
        let id = ask(&mut tx, ana).await;
        tx.commit().await.unwrap();
        let mut holder = store.write().await.unwrap();
        ticket::lock(&mut holder, id).await.unwrap();
        let mut second = store.write().await.unwrap();
        raw(&mut second, "set local lock_timeout = '1ms'").await.unwrap();
        let busy = ticket::lock(&mut second, id).await;
        assert!(matches!(busy, Err(StoreError::Busy)), "{busy:?}");
    })
    .await;
}

#[tokio::test]
async fn what_postgres_reports_is_named() {
    on_postgres("what_postgres_reports_is_named", async |store: Store| {
        for (raise, full) in [
            ("do $$ begin raise exception using errcode = '53100'; end $$", true),
            ("do $$ begin raise exception using errcode = '40001'; end $$", false),
            ("do $$ begin raise exception using errcode = '40P01'; end $$", false),
        ] {
            let mut tx = store.write().await.unwrap();
            match StoreError::from(raw(&mut tx, raise).await.unwrap_err()) {
                StoreError::Full => assert!(full, "{raise}"),
                StoreError::Busy => assert!(!full, "{raise}"),
                other => panic!("{raise}: {other:?}"),
            }
        }
        let mut tx = store.write().await.unwrap();
        let unknown = StoreError::from(raw(&mut tx, "select nonsense").await.unwrap_err());
        assert!(matches!(unknown, StoreError::Database(_)), "{unknown:?}");
    })
    .await;
}

#[tokio::test]
async fn a_cause_stays_out_of_the_sentence() {
    on_sqlite(async |store: Store| {
        let mut tx = store.write().await.unwrap();
        let error = StoreError::from(raw(&mut tx, "select nonsense").await.unwrap_err());
        assert_eq!(error.to_string(), "the database failed");
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains("nonsense"), "{cause}");
    })
    .await;
}
