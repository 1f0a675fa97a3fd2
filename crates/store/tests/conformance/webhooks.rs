//! Targets of webhooks, their deliveries, and what processes say of who is there.

use domain::event::Change;
use domain::ids::{EventSeq, WebhookId};
use domain::time::{MINUTE, SECOND, UnixMs};
use domain::webhook::{Content, DeliveryState, DisabledWhy, EventKind, Trouble};
use store::webhook::NewWebhook;
use store::{Store, Tx, presence, webhook};

use crate::harness::{MONDAY, ana, happened, ticket};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async fn target(tx: &mut Tx, kinds: &[EventKind]) -> WebhookId {
    let new = NewWebhook {
        url: "https://hooks.example.org/in",
        kinds,
        content: Content::Facts,
        secret: SECRET,
        created_at: MONDAY,
        created_by: None,
        told_seq: EventSeq(0),
    };
    webhook::insert(tx, &new).await.unwrap()
}

async fn a_target_reads_back_and_goes_with_its_deliveries(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let ticket = ticket(&mut tx, ana).await;
    let seq = happened(&mut tx, ticket, &Change::Replied).await;
    let id = target(&mut tx, &[EventKind::Replied]).await;
    let hook = webhook::by_id(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((hook.url.as_str(), hook.secret.as_str()), ("https://hooks.example.org/in", SECRET));
    assert_eq!((hook.kinds.as_slice(), hook.content), ([EventKind::Replied].as_slice(), Content::Facts));
    assert_eq!((hook.failures, hook.failing_since, hook.disabled), (0, None, None));
    let events = store::event::since(&mut tx, EventSeq(0), 9).await.unwrap();
    assert!(hook.wants(&events[0]));
    webhook::add_delivery(&mut tx, id, "msg_1", Some(seq), MONDAY).await.unwrap();
    assert_eq!(webhook::count(&mut tx).await.unwrap(), 1);
    let latest = webhook::latest(&mut tx, id, None, 5).await.unwrap();
    assert_eq!(latest[0].event, Some((ticket, EventKind::Replied)));
    assert!(webhook::remove(&mut tx, id).await.unwrap());
    assert!(!webhook::remove(&mut tx, id).await.unwrap());
    assert_eq!(webhook::list(&mut tx).await.unwrap(), []);
    tx.commit().await.unwrap();
}

async fn one_of_two_processes_speaks_to_a_target(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = target(&mut tx, &[]).await;
    tx.commit().await.unwrap();
    let claim = async |now: UnixMs| {
        let mut tx = store.write().await.unwrap();
        let told = webhook::claim(&mut tx, id, now, now + MINUTE).await.unwrap();
        tx.commit().await.unwrap();
        told.is_some()
    };
    let (one, other) = tokio::join!(claim(MONDAY), claim(MONDAY));
    assert_ne!(one, other);
    assert!(!claim(MONDAY + SECOND.times(59)).await);
    assert!(claim(MONDAY + MINUTE).await, "the lease is over");
    let mut tx = store.write().await.unwrap();
    webhook::failed(&mut tx, id, MONDAY, MONDAY + MINUTE.times(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!claim(MONDAY + MINUTE.times(4)).await, "it is left alone after a failure");
    assert!(claim(MONDAY + MINUTE.times(5)).await);
    let mut tx = store.write().await.unwrap();
    webhook::succeeded(&mut tx, id).await.unwrap();
    assert!(webhook::disable(&mut tx, id, MONDAY, DisabledWhy::Gone).await.unwrap());
    assert!(!webhook::disable(&mut tx, id, MONDAY, DisabledWhy::Admin).await.unwrap());
    let hook = webhook::by_id(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((hook.failures, hook.disabled), (0, Some((MONDAY, DisabledWhy::Gone))));
    tx.commit().await.unwrap();
    assert!(!claim(MONDAY + MINUTE.times(9)).await, "who is disabled is not spoken to");
    let mut tx = store.write().await.unwrap();
    assert!(webhook::enable(&mut tx, id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(claim(MONDAY + MINUTE.times(9)).await);
}

async fn a_delivery_is_due_until_its_end_is_noted_once(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = target(&mut tx, &[]).await;
    let made = webhook::add_delivery(&mut tx, id, "msg_1", None, MONDAY).await.unwrap();
    assert_eq!(webhook::waiting(&mut tx, id, MONDAY).await.unwrap(), Some(made.clone()));
    let first = webhook::attempt(&mut tx, made.id, MONDAY, MONDAY + MINUTE).await.unwrap();
    assert_eq!(webhook::waiting(&mut tx, id, MONDAY).await.unwrap(), None);
    assert_eq!(webhook::next_waiting_at(&mut tx, id).await.unwrap(), Some(MONDAY + MINUTE));
    // The process was killed: another one tries again, and the first one is not believed any more.
    let again = MONDAY + MINUTE;
    assert_eq!(webhook::waiting(&mut tx, id, again).await.unwrap().unwrap().message, "msg_1");
    let second = webhook::attempt(&mut tx, made.id, again, again + MINUTE).await.unwrap();
    let trouble = Some(Trouble::Status(503));
    let late = webhook::ended(&mut tx, made.id, first, DeliveryState::Waiting, again, trouble).await;
    assert!(!late.unwrap());
    assert!(webhook::ended(&mut tx, made.id, second, DeliveryState::Waiting, again, trouble).await.unwrap());
    let row = webhook::latest(&mut tx, id, None, 5).await.unwrap().remove(0);
    assert_eq!((row.tries, row.trouble, row.event), (2, trouble, None));
    assert_eq!(webhook::latest(&mut tx, id, Some(row.id), 5).await.unwrap(), []);
    assert_eq!(webhook::latest(&mut tx, id, Some(row.id + 1), 5).await.unwrap(), [row]);
    let third = webhook::attempt(&mut tx, made.id, again, again + MINUTE).await.unwrap();
    assert!(webhook::ended(&mut tx, made.id, third, DeliveryState::Delivered, again, None).await.unwrap());
    assert_eq!(webhook::next_waiting_at(&mut tx, id).await.unwrap(), None);
    assert_eq!(webhook::forget_ended(&mut tx, MONDAY).await.unwrap(), 0);
    assert_eq!(webhook::forget_ended(&mut tx, again).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn the_place_in_the_log_goes_forward_only(store: Store) {
    let mut tx = store.write().await.unwrap();
    let id = target(&mut tx, &[]).await;
    webhook::told(&mut tx, id, EventSeq(7)).await.unwrap();
    webhook::told(&mut tx, id, EventSeq(5)).await.unwrap();
    assert_eq!(webhook::by_id(&mut tx, id).await.unwrap().unwrap().told_seq, EventSeq(7));
    tx.rollback().await.unwrap();
}

async fn a_process_is_heard_until_it_says_nothing_more(store: Store) {
    let mut tx = store.write().await.unwrap();
    presence::say(&mut tx, "one", "[1]", MONDAY + MINUTE).await.unwrap();
    presence::say(&mut tx, "one", "[1,2]", MONDAY + MINUTE).await.unwrap();
    presence::say(&mut tx, "two", "[3]", MONDAY + MINUTE.times(2)).await.unwrap();
    assert_eq!(presence::others(&mut tx, "two", MONDAY).await.unwrap(), ["[1,2]"]);
    assert_eq!(presence::others(&mut tx, "two", MONDAY + MINUTE).await.unwrap(), Vec::<String>::new());
    presence::forget(&mut tx, "two", MONDAY).await.unwrap();
    assert_eq!(presence::others(&mut tx, "three", MONDAY).await.unwrap(), ["[1,2]"]);
    tx.rollback().await.unwrap();
}

async fn of_two_who_make_a_key_at_once_both_keep_the_same(store: Store) {
    let keep = async |value: &'static str| {
        let mut tx = store.write().await.unwrap();
        let kept = store::meta::keep(&mut tx, "key", value).await.unwrap();
        tx.commit().await.unwrap();
        kept
    };
    let (one, other) = tokio::join!(keep("one"), keep("other"));
    assert_eq!(one, other);
}

on_both_engines! {
    a_target_reads_back_and_goes_with_its_deliveries,
    one_of_two_processes_speaks_to_a_target,
    a_delivery_is_due_until_its_end_is_noted_once,
    the_place_in_the_log_goes_forward_only,
    a_process_is_heard_until_it_says_nothing_more,
    of_two_who_make_a_key_at_once_both_keep_the_same,
}
