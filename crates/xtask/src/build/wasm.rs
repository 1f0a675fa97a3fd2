//! Compiles the browser's part, splits it by lazy page, and writes the JavaScript that loads it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use super::optimise;
use super::toolchain::{TARGET, WasmToolchain};
use crate::cache::Cache;
use crate::digest::Digest;
use crate::process::Interrupt;
use crate::workspace::Workspace;
use crate::{files, npm, process};

/// The name that the compiled wasm asks its loader of lazy pages by; set by leptos.
pub const SPLIT_LOADER: &str = "__wasm_split.______________________.js";

const PROFILE: &str = "wasm-release";
const THE_APP: [&str; 7] =
    ["--package", "app", "--target", TARGET, "--no-default-features", "--features", "hydrate"];
const SPLITS_FILE: &str = "splits.json";
const RESULTS_KEPT: usize = 4;

/// All files of the browser's part, made and optimised.
#[derive(Debug)]
pub struct Package {
    /// Path below the package's folder and content, sorted.
    pub files: BTreeMap<String, Vec<u8>>,
    /// For each lazy page the wasm files (without ending) that it loads, in their order.
    pub splits: BTreeMap<String, Vec<String>>,
    /// Whether wasm-opt has run.
    pub optimiser: Optimiser,
}

/// Whether wasm-opt has made the wasm small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Optimiser {
    /// It has.
    Ran,
    /// It comes from npm, and Node is missing.
    LeftOut,
}

/// Makes the browser's part.
///
/// # Errors
/// When there is no compiler for wasm, the app does not compile, or a tool rejects what came out.
pub fn package(workspace: &Workspace) -> Result<Package> {
    let compiled = files::read(&compile(workspace)?)?;
    let modules = npm::install(workspace)?;
    let optimiser = if modules.is_some() { Optimiser::Ran } else { Optimiser::LeftOut };
    if optimiser == Optimiser::LeftOut {
        println!(
            "  Node is missing: wasm-opt is left out, so the wasm is about twice as big as it should be"
        );
    }
    // The lock file names the exact version of every tool, and the two sources are the recipe.
    let inputs = Digest::default()
        .add(&compiled)
        .add(files::read(&workspace.path("Cargo.lock"))?)
        .add(include_str!("wasm.rs"))
        .add(include_str!("optimise.rs"))
        .add(match &modules {
            Some(_) => files::read(&workspace.path("end2end/package-lock.json"))?,
            None => Vec::new(),
        })
        .name();
    let finished = Cache::new(workspace, "wasm", RESULTS_KEPT).folder(&inputs, |folder| {
        let main = split(&compiled, folder)?;
        bind(&main, folder)?;
        std::fs::remove_file(&main).context("cannot remove the wasm that was bound")?;
        match &modules {
            Some(modules) => optimise::every_wasm(folder, modules),
            None => Ok(()),
        }
    })?;
    read(&finished, optimiser)
}

/// Clippy for the same code. Debian's toolchain has none; there it is left out with a line that says so.
///
/// # Errors
/// When it finds something.
pub fn clippy(workspace: &Workspace, interrupt: &Interrupt) -> Result<()> {
    let toolchain = WasmToolchain::find()?;
    if toolchain != WasmToolchain::InUse {
        println!("**** NOT CHECKED: clippy for the browser needs `rustup target add {TARGET}`. ****");
        return Ok(());
    }
    let mut command = toolchain.cargo("clippy");
    // In the profile of the build, so that macros are compiled once for both.
    command.args(THE_APP).args(["--profile", PROFILE, "--", "-D", "warnings"]).current_dir(workspace.root());
    process::run_until(&mut command, interrupt)
}

fn compile(workspace: &Workspace) -> Result<PathBuf> {
    let mut command = WasmToolchain::find()?.cargo("rustc");
    command
        .args(THE_APP)
        .args(["--lib", "--crate-type", "cdylib", "--profile", PROFILE])
        .current_dir(workspace.root());
    process::run(&mut command)?;
    Ok(workspace.cargo_target().join(TARGET).join(PROFILE).join("app.wasm"))
}

/// Cuts the lazy pages out of the compiled wasm, and returns where the rest is.
fn split(compiled: &[u8], folder: &Path) -> Result<PathBuf> {
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    // Relative to the loader's own folder: a bare name would be looked up in an import map.
    let link = format!("./{SPLIT_LOADER}");
    options.link_name = &link;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot split the wasm: {error:#}"))?;
    let splits: BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    files::write(&folder.join(SPLITS_FILE), &serde_json::to_vec_pretty(&splits)?)?;
    Ok(main)
}

fn bind(main: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(main)
        .out_name("app")
        .web(true)?
        // The pages that were cut out link to these exports, by their raw names.
        .keep_lld_exports(true)
        .demangle(false)
        .generate(folder)
        .context("wasm-bindgen failed")
}

fn read(folder: &Path, optimiser: Optimiser) -> Result<Package> {
    let mut contents = BTreeMap::new();
    for path in files::under(folder)? {
        contents.insert(files::relative(&path, folder), files::read(&path)?);
    }
    let splits = contents.remove(SPLITS_FILE).context("the cached wasm lacks its list of pages")?;
    let splits = serde_json::from_slice(&splits).context("the list of lazy pages is not readable")?;
    Ok(Package { files: contents, splits, optimiser })
}
