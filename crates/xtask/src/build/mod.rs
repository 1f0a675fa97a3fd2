//! Builds Deskbell: wasm and css into `target/site`, and the server that carries them inside.

mod binary;
mod budget;
mod css;
mod optimise;
mod site;
mod squeeze;
mod toolchain;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

use crate::process::Interrupt;
use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;

/// Builds all that is out of date and leaves `target/release/deskbell`.
///
/// # Errors
/// When a part does not build, or a requester's first page is over its budget.
pub fn everything(workspace: &Workspace) -> Result<()> {
    let all = Stopwatch::start();
    let package = timed("wasm", || wasm::package(workspace))?;
    let assets = timed("css and assets", || site::assets(workspace))?;
    let sizes = timed("site", || site::write(workspace, &package, assets))?;
    let program = timed("server", || binary::build(workspace))?;
    println!();
    println!("{sizes}");
    println!("{} stands after {}", program.display(), all.told());
    sizes.check()
}

/// Clippy for the browser's part.
///
/// # Errors
/// When it finds something.
pub fn clippy_wasm(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    wasm::clippy(workspace, interrupt)
}

/// Every css file that is part of the one that is handed out.
///
/// # Errors
/// When the css is wrong.
pub fn css_sources(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    Ok(site::assets(workspace)?.css_sources)
}

fn timed<T>(part: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let watch = Stopwatch::start();
    let result = work()?;
    println!("  {part:<16} {:>12}", watch.told());
    Ok(result)
}
