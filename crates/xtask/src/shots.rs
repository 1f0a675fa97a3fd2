//! Photographs every page with the demo data, and puts the pictures on one sheet.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::Interrupt;
use crate::site_server::SiteServer;
use crate::workspace::Workspace;
use crate::{build, files, npm, process, test};

/// Builds, serves demo data, and runs `end2end/shots.mjs` with `BASE_URL`, `OUT`, `CHROMIUM`, `DESKBELL_BIN` and
/// `DESKBELL_DATA`. It writes pictures called `<page>-<size>-<theme>-<language>.png`.
///
/// # Errors
/// When something does not build, there is no browser, or a page cannot be photographed.
pub fn take(workspace: &Workspace) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let chromium = test::chromium(&interrupt)?;
    if npm::install(workspace)?.is_none() {
        bail!("the pictures are taken by a program for Node, which is missing: `apt-get install nodejs npm`");
    }
    build::everything(workspace)?;
    let pictures = workspace.path("target/shots");
    let data = workspace.path("target/shots-data");
    files::remove_folder(&pictures)?;
    files::make_folder(&pictures)?;
    let server = SiteServer::with_demo(workspace, &data)?;
    let mut camera = Command::new("node");
    camera
        .arg("shots.mjs")
        .current_dir(workspace.path("end2end"))
        .env("BASE_URL", server.url())
        .env("OUT", &pictures)
        .env("CHROMIUM", chromium)
        .env("DESKBELL_BIN", workspace.program())
        .env("DESKBELL_DATA", &data);
    process::run_until(&mut camera, &interrupt)?;
    drop(server);
    files::remove_folder(&data)?;
    let sheet = pictures.join("index.html");
    let count = write_sheet(&pictures, &sheet)?;
    println!("{count} pictures, together on {}", sheet.display());
    Ok(())
}

fn write_sheet(pictures: &Path, sheet: &Path) -> Result<usize> {
    let names: Vec<String> = files::under(pictures)?
        .iter()
        .map(|path| files::relative(path, pictures))
        .filter(|name| name.ends_with(".png"))
        .collect();
    if names.is_empty() {
        bail!("no picture was taken");
    }
    files::write(sheet, sheet_of(&names).context("cannot write the sheet")?.as_bytes())?;
    Ok(names.len())
}

fn sheet_of(names: &[String]) -> Result<String> {
    let mut pages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        pages.entry(page_of(name)).or_default().push(name);
    }
    let mut html = String::from(HEAD);
    for (page, pictures) in pages {
        writeln!(html, "<section><h2>{page}</h2><div>")?;
        for picture in pictures {
            let label = picture.trim_end_matches(".png").trim_start_matches(page).trim_start_matches('-');
            writeln!(
                html,
                "<figure><a href=\"{picture}\"><img loading=\"lazy\" src=\"{picture}\" alt=\"{picture}\"></a>\
                 <figcaption>{label}</figcaption></figure>"
            )?;
        }
        html.push_str("</div></section>\n");
    }
    Ok(html)
}

/// `desk-queue-1440-dark-en.png` is a picture of `desk-queue`: the name up to the first part that is a size.
fn page_of(name: &str) -> &str {
    let is_size = |part: &str| part.starts_with(|first: char| first.is_ascii_digit());
    name.match_indices('-')
        .find(|(at, _)| name.get(at + 1..).is_some_and(is_size))
        .and_then(|(at, _)| name.get(..at))
        .unwrap_or_else(|| name.trim_end_matches(".png"))
}

const HEAD: &str = "<!doctype html><meta charset=\"utf-8\"><title>Deskbell, every page</title>
<style>
:root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
body { margin: 2rem; }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
figure { margin: 0; }
img { block-size: 20rem; max-inline-size: 40rem; object-fit: cover; object-position: top; outline: 1px solid; }
</style>
<h1>Deskbell, every page</h1>
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_one_page_stand_together() {
        let names = ["desk-queue-1440-dark-en.png", "desk-queue-390-light-es.png", "my-390-light-en.png"];
        let html = sheet_of(&names.map(str::to_owned)).unwrap();
        assert_eq!(html.matches("<section>").count(), 2);
        assert!(html.contains("<figcaption>390-light-es</figcaption>"));
    }

    #[test]
    fn a_picture_without_a_size_is_a_page_of_its_own() {
        assert_eq!(page_of("sign-in.png"), "sign-in");
        assert_eq!(page_of("wall-1920x1080-dark.png"), "wall");
    }
}
