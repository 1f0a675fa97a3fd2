//! Makes sure that there is a site to embed, and compiles the server again when it changes.

use std::path::Path;

fn main() -> std::io::Result<()> {
    // `cargo xtask build` fills it; a fresh clone that only checks has none yet.
    let site = Path::new("../target/site");
    std::fs::create_dir_all(site)?;
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
