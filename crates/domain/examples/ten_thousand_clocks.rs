//! How long it takes to compute the clocks of 10,000 open tickets: `cargo run --release -p domain --features tz --example
//! ten_thousand_clocks`. Prints milliseconds, the best of five.

use std::time::Instant;

use domain::coverage::Week;
use domain::promise::{Case, Facts, Pause, Policy, Urgency, clock};
use domain::time::{DAY, HOUR, MINUTE, UnixMs};

/// 2026-11-18 09:00 UTC.
const NOW: UnixMs = UnixMs(1_794_992_400_000);

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn main() {
    let Ok(coverage) = Week::default().expand("Europe/Madrid", NOW - DAY.times(400), NOW + DAY.times(400))
    else {
        return;
    };
    let policy = Policy::default();
    let paused = |n: i64| {
        let from = NOW - MINUTE.times(n) + HOUR;
        vec![Pause { from, to: from + HOUR, why: None }]
    };
    let pauses: Vec<Vec<Pause>> = (0..10_000).map(paused).collect();
    let facts = |(n, pauses)| Facts {
        asked_at: NOW - MINUTE.times(n),
        first_answer_at: None,
        owed_since: None,
        pauses,
        stopped: None,
        ended_at: None,
        case: Case::unseen(Urgency::Normal),
        needs: &[],
    };
    let best = (0..5).map(|_| {
        let begun = Instant::now();
        let tickets = (0..10_000).zip(pauses.iter().map(Vec::as_slice)).map(facts);
        let late = tickets.filter(|facts| clock(facts, &policy, &coverage, NOW).done.left().0 < 0).count();
        (begun.elapsed().as_micros(), late)
    });
    if let Some((micros, late)) = best.min() {
        println!("10000 clocks in {:.1} ms; {late} are late", micros as f64 / 1_000.0);
    }
}
