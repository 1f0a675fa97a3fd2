//! Runs every check and test, cheapest first, and stops at the first that fails.

mod browser;
pub mod postgres;
mod tally;

use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

pub use browser::chromium;
pub use postgres::Postgres;
use tally::Tally;

use crate::process::Interrupt;
use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;
use crate::{build, process, tidy};

/// All that ships, and the tool.
pub const CHOICES: [&[&str]; 2] = [&["--workspace", "--exclude", "xtask"], &["--package", "xtask"]];

/// One step of the whole, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// The layout of the code
    Format,
    /// Clippy for what runs on the server
    Clippy,
    /// Clippy for what runs in the browser
    ClippyWasm,
    /// The rules of the house
    Tidy,
    /// The program with its assets
    Build,
    /// Unit, property, conformance and route tests, on both databases
    Rust,
    /// End-to-end tests in Chromium
    Browser,
}

/// Runs all steps, or only one.
///
/// # Errors
/// With the name of the first step that fails.
pub fn run(workspace: &Workspace, only: Option<Step>) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let all = Stopwatch::start();
    let mut tally = Tally::default();
    let mut times = Vec::new();
    for step in Step::value_variants().iter().filter(|step| only.is_none_or(|only| only == **step)) {
        let watch = Stopwatch::start();
        println!("\n== {step:?}");
        perform(*step, workspace, &interrupt, &mut tally).with_context(|| format!("{step:?}"))?;
        println!("== {step:?} passed, {}", watch.told());
        times.push(format!("{step:?} {}", watch.told()));
    }
    println!("\n{}; together {}", times.join(", "), all.told());
    println!("{tally}");
    Ok(())
}

fn perform(step: Step, workspace: &Workspace, interrupt: &Interrupt, tally: &mut Tally) -> Result<()> {
    let cargo = |arguments: &[&str]| {
        let mut command = process::cargo();
        command.args(arguments).current_dir(workspace.root());
        command
    };
    match step {
        Step::Format => process::run_until(&mut cargo(&["fmt", "--all", "--check"]), interrupt),
        // Everything is compiled in the release profile, the tests too: so the dependencies, of which there are some
        // hundred, are compiled once for the program and its tests, and the macros once for clippy as well. The tool
        // goes by itself, for it is built by itself: together with the others its dependencies would have other features.
        Step::Clippy => CHOICES.iter().try_for_each(|choice| {
            let mut clippy = cargo(&["clippy", "--release", "--all-targets"]);
            process::run_until(clippy.args(*choice).args(["--", "-D", "warnings"]), interrupt)
        }),
        Step::ClippyWasm => build::clippy_wasm(workspace, interrupt),
        Step::Tidy => tidy::check(workspace),
        Step::Build => build::everything(workspace),
        Step::Rust => {
            let postgres = Postgres::start()?;
            if postgres.is_none() {
                println!(
                    "\n**** NOT TESTED: PostgreSQL. Install its server: `apt-get install postgresql`. ****\n"
                );
            }
            CHOICES.iter().try_for_each(|choice| {
                let mut tests = cargo(&["test", "--release"]);
                offer(tests.args(*choice), postgres.as_ref());
                process::run_reading(&mut tests, interrupt, |line| tally.read(line))
            })
        }
        Step::Browser => browser::run(workspace, interrupt, tally),
    }
}

/// Names the PostgreSQL to the tests, where there is one.
pub fn offer(tests: &mut Command, postgres: Option<&Postgres>) {
    if let Some(postgres) = postgres {
        tests.env("DESKBELL_TEST_POSTGRES", postgres.url());
    }
}
