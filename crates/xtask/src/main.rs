//! The build tool of Deskbell: `cargo xtask build | run | test | soak | bench | shots | tidy`.

mod bench;
mod build;
mod cache;
mod digest;
mod files;
mod npm;
mod process;
mod run;
mod shots;
mod site_server;
mod soak;
mod stopwatch;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::run::{Data, Reload};
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, runs and tests Deskbell")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the browser's part and the server, into target/release/deskbell
    Build,
    /// Build, then serve on http://127.0.0.1:3000 with the data in ./data
    Run {
        /// Start with a believable small company
        #[arg(long)]
        demo: bool,
        /// Build and start again whenever a file changes
        #[arg(long)]
        watch: bool,
    },
    /// Check and test everything, in the order in which mistakes are cheapest to find
    Test {
        /// Run this one step only
        #[arg(long, value_enum)]
        only: Option<test::Step>,
    },
    /// Run the long tests of faults and load; an hour
    Soak {
        /// Only this part: kills, imports, locks, copies, slow-clients, screens, trackers, processes, backups or interface
        #[arg(long)]
        only: Option<String>,
        /// Repeat a run
        #[arg(long)]
        seed: Option<u32>,
    },
    /// Measure the program over HTTP, with desks of many tickets, and write docs/benchmarks.md
    Bench(bench::Plan),
    /// Photograph every page with the demo data, into target/shots
    Shots,
    /// Check the rules of the house that a compiler does not know
    Tidy,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match perform(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Build => build::everything(&workspace),
        Task::Run { demo, watch } => {
            let data = if demo { Data::Demo } else { Data::AsItIs };
            let reload = if watch { Reload::OnChange } else { Reload::Never };
            run::run(&workspace, data, reload)
        }
        Task::Test { only } => test::run(&workspace, only),
        Task::Soak { only, seed } => soak::run(&workspace, only.as_deref(), seed),
        Task::Bench(plan) => bench::run(&workspace, &plan),
        Task::Shots => shots::take(&workspace),
        Task::Tidy => tidy::check(&workspace),
    }
}
