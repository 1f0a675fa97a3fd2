//! Finds a compiler that can make wasm: the toolchain in use, or else Debian's.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process;

/// What the browser's part is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: &str = "rustc-web cargo-web rust-web-src rust-web-llvm lld-22";

/// A compiler for the browser's part.
#[derive(Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The toolchain that compiles the rest too.
    InUse,
    /// Debian's, installed below this folder; it comes with the standard library as source, which is compiled along.
    Debian(PathBuf),
}

impl WasmToolchain {
    /// Finds one, asking rustup for the target where it is missing.
    ///
    /// # Errors
    /// When there is none; the error says what to install.
    pub fn find() -> Result<Self> {
        if target_is_installed() || (rustup_adds_target() && target_is_installed()) {
            return Ok(Self::InUse);
        }
        let debian = PathBuf::from("/usr");
        if is_complete(&debian) {
            println!("  rustup has no {TARGET}; building its standard library with Debian's compiler");
            return Ok(Self::Debian(debian));
        }
        bail!(
            "no compiler for {TARGET}: run `rustup target add {TARGET}`, or `apt-get install {DEBIAN_PACKAGES}`"
        )
    }

    /// A command of this toolchain's cargo, such as `rustc` or `clippy`.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let Self::Debian(folder) = self else {
            let mut command = process::cargo();
            command.arg(subcommand);
            return command;
        };
        let mut command = Command::new(folder.join("bin/cargo"));
        command
            .arg(subcommand)
            .arg("-Zbuild-std=std,panic_abort")
            .env("RUSTC", folder.join("bin/rustc"))
            // Building the standard library is not stable yet; this compiler is the one it was written for.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", folder.join("bin/wasm-ld-22"))
            .env_remove("CARGO")
            .env_remove("RUSTUP_TOOLCHAIN");
        command
    }
}

fn target_is_installed() -> bool {
    let mut command = Command::new("rustc");
    command.args(["--print", "target-libdir", "--target", TARGET]).stderr(Stdio::null());
    command.output().is_ok_and(|output| {
        let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success() && Path::new(&folder).is_dir()
    })
}

fn rustup_adds_target() -> bool {
    process::find("rustup").is_some()
        && process::run(Command::new("rustup").args(["target", "add", TARGET])).is_ok()
}

fn is_complete(folder: &Path) -> bool {
    ["bin/rustc", "bin/cargo", "bin/wasm-ld-22", "lib/rustlib/src/rust/library/std/Cargo.toml"]
        .iter()
        .all(|part| folder.join(part).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_debian_toolchain_builds_its_own_standard_library() {
        let command = WasmToolchain::Debian(PathBuf::from("/usr")).cargo("rustc");
        let arguments: Vec<_> = command.get_args().collect();
        assert_eq!(command.get_program(), "/usr/bin/cargo");
        assert_eq!(arguments, ["rustc", "-Zbuild-std=std,panic_abort"]);
    }

    #[test]
    fn a_folder_without_sources_is_not_a_complete_toolchain() {
        assert!(!is_complete(Path::new("/nonexistent")));
    }
}
