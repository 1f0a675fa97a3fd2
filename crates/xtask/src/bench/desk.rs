//! Desks of made-up tickets: filled once, copied for each measurement, and served.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{http, process as kernel};
use crate::site_server::free_port;
use crate::stopwatch::Stopwatch;
use crate::test::Postgres;
use crate::workspace::Workspace;
use crate::{files, process};

const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(2);
/// As `service::corpus` makes them.
const OPEN: usize = 2_000;
const AGENT: &str = "agent@example.com";
const SIGN_IN: &str = "email=agent%40example.com&password=measured-twice-2026";

/// A filled desk and the links of some of its tickets, the oldest first.
#[derive(Debug)]
pub struct Corpus {
    data: PathBuf,
    database: Option<String>,
    pub links: Vec<String>,
    tickets: usize,
}

impl Corpus {
    /// A copy of the desk of this size, which is filled first where it was not yet.
    pub fn sqlite(workspace: &Workspace, program: &Path, tickets: u32) -> Result<Self> {
        let kept = workspace.path(&format!("target/bench/sqlite-{tickets}"));
        if !kept.join("links").is_file() {
            files::remove_folder(&kept)?;
            files::make_folder(&kept)?;
            fill(program, &kept, None, tickets)?;
        }
        let data = workspace.path("target/bench/data");
        files::remove_folder(&data)?;
        files::make_folder(&data)?;
        fs::copy(kept.join("deskbell.db"), data.join("deskbell.db")).context("cannot copy the desk")?;
        Self::of(data, None, &kept, tickets)
    }

    /// A desk of this size in a database of its own.
    pub fn postgres(
        workspace: &Workspace,
        program: &Path,
        tickets: u32,
        postgres: &Postgres,
    ) -> Result<Self> {
        let data = workspace.path(&format!("target/bench/postgres-{tickets}"));
        files::remove_folder(&data)?;
        files::make_folder(&data)?;
        let url = postgres.database(&format!("bench_{tickets}"))?;
        fill(program, &data, Some(&url), tickets)?;
        Self::of(data.clone(), Some(url), &data, tickets)
    }

    fn of(data: PathBuf, database: Option<String>, links: &Path, tickets: u32) -> Result<Self> {
        let links = files::read_text(&links.join("links"))?.lines().map(str::to_owned).collect();
        Ok(Self { data, database, links, tickets: tickets as usize })
    }

    /// A pass of a program that acts as the desk's agent.
    pub fn token(&self, program: &Path) -> Result<String> {
        let mut command = Command::new(program);
        command.args(["token", "create", "--role", "agent", "--name", "bench", "--email", AGENT]);
        at(&mut command, &self.data, self.database.as_deref());
        command.stderr(Stdio::null());
        Ok(format!("Authorization: Bearer {}", process::capture(&mut command)?.trim()))
    }

    /// The links of open tickets.
    pub fn open(&self) -> Vec<String> {
        let share = (OPEN * self.links.len() / self.tickets.max(1)).max(1);
        self.links.iter().rev().take(share).cloned().collect()
    }
}

/// Tells a command which desk is meant.
fn at(command: &mut Command, data: &Path, database: Option<&str>) {
    command.arg("--data").arg(data);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
}

fn fill(program: &Path, data: &Path, database: Option<&str>, tickets: u32) -> Result<()> {
    let watch = Stopwatch::start();
    let mut command = Command::new(program);
    command.arg("corpus").stderr(Stdio::null());
    at(&mut command, data, database);
    let links = process::capture(command.arg(tickets.to_string()))?;
    // Written last: a desk without it was not filled to the end.
    files::write(&data.join("links"), links.as_bytes())?;
    println!("filled in {}", watch.told());
    Ok(())
}

/// A running server; ends when it is dropped.
#[derive(Debug)]
pub struct Served {
    child: Child,
    pub address: SocketAddr,
    pub ready_after: Duration,
    database: Option<u32>,
}

impl Served {
    pub fn start(program: &Path, corpus: &Corpus, postgres: Option<&Postgres>) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let mut command = Command::new(program);
        command.args(["serve", "--api-reads-per-minute", "0", "--listen", &address.to_string()]);
        at(&mut command, &corpus.data, corpus.database.as_deref());
        let watch = Stopwatch::start();
        let child = command.stdout(Stdio::null()).spawn().context("cannot start the server")?;
        let database = postgres.map(Postgres::id).transpose()?;
        let mut served = Self { child, address, ready_after: Duration::ZERO, database };
        while !http::get(address, "/readyz", None).is_ok_and(|answer| answer.status == 200) {
            if served.child.try_wait()?.is_some() || watch.elapsed() > PATIENCE {
                bail!("the server was not ready");
            }
            thread::sleep(PAUSE);
        }
        served.ready_after = watch.elapsed();
        Ok(served)
    }

    /// The pass of the desk's agent in a browser.
    pub fn sign_in(&self) -> Result<String> {
        let answer = http::post(self.address, "/sign-in", None, SIGN_IN)?;
        answer.pass().with_context(|| format!("the agent could not sign in ({})", answer.status))
    }

    /// The bytes of a page. Errors when it is not the page that it should be.
    pub fn page(&self, path: &str, pass: Option<&str>, expected: &str) -> Result<usize> {
        let answer = http::get(self.address, path, pass)?;
        let text = String::from_utf8_lossy(&answer.body);
        if answer.status != 200 || !text.contains(expected) {
            bail!("{path} answers {} without {expected:?}", answer.status);
        }
        Ok(answer.body.len())
    }

    /// Processor time so far, with the database's own, in milliseconds.
    pub fn cpu_ms(&self) -> Result<f64> {
        let database = self.database.map(kernel::cpu_ms).transpose()?.unwrap_or_default();
        Ok(kernel::cpu_ms(self.child.id())? + database)
    }

    /// Resident memory of the server without its database, in bytes.
    pub fn memory(&self) -> Result<u64> {
        kernel::memory(self.child.id())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Err(error) = process::stop(&mut self.child) {
            eprintln!("xtask: the server could not be stopped: {error:#}");
        }
    }
}
