//! Measures the program as people meet it, over HTTP, beside a plain file from the same server; `docs/benchmarks.md`.

mod desk;
mod http;
mod load;
mod process;
mod streams;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::process::find;
use crate::test::Postgres;
use crate::workspace::Workspace;
use crate::{build, files};
use desk::{Corpus, Served};
use load::{Load, Requests};
use table::{Table, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What is measured.
#[derive(Debug, Clone, clap::Args)]
pub struct Plan {
    /// Sizes of the desks
    #[arg(long, value_delimiter = ',', default_value = "10000,250000")]
    tickets: Vec<u32>,
    /// Databases
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite,postgres")]
    engine: Vec<Engine>,
    /// Live streams that are open at once
    #[arg(long, value_delimiter = ',', default_value = "100,1000,5000")]
    streams: Vec<usize>,
    /// Seconds of each run
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Runs of which the median is taken
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Measure this program instead of building one
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// Where the table goes
    #[arg(long, value_name = "PATH", default_value = "docs/benchmarks.md")]
    out: PathBuf,
}

/// Fills desks, serves them, measures, and writes the table. Filled desks are kept in `target/bench` for the next time.
///
/// # Errors
/// When wrk is not installed, the program fails, or a page is not what it should be.
pub fn run(workspace: &Workspace, plan: &Plan) -> Result<()> {
    if find("wrk").is_none() {
        bail!("the load comes from wrk, which is missing: `apt-get install wrk`");
    }
    let program = match &plan.program {
        Some(program) => program.canonicalize().context("no such program")?,
        None => {
            build::everything(workspace)?;
            workspace.program()
        }
    };
    streams::raise_file_limit();
    let mut table = Table::new(&program, plan.seconds, plan.runs)?;
    for engine in &plan.engine {
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::durable()?.context("PostgreSQL is not installed")?),
        };
        for tickets in &plan.tickets {
            println!("\n== {engine:?}, {tickets} tickets");
            let corpus = match &postgres {
                None => Corpus::sqlite(workspace, &program, *tickets)?,
                Some(postgres) => Corpus::postgres(workspace, &program, *tickets, postgres)?,
            };
            let served = Served::start(&program, &corpus, postgres.as_ref())?;
            table.begin(*engine, *tickets);
            let program = corpus.token(&program)?;
            measure(workspace, plan, &corpus, served, &program, &mut table)?;
        }
    }
    table.weigh(&workspace.site())?;
    let out = workspace.path(&plan.out.to_string_lossy());
    files::write(&out, table.written().as_bytes())?;
    println!("\n{}\nwritten to {}", table.written(), out.display());
    Ok(())
}

fn measure(
    workspace: &Workspace,
    plan: &Plan,
    corpus: &Corpus,
    served: Served,
    program: &str,
    table: &mut Table,
) -> Result<()> {
    table.row("start to ready", &[("time", Value::Ms(served.ready_after))]);
    table.row("idle", &[("memory", Value::Bytes(served.memory()?))]);
    let agent = served.sign_in()?;
    let load = Load { served: &served, seconds: plan.seconds, runs: plan.runs };
    let pages = [
        ("tracker page, by link", None, corpus.links.clone(), "User "),
        ("queue page", Some(agent.as_str()), vec!["/desk".to_owned()], "printer"),
        ("search, common word", Some(agent.as_str()), vec!["/desk?q=printer".to_owned()], "rinter"),
        ("search, rare word", Some(agent.as_str()), vec!["/desk?q=zirconium".to_owned()], "User "),
        ("the same by a program, common word", Some(program), found_by_program("printer"), "rinter"),
        ("the same by a program, rare word", Some(program), found_by_program("zirconium"), "User "),
        ("wall", Some(agent.as_str()), vec!["/wall".to_owned()], "wall"),
    ];
    for (name, pass, paths, expected) in pages {
        let first = paths.first().context("no address to ask")?;
        let page = served.page(first, pass, expected)?;
        let (file, bytes) = nearest_file(&workspace.site(), page)?;
        for connections in [1, 16] {
            let plain = load.run(connections, &Requests::get(None, std::slice::from_ref(&file)))?;
            let drawn = load.run(connections, &Requests::get(pass, &paths))?;
            table.read(name, connections, page, &drawn, bytes, &plain);
            if connections == 1 && !first.starts_with("/api") {
                let anew = load.run(connections, &Requests::anew(pass, &paths))?;
                table.read(&format!("{name}, drawn anew"), connections, page, &anew, bytes, &plain);
            }
        }
    }
    let made = load.run(8, &Requests::asks())?;
    table.write("create, 8 at once", &made);
    let answered = load.run(8, &Requests::answers(&corpus.open()))?;
    table.write("reply, 8 at once", &answered);
    table.row("after load", &[("memory", Value::Bytes(served.memory()?))]);
    for count in &plan.streams {
        let heard = streams::hear(&served, &agent, corpus, *count)?;
        table.heard(*count, &heard);
    }
    table.row("after streams", &[("memory", Value::Bytes(served.memory()?))]);
    Ok(())
}

fn found_by_program(word: &str) -> Vec<String> {
    vec![format!("/api/v1/search?limit=20&q={word}")]
}

/// The plain file whose size comes nearest to a page's: what this server can do on this machine at best.
fn nearest_file(site: &Path, page_bytes: usize) -> Result<(String, usize)> {
    let mut nearest: Option<(String, usize)> = None;
    for path in files::under(site)? {
        let name = files::relative(&path, site);
        if name.ends_with(".br") || name.ends_with(".gz") || !name.contains('/') {
            continue;
        }
        let bytes = files::read(&path)?.len();
        let better =
            nearest.as_ref().is_none_or(|(_, best)| bytes.abs_diff(page_bytes) < best.abs_diff(page_bytes));
        if better {
            nearest = Some((format!("/{name}"), bytes));
        }
    }
    nearest.context("the program was built without its site; run `cargo xtask build`")
}
