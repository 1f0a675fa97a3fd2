//! Makes wasm small with wasm-opt, which npm's `binaryen` brings.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Result, anyhow};

use crate::{files, process};

/// Every browser of the last years knows these, and the compiler uses them already.
const FLAGS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Optimises every wasm file below a folder in place, two at a time.
///
/// # Errors
/// When wasm-opt rejects one.
pub fn every_wasm(folder: &Path, node_modules: &Path) -> Result<()> {
    let tool = node_modules.join(".bin/wasm-opt");
    let mut pages: Vec<PathBuf> = files::under(folder)?;
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    // The biggest goes first and alone on its core; the small ones fill the other.
    pages.sort_by_key(|path| std::cmp::Reverse(path.metadata().map_or(0, |file| file.len())));
    let (biggest, others) = pages.split_at(pages.len().min(1));
    thread::scope(|scope| {
        let first = scope.spawn(|| biggest.iter().try_for_each(|page| optimise(&tool, page)));
        others.iter().try_for_each(|page| optimise(&tool, page))?;
        first.join().map_err(|_| anyhow!("the optimiser's thread ended by itself"))?
    })
}

fn optimise(tool: &Path, page: &Path) -> Result<()> {
    // It warns of names that the compiler has added; they are about to be removed.
    process::quietly(Command::new(tool).args(FLAGS).arg(page).arg("--output").arg(page))
}
