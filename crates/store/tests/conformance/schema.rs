//! The schema and its history.

use std::collections::BTreeSet;
use std::path::Path;

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
