//! Tables as a whole, copies of databases, and where tickets come from.

use domain::event::{Change, Event};
use domain::ids::{EventSeq, PostId, TicketId};
use domain::thread::PostKind;
use domain::ticket::Channel;
use serde_json::{Value as Json, json};
use store::bulk::{self, NumberedPost, Origin};
use store::engine::backup as engine;
use store::transfer::{self, Numbers, Value, table};
use store::{Store, StoreError, Tx, migrate, source};

use crate::harness::{Database, Folder, MONDAY, ana, asked, bo, body, change, not_tried, raw, ticket, wrote};

async fn rows(tx: &mut Tx, table: &table::Table) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    let take = |row: &[Value]| {
        rows.push(row.to_vec());
        Ok::<(), StoreError>(())
    };
    transfer::each(tx, table, take).await.unwrap();
    rows
}

/// Rows as an import sends them.
fn objects(table: &table::Table, rows: &[Vec<Value>]) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let object = |row: &Vec<Value>| -> Json {
        let fields = table.columns.iter().zip(row).filter_map(|(column, value)| {
            let json = match value {
                Value::Null => return None,
                Value::Int(number) => json!(number),
                Value::Bool(yes) => json!(yes),
                Value::Text(text) => json!(text),
                Value::Bytes(bytes) => json!(hex(bytes)),
            };
            Some((column.name.to_owned(), json))
        });
        Json::Object(fields.collect())
    };
    Json::Array(rows.iter().map(object).collect()).to_string()
}

async fn every_table_comes_back_as_it_was(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    store::person::set_wall_consent(&mut tx, bo, true).await.unwrap();
    let (one, two) = (ticket(&mut tx, ana).await, ticket(&mut tx, ana).await);
    wrote(&mut tx, one, ana, PostKind::Asked, "\"Quotes\", 'ticks', ümlaut, \\ and \u{1F600}\nlines").await;
    store::watcher::add(&mut tx, two, bo, MONDAY).await.unwrap();
    store::token::insert(
        &mut tx,
        &[0xfe; 32],
        "=1",
        store::token::TokenRole::Wall(domain::access::WallProfile::Hall),
        MONDAY,
    )
    .await
    .unwrap();
    store::meta::put(&mut tx, "b_key", "1").await.unwrap();
    store::meta::put(&mut tx, "bKey", "2").await.unwrap();
    // Merged into a later one, which is there only when all tickets are.
    change(&mut tx, one, |ticket| ticket.merged_into = Some(two)).await;
    let mut before = Vec::new();
    for table in table::ALL {
        before.push(rows(&mut tx, table).await);
        assert_eq!(transfer::count(&mut tx, table).await.unwrap() as usize, before.last().unwrap().len());
    }
    // The other way round everything is taken away.
    for delete in [
        "delete from event",
        "delete from file",
        "delete from post",
        "delete from watcher",
        "update ticket set merged_into = null",
        "delete from ticket",
        "delete from access_token",
        "delete from person",
    ] {
        raw(&mut tx, delete).await.unwrap();
    }
    transfer::clear(&mut tx).await.unwrap();
    for (table, rows) in table::ALL.iter().zip(&before) {
        let mut rows = rows.clone();
        if table.name == "ticket" {
            let merged = table.columns.iter().position(|column| column.name == "merged_into").unwrap();
            rows.iter_mut().for_each(|row| row[merged] = Value::Null);
        }
        transfer::insert(&mut tx, table, &objects(table, &rows)).await.unwrap();
    }
    transfer::merged(&mut tx, one.0, two.0).await.unwrap();
    transfer::renumber(&mut tx).await.unwrap();
    for (table, before) in table::ALL.iter().zip(&before) {
        assert_eq!(rows(&mut tx, table).await, *before, "{}", table.name);
    }
    let third = store::ticket::insert(&mut tx, &asked(ana)).await.unwrap();
    assert!(third > two, "{third}");
    assert_eq!(transfer::damage(&mut tx).await.unwrap(), Vec::<String>::new());
}

async fn numbers_are_new_in_order_and_nobody_elses(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let first = ticket(&mut tx, ana).await;
    let tickets = transfer::numbers(&mut tx, Numbers::Tickets, 3).await.unwrap();
    assert_eq!(tickets, [first.0 + 1, first.0 + 2, first.0 + 3]);
    let posts = transfer::numbers(&mut tx, Numbers::Posts, 1).await.unwrap();
    let events = transfer::numbers(&mut tx, Numbers::Events, 2).await.unwrap();
    assert_eq!((posts.len(), events[1] - events[0]), (1, 1));
    let known = store::ticket::by_id(&mut tx, first).await.unwrap().unwrap();
    let mut new = known.clone();
    (new.id, new.last_seq) = (TicketId(tickets[0]), EventSeq(events[1]));
    let event = |seq: i64, change: Change| Event {
        seq: EventSeq(seq),
        ticket: new.id,
        at: MONDAY,
        actor: Some(ana),
        channel: Channel::Api,
        post: Some(PostId(posts[0])),
        change,
    };
    let log = [
        event(events[0], Change::Answered),
        event(events[1], Change::Assigned { old: None, new: Some(ana) }),
    ];
    let words = body("It is silent.");
    let post = NumberedPost {
        id: PostId(posts[0]),
        ticket: new.id,
        author: ana,
        kind: PostKind::Asked,
        body: &words,
        at: MONDAY,
    };
    let origin = Origin {
        ticket: new.id,
        system: "old",
        id: "INC1",
        events: 2,
        resolved_at: Some(MONDAY),
        reopened: None,
        reassigned: Some(4),
    };
    let of_ticket = bulk::ticket(&new).unwrap();
    let of_log: Vec<Json> = log.iter().map(|event| bulk::event(event).unwrap()).collect();
    let attributes = vec![bulk::attribute(new.id, "b", Some("x")), bulk::attribute(new.id, "a", None)];
    for (table, rows) in [
        (&table::TICKET, vec![of_ticket]),
        (&table::POST, vec![bulk::post(&post)]),
        (&table::EVENT, of_log),
        (&table::SOURCE, vec![bulk::origin(&origin)]),
        (&table::SOURCE_ATTRIBUTE, attributes),
    ] {
        transfer::insert(&mut tx, table, &Json::Array(rows).to_string()).await.unwrap();
    }
    assert_eq!(store::ticket::by_id(&mut tx, new.id).await.unwrap(), Some(new.clone()));
    assert_eq!(store::event::of_ticket(&mut tx, new.id, EventSeq(0)).await.unwrap(), log);
    assert_eq!(source::by_id(&mut tx, "old", "INC1").await.unwrap(), Some((new.id, 2)));
    assert_eq!(source::by_id(&mut tx, "older", "INC1").await.unwrap(), None);
    let said = [("a".to_owned(), None), ("b".to_owned(), Some("x".to_owned()))];
    assert_eq!(source::attributes(&mut tx, new.id).await.unwrap(), said);
    let twice = Origin { ticket: first, ..origin };
    let twice = Json::Array(vec![bulk::origin(&twice)]).to_string();
    let refused = transfer::insert(&mut tx, &table::SOURCE, &twice).await;
    assert!(matches!(refused, Err(StoreError::Conflict("source_id_key"))), "{refused:?}");
}

async fn contents_are_told_once(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ticket(&mut tx, ana).await;
    let (post, _) = wrote(&mut tx, id, ana, PostKind::Asked, "See both.").await;
    let name = domain::text::FileName::parse("a.txt").unwrap();
    for sha256 in [[2; 32], [1; 32], [2; 32]] {
        let file = store::file::NewFile { post, name: &name, content_type: "text/plain", bytes: 7, sha256 };
        store::file::insert(&mut tx, &file).await.unwrap();
    }
    let contents = transfer::contents(&mut tx).await.unwrap();
    assert_eq!(contents, [(vec![1; 32], 7), (vec![2; 32], 7)]);
}

async fn a_database_tells_its_schema(store: Store) {
    assert_eq!(migrate::found(&store).await.unwrap(), Some(migrate::known()));
    assert_eq!(migrate::check(&store).await.unwrap(), Some(migrate::known()));
    let mut tx = store.write().await.unwrap();
    raw(&mut tx, "insert into schema_migration (number, name, text) values (9999, 'later', '')")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(migrate::check(&store).await, Err(StoreError::NewerSchema { found: 9999, .. })));
    let mut tx = store.write().await.unwrap();
    raw(&mut tx, "drop table schema_migration").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(migrate::check(&store).await.unwrap(), None);
}

on_both_engines! {
    every_table_comes_back_as_it_was,
    numbers_are_new_in_order_and_nobody_elses,
    contents_are_told_once,
    a_database_tells_its_schema,
}

async fn copy_and_restore(url: &str, fresh: &str, folder: &Folder) {
    let store = Store::open(url).await.unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.write().await.unwrap();
    ana(&mut tx).await;
    tx.commit().await.unwrap();
    let mut tx = store.write().await.unwrap();
    bo(&mut tx).await;
    // Bo is not committed, and does not stand in the way either.
    let name = engine::copy(url, folder.path()).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    let copy = folder.path().join(name);
    engine::examine(&copy).await.unwrap();
    engine::restore(&copy, fresh).await.unwrap();
    let store = Store::open(fresh).await.unwrap();
    store.migrate().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let people = store::person::list(&mut tx).await.unwrap();
    assert_eq!(people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Ana Alba"]);
    drop(tx);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_while_others_write_has_what_was_committed() {
    let folder = Folder::new();
    copy_and_restore(&folder.url("one.db"), &folder.url("two.db"), &folder).await;
    let (Some(one), Some(two)) = (Database::new().await, Database::new().await) else {
        not_tried("a_copy_made_while_others_write_has_what_was_committed");
        return;
    };
    copy_and_restore(&one.url, &two.url, &folder).await;
    let other = engine::restore(&folder.path().join("deskbell.db"), &two.url).await;
    assert!(matches!(other, Err(engine::CopyError::OtherEngine)), "{other:?}");
    one.remove().await;
    two.remove().await;
}
