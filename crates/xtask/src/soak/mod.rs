//! The long tests: the same as in the gate, with the numbers that are promised, from a seed that is printed.

use anyhow::{Context, Result};

use crate::process::{self, Interrupt};
use crate::stopwatch::Stopwatch;
use crate::test::postgres::Postgres;
use crate::test::{CHOICES, offer};
use crate::workspace::Workspace;

/// What runs long, by its name in the server's test program, each by itself: they measure.
const LONG: [(&str, &str); 7] = [
    ("300 kills under 8 writers", "durability::"),
    ("8 x 500 writes beside a foreign lock", "locks::"),
    ("1,000 copies of one form", "double_submit::a_form_sent_very_often"),
    ("a crowd of slow clients", "slow_clients::a_crowd"),
    ("5,000 screens", "many_streams::"),
    ("5,000 trackers across a kill", "many_trackers::"),
    ("two processes on one PostgreSQL", "processes::"),
];

/// Runs all of them, or those whose name contains `only`.
///
/// # Errors
/// With the name of the first that fails.
pub fn run(workspace: &Workspace, only: Option<&str>, seed: Option<u32>) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let seed = seed.unwrap_or_else(std::process::id);
    println!("seed {seed}; repeat with `cargo xtask soak --seed {seed}`");
    let postgres = Postgres::start()?;
    let [shipped, _] = CHOICES;
    for (what, name) in LONG.iter().filter(|(_, name)| only.is_none_or(|only| name.contains(only))) {
        let watch = Stopwatch::start();
        println!("\n== {what}");
        let mut tests = process::cargo();
        tests.args(["test", "--release"]).args(shipped).args([
            "--test",
            "routes",
            *name,
            "--",
            "--nocapture",
        ]);
        tests.current_dir(workspace.root()).env("DESKBELL_SOAK", "1").env("DESKBELL_SEED", seed.to_string());
        offer(&mut tests, postgres.as_ref());
        process::run_until(&mut tests, &interrupt).with_context(|| format!("{what}, seed {seed}"))?;
        println!("== {what} passed, {}", watch.told());
    }
    Ok(())
}
