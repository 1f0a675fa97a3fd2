//! Compresses files once, at build time, so that the server never has to.

use std::io::Write;
use std::thread;

use anyhow::{Context, Result, anyhow};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cache::Cache;
use crate::digest;
use crate::files;
use crate::workspace::Workspace;

const ENDINGS: [&str; 9] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"];
const RESULTS_KEPT: usize = 400;

/// A file's two compressed forms.
#[derive(Debug)]
pub struct Squeezed {
    /// Brotli, quality 11.
    pub brotli: Vec<u8>,
    /// Gzip, level 9.
    pub gzip: Vec<u8>,
}

/// Whether compressing a file with this name makes it smaller; fonts and pictures are compressed already.
pub fn is_worth_it(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// Compresses all of these contents, on both cores, and returns the results in the same order.
///
/// # Errors
/// When the cache cannot be written.
pub fn all(workspace: &Workspace, contents: &[&[u8]]) -> Result<Vec<Squeezed>> {
    let cache = Cache::new(workspace, "squeezed", RESULTS_KEPT);
    let cache = &cache;
    thread::scope(|scope| {
        let working: Vec<_> =
            contents.iter().map(|content| scope.spawn(move || squeeze(cache, content))).collect();
        working
            .into_iter()
            .map(|work| work.join().map_err(|_| anyhow!("a compressing thread ended by itself"))?)
            .collect()
    })
}

fn squeeze(cache: &Cache, content: &[u8]) -> Result<Squeezed> {
    let folder = cache.folder(&digest::name_of(content), |folder| {
        files::write(&folder.join("br"), &brotli(content)?)?;
        files::write(&folder.join("gz"), &gzip(content)?)?;
        Ok(())
    })?;
    Ok(Squeezed { brotli: files::read(&folder.join("br"))?, gzip: files::read(&folder.join("gz"))? })
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut squeezed = Vec::new();
    let options = brotli::enc::BrotliEncoderParams {
        quality: 11,
        // 2^24 bytes look-back: the biggest that every browser accepts.
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut squeezed, &options).context("brotli failed")?;
    Ok(squeezed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).context("gzip failed")?;
    encoder.finish().context("gzip failed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_forms_unfold_to_the_same_content() {
        let content = "the promise line ".repeat(500).into_bytes();
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(&mut brotli(&content).unwrap().as_slice(), &mut from_brotli).unwrap();
        let mut from_gzip = Vec::new();
        flate2::read::GzDecoder::new(gzip(&content).unwrap().as_slice()).read_to_end(&mut from_gzip).unwrap();
        assert_eq!(from_brotli, content);
        assert_eq!(from_gzip, content);
    }

    #[test]
    fn fonts_are_left_as_they_are() {
        assert!(is_worth_it("icons.svg"));
        assert!(!is_worth_it("fonts/overpass.woff2"));
    }
}
