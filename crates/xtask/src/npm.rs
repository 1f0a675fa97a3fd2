//! Installs the front-end tools that `end2end/package-lock.json` names.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{digest, files, process};

const INSTALLED: &str = ".installed";

/// Installs what the lock file names, unless that stands already, and returns the folder `node_modules`; `None` where
/// there is no Node.
///
/// # Errors
/// When npm cannot install.
pub fn install(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if process::find("node").is_none() || process::find("npm").is_none() {
        return Ok(None);
    }
    let folder = workspace.path("end2end");
    let modules = folder.join("node_modules");
    let lock = digest::name_of(files::read(&folder.join("package-lock.json"))?);
    let installed = modules.join(INSTALLED);
    if files::read(&installed).is_ok_and(|present| present == lock.as_bytes()) {
        return Ok(Some(modules));
    }
    process::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder))
        .context("the front-end tools could not be installed")?;
    files::write(&installed, lock.as_bytes())?;
    Ok(Some(modules))
}
