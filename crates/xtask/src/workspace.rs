//! Where things are in the checkout.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout that the tool works on, and the folder where cargo puts what it compiles.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
    cargo_target: PathBuf,
}

impl Workspace {
    /// Finds the checkout from where cargo says that the tool's own crate is.
    ///
    /// # Errors
    /// When the tool was not started by cargo.
    pub fn find() -> Result<Self> {
        let own = env::var_os("CARGO_MANIFEST_DIR").context("start the build tool with `cargo xtask`")?;
        let own = PathBuf::from(own);
        let root = own.ancestors().nth(2).context("the build tool is not in crates/xtask")?.to_path_buf();
        let cargo_target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, cargo_target })
    }

    /// The folder with the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside of the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's target folder, which a cache outside of the checkout may be.
    pub fn cargo_target(&self) -> &Path {
        &self.cargo_target
    }

    /// The files that the server embeds; always in the checkout, for the server's crate names it by a relative path.
    pub fn site(&self) -> PathBuf {
        self.path("target/site")
    }

    /// The program that a build leaves; always in the checkout.
    pub fn program(&self) -> PathBuf {
        self.path("target/release/deskbell")
    }
}
