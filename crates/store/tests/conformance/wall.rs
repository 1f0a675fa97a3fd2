//! The wall's numbers are what the domain says of each ticket.

use domain::promise::{Promise, Standing};
use domain::ticket::{Pausing, Waiting, WaitingOn};
use domain::time::{DAY, HOUR, MINUTE, UnixMs};
use domain::wall::NextPromise;
use store::ticket::NewTicket;
use store::wall::{self, Counts};
use store::{Store, ticket};

use crate::harness::{GRACE_DAYS, MONDAY, ana, asked_at, bo, change, resolution, ticket as ask};

const NOW: UnixMs = UnixMs(MONDAY.0 + HOUR.times(4).0);

/// Instants around now: long gone, just gone, now, soon, the last instant that is soon, later.
const DUE: [UnixMs; 6] = [
    UnixMs(NOW.0 - HOUR.0),
    UnixMs(NOW.0 - 1),
    NOW,
    UnixMs(NOW.0 + MINUTE.0),
    UnixMs(NOW.0 + HOUR.0),
    UnixMs(NOW.0 + HOUR.0 + 1),
];

async fn late_and_soon_are_what_the_promise_says_of_each_ticket(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let mut expected = Counts::default();
    let mut promises: Vec<NextPromise> = Vec::new();
    for first_due_at in DUE {
        for due_at in DUE {
            for answered in [None, Some(MONDAY)] {
                for waits in [
                    None,
                    Some(Waiting {
                        on: WaitingOn::Requester,
                        since: MONDAY,
                        pausing: Pausing::Stops,
                        supplier: None,
                    }),
                ] {
                    let promise = Promise { first_due_at, due_at };
                    let new = NewTicket { promise, ..asked_at(ana, MONDAY - DAY) };
                    let id = ticket::insert(&mut tx, &new).await.unwrap();
                    change(&mut tx, id, |ticket| {
                        ticket.first_answer_at = answered;
                        ticket.waiting = waits;
                    })
                    .await;
                    let view = ticket::head(&mut tx, id, GRACE_DAYS).await.unwrap().unwrap().promise;
                    let breaks_at = match (answered, waits) {
                        (Some(_), Some(_)) => None,
                        (None, _) | (_, None) => Some(view.next_due_at()),
                    };
                    change(&mut tx, id, |ticket| ticket.ahead.breaks_at = breaks_at).await;
                    expected.open += 1;
                    expected.unanswered += i64::from(answered.is_none());
                    expected.waiting += i64::from(waits.is_some());
                    match view.standing(NOW) {
                        Standing::Late { .. } => expected.late += 1,
                        Standing::Soon { .. } => expected.soon += 1,
                        Standing::Running { .. } | Standing::Paused { .. } => {}
                        Standing::Kept | Standing::Broken { .. } => panic!("none has ended"),
                    }
                    if waits.is_none() {
                        promises.push(NextPromise { ticket: id, due_at: view.next_due_at() });
                    }
                }
            }
        }
    }
    assert!(expected.late > 10 && expected.soon > 10, "{expected:?}");
    let counts = wall::counts(&mut tx, NOW, MONDAY, MONDAY - DAY.times(30)).await.unwrap();
    assert_eq!(counts, expected);

    promises.sort_by_key(|promise| (promise.due_at, promise.ticket));
    assert_eq!(wall::next(&mut tx, 1000).await.unwrap(), promises);
    assert_eq!(wall::next(&mut tx, 5).await.unwrap(), promises[..5]);
}

async fn an_empty_desk_counts_nothing(store: Store) {
    let mut tx = store.read().await.unwrap();
    let counts = wall::counts(&mut tx, NOW, MONDAY, MONDAY - DAY.times(30)).await.unwrap();
    assert_eq!(counts, Counts::default());
    assert_eq!(wall::next(&mut tx, 5).await.unwrap(), []);
}

async fn only_promises_of_tickets_that_were_resolved_count_as_kept_or_broken(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo) = (ana(&mut tx).await, bo(&mut tx).await);
    let month_ago = NOW - DAY.times(30);
    // Done by: six hours after they were asked for.
    for (asked, resolved) in [
        // Today, kept to the millisecond, and broken by one.
        (NOW - HOUR.times(6), NOW),
        (NOW - HOUR.times(6) - MINUTE, NOW),
        // This month, and just before it.
        (month_ago, month_ago),
        (month_ago - DAY, month_ago - MINUTE),
    ] {
        let id = ticket::insert(&mut tx, &asked_at(ana, asked)).await.unwrap();
        change(&mut tx, id, |ticket| {
            ticket.resolved = Some(resolution(bo, resolved));
            ticket.closed_at = Some(resolved + DAY.times(7));
        })
        .await;
    }
    let cancelled = ask(&mut tx, ana).await;
    change(&mut tx, cancelled, |ticket| ticket.cancelled_at = Some(NOW)).await;
    let merged = ask(&mut tx, ana).await;
    change(&mut tx, merged, |ticket| {
        ticket.closed_at = Some(NOW);
        ticket.merged_into = Some(cancelled);
    })
    .await;

    let counts = wall::counts(&mut tx, NOW, MONDAY, month_ago).await.unwrap();
    let expected =
        Counts { came_today: 2, resolved_today: 2, ended_30d: 3, kept_30d: 2, ..Counts::default() };
    assert_eq!(counts, expected);
}

on_both_engines! {
    late_and_soon_are_what_the_promise_says_of_each_ticket,
    an_empty_desk_counts_nothing,
    only_promises_of_tickets_that_were_resolved_count_as_kept_or_broken,
}
