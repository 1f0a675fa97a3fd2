//! Commands of the operator: copies of a desk under load, and schemas that are newer or half way.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::sync::Mutex;

use crate::client::{Client, Part};
use crate::desk::Folder;
use crate::program::{Program, deskbell, run};
use crate::scale;

const WRITES_PER_SECOND: u64 = 20;

/// Links of tickets with their words, in the order in which they were acknowledged.
type Journal = Arc<Mutex<Vec<(String, String)>>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_backup_under_load_restores_and_has_what_was_acknowledged_before() {
    let (lasts, every) = (scale::of(20, 600), scale::of(4, 30));
    let (folder, copies) = (Folder::new(), Folder::new());
    let program = Program::start(&folder.0);
    let journal = Journal::default();
    let writer = tokio::spawn(write(program.client.clone(), journal.clone(), lasts * WRITES_PER_SECOND));
    let mut made = Vec::new();
    while !writer.is_finished() {
        tokio::time::sleep(Duration::from_secs(every)).await;
        let acknowledged = journal.lock().await.len();
        let to = copies.0.join(format!("copy-{}", made.len()));
        let mut command = deskbell(&["backup"]);
        command.arg(&to).arg("--data").arg(&folder.0);
        let output = tokio::task::spawn_blocking(move || run(&mut command)).await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        made.push((to, acknowledged));
    }
    writer.await.unwrap();
    program.kill();
    let journal = journal.lock().await.clone();
    assert!(journal.len() as u64 >= lasts * WRITES_PER_SECOND * 3 / 4, "{} writes", journal.len());
    assert!(made.len() as u64 >= lasts / every - 1);
    for (copy, acknowledged) in &made {
        restored_has(copy, &journal[..*acknowledged]).await;
    }
}

/// Asks for help so many times, at a steady pace, each fifth time with a file.
async fn write(client: Client, journal: Journal, count: u64) {
    let mut pace = tokio::time::interval(Duration::from_millis(1000 / WRITES_PER_SECOND));
    for number in 0..count {
        pace.tick().await;
        let words = format!("The wallboard number {number} is dark");
        let mut fields = vec![
            Part::Text("body", &words),
            Part::Text("name", "Gus Guest"),
            Part::Text("email", "gus@elsewhere.example"),
        ];
        if number % 5 == 0 {
            fields.push(Part::File("files", "dark.txt", words.as_bytes()));
        }
        let answer = client.multipart("/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        journal.lock().await.push((answer.location().to_owned(), words));
    }
}

async fn restored_has(copy: &Path, acknowledged: &[(String, String)]) {
    let to = Folder::new();
    let output = run(deskbell(&["restore"]).arg(copy).arg("--data").arg(&to.0));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = run(deskbell(&["check"]).arg("--data").arg(&to.0));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let program = Program::start(&to.0);
    for (link, words) in acknowledged {
        let page = program.client.get(link).await;
        assert_eq!(page.status, 200, "{link}");
        assert!(page.text().contains(words.as_str()), "{link} has other words");
    }
    program.kill();
}

async fn open(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap()
}

#[tokio::test]
async fn an_older_program_refuses_a_newer_schema_in_one_line() {
    let folder = Folder::new();
    assert!(run(deskbell(&["migrate", "--data"]).arg(&folder.0)).status.success());
    let mut connection = open(&folder.0.join("deskbell.db")).await;
    sqlx::query("insert into schema_migration (number, name, text) values (9999, '9999_later', '')")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let copy = folder.0.join("copy");
    for command in [
        vec!["serve", "--listen", "127.0.0.1:0"],
        vec!["migrate"],
        vec!["demo"],
        vec!["check"],
        vec!["backup", copy.to_str().unwrap()],
        vec!["export", copy.to_str().unwrap()],
    ] {
        let output = run(deskbell(&command).arg("--data").arg(&folder.0));
        assert!(!output.status.success(), "{command:?}");
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let lines: Vec<&str> = said.lines().filter(|line| line.contains("schema 9999")).collect();
        assert_eq!(lines.len(), 1, "{command:?}: {said}");
        assert!(lines[0].contains("install the newer Deskbell"), "{said}");
        assert!(!copy.exists());
    }
}

/// A desk of the first schema with many rows.
async fn old_desk(path: &Path) {
    let mut connection = open(path).await;
    let first = &store::migrate::ALL[0];
    let create = "create table schema_migration (number bigint not null primary key, name text not null, text text not null)";
    sqlx::raw_sql(create).execute(&mut connection).await.unwrap();
    sqlx::raw_sql(first.text.sqlite).execute(&mut connection).await.unwrap();
    sqlx::query("insert into schema_migration (number, name, text) values ($1, $2, $3)")
        .bind(first.number)
        .bind(first.name)
        .bind(first.text.sqlite)
        .execute(&mut connection)
        .await
        .unwrap();
    let fill = "insert into person (name, sort_name, email, roles, standing, language, created_at)
            values ('Ana', 'ana', 'ana@x.example', 1, 'guest', 'en', 0);
        with recursive n (i) as (select 1 union all select i + 1 from n where i < 50000)
        insert into ticket (kind, channel, subject, requester, created_at, pauses, first_due_at, due_at, last_seq)
            select 'incident', 'portal', 'Number ' || i, 1, i, '[]', i, i, i from n;
        with recursive n (i) as (select 1 union all select i + 1 from n where i < 200000)
        insert into event (ticket, at, channel, kind, change)
            select 1001 + i % 50000, i, 'portal', 'noted', '{\"kind\":\"noted\"}' from n;";
    sqlx::raw_sql(fill).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_of_a_migration_leave_old_or_new() {
    let template = Folder::new();
    let old = template.0.join("old.db");
    old_desk(&old).await;
    let folder = Folder::new();
    let path = folder.0.join("deskbell.db");
    std::fs::copy(&old, &path).unwrap();
    let watch = server::clock::Stopwatch::start();
    assert!(run(deskbell(&["migrate", "--data"]).arg(&folder.0)).status.success());
    let whole = watch.elapsed();
    let tables = "select count(*) from sqlite_master where type = 'table'";
    let (mut olds, mut news) = (0, 0);
    let count = async |sql: &'static str| {
        let mut connection = open(&path).await;
        let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        count
    };
    let after = count(tables).await;
    for round in 0..20 {
        for left in ["deskbell.db-wal", "deskbell.db-shm"] {
            let _ = std::fs::remove_file(folder.0.join(left));
        }
        std::fs::copy(&old, &path).unwrap();
        let mut command = deskbell(&["migrate", "--data"]);
        let mut child = command.arg(&folder.0).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(whole * round / 18).await;
        let _ = child.kill();
        child.wait().unwrap();
        let mut connection = open(&path).await;
        let (sound,): (String,) =
            sqlx::query_as("pragma integrity_check").fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(sound, "ok");
        let steps = count("select count(*) from schema_migration").await as usize;
        // Each step brought all of its tables or none of them.
        let known = count(tables).await;
        match steps {
            1 => olds += 1,
            _ => news += 1,
        }
        assert!(steps <= store::migrate::ALL.len());
        if steps == store::migrate::ALL.len() {
            assert_eq!(known, after);
        }
        assert_eq!(count("select count(*) from event").await, 200_000);
        assert!(run(deskbell(&["migrate", "--data"]).arg(&folder.0)).status.success());
        assert_eq!(count(tables).await, after);
    }
    let line = format!("old {olds} times, new or on the way {news} times");
    assert_eq!(olds + news, 20, "{line}");
}
