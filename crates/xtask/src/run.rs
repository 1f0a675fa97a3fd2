//! Builds and serves, and with `--watch` does so again after every change.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::process::Interrupt;
use crate::workspace::Workspace;
use crate::{build, files, process};

/// What the server starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// What is in `./data`; nothing, at the first start.
    AsItIs,
    /// A believable small company.
    Demo,
}

/// What happens when a file changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// Nothing.
    Never,
    /// The server is built and started again.
    OnChange,
}

const DATA: &str = "./data";
const LISTEN: &str = "127.0.0.1:3000";
const WATCHED: [&str; 7] = ["app", "crates", "server", "style", "public", "Cargo.toml", "Cargo.lock"];
const GLANCE: Duration = Duration::from_millis(400);

/// Builds and serves until told to stop.
///
/// # Errors
/// When the build fails (with [`Reload::OnChange`] only at the start), or the server does.
pub fn run(workspace: &Workspace, data: Data, reload: Reload) -> Result<()> {
    build::everything(workspace)?;
    if data == Data::Demo {
        process::run(program(workspace).args(["demo", "--data", DATA]))?;
    }
    match reload {
        // The server takes the tool's place, so signals reach it and its exit code is ours.
        Reload::Never => Err(serve(workspace).exec()).context("cannot start the server"),
        Reload::OnChange => serve_and_watch(workspace),
    }
}

fn program(workspace: &Workspace) -> Command {
    let mut command = Command::new(workspace.program());
    command.current_dir(workspace.root());
    command
}

fn serve(workspace: &Workspace) -> Command {
    let mut command = program(workspace);
    command.args(["serve", "--data", DATA, "--listen", LISTEN]);
    command
}

fn serve_and_watch(workspace: &Workspace) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let mut server = start(workspace)?;
    let mut seen = glance(workspace)?;
    while !interrupt.came() {
        thread::sleep(GLANCE);
        let now = glance(workspace)?;
        if now == seen {
            continue;
        }
        seen = settle(workspace, now)?;
        println!("\nSomething changed.");
        // The old server keeps answering until the new one stands.
        match build::everything(workspace) {
            Ok(()) => {
                process::stop(&mut server)?;
                server = start(workspace)?;
            }
            Err(error) => eprintln!("xtask: {error:#}"),
        }
    }
    process::stop(&mut server)
}

fn start(workspace: &Workspace) -> Result<Child> {
    serve(workspace).spawn().context("cannot start the server")
}

/// Waits until an editor or a checkout has written its last file.
fn settle(workspace: &Workspace, mut last: Vec<Glimpse>) -> Result<Vec<Glimpse>> {
    loop {
        thread::sleep(GLANCE);
        let now = glance(workspace)?;
        if now == last {
            return Ok(now);
        }
        last = now;
    }
}

/// A file and when it was written: enough to see a change, and cheap for a few hundred files.
type Glimpse = (PathBuf, Option<SystemTime>);

fn glance(workspace: &Workspace) -> Result<Vec<Glimpse>> {
    let mut seen = Vec::new();
    for place in WATCHED {
        let place = workspace.path(place);
        let found = if place.is_file() { vec![place] } else { files::under(&place)? };
        seen.extend(found.into_iter().map(|path| {
            let written = written(&path);
            (path, written)
        }));
    }
    Ok(seen)
}

fn written(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}
