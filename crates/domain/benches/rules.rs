//! What the rules cost that run for every row, event and screen: `cargo bench -p domain`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::access::{Actor, Capability, Relation, allows};
use domain::coverage::{Coverage, Interval};
use domain::ids::PersonId;
use domain::person::{Role, Roles};
use domain::promise::Pause;
use domain::text::{Body, Subject};
use domain::time::{DAY, HOUR, UnixMs};

/// A Monday, 00:00 UTC.
const MONDAY: UnixMs = UnixMs(1_787_529_600_000);

/// Three years of working days from eight to six.
fn calendar() -> Coverage {
    let days = (0..3 * 365).filter(|day| day % 7 < 5).map(|day| MONDAY + DAY.times(day));
    Coverage::new(days.map(|day| Interval { from: day + HOUR.times(8), to: day + HOUR.times(18) }).collect())
}

fn promise(criterion: &mut Criterion) {
    let calendar = calendar();
    let pauses = [Pause { from: MONDAY + HOUR.times(9), to: MONDAY + HOUR.times(11), why: None }];
    let asked = MONDAY + DAY.times(300) + HOUR.times(16);
    criterion.bench_function("when six covered hours are over", |bench| {
        bench.iter(|| calendar.after(black_box(asked), HOUR.times(6), &pauses));
    });
    criterion.bench_function("covered time of a month", |bench| {
        bench.iter(|| calendar.between(black_box(asked), asked + DAY.times(30)));
    });
    criterion.bench_function("whether the desk is open", |bench| {
        bench.iter(|| calendar.at(black_box(asked)));
    });
}

fn access(criterion: &mut Criterion) {
    let actor = Actor::Person { id: PersonId(7), roles: Roles::REQUESTER.with(Role::Agent) };
    criterion.bench_function("all rights of an agent", |bench| {
        bench.iter(|| {
            Capability::ALL
                .iter()
                .filter(|right| allows(black_box(actor), **right, Relation::Watcher))
                .count()
        });
    });
}

fn text(criterion: &mut Criterion) {
    let long = "The printer on the second floor is jammed again. ".repeat(200);
    criterion.bench_function("reading a text of ten thousand letters", |bench| {
        bench.iter(|| Body::parse(black_box(&long)));
    });
    criterion.bench_function("reading a subject", |bench| {
        bench.iter(|| Subject::parse(black_box("  The printer is  jammed ")));
    });
}

criterion_group!(rules, promise, access, text);
criterion_main!(rules);
