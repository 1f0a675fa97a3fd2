//! Every address of the program, with the answer that each kind of visitor gets.
//!
//! The table is `output/surface.txt`; `DESKBELL_ACCEPT_SURFACE=1 cargo test -p server surface` writes it anew.
//! An address that is not among the probes fails: whoever adds one says how it is asked.

mod probes;
mod visitors;

use std::collections::BTreeSet;
use std::path::Path;

use server::router::{Address, surface};

use self::probes::{PROBES, Probe};
use self::visitors::{CANARY, VISITORS, prepare};
use crate::desk::TestDesk;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/output/surface.txt");

#[tokio::test]
async fn every_address_gives_each_visitor_the_answer_in_the_table() {
    // The interface for programs knows no cookie: `api::access` asks it, with everybody's token.
    let of_pages = |address: &Address| !address.path.starts_with("/api/v1/");
    let listed: BTreeSet<Address> = surface().into_iter().filter(of_pages).collect();
    let asked: BTreeSet<Address> = PROBES.iter().map(Probe::listed).collect();
    let unasked: Vec<_> = listed.difference(&asked).collect();
    assert!(unasked.is_empty(), "say in PROBES how these are asked: {unasked:#?}");
    let gone: Vec<_> = asked.difference(&listed).collect();
    assert!(gone.is_empty(), "these are no addresses any more: {gone:#?}");

    let (prepared, has) = prepare().await;
    let mut table = format!("{:<5} {:<40} {:<10}", "", "address", "");
    for visitor in VISITORS {
        table.push_str(&format!(" {visitor:>9}"));
    }
    table.push('\n');
    let mut reading = TestDesk::on_copy_of(&prepared.0).await;
    for probe in PROBES {
        // A question that changes something gets a desk of its own, so that no line depends on the one before.
        let fresh =
            if probe.method() == "POST" { Some(TestDesk::on_copy_of(&prepared.0).await) } else { None };
        let desk = fresh.as_ref().unwrap_or(&reading);
        let mut line = format!("{:<5} {:<40} {:<10}", probe.method(), probe.address, probe.about);
        // The gallery is there in debug builds only, so no line of it holds for both.
        let visitors: &[&str] = if probe.path == "/kit" { &[] } else { &VISITORS };
        for visitor in visitors.iter().copied() {
            let answer = probe.ask(desk, visitor, &has[visitor]).await;
            assert!(answer.status < 500 || probe.path == "/readyz", "{line} {visitor}: {}", answer.text());
            let at_desk = matches!(visitor, "agent" | "lead");
            assert!(
                at_desk || !answer.everything().contains(CANARY),
                "{visitor} reads notes at {}",
                probe.path
            );
            let status = answer.status.to_string();
            line.push_str(&format!(" {status:>9}"));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    reading.stop().await;
    compare(&table);
}

fn compare(table: &str) {
    if std::env::var_os("DESKBELL_ACCEPT_SURFACE").is_some() {
        std::fs::write(TABLE, table).unwrap();
    }
    let expected = std::fs::read_to_string(TABLE).unwrap_or_default();
    let differ: Vec<String> = table
        .lines()
        .filter(|line| !expected.lines().any(|known| known == *line))
        .map(|line| format!("  now: {line}"))
        .collect();
    assert!(table == expected, "the surface has changed; look at it, then accept it:\n{}", differ.join("\n"));
}
#[test]
fn the_table_is_there() {
    assert!(Path::new(TABLE).exists(), "write it with DESKBELL_ACCEPT_SURFACE=1");
}
