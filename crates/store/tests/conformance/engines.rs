//! What each engine was told when its connections were opened, read back from it.

use std::pin::pin;

use futures::future::join_all;
use futures::poll;
use sqlx::AssertSqlSafe;
use store::{Engine, Store, Tx, sql};
use tokio::task::yield_now;

use crate::harness::{on_postgres, on_sqlite};

async fn setting(tx: &mut Tx, name: &'static str) -> String {
    match tx {
        Tx::Sqlite(tx) => {
            let row: Result<(i64,), _> = sqlx::query_as(name).fetch_one(&mut **tx).await;
            match row {
                Ok((number,)) => number.to_string(),
                Err(_) => sqlx::query_as::<_, (String,)>(name).fetch_one(&mut **tx).await.unwrap().0,
            }
        }
        Tx::Postgres(tx) => sqlx::query_as::<_, (String,)>(name).fetch_one(&mut **tx).await.unwrap().0,
    }
}

async fn settings(tx: &mut Tx, expected: &[(&'static str, &str)]) {
    for (name, value) in expected {
        assert_eq!(setting(tx, name).await, *value, "{name}");
    }
}

#[tokio::test]
async fn sqlite_survives_the_loss_of_power_and_checks_references() {
    on_sqlite(async |store: Store| {
        assert_eq!(store.engine(), Engine::Sqlite);
        let mut tx = store.write().await.unwrap();
        let writer = [
            ("pragma journal_mode", "wal"),
            // 2 is FULL.
            ("pragma synchronous", "2"),
            ("pragma foreign_keys", "1"),
            ("pragma busy_timeout", "5000"),
            ("pragma query_only", "0"),
        ];
        settings(&mut tx, &writer).await;
        let readers = [
            ("pragma journal_mode", "wal"),
            ("pragma foreign_keys", "1"),
            ("pragma busy_timeout", "5000"),
            ("pragma query_only", "1"),
        ];
        // All four readers at once, so that each is a connection of its own.
        let mut open = Vec::new();
        for _ in 0..4 {
            let mut tx = store.read().await.unwrap();
            settings(&mut tx, &readers).await;
            open.push(tx);
        }
    })
    .await;
}

#[tokio::test]
async fn every_table_of_sqlite_checks_its_kinds() {
    on_sqlite(async |store: Store| {
        let mut tx = store.read().await.unwrap();
        let Tx::Sqlite(tx) = &mut tx else { unreachable!() };
        let loose: Vec<(String,)> = sqlx::query_as(
            "select name from pragma_table_list
                where type = 'table' and not strict and schema = 'main'
                    and name not like 'search%' and name not like 'sqlite%' and name <> 'schema_migration'",
        )
        .fetch_all(&mut **tx)
        .await
        .unwrap();
        assert_eq!(loose, []);
    })
    .await;
}

#[tokio::test]
async fn no_statement_reads_the_whole_of_a_table_that_grows() {
    // As a plan calls them: tables, and the aliases under which statements speak of them.
    let growing: Vec<&str> =
        "ticket t me event e post file f session s watcher w guest_link idempotency".split(' ').collect();
    on_sqlite(async |store: Store| {
        let mut tx = store.write().await.unwrap();
        let Tx::Sqlite(tx) = &mut tx else { unreachable!() };
        let mut slow = Vec::new();
        let mut plans = 0;
        // The plan of an insert lists checks of references that SQLite skips unless one was broken before.
        let skipped = |text: &str| text.starts_with("create") || text.starts_with("insert");
        // An export, a report and a check read everything: that is what they are for.
        let whole = |module: &str| ["engine::table", "report", "transfer"].contains(&module);
        let statements = sql::register().filter(|statement| !whole(statement.module));
        for statement in statements.filter(|statement| !skipped(statement.sql.sqlite)) {
            let explain = AssertSqlSafe(format!("explain query plan {}", statement.sql.sqlite));
            let plan: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(explain).fetch_all(&mut **tx).await.unwrap();
            for (_, _, _, step) in plan {
                plans += 1;
                // The index of open tickets holds just those that are read.
                let scanned =
                    step.strip_prefix("SCAN ").filter(|scanned| !scanned.contains("ticket_open_idx"));
                if scanned
                    .and_then(|scanned| scanned.split(' ').next())
                    .is_some_and(|table| growing.contains(&table))
                {
                    slow.push(format!("{}::{}: {step}", statement.module, statement.name));
                }
            }
        }
        assert!(plans > 80);
        assert!(slow.is_empty(), "{}", slow.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn postgres_waits_five_seconds_for_a_lock_and_reads_one_snapshot() {
    on_postgres("postgres_waits_five_seconds_for_a_lock_and_reads_one_snapshot", async |store: Store| {
        assert_eq!(store.engine(), Engine::Postgres);
        let mut tx = store.write().await.unwrap();
        let writer = [
            ("show lock_timeout", "5s"),
            ("show synchronous_commit", "on"),
            ("show transaction_isolation", "read committed"),
        ];
        settings(&mut tx, &writer).await;
        let mut tx = store.read().await.unwrap();
        let reader =
            [("show transaction_isolation", "repeatable read"), ("show transaction_read_only", "on")];
        settings(&mut tx, &reader).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_goes_away_while_he_begins_to_read_refuses_nobody_his_write() {
    on_postgres("who_goes_away_while_he_begins_to_read_refuses_nobody_his_write", async |store: Store| {
        let mut gone = 0;
        for patience in 0..200 {
            gone += i32::from(!begins_within(patience % 40, store.read()).await);
            for outcome in join_all((0..10).map(|_| store.writable())).await {
                outcome.unwrap();
            }
        }
        assert!(gone > 20, "{gone} went away before they had begun");
    })
    .await;
}

/// Looks so many times whether it is done, and goes away.
async fn begins_within<T>(patience: usize, begin: impl Future<Output = T>) -> bool {
    let mut begin = pin!(begin);
    for _ in 0..patience {
        if poll!(begin.as_mut()).is_ready() {
            return true;
        }
        yield_now().await;
    }
    false
}
