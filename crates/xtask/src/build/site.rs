//! Writes `target/site`: everything that the server hands out unchanged, under names that change with the content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

use super::budget::Sizes;
use super::wasm::{Package, SPLIT_LOADER};
use super::{css, squeeze};
use crate::digest::{self, Digest};
use crate::files;
use crate::workspace::Workspace;

/// Files with hashed names, from `public/` and `style/`.
#[derive(Debug, Default)]
pub struct Assets {
    /// Content by address, such as `/assets/main.0123456789abcdef.css`.
    contents: BTreeMap<String, Vec<u8>>,
    /// Address by name, such as `main.css` or `fonts/overpass.woff2`.
    addresses: BTreeMap<String, String>,
    /// The css files that became `main.css`.
    pub css_sources: Vec<PathBuf>,
}

/// What the server reads at its start, as `assets.json`.
#[derive(Serialize)]
struct Manifest<'a> {
    /// The folder of all wasm and JavaScript.
    pkg: &'a str,
    /// The main wasm.
    wasm: String,
    /// The module that loads it.
    js: String,
    /// The module that loads lazy pages.
    split_js: String,
    /// For each lazy page the wasm that it needs, so that a page can ask for it early.
    splits: BTreeMap<&'a str, Vec<String>>,
    /// Address by name of every other file.
    files: &'a BTreeMap<String, String>,
}

/// Gives every file of `public/` its hashed name, and bundles the css.
///
/// # Errors
/// When a file cannot be read or the css is wrong.
pub fn assets(workspace: &Workspace) -> Result<Assets> {
    let mut assets = Assets::default();
    let public = workspace.path("public");
    for path in files::under(&public)? {
        assets.add(&files::relative(&path, &public), files::read(&path)?);
    }
    let bundle = css::bundle(&workspace.path("style/main.css"), &assets.addresses)?;
    assets.add("main.css", bundle.css.into_bytes());
    assets.css_sources = bundle.sources;
    Ok(assets)
}

/// Writes what changed, removes what is no longer part of the site, and returns the sizes.
///
/// # Errors
/// When a file cannot be written.
pub fn write(workspace: &Workspace, package: &Package, assets: Assets) -> Result<Sizes> {
    let folder = package_address(package);
    let mut contents = assets.contents;
    for (name, content) in &package.files {
        contents.insert(format!("{folder}/{name}"), content.clone());
    }
    let worth_it: Vec<&String> = contents.keys().filter(|address| squeeze::is_worth_it(address)).collect();
    let originals: Vec<&[u8]> =
        worth_it.iter().filter_map(|address| contents.get(*address)).map(Vec::as_slice).collect();
    let squeezed = squeeze::all(workspace, &originals)?;
    let mut sizes = Sizes::new(package);
    let mut compressed = Vec::new();
    for (address, forms) in worth_it.into_iter().zip(squeezed) {
        if let Some(name) = address.strip_prefix(&format!("{folder}/")) {
            sizes.add(name, forms.brotli.len());
        }
        compressed.push((format!("{address}.br"), forms.brotli));
        compressed.push((format!("{address}.gz"), forms.gzip));
    }
    contents.extend(compressed);
    contents.insert("/assets.json".to_owned(), manifest(&folder, package, &assets.addresses)?);
    replace(workspace, &contents)?;
    Ok(sizes)
}

impl Assets {
    fn add(&mut self, name: &str, content: Vec<u8>) {
        let address = hashed(name, &content);
        self.addresses.insert(name.to_owned(), address.clone());
        self.contents.insert(address, content);
    }
}

/// `fonts/a.woff2` becomes `/assets/fonts/a.<hash>.woff2`.
fn hashed(name: &str, content: &[u8]) -> String {
    let hash = digest::name_of(content);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("/assets/{stem}.{hash}.{ending}"),
        None => format!("/assets/{name}.{hash}"),
    }
}

/// One hash names the whole folder, so that the files in it keep finding each other by relative names.
fn package_address(package: &Package) -> String {
    let mut digest = Digest::default();
    for (name, content) in &package.files {
        digest.add(name).add(content);
    }
    format!("/pkg/{}", digest.name())
}

fn manifest(folder: &str, package: &Package, addresses: &BTreeMap<String, String>) -> Result<Vec<u8>> {
    let splits = package.splits.iter().map(|(page, parts)| {
        (page.as_str(), parts.iter().map(|part| format!("{folder}/{part}.wasm")).collect())
    });
    let manifest = Manifest {
        pkg: folder,
        wasm: format!("{folder}/app_bg.wasm"),
        js: format!("{folder}/app.js"),
        split_js: format!("{folder}/{SPLIT_LOADER}"),
        splits: splits.collect(),
        files: addresses,
    };
    serde_json::to_vec_pretty(&manifest).context("cannot write assets.json")
}

fn replace(workspace: &Workspace, contents: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let site = workspace.site();
    let wanted: BTreeSet<&str> = contents.keys().map(|address| address.trim_start_matches('/')).collect();
    for path in files::under(&site)? {
        if !wanted.contains(files::relative(&path, &site).as_str()) {
            std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    for (address, content) in contents {
        files::write(&site.join(address.trim_start_matches('/')), content)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_keeps_folder_and_ending() {
        let address = hashed("fonts/a.woff2", b"x");
        assert!(address.starts_with("/assets/fonts/a."), "{address}");
        assert!(address.ends_with(".woff2"), "{address}");
        assert_ne!(address, hashed("fonts/a.woff2", b"y"));
    }
}
