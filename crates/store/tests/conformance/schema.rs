//! The schema and its history.

use std::collections::BTreeSet;
use std::path::Path;

use domain::coverage::Window;
use domain::ids::TicketId;
use domain::ticket::{Pausing, WaitingOn};
use domain::time::{Minutes, UnixMs};
use store::{Store, StoreError, Tx, migrate};

use crate::harness::{Database, Folder, not_tried, on_postgres, on_sqlite, raw};

/// A column as both engines can describe it: table, name, kind, nullable, unique by itself.
type Column = (String, String, String, bool, bool);

const SQLITE_COLUMNS: &str = "select t.name, c.name, lower(c.type), c.\"notnull\" = 0 and c.pk = 0,
        c.pk > 0 and (select max(pk) from pragma_table_info(t.name)) = 1
        or exists (
            select 1 from pragma_index_list(t.name) i
            where i.\"unique\" and not i.partial
                and (select count(*) from pragma_index_info(i.name)) = 1
                and (select name from pragma_index_info(i.name)) = c.name
        )
    from sqlite_master t, pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'search%' and t.name not like 'sqlite%'";

const POSTGRES_COLUMNS: &str = "select cast(t.relname as text), cast(a.attname as text),
        format_type(a.atttypid, null), not a.attnotnull,
        exists (
            select 1 from pg_index i
            where i.indrelid = t.oid and i.indisunique and i.indpred is null
                and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
        )
    from pg_class t
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and t.relname <> 'search'";

/// Indexes that we named, whether they are unique, and whether they are partial.
type Index = (String, bool, bool);

const SQLITE_INDEXES: &str = "select i.name, i.\"unique\", i.partial
    from sqlite_master t, pragma_index_list(t.name) i
    where t.type = 'table' and i.origin = 'c'";

const POSTGRES_INDEXES: &str = "select cast(c.relname as text), i.indisunique, i.indpred is not null
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace and c.relname <> 'search_words_idx'
        and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)";

async fn described(store: &Store) -> (BTreeSet<Column>, BTreeSet<Index>) {
    let mut tx = store.read().await.unwrap();
    let (columns, indexes): (Vec<Column>, Vec<Index>) = match &mut tx {
        Tx::Sqlite(tx) => (
            sqlx::query_as(SQLITE_COLUMNS).fetch_all(&mut **tx).await.unwrap(),
            sqlx::query_as(SQLITE_INDEXES).fetch_all(&mut **tx).await.unwrap(),
        ),
        Tx::Postgres(tx) => (
            sqlx::query_as(POSTGRES_COLUMNS).fetch_all(&mut **tx).await.unwrap(),
            sqlx::query_as(POSTGRES_INDEXES).fetch_all(&mut **tx).await.unwrap(),
        ),
    };
    let kind = |kind: String| match kind.as_str() {
        "bigint" | "boolean" | "integer" => "integer".to_owned(),
        "blob" | "bytea" => "bytes".to_owned(),
        _ => kind,
    };
    let columns = columns
        .into_iter()
        .map(|(table, name, sort, nullable, unique)| (table, name, kind(sort), nullable, unique));
    (columns.collect(), indexes.into_iter().collect())
}

#[tokio::test]
async fn both_engines_have_the_same_schema() {
    on_postgres("both_engines_have_the_same_schema", async |postgres: Store| {
        on_sqlite(async |sqlite: Store| {
            let (columns, indexes) = described(&sqlite).await;
            let (postgres_columns, postgres_indexes) = described(&postgres).await;
            assert!(columns.len() > 100, "{columns:?}");
            assert!(
                columns.contains(&("person".into(), "email".into(), "text".into(), false, true)),
                "{columns:?}"
            );
            let only =
                |a: &BTreeSet<Column>, b: &BTreeSet<Column>| a.difference(b).cloned().collect::<Vec<_>>();
            assert_eq!(only(&columns, &postgres_columns), [], "only on SQLite");
            assert_eq!(only(&postgres_columns, &columns), [], "only on PostgreSQL");
            assert!(indexes.len() > 10, "{indexes:?}");
            assert_eq!(indexes, postgres_indexes);
        })
        .await;
    })
    .await;
}

/// What belongs to the running program and not to the desk.
const NOT_EXPORTED: [&str; 6] =
    ["api_answer", "idempotency", "job", "presence", "schema_migration", "session"];

#[tokio::test]
async fn an_export_has_every_column_of_every_table() {
    on_sqlite(async |store: Store| {
        let (columns, _) = described(&store).await;
        let there: BTreeSet<(String, String)> = columns
            .into_iter()
            .map(|(table, column, ..)| (table, column))
            .filter(|(table, _)| !NOT_EXPORTED.contains(&table.as_str()))
            .collect();
        let listed = store::transfer::table::ALL.iter().flat_map(|table| {
            table.columns.iter().map(|column| (table.name.to_owned(), column.name.to_owned()))
        });
        let listed: BTreeSet<(String, String)> = listed.collect();
        let missing: Vec<_> = there.difference(&listed).collect();
        assert!(missing.is_empty(), "add them to engine/table.rs, or to the list above: {missing:?}");
        assert_eq!(there, listed);
    })
    .await;
}

#[test]
fn both_engines_have_the_same_migrations_and_all_of_them_are_run() {
    let known: Vec<String> = migrate::ALL.iter().map(|migration| format!("{}.sql", migration.name)).collect();
    for engine in ["sqlite", "postgres"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, known, "{engine}");
    }
    // Numbers may be left out; what counts is that they grow.
    assert!(migrate::ALL.windows(2).all(|pair| pair[0].number < pair[1].number));
    for migration in migrate::ALL {
        assert!(migration.name.starts_with(&format!("{:04}_", migration.number)), "{}", migration.name);
    }
}

async fn a_newer_schema_is_refused_and_left_alone(store: Store) {
    store.migrate().await.unwrap();
    let mut tx = store.write().await.unwrap();
    raw(&mut tx, "insert into schema_migration (number, name, text) values (9999, '9999_later', '')")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = store.migrate().await;
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { found: 9999, known }) if known == migrate::known()),
        "{refused:?}"
    );
}

async fn a_migration_that_was_changed_after_it_ran_is_noticed(store: Store) {
    let mut tx = store.write().await.unwrap();
    raw(&mut tx, "update schema_migration set text = 'drop table ticket'").await.unwrap();
    tx.commit().await.unwrap();
    let refused = store.migrate().await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt { table: "schema_migration", column: "text" })),
        "{refused:?}"
    );
}

on_both_engines! {
    a_newer_schema_is_refused_and_left_alone,
    a_migration_that_was_changed_after_it_ran_is_noticed,
}

async fn migrate_together(url: &str) {
    let mut servers = Vec::new();
    for _ in 0..4 {
        let store = Store::open(url).await.unwrap();
        servers.push(tokio::spawn(async move {
            store.migrate().await.unwrap();
            store.close().await;
        }));
    }
    for server in servers {
        server.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_together_migrate_once() {
    let folder = Folder::new();
    migrate_together(&folder.url("deskbell.db")).await;
    let Some(database) = Database::new().await else {
        not_tried("servers_that_start_together_migrate_once");
        return;
    };
    migrate_together(&database.url).await;
    database.remove().await;
}

/// Runs several statements.
async fn script(tx: &mut Tx, text: String) {
    let text = sqlx::AssertSqlSafe(text);
    match tx {
        Tx::Sqlite(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(drop).unwrap(),
        Tx::Postgres(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.map(drop).unwrap(),
    }
}

const HISTORY: &str = "create table schema_migration
    (number bigint not null primary key, name text not null, text text not null)";

/// The schema as it was before the migration of that number, without a row in it.
async fn migrated_before(store: &Store, number: i64) {
    let mut tx = store.write().await.unwrap();
    script(&mut tx, HISTORY.to_owned()).await;
    for migration in migrate::ALL.iter().filter(|migration| migration.number < number) {
        let text = match &tx {
            Tx::Sqlite(_) => migration.text.sqlite,
            Tx::Postgres(_) => migration.text.postgres,
        };
        script(&mut tx, text.to_owned()).await;
        let (number, name, text) = (migration.number, migration.name, text.replace('\'', "''"));
        script(&mut tx, format!("insert into schema_migration values ({number}, '{name}', '{text}')")).await;
    }
    tx.commit().await.unwrap();
}

/// A desk that had one week and one policy in its settings, and a ticket that waits.
const DESK_BEFORE_THE_PROMISE: &str = r#"
    insert into settings (id, value, updated_at) values (1, '{"company": "Lumbrera", "phone": null, "place": null,
        "zone": "Europe/Madrid", "language": "es", "grace_days": 7,
        "hours": {"days": [[{"from": 540, "to": 840}], [], [], [], [], [], []]},
        "policy": {"rules": [{"kind": "incident", "urgency": null, "impact": null, "effect": null,
            "targets": {"first_answer": 17, "done": 170}}], "otherwise": {"first_answer": 1, "done": 2}}}', 5);
    insert into person (name, sort_name, email, roles, standing, language, created_at)
        values ('Ana', 'ana', 'ana@example.org', 1, 'account', 'en', 1);
    insert into ticket (kind, channel, subject, requester, created_at, first_answer_at, waiting_on, waiting_since, pauses,
            first_due_at, due_at, last_seq)
        values ('incident', 'portal', 'It waits', 1, 10, 20, 'parts', 30, '[{"from":21,"to":22}]', 100, 200, 0),
            ('incident', 'portal', 'It runs', 1, 10, null, null, null, '[]', 100, 200, 0);
"#;

#[tokio::test]
async fn the_week_and_policy_of_the_settings_become_the_first_calendar_and_policy() {
    let folder = Folder::new();
    week_and_policy_become_the_first(&folder.url("deskbell.db")).await;
    let Some(database) = Database::new().await else {
        not_tried("the_week_and_policy_of_the_settings_become_the_first_calendar_and_policy");
        return;
    };
    week_and_policy_become_the_first(&database.url).await;
    database.remove().await;
}

async fn week_and_policy_become_the_first(url: &str) {
    let store = Store::open(url).await.unwrap();
    migrated_before(&store, 6).await;
    let mut tx = store.write().await.unwrap();
    script(&mut tx, DESK_BEFORE_THE_PROMISE.to_owned()).await;
    tx.commit().await.unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let levels = store::promise::load(&mut tx).await.unwrap();
    let version = levels.calendars[0].version(UnixMs(0)).unwrap();
    assert_eq!((levels.calendars.len(), version.zone.as_str()), (1, "Europe/Madrid"));
    assert_eq!(version.week.days[0], [Window { from: 540, to: 840 }]);
    let policy = levels.policy(UnixMs(1)).unwrap();
    assert_eq!(policy.rules[0].targets.done, Minutes(170));
    assert!(WaitingOn::ALL.iter().all(|on| policy.pauses(*on)));
    let tickets = store::ticket::rows(&mut tx, &[TicketId(1001), TicketId(1002)], 7).await.unwrap();
    assert_eq!(tickets.len(), 2);
    let waits = store::ticket::by_id(&mut tx, TicketId(1001)).await.unwrap().unwrap();
    assert_eq!((waits.waiting.map(|w| w.pausing), waits.ahead.breaks_at), (Some(Pausing::Stops), None));
    let runs = store::ticket::by_id(&mut tx, TicketId(1002)).await.unwrap().unwrap();
    assert_eq!((runs.ahead.breaks_at, runs.ahead.alarm_at), (Some(UnixMs(100)), Some(UnixMs(100))));
    drop(tx);
    store.close().await;
}
