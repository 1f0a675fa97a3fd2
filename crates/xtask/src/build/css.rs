//! Bundles, lowers and minifies the css, with the file names of fonts replaced by their hashed ones.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

/// The oldest browsers for which `light-dark()`, nesting and the like are rewritten: those of autumn 2023.
const BROWSERS: Browsers = Browsers {
    android: Some(version(119, 0)),
    chrome: Some(version(119, 0)),
    edge: Some(version(119, 0)),
    firefox: Some(version(119, 0)),
    ie: None,
    ios_saf: Some(version(17, 0)),
    opera: Some(version(105, 0)),
    safari: Some(version(17, 0)),
    samsung: Some(version(23, 0)),
};

/// A bundle and what it was made of.
#[derive(Debug)]
pub struct Bundle {
    /// The minified css.
    pub css: String,
    /// The files that went in.
    pub sources: Vec<PathBuf>,
}

/// Bundles `entry` with all that it imports. `public` maps the name of each file of `public/` to its address.
///
/// # Errors
/// With file and line, when the css is wrong or names a file that is not there.
pub fn bundle(entry: &Path, public: &BTreeMap<String, String>) -> Result<Bundle> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("css: {error}"))?;
    let targets = Targets::from(BROWSERS);
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("css: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            // Each url becomes a placeholder, which is then replaced by the hashed address.
            analyze_dependencies: Some(DependencyOptions::default()),
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("css: {error}"))?;
    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        match dependency {
            Dependency::Url(url) => {
                let address = address(&url.url, public).with_context(|| {
                    format!("{}:{}: css names a file", url.loc.file_path, url.loc.start.line)
                })?;
                css = css.replace(&url.placeholder, &address);
            }
            Dependency::Import(import) => bail!("css imports {}, which is not a file here", import.url),
        }
    }
    Ok(Bundle { css, sources: sheet.sources.iter().map(PathBuf::from).collect() })
}

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// The address of what css calls `/fonts/a.woff2` or `../public/fonts/a.woff2`.
fn address(url: &str, public: &BTreeMap<String, String>) -> Result<String> {
    if url.starts_with('#') || url.starts_with("data:") {
        return Ok(url.to_owned());
    }
    let (path, fragment) = url.split_once('#').map_or((url, ""), |(path, fragment)| (path, fragment));
    let name = path.rsplit_once("public/").map_or(path, |(_, name)| name).trim_start_matches('/');
    let Some(address) = public.get(name) else {
        bail!("{url} is not in public/");
    };
    if fragment.is_empty() { Ok(address.clone()) } else { Ok(format!("{address}#{fragment}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(css: &str) -> Result<String> {
        let folder = std::env::temp_dir().join(format!("deskbell-css-{}", crate::digest::name_of(css)));
        let entry = folder.join("main.css");
        crate::files::write(&entry, css.as_bytes())?;
        let public = BTreeMap::from([("fonts/a.woff2".to_owned(), "/assets/fonts/a.1234.woff2".to_owned())]);
        let bundle = bundle(&entry, &public);
        crate::files::remove_folder(&folder)?;
        Ok(bundle?.css)
    }

    #[test]
    fn a_font_gets_its_hashed_address() {
        let css = r#"@font-face { font-family: "A"; src: url("../public/fonts/a.woff2") format("woff2"); }"#;
        assert!(bundled(css).unwrap().contains("/assets/fonts/a.1234.woff2"));
    }

    #[test]
    fn a_font_that_is_not_there_fails_the_build() {
        let css = r#"@font-face { font-family: "A"; src: url("/fonts/b.woff2"); }"#;
        assert!(bundled(css).is_err());
    }

    #[test]
    fn light_dark_and_nesting_are_rewritten_for_older_browsers() {
        let css = ":root { color-scheme: light dark; --ink: light-dark(oklch(0.2 0 0), oklch(0.9 0 0)); }
                   .a { & .b { color: var(--ink); } }";
        let css = bundled(css).unwrap();
        assert!(!css.contains("light-dark("), "{css}");
        assert!(css.contains("--lightningcss-dark"), "{css}");
        assert!(css.contains(".a .b"), "{css}");
    }
}
