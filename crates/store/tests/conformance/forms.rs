//! A form that is sent several times does its work once.

use domain::ids::TicketId;
use domain::time::{HOUR, MINUTE};
use store::idempotency::{self, Claim};
use store::{Store, Tx, ticket};

use crate::harness::{MONDAY, ana, ticket as ask};

const KEY: [u8; 32] = [3; 32];

/// What one sender does; true when the work was his.
async fn send(store: &Store, requester: domain::ids::PersonId) -> (bool, TicketId) {
    let mut tx = store.write().await.unwrap();
    match idempotency::claim(&mut tx, &KEY, MONDAY, MONDAY - HOUR).await.unwrap() {
        Claim::Mine => {
            let id = ask(&mut tx, requester).await;
            // Gives the others time to come while the key is claimed and not finished.
            tokio::task::yield_now().await;
            idempotency::finish(&mut tx, &KEY, id).await.unwrap();
            tx.commit().await.unwrap();
            (true, id)
        }
        Claim::Done(id) => (false, id),
    }
}

async fn of_five_who_send_the_same_form_at_once_one_makes_the_ticket(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    tx.commit().await.unwrap();

    let senders: Vec<_> = (0..5)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { send(&store, ana).await })
        })
        .collect();
    let mut answers = Vec::new();
    for sender in senders {
        answers.push(sender.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|(mine, _)| *mine).count(), 1);
    assert!(answers.iter().all(|(_, id)| *id == answers[0].1), "{answers:?}");
    let mut tx = store.read().await.unwrap();
    assert_eq!(ticket::open_total(&mut tx).await.unwrap(), 1);
}

async fn a_sender_whose_work_failed_leaves_the_key_to_the_next(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    tx.commit().await.unwrap();
    let mut failing = store.write().await.unwrap();
    let claim = idempotency::claim(&mut failing, &KEY, MONDAY, MONDAY - HOUR).await.unwrap();
    assert_eq!(claim, Claim::Mine);
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { send(&store, ana).await }
    });
    failing.rollback().await.unwrap();
    assert!(waiting.await.unwrap().0);
}

async fn finish_at(tx: &mut Tx, id: TicketId) -> Claim {
    let claim = idempotency::claim(tx, &KEY, MONDAY, MONDAY - HOUR).await.unwrap();
    idempotency::finish(tx, &KEY, id).await.unwrap();
    claim
}

async fn an_old_key_counts_as_new(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    assert_eq!(finish_at(&mut tx, id).await, Claim::Mine);
    let later = MONDAY + HOUR;
    assert_eq!(idempotency::claim(&mut tx, &KEY, later, MONDAY).await.unwrap(), Claim::Done(id));
    assert_eq!(idempotency::claim(&mut tx, &KEY, later, MONDAY + MINUTE).await.unwrap(), Claim::Mine);
    // The one who took it over has not finished; what the first one made is not his answer.
    assert_eq!(idempotency::claim(&mut tx, &KEY, later, MONDAY).await.unwrap(), Claim::Mine);
}

async fn old_keys_are_forgotten(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    finish_at(&mut tx, id).await;
    assert_eq!(idempotency::forget(&mut tx, MONDAY).await.unwrap(), 0);
    let claim = idempotency::claim(&mut tx, &KEY, MONDAY, MONDAY - HOUR).await.unwrap();
    assert_eq!(claim, Claim::Done(id));
    assert_eq!(idempotency::forget(&mut tx, MONDAY + MINUTE).await.unwrap(), 1);
    let claim = idempotency::claim(&mut tx, &KEY, MONDAY, MONDAY - HOUR).await.unwrap();
    assert_eq!(claim, Claim::Mine);
}

async fn a_guests_form_ends_with_his_link_and_sent_again_it_is_the_same_link(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let id = ask(&mut tx, ana).await;
    let link = [8; 32];
    for _ in 0..2 {
        idempotency::claim(&mut tx, &KEY, MONDAY, MONDAY - HOUR).await.unwrap();
        idempotency::finish_with_link(&mut tx, &KEY, id, (&link, ana), MONDAY).await.unwrap();
    }
    let claim = idempotency::claim(&mut tx, &KEY, MONDAY, MONDAY - HOUR).await.unwrap();
    assert_eq!(claim, Claim::Done(id));
    assert_eq!(store::guest::by_hash(&mut tx, &link).await.unwrap(), Some((id, ana)));
}

on_both_engines! {
    a_guests_form_ends_with_his_link_and_sent_again_it_is_the_same_link,
    of_five_who_send_the_same_form_at_once_one_makes_the_ticket,
    a_sender_whose_work_failed_leaves_the_key_to_the_next,
    an_old_key_counts_as_new,
    old_keys_are_forgotten,
}
