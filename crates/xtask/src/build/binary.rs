//! Compiles the server, which takes the site inside.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{files, process};

/// Builds the program and returns where it is.
///
/// # Errors
/// When it does not compile.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    // `--workspace` and `--examples` (there are none) make cargo choose the features as it does for the tests: so each
    // crate is compiled once for both. The tool's own crates would add features that the server has no use for.
    let mut command = process::cargo();
    command
        .args(["build", "--release", "--workspace", "--exclude", "xtask", "--examples", "--bin", "deskbell"])
        .current_dir(workspace.root());
    process::run(&mut command)?;
    let built = workspace.cargo_target().join("release/deskbell");
    let program = workspace.program();
    if built != program {
        copy(&built, &program)?;
    }
    Ok(program)
}

/// Copies under another name first: the program may be running, and a running program cannot be written.
fn copy(built: &PathBuf, program: &PathBuf) -> Result<()> {
    if let Some(folder) = program.parent() {
        files::make_folder(folder)?;
    }
    let fresh = program.with_extension("new");
    std::fs::copy(built, &fresh).with_context(|| format!("cannot copy {}", built.display()))?;
    std::fs::rename(&fresh, program).with_context(|| format!("cannot replace {}", program.display()))
}
