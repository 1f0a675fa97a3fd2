//! Eight who read and write at once beside a program that holds the database: nobody is told "locked", nothing is lost.

use std::time::Duration;

use domain::ids::{EventSeq, TicketId};
use sqlx::{Connection as _, SqliteConnection};
use store::post::Notes;
use tokio::task::JoinSet;

use crate::client::Part;
use crate::desk::TestDesk;
use crate::scale;

const WRITERS: u64 = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_writers_and_a_foreign_lock_lose_no_update() {
    let desk = TestDesk::start().await;
    let each = scale::of(60, 500);
    let mut tickets = Vec::new();
    for n in 0..4 {
        tickets.push(desk.ticket_of("ana", &format!("Lift {n} is stuck")).await);
    }
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (bo, tickets) = (desk.person("bo"), tickets.clone());
        writers.spawn(async move {
            for n in 0..each {
                let ticket = &tickets[usize::try_from((writer + n) % 4).unwrap()];
                let (body, key) = (format!("{writer} says {n}"), format!("{writer}-{n}"));
                let fields = [Part::Text("kind", "note"), Part::Text("body", &body), Part::Text("key", &key)];
                let answer = bo.multipart(&format!("/t/{ticket}/post"), &fields).await;
                assert_eq!(answer.status, 303, "{}", answer.text());
                assert!(!answer.text().contains("locked"));
            }
        });
    }
    let path = format!("sqlite://{}/deskbell.db", desk.folder().display());
    let mut foreign = SqliteConnection::connect(&path).await.unwrap();
    sqlx::query("pragma busy_timeout = 10000").execute(&mut foreign).await.unwrap();
    sqlx::query("begin immediate").execute(&mut foreign).await.unwrap();
    // The lock is held while all of them write: that is what is tried, not a wait for something.
    tokio::time::sleep(Duration::from_secs(3)).await;
    sqlx::query("rollback").execute(&mut foreign).await.unwrap();
    foreign.close().await.unwrap();
    writers.join_all().await;
    let mut tx = desk.service.store().read().await.unwrap();
    let mut posts = 0;
    for ticket in &tickets {
        let id: TicketId = ticket.parse().unwrap();
        let all = store::post::of_ticket(&mut tx, id, EventSeq(0), Notes::With).await.unwrap();
        let bodies: std::collections::BTreeSet<&str> = all.iter().map(|post| post.body.as_str()).collect();
        assert_eq!(bodies.len(), all.len(), "nothing is written twice");
        posts += all.len() - 1;
    }
    assert_eq!(posts, usize::try_from(WRITERS * each).unwrap());
}
