//! Opening a database, or saying in one sentence why not.

use sqlx::{Connection as _, PgConnection};
use store::{OpenError, Store, meta};

use crate::harness::{Database, Folder, not_tried};

async fn refusal(url: &str) -> String {
    let error: OpenError = Store::open(url).await.err().unwrap_or_else(|| panic!("{url} was opened"));
    let sentence = error.to_string();
    assert!(!sentence.contains('\n') && !sentence.ends_with('.'), "{sentence:?}");
    sentence
}

#[tokio::test]
async fn an_address_without_a_scheme_is_told_how_to_write_one() {
    for url in ["", "deskbell.db", "/var/lib/deskbell.db", "C:\\deskbell.db"] {
        let sentence = refusal(url).await;
        assert!(sentence.contains("no scheme") && sentence.contains("sqlite:///"), "{sentence}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_named() {
    let folder = Folder::new();
    let garbage = folder.path().join("garbage.db");
    std::fs::write(&garbage, "this is a letter and not a database. ".repeat(400)).unwrap();
    let here = folder.path().display();
    for (url, named) in [
        ("mysql://root@localhost/desk".to_owned(), "\"mysql\" is unknown"),
        ("sqlite://".to_owned(), "names no file"),
        ("sqlite::memory:".to_owned(), "can't live in memory"),
        (format!("sqlite://{here}/missing/deskbell.db"), "missing\" of the database does not exist"),
        (format!("sqlite://{here}"), "is a folder"),
        (format!("sqlite:{here}/garbage.db"), "garbage.db\" is not a database"),
        ("postgres://bo:s3cret@127.0.0.1:1/desk".to_owned(), "127.0.0.1:1 can't be reached"),
        ("postgres://bo:s3cret@[bad/desk".to_owned(), "can't be understood"),
    ] {
        let sentence = refusal(&url).await;
        assert!(sentence.contains(named), "{url}: {sentence}");
        assert!(!sentence.contains("s3cret"), "{sentence}");
    }
}

#[tokio::test]
async fn a_database_that_the_server_does_not_have_is_named() {
    let Some(database) = Database::new().await else {
        not_tried("a_database_that_the_server_does_not_have_is_named");
        return;
    };
    let sentence = refusal(&database.url.replace("deskbell_test", "nobody_made")).await;
    assert!(sentence.contains("refused") && sentence.contains("does not exist"), "{sentence}");
    database.remove().await;
}

#[tokio::test]
async fn an_address_that_asks_for_encryption_is_reached_by_it_or_not_at_all() {
    let Some(database) = Database::new().await else {
        not_tried("an_address_that_asks_for_encryption_is_reached_by_it_or_not_at_all");
        return;
    };
    let between = if database.url.contains('?') { '&' } else { '?' };
    let encrypted = format!("{}{between}sslmode=require", database.url);
    let setting = async |url: &str, sql: &'static str| {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let (value,): (String,) = sqlx::query_as(sql).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        value
    };
    match setting(&database.url, "show ssl").await.as_str() {
        "on" => {
            let store = Store::open(&encrypted).await.unwrap();
            store.migrate().await.unwrap();
            store.close().await;
            let used = "select cast(ssl as text) from pg_stat_ssl where pid = pg_backend_pid()";
            assert_eq!(setting(&encrypted, used).await, "true");
            // Nobody whom this machine trusts vouches for it.
            let vouched = format!("{}{between}sslmode=verify-full", database.url);
            assert!(refusal(&vouched).await.contains("can't be reached"));
        }
        _ => assert!(refusal(&encrypted).await.contains("can't be reached")),
    }
    database.remove().await;
}

#[tokio::test]
async fn a_file_is_made_once_and_keeps_what_was_committed() {
    let folder = Folder::new();
    let url = folder.url("a name with spaces, 100 % & ?#.db");
    let store = Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.write().await.unwrap();
    meta::put(&mut tx, "secret", "one").await.unwrap();
    tx.commit().await.unwrap();
    // A second process reads it while the first one still runs, and a third one after both have ended.
    for ended in [false, true] {
        if ended {
            store.close().await;
        }
        let again = Store::open(&url).await.unwrap();
        again.migrate().await.unwrap();
        let mut tx = again.read().await.unwrap();
        assert_eq!(meta::get(&mut tx, "secret").await.unwrap().as_deref(), Some("one"));
        drop(tx);
        again.close().await;
    }
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a name with spaces, 100 % & ?#.db"]);
}
