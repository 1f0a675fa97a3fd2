//! Plans, absences, swaps, notes between shifts, feeds, and gaps with their alarm.

use domain::coverage::Interval;
use domain::event::Change;
use domain::ids::{PersonId, SwapId};
use domain::rota::{
    Absence, Every, Member, Plan, Rotation, Scheme, Swap, SwapAnswer, Tally, Weekdays, Whose,
};
use domain::ticket::Channel;
use domain::time::{DAY, HOUR, UnixMs};
use store::ticket::NewTicket;
use store::{Store, Tx, rota};

use crate::harness::{MONDAY, ana, asked, bo, body, change, cy, happened, resolution, ticket};

fn hours(from: i64, to: i64) -> Interval {
    Interval { from: MONDAY + HOUR.times(from), to: MONDAY + HOUR.times(to) }
}

fn rotation(from: UnixMs, lead: PersonId, person: PersonId) -> Plan {
    let members = vec![Member { person, never: Weekdays::NONE.with(2) }];
    let rotation = Rotation { every: Every::HalfDay, run: 2, changes_at: 0, half_at: 750, members };
    Plan { from, lead, scheme: Scheme::Rotation(rotation), idle: Weekdays::NONE.with(6) }
}

async fn a_plan_rules_until_the_next_and_replaces_what_was_to_come(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (bo, cy) = (bo(&mut tx).await, cy(&mut tx).await);
    let first = rotation(MONDAY, cy, bo);
    let fixed = Scheme::Fixed { person: bo, stand_in: Some(cy) };
    let second = Plan { from: MONDAY + DAY.times(7), scheme: fixed, ..first.clone() };
    let third = Plan { from: MONDAY + DAY.times(14), ..first.clone() };
    for plan in [&third, &first] {
        rota::add_plan(&mut tx, plan, Some(cy), MONDAY).await.unwrap();
    }
    let kept = rota::plans(&mut tx).await.unwrap();
    assert_eq!(kept, std::slice::from_ref(&first), "an earlier plan drops the later one");
    rota::add_plan(&mut tx, &second, None, MONDAY).await.unwrap();
    assert_eq!(rota::plans(&mut tx).await.unwrap(), [first, second]);
    tx.rollback().await.unwrap();
}

async fn an_absence_is_ended_while_it_goes_on_and_taken_back_before(store: Store) {
    let mut tx = store.write().await.unwrap();
    let bo = bo(&mut tx).await;
    let absence = Absence { person: bo, within: hours(0, 48) };
    let id = rota::add_absence(&mut tx, absence, Some(bo), MONDAY).await.unwrap();
    let row = rota::absence(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((row.id, row.absence), (id, absence));
    assert!(!rota::end_absence(&mut tx, id, MONDAY).await.unwrap(), "it has not begun");
    assert!(rota::end_absence(&mut tx, id, MONDAY + HOUR.times(5)).await.unwrap());
    assert!(!rota::end_absence(&mut tx, id, MONDAY + HOUR.times(6)).await.unwrap());
    assert_eq!(rota::absences(&mut tx, MONDAY).await.unwrap()[0].absence.within, hours(0, 5));
    assert_eq!(rota::absences(&mut tx, MONDAY + HOUR.times(5)).await.unwrap(), []);
    assert!(rota::remove_absence(&mut tx, id).await.unwrap());
    assert!(!rota::remove_absence(&mut tx, id).await.unwrap());
    tx.rollback().await.unwrap();
}

async fn offer(tx: &mut Tx, giver: PersonId, taker: PersonId, answer: SwapAnswer, now: UnixMs) -> SwapId {
    let swap = Swap { giver, taker, given: hours(24, 30), back: Some(hours(48, 54)), answer };
    rota::add_swap(tx, &swap, Some(giver), now).await.unwrap()
}

async fn an_offer_is_answered_once_and_agreements_keep_their_order(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (bo, cy) = (bo(&mut tx).await, cy(&mut tx).await);
    let first = offer(&mut tx, bo, cy, SwapAnswer::Open, MONDAY).await;
    let second = offer(&mut tx, cy, bo, SwapAnswer::Accepted, MONDAY + HOUR).await;
    let refused = offer(&mut tx, cy, bo, SwapAnswer::Open, MONDAY).await;
    assert!(rota::answer_swap(&mut tx, refused, SwapAnswer::Declined, MONDAY).await.unwrap());
    let order = |rows: Vec<rota::SwapRow>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(order(rota::swaps(&mut tx).await.unwrap()), [second, first], "open ones come last");
    let row = rota::lock_swap(&mut tx, first).await.unwrap().unwrap();
    let wanted = Swap {
        giver: bo,
        taker: cy,
        given: hours(24, 30),
        back: Some(hours(48, 54)),
        answer: SwapAnswer::Open,
    };
    assert_eq!((row.swap, row.offered_at), (wanted, MONDAY));
    let later = MONDAY + HOUR.times(2);
    assert!(rota::answer_swap(&mut tx, first, SwapAnswer::Accepted, later).await.unwrap());
    assert!(!rota::answer_swap(&mut tx, first, SwapAnswer::Declined, later).await.unwrap());
    assert_eq!(order(rota::swaps(&mut tx).await.unwrap()), [second, first]);
    tx.rollback().await.unwrap();
}

async fn the_newest_note_between_shifts_comes_first(store: Store) {
    let mut tx = store.write().await.unwrap();
    let bo = bo(&mut tx).await;
    for (text, at) in [("Mail is slow", MONDAY), ("Mail is well", MONDAY + HOUR)] {
        rota::add_handover(&mut tx, bo, &body(text), at).await.unwrap();
    }
    let notes = rota::handovers(&mut tx, 1).await.unwrap();
    assert_eq!((notes[0].body.as_str(), notes[0].author.name.as_str()), ("Mail is well", "Bo Berg"));
    assert_eq!(notes.len(), 1);
    tx.rollback().await.unwrap();
}

async fn a_feed_is_found_by_its_hash_until_its_owner_revokes_it(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (bo, cy) = (bo(&mut tx).await, cy(&mut tx).await);
    let id = rota::add_feed(&mut tx, &[7; 32], bo, Whose::Team, MONDAY).await.unwrap();
    let found = rota::feed_by_hash(&mut tx, &[7; 32]).await.unwrap().unwrap();
    assert_eq!((found.id, found.person, found.whose, found.created_at), (id, bo, Whose::Team, MONDAY));
    assert_eq!(rota::feed_by_hash(&mut tx, &[8; 32]).await.unwrap(), None);
    assert_eq!(rota::feeds_of(&mut tx, bo).await.unwrap(), [found]);
    assert!(!rota::revoke_feed(&mut tx, id, cy, MONDAY).await.unwrap());
    assert!(rota::revoke_feed(&mut tx, id, bo, MONDAY).await.unwrap());
    assert!(!rota::revoke_feed(&mut tx, id, bo, MONDAY).await.unwrap());
    assert_eq!(rota::feed_by_hash(&mut tx, &[7; 32]).await.unwrap(), None);
    assert_eq!(rota::feeds_of(&mut tx, bo).await.unwrap(), []);
    tx.rollback().await.unwrap();
}

async fn a_gap_is_known_by_whatever_part_of_it(store: Store) {
    let mut tx = store.write().await.unwrap();
    let ana = ana(&mut tx).await;
    let alarm = ticket(&mut tx, ana).await;
    rota::add_gap(&mut tx, hours(9, 12), alarm).await.unwrap();
    for (from, to, known) in [(8, 9, false), (8, 10, true), (10, 11, true), (12, 13, false)] {
        assert_eq!(rota::gap_known(&mut tx, hours(from, to)).await.unwrap(), known, "{from} to {to}");
    }
    tx.rollback().await.unwrap();
}

async fn a_tally_has_what_was_resolved_and_what_went_past_the_desk(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    let walked_in = NewTicket { channel: Channel::WalkUp, ..asked(ana) };
    for new in [asked(ana), walked_in] {
        let id = store::ticket::insert(&mut tx, &new).await.unwrap();
        change(&mut tx, id, |ticket| ticket.resolved = Some(resolution(bo, MONDAY + HOUR))).await;
        happened(&mut tx, id, &Change::PastDesk { person: cy }).await;
    }
    let mut tallies = rota::tallies(&mut tx, hours(0, 2)).await.unwrap();
    tallies.sort_by_key(|(person, _)| *person);
    let expected = [
        (bo, Tally { tickets: 2, walk_ups: 1, interruptions: 0 }),
        (cy, Tally { tickets: 0, walk_ups: 0, interruptions: 2 }),
    ];
    assert_eq!(tallies, expected);
    assert_eq!(rota::tallies(&mut tx, hours(2, 9)).await.unwrap(), []);
    tx.rollback().await.unwrap();
}

async fn those_come_first_for_whom_one_works_and_then_whoever_asked_last(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    let mine = ticket(&mut tx, ana).await;
    change(&mut tx, mine, |ticket| ticket.assignee = Some(bo)).await;
    for asks in [ana, cy, bo] {
        ticket(&mut tx, asks).await;
    }
    let lately = async |tx: &mut Tx, limit| {
        let known = rota::lately(tx, bo, limit).await.unwrap();
        known.into_iter().map(|known| known.email).collect::<Vec<_>>()
    };
    let all = lately(&mut tx, 9).await;
    let email =
        async |tx: &mut Tx, id| store::person::by_id(tx, id).await.unwrap().unwrap().email.to_string();
    assert_eq!(all, [email(&mut tx, ana).await, email(&mut tx, cy).await], "and never oneself");
    assert_eq!(lately(&mut tx, 1).await, all[..1]);
    tx.rollback().await.unwrap();
}

on_both_engines! {
    a_plan_rules_until_the_next_and_replaces_what_was_to_come,
    an_absence_is_ended_while_it_goes_on_and_taken_back_before,
    an_offer_is_answered_once_and_agreements_keep_their_order,
    the_newest_note_between_shifts_comes_first,
    a_feed_is_found_by_its_hash_until_its_owner_revokes_it,
    a_gap_is_known_by_whatever_part_of_it,
    those_come_first_for_whom_one_works_and_then_whoever_asked_last,
    a_tally_has_what_was_resolved_and_what_went_past_the_desk,
}
