//! `deskbell backup` and `deskbell restore`.

use std::path::Path;

use service::port::Clock as _;

use super::failed;
use crate::clock::{Stopwatch, SystemClock};
use crate::config::Storage;
use crate::house::{Alone, Closed};

pub async fn backup(storage: &Storage, to: &Path) -> Result<(), Closed> {
    let watch = Stopwatch::start();
    let (url, files) = (storage.database()?, storage.files()?);
    let made = service::backup::make(&url, &files, to, SystemClock.now(), env!("CARGO_PKG_VERSION")).await;
    let manifest = made.map_err(failed)?;
    let bytes: u64 = manifest.files.iter().map(|file| file.sum.bytes).sum();
    println!(
        "{}: the database and {} attachments, {:.1} MB, in {:.1} s",
        to.display(),
        manifest.files.len() - 1,
        bytes as f64 / 1e6,
        watch.elapsed().as_secs_f64()
    );
    Ok(())
}

pub async fn restore(storage: &Storage, from: &Path) -> Result<(), Closed> {
    let (url, files) = (storage.database()?, storage.files()?);
    // Nobody may serve what is being replaced.
    let alone = Alone::in_folder(storage)?;
    let manifest = service::backup::restore(from, &url, &files).await.map_err(failed)?;
    drop(alone);
    println!(
        "The desk is here as it was; schema {}, {} attachments.",
        manifest.schema,
        manifest.files.len() - 1
    );
    println!("`deskbell check` looks whether it is sound, `deskbell serve` opens it.");
    Ok(())
}
