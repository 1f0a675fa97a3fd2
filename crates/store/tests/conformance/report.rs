//! Figures over all tickets.

use domain::event::Change;
use domain::ticket::{Level, Place};
use domain::time::HOUR;
use serde_json::json;
use store::report::{self, ResolveTimes};
use store::transfer::{self, table};
use store::{Store, Tx};

use crate::harness::{MONDAY, ana, asked_at, bo, change, cy, happened, label, resolution};

const HOUR_MS: i64 = 3_600_000;

/// Says what a source told of a ticket.
async fn told(
    tx: &mut Tx,
    ticket: i64,
    resolved_at: Option<i64>,
    reopened: Option<i64>,
    group: Option<&str>,
) {
    let origin = json!([{
        "ticket": ticket, "system": "old", "id": ticket.to_string(), "events": 1,
        "resolved_at": resolved_at, "reopened": reopened, "reassigned": reopened,
    }]);
    transfer::insert(tx, &table::SOURCE, &origin.to_string()).await.unwrap();
    let attribute = json!([{ "ticket": ticket, "name": "group", "value": group }]);
    transfer::insert(tx, &table::SOURCE_ATTRIBUTE, &attribute.to_string()).await.unwrap();
}

async fn figures_believe_the_source_before_what_was_seen(store: Store) {
    let mut tx = store.write().await.unwrap();
    let (ana, bo, cy) = (ana(&mut tx).await, bo(&mut tx).await, cy(&mut tx).await);
    let mut tickets = Vec::new();
    for hours in 0..4 {
        let at = MONDAY + HOUR.times(hours / 2);
        let id = store::ticket::insert(&mut tx, &asked_at(ana, at)).await.unwrap();
        change(&mut tx, id, |ticket| ticket.resolved = Some(resolution(bo, at + HOUR.times(hours + 1))))
            .await;
        happened(&mut tx, id, &Change::Resolved { place: Place::Remote, level: Level::One }).await;
        tickets.push(id);
    }
    for id in [tickets[0], tickets[1]] {
        happened(&mut tx, id, &Change::Reopened).await;
        happened(&mut tx, id, &Change::Assigned { old: Some(bo), new: Some(cy) }).await;
    }
    happened(&mut tx, tickets[2], &Change::Assigned { old: None, new: Some(cy) }).await;
    // The source counted none for the second and two for the third, and does not know when the fourth was resolved.
    told(&mut tx, tickets[1].0, Some(MONDAY.0 + 9 * HOUR_MS), Some(0), Some("a")).await;
    told(&mut tx, tickets[2].0, Some(MONDAY.0), Some(2), Some("a")).await;
    told(&mut tx, tickets[3].0, None, None, None).await;
    let network = store::category::insert(&mut tx, None, &label("Network"), MONDAY).await.unwrap();
    let vpn = store::category::insert(&mut tx, Some(network), &label("VPN"), MONDAY).await.unwrap();
    change(&mut tx, tickets[0], |ticket| ticket.category = Some(network)).await;
    change(&mut tx, tickets[1], |ticket| ticket.category = Some(vpn)).await;

    let quarter = MONDAY.0 / 900_000;
    assert_eq!(report::opened(&mut tx).await.unwrap(), [(quarter, 2), (quarter + 4, 2)]);
    assert_eq!(report::channels(&mut tx).await.unwrap(), [("portal".to_owned(), 4)]);
    let categories = report::categories(&mut tx).await.unwrap();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(categories, [(None, None, 2), (None, text("Network"), 1), (text("Network"), text("VPN"), 1)]);
    let attributes = report::attributes(&mut tx).await.unwrap();
    assert_eq!(attributes, [("group".to_owned(), text("a"), 2), ("group".to_owned(), None, 1)]);
    assert_eq!(report::reopened(&mut tx).await.unwrap(), 2, "the first and the third");
    assert_eq!(report::reassigned(&mut tx).await.unwrap(), 2);
    let times = report::resolve_times(&mut tx).await.unwrap();
    // An hour, nine hours, and an hour before it was asked.
    let expected = ResolveTimes {
        known: 3,
        negative: 1,
        low: Some(HOUR_MS),
        high: Some(HOUR_MS),
        p90: Some(9 * HOUR_MS),
    };
    assert_eq!(times, expected);
    let mut steps = Vec::new();
    report::steps(&mut tx, |step| steps.push((step.ticket, step.kind))).await.unwrap();
    // The others came from a source, and nothing that it wrote down is here.
    let expected = ["resolved", "reopened", "assigned"].map(|kind| (tickets[0].0, kind.to_owned()));
    assert_eq!(steps, expected);
}

async fn nothing_has_no_figures(store: Store) {
    let mut tx = store.read().await.unwrap();
    assert_eq!(report::resolve_times(&mut tx).await.unwrap(), ResolveTimes::default());
    assert_eq!(report::opened(&mut tx).await.unwrap(), []);
}

on_both_engines! {
    figures_believe_the_source_before_what_was_seen,
    nothing_has_no_figures,
}
