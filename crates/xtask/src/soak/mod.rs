//! The long tests: the same as in the gate, with the numbers that are promised, from a seed that is printed.

mod interface;

use anyhow::{Context, Result, bail};

use crate::process::{self, Interrupt};
use crate::stopwatch::Stopwatch;
use crate::test::postgres::Postgres;
use crate::test::{CHOICES, offer};
use crate::workspace::Workspace;

/// A long test, which runs by itself: it measures.
struct Part {
    /// How `--only` names it.
    name: &'static str,
    what: &'static str,
    /// Its name in the server's test program.
    tests: &'static str,
}

const fn part(name: &'static str, what: &'static str, tests: &'static str) -> Part {
    Part { name, what, tests }
}

const PARTS: [Part; 10] = [
    part("kills", "300 kills under 8 clients that journal, at least 10,000 acknowledged", "durability::"),
    part("alarms", "50 kills in the middle of the job that warns, and a clock that jumps", "alarms::"),
    part("imports", "60 kills of an import", "import_kills::"),
    part("locks", "8 x 500 writes beside a foreign lock", "locks::"),
    part("copies", "1,000 copies of one form", "double_submit::a_form_sent_very_often"),
    part("slow-clients", "a crowd of slow clients", "slow_clients::a_crowd"),
    part("screens", "5,000 screens and a restart", "many_streams::"),
    part("trackers", "5,000 trackers of one ticket across a kill", "many_trackers::"),
    part("processes", "two processes on one PostgreSQL", "processes::"),
    part(
        "backups",
        "a backup every 30 s under 20 writes a second, for 10 minutes",
        "operation::every_backup",
    ),
];

/// Runs all of them, or the one that is called `only`.
///
/// # Errors
/// With the name of the first that fails, and when none is called so.
pub fn run(workspace: &Workspace, only: Option<&str>, seed: Option<u32>) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let chosen = |name: &str| only.is_none_or(|only| only == name);
    if !PARTS.iter().any(|part| chosen(part.name)) && !chosen(interface::NAME) {
        let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        bail!("there are {} and {}", names.join(", "), interface::NAME);
    }
    let seed = seed.unwrap_or_else(std::process::id);
    println!("seed {seed}; repeat with `cargo xtask soak --seed {seed}`");
    let postgres = Postgres::start()?;
    for part in PARTS.iter().filter(|part| chosen(part.name)) {
        let watch = Stopwatch::start();
        println!("\n== {}: {}", part.name, part.what);
        let outcome = perform(part, workspace, postgres.as_ref(), seed, &interrupt);
        outcome.with_context(|| format!("{}, seed {seed}", part.name))?;
        println!("== {} passed, {}", part.name, watch.told());
    }
    if chosen(interface::NAME) {
        println!("\n== {}: made-up requests to every address, as every role", interface::NAME);
        interface::run(workspace, seed, &interrupt)
            .with_context(|| format!("{}, seed {seed}", interface::NAME))?;
    }
    Ok(())
}

fn perform(
    part: &Part,
    workspace: &Workspace,
    postgres: Option<&Postgres>,
    seed: u32,
    interrupt: &Interrupt,
) -> Result<()> {
    let [shipped, _] = CHOICES;
    let mut tests = process::cargo();
    tests.args(["test", "--release"]).args(shipped).args([
        "--test",
        "routes",
        part.tests,
        "--",
        "--nocapture",
    ]);
    tests.current_dir(workspace.root()).env("DESKBELL_SOAK", "1").env("DESKBELL_SEED", seed.to_string());
    offer(&mut tests, postgres);
    process::run_until(&mut tests, interrupt)
}
