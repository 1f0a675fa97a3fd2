//! Live streams: what a page is told, and what it is never told.

use std::pin::pin;
use std::time::Duration;

use domain::fault::Fault;
use domain::ids::EventSeq;
use domain::live::{News, Topic};
use domain::wall::WallNews;
use futures::{Stream, StreamExt};
use service::ticket::{Writing, ask as send};

use crate::fixture::{Desk, ask, write};

/// The next message that is no beat; panics when none comes.
async fn next(stream: &mut (impl Stream<Item = (EventSeq, News)> + Unpin)) -> (EventSeq, News) {
    let news = async {
        loop {
            match stream.next().await.expect("the stream goes on") {
                (_, News::Beat { .. } | News::Presence(_)) => {}
                news => return news,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), news).await.expect("news")
}

#[tokio::test]
async fn a_reply_reaches_the_open_tracker_and_a_note_never_does() {
    let desk = Desk::open().await;
    let asked = send(&desk.as_nobody(), ask("I lost my badge.")).await.unwrap();
    let guest = desk.as_guest(&asked).await;
    let page = service::portal::tracker_page(&guest, asked.ticket).await.unwrap();
    let mut stream =
        pin!(service::live::stream(&guest, Topic::Tracker(asked.ticket), Some(page.seq)).await.unwrap());
    let bo = desk.as_person(desk.bo);
    write(&bo, asked.ticket, Writing::Note, "CANARY").await.unwrap();
    write(&bo, asked.ticket, Writing::Reply, "A new one is ready.").await.unwrap();
    let (_, news) = next(&mut stream).await;
    let News::Tracker(news) = news else { panic!("{news:?}") };
    assert!(!serde_json::to_string(&news).unwrap().contains("CANARY"));
    assert_eq!(news.thread.len(), 1, "only what the page has not got");
}

#[tokio::test]
async fn a_page_that_was_away_resumes_exactly_and_a_long_gap_is_a_snapshot() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (ana, bo) = (desk.as_person(desk.ana), desk.as_person(desk.bo));
    let seen = write(&bo, id, Writing::Reply, "one").await.unwrap().seq;
    write(&bo, id, Writing::Reply, "two").await.unwrap();
    write(&bo, id, Writing::Reply, "three").await.unwrap();
    let mut head = desk.service.committed();
    let last = desk.seen(id).await;
    head.wait_for(|seq| *seq >= last).await.unwrap();
    let missed = async |after| {
        let mut stream = pin!(service::live::stream(&ana, Topic::Tracker(id), Some(after)).await.unwrap());
        let (_, News::Tracker(page)) = next(&mut stream).await else { panic!() };
        page.thread.len()
    };
    assert_eq!(missed(seen).await, 2);
    assert_eq!(missed(EventSeq(-1)).await, 4, "what nobody remembers is told whole");
}

#[tokio::test]
async fn a_stream_that_is_not_allowed_is_refused() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let di = desk.as_person(desk.di);
    for (topic, fault) in [(Topic::Tracker(id), Fault::NotFound), (Topic::Queue, Fault::Forbidden)] {
        assert_eq!(service::live::stream(&di, topic, None).await.err().unwrap().fault, fault);
    }
    assert!(service::live::wall(&desk.as_nobody(), Some("guess")).await.is_err());
}

#[tokio::test]
async fn the_queue_is_told_the_rows_that_changed() {
    let desk = Desk::open().await;
    let bo = desk.as_person(desk.bo);
    let page = service::desk::queue_page(&bo, None).await.unwrap();
    let mut stream = pin!(service::live::stream(&bo, Topic::Queue, Some(page.seq)).await.unwrap());
    let id = desk.ticket().await;
    let (_, News::Queue(news)) = next(&mut stream).await else { panic!() };
    assert_eq!(news.rows.iter().map(|row| row.head.id).collect::<Vec<_>>(), [id]);
    assert_eq!(news.open_total, 1);
}

#[tokio::test]
async fn two_agents_on_one_ticket_see_each_other() {
    let desk = Desk::open().await;
    let id = desk.ticket().await;
    let (bo, cy) = (desk.as_person(desk.bo), desk.as_person(desk.cy));
    let _bo_reads = service::live::stream(&bo, Topic::Ticket(id), None).await.unwrap();
    let page = service::desk::ticket_page(&cy, id).await.unwrap();
    assert_eq!(page.presence.iter().map(|chip| chip.name.as_str()).collect::<Vec<_>>(), ["Bo Hansen"]);
    assert!(service::desk::ticket_page(&bo, id).await.unwrap().presence.is_empty(), "oneself is no news");
}

#[tokio::test]
async fn the_wall_counts_what_came_and_shows_the_hall_no_number() {
    let desk = Desk::open().await;
    let system = service::Ctx::system(desk.service.clone());
    let hall = store::token::TokenRole::Wall(domain::access::WallProfile::Hall);
    let token = service::token::create(&system, "hall", hall).await.unwrap();
    let mut stream = pin!(service::live::wall(&desk.as_nobody(), Some(&token)).await.unwrap());
    let Some(WallNews::Picture(empty)) = stream.next().await else { panic!() };
    assert_eq!((empty.open, empty.came_today), (0, 0));
    desk.ticket().await;
    let picture = loop {
        if let Some(WallNews::Picture(picture)) = stream.next().await {
            break picture;
        }
    };
    assert_eq!((picture.open, picture.unanswered, picture.came_today), (1, 1, 1));
    assert!(picture.next.is_empty());
    let staff = service::wall::picture(&desk.as_person(desk.bo), None).await.unwrap();
    assert_eq!(staff.next.len(), 1);
}
