//! Runs the end-to-end tests in headless Chromium.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::tally::Tally;
use crate::process::Interrupt;
use crate::workspace::Workspace;
use crate::{npm, process};

/// Runs Playwright with `CHROMIUM` and `DESKBELL_BIN`.
///
/// # Errors
/// When a test fails, or Node, Chromium or the program is missing.
pub fn run(workspace: &Workspace, interrupt: &Interrupt, tally: &mut Tally) -> Result<()> {
    if npm::install(workspace)?.is_none() {
        bail!("end-to-end tests need Node: `apt-get install nodejs npm`");
    }
    let program = workspace.program();
    if !program.is_file() {
        bail!("there is no program to test: `cargo xtask build`");
    }
    let mut tests = Command::new("npx");
    tests
        .args(["playwright", "test"])
        .current_dir(workspace.path("end2end"))
        .env("CHROMIUM", chromium(interrupt)?)
        .env("DESKBELL_BIN", program);
    process::run_reading(&mut tests, interrupt, |line| tally.read(line))
}

/// The browser that `CHROMIUM` names, or the one on the PATH, or else Debian's, which is installed where that is allowed.
///
/// # Errors
/// When there is none; the error says what to do.
pub fn chromium(interrupt: &Interrupt) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        let named = PathBuf::from(named);
        if named.is_file() {
            return Ok(named);
        }
        bail!("CHROMIUM names {}, which is not a file", named.display());
    }
    if let Some(found) = process::find("chromium") {
        return Ok(found);
    }
    if process::is_root() && process::find("apt-get").is_some() {
        process::run_until(Command::new("apt-get").args(["--quiet", "update"]), interrupt)?;
        process::run_until(
            Command::new("apt-get")
                .args(["--quiet", "--yes", "install", "chromium"])
                .env("DEBIAN_FRONTEND", "noninteractive"),
            interrupt,
        )?;
    }
    match process::find("chromium") {
        Some(installed) => Ok(installed),
        None => bail!("no Chromium: `apt-get install chromium`, or name one in the variable CHROMIUM"),
    }
}
