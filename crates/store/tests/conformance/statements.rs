//! Every statement is one that both engines understand, and every function is tried here.

use std::path::{Path, PathBuf};

use sqlx::{Executor, SqlSafeStr};
use store::{Store, Tx, sql};

use crate::harness::{on_postgres, on_sqlite};

async fn prepare_all(store: Store) {
    let mut tx = store.write().await.unwrap();
    let mut refused = Vec::new();
    for statement in sql::register() {
        let name = format!("{}::{}", statement.module, statement.name);
        let outcome = match &mut tx {
            Tx::Sqlite(tx) => tx.prepare(statement.sql.sqlite.into_sql_str()).await.map(drop),
            Tx::Postgres(_) => {
                // A refused statement ends PostgreSQL's transaction; each one gets its own.
                let mut tx = store.write().await.unwrap();
                let Tx::Postgres(tx) = &mut tx else { unreachable!() };
                tx.prepare(statement.sql.postgres.into_sql_str()).await.map(drop)
            }
        };
        if let Err(error) = outcome {
            refused.push(format!("{name}: {error}"));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(sql::register().count() > 80);
}

#[tokio::test]
async fn sqlite_understands_every_statement() {
    on_sqlite(prepare_all).await;
}

#[tokio::test]
async fn postgres_understands_every_statement() {
    on_postgres("postgres_understands_every_statement", prepare_all).await;
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module of a source file: `ticket` for all files of `src/ticket/`.
fn module(src: &Path, file: &Path) -> String {
    let inner = file.strip_prefix(src).unwrap().with_extension("");
    inner.iter().next().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn every_function_of_the_store_is_called_by_this_suite() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let suite: String =
        sources(&home.join("tests")).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let src = home.join("src");
    let mut functions = 0;
    let mut missing = Vec::new();
    for file in sources(&src) {
        let text = std::fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            let Some(rest) = line.strip_prefix("pub async fn ") else { continue };
            let call = format!("{}::{}(", module(&src, &file), rest.split(['(', '<']).next().unwrap());
            functions += 1;
            if !suite.contains(&call) {
                missing.push(call);
            }
        }
    }
    assert!(functions > 70, "{functions}");
    assert!(missing.is_empty(), "never called: {missing:?}");
}

#[test]
fn every_file_of_statements_is_in_the_register() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src) {
        let text = std::fs::read_to_string(&file).unwrap();
        if !text.lines().any(|line| line == "statements! {" || line == "splits! {") {
            continue;
        }
        let module = module(&src, &file);
        let stated: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("    ")?.split_once(" = "))
            .map(|(name, _)| name)
            .filter(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit()))
            .collect();
        assert!(!stated.is_empty(), "{}", file.display());
        for name in stated {
            let found = sql::register().any(|statement| {
                statement.name == name && statement.module.split("::").next() == Some(&module)
            });
            assert!(found, "{module}::{name} is not in the register");
        }
    }
}
