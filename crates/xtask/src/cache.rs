//! Keeps the results of slow steps by the hash of what went in, so that a fresh clone with a warm cache is quick too.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::files;
use crate::workspace::Workspace;

/// One step's results, each in a folder named by the hash of its inputs.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    kept: usize,
}

impl Cache {
    /// The results of the step `name`, of which the `kept` newest survive a new one.
    pub fn new(workspace: &Workspace, name: &str, kept: usize) -> Self {
        Self { folder: workspace.cargo_target().join("xtask").join(name), kept }
    }

    /// The folder made for these inputs; `make` fills an empty one when there is none yet.
    ///
    /// # Errors
    /// When `make` fails; then nothing is kept.
    pub fn folder(&self, inputs: &str, make: impl FnOnce(&PathBuf) -> Result<()>) -> Result<PathBuf> {
        let finished = self.folder.join(inputs);
        if finished.is_dir() {
            return Ok(finished);
        }
        // Filled under another name first: a run that is interrupted leaves no half result behind.
        let unfinished = self.folder.join(format!("{inputs}.unfinished"));
        files::remove_folder(&unfinished)?;
        files::make_folder(&unfinished)?;
        make(&unfinished)?;
        self.forget_old()?;
        fs::rename(&unfinished, &finished)
            .with_context(|| format!("cannot keep the result {}", finished.display()))?;
        Ok(finished)
    }

    fn forget_old(&self) -> Result<()> {
        let mut results: Vec<(SystemTime, PathBuf)> = fs::read_dir(&self.folder)
            .with_context(|| format!("cannot list {}", self.folder.display()))?
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let finished = path.extension().is_none();
                finished.then_some((path.metadata().ok()?.modified().ok()?, path))
            })
            .collect();
        results.sort();
        let too_many = (results.len() + 1).saturating_sub(self.kept);
        for (_, path) in results.into_iter().take(too_many) {
            files::remove_folder(&path)?;
        }
        Ok(())
    }
}
