//! Starts other programs, waits for them, and stops them when the tool itself is told to stop.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::stopwatch::Stopwatch;

const POLL: Duration = Duration::from_millis(40);
const PATIENCE: Duration = Duration::from_secs(20);

/// Turns true when the tool is asked to stop (control-C, SIGTERM).
///
/// Without it a signal ends the tool at once; with it, the code that holds it cleans up first.
#[derive(Debug, Clone)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Begins to listen. A second signal ends the tool at once.
    pub fn listen() -> Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            signal_hook::flag::register_conditional_shutdown(signal, 130, asked.clone())
                .and_then(|_| signal_hook::flag::register(signal, asked.clone()))
                .context("cannot listen for signals")?;
        }
        Ok(Self(asked))
    }

    /// Whether a signal came.
    pub fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs a program to its end, with the terminal as its own.
///
/// # Errors
/// When it cannot start, or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let told = describe(command);
    let status = command.status().with_context(|| format!("cannot start {told}"))?;
    if !status.success() {
        bail!("{told} failed ({status})");
    }
    Ok(())
}

/// Like [`run`], but ends the program first when the tool is interrupted.
pub fn run_until(command: &mut Command, interrupt: &Interrupt) -> Result<()> {
    let told = describe(command);
    let mut child = command.spawn().with_context(|| format!("cannot start {told}"))?;
    wait(&mut child, &told, interrupt)
}

fn wait(child: &mut Child, told: &str, interrupt: &Interrupt) -> Result<()> {
    loop {
        if interrupt.came() {
            stop(child)?;
            bail!("interrupted");
        }
        if let Some(status) = child.try_wait().with_context(|| format!("cannot wait for {told}"))? {
            if status.success() {
                return Ok(());
            }
            bail!("{told} failed ({status})");
        }
        thread::sleep(POLL);
    }
}

/// Like [`run_until`], and hands every line that the program prints to `read` before it prints it too.
pub fn run_reading(command: &mut Command, interrupt: &Interrupt, mut read: impl FnMut(&str)) -> Result<()> {
    let (receiver, sender) = std::io::pipe().context("cannot make a pipe")?;
    let told = describe(command);
    let mut child = command.stdout(sender).spawn().with_context(|| format!("cannot start {told}"))?;
    // The command holds the writing end too; only without it does the reading end see the end.
    command.stdout(Stdio::null());
    thread::scope(|scope| {
        let stopper = scope.spawn(move || wait(&mut child, &told, interrupt));
        for line in BufReader::new(receiver).lines() {
            let line = line.context("a program printed something that is not text")?;
            read(&line);
            println!("{line}");
        }
        stopper.join().map_err(|_| anyhow!("the thread that waits for a program ended by itself"))?
    })
}

/// Runs a program and returns what it printed; its errors go to the terminal.
pub fn capture(command: &mut Command) -> Result<String> {
    let told = describe(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {told}"))?;
    if !output.status.success() {
        bail!("{told} failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{told} printed something that is not text"))
}

/// Runs a program that talks too much: what it says is shown only when it fails.
pub fn quietly(command: &mut Command) -> Result<()> {
    let told = describe(command);
    let output = command.output().with_context(|| format!("cannot start {told}"))?;
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        bail!("{told} failed ({})", output.status);
    }
    Ok(())
}

/// Asks a program to end and waits until it did; after 20 seconds it is ended without being asked.
pub fn stop(child: &mut Child) -> Result<()> {
    if let Some(id) = i32::try_from(child.id()).ok().map(Pid::from_raw) {
        // It may have ended by itself; then there is nobody to ask.
        let _ = kill(id, Signal::SIGTERM);
    }
    let waited = Stopwatch::start();
    while waited.elapsed() < PATIENCE {
        if child.try_wait().context("cannot wait for a program")?.is_some() {
            return Ok(());
        }
        thread::sleep(POLL);
    }
    child.kill().context("cannot end a program")?;
    child.wait().context("cannot wait for a program")?;
    Ok(())
}

/// Where a program is on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether the tool runs as root, who may install packages and must not run a database server.
pub fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

/// The cargo that started the tool, so that a toolchain chosen by hand stays chosen. It does not hear of the tool's own
/// package: build scripts that look at its name would run again whenever somebody calls cargo without the tool.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let is_package = name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_"));
        if is_package || name == "CARGO_MANIFEST_DIR" || name == "CARGO_MANIFEST_PATH" {
            cargo.env_remove(name);
        }
    }
    cargo
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let mut told = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    if told.chars().count() > 120 {
        told = told.chars().take(119).collect::<String>() + "…";
    }
    format!("`{told}`")
}
