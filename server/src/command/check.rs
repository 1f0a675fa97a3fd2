//! `deskbell check`: one line for each thing that was looked at, and 1 where one of them is bad.

use nix::sys::statvfs::statvfs;
use service::check::{Finding, Served, Verdict};
use service::port::Clock as _;
use store::{Sharing, Store};

use super::failed;
use crate::clock::SystemClock;
use crate::config::{Setting, Storage};
use crate::health::LEAST_ROOM_BYTES;
use crate::house::{Alone, Closed};

/// Less room than this deserves a look.
const COMFORTABLE_ROOM_BYTES: u64 = 1024 * 1024 * 1024;

#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    /// One JSON list instead of lines
    #[arg(long)]
    json: bool,
}

pub async fn check(storage: &Storage, arguments: &CheckArguments) -> Result<(), Closed> {
    let url = storage.database()?;
    let mut findings = vec![disk(storage)?];
    if store::backup::absent(&url) {
        findings.push(Finding::new("database", Verdict::Bad, "there is none; `deskbell migrate` makes it"));
    } else {
        let store = Store::open(&url).await.map_err(|error| Setting::Database.wrong(error))?;
        let served = match store.sharing() {
            Sharing::ManyProcesses => Served::Unknown,
            Sharing::OneProcess if Alone::in_folder(storage).is_ok() => Served::No,
            Sharing::OneProcess => Served::Yes,
        };
        findings.extend(service::check::all(&store, &storage.files()?, SystemClock.now(), served).await);
        store.close().await;
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&findings).map_err(failed)?);
    } else {
        for Finding { check, verdict, said } in &findings {
            println!("{:<5} {check}: {said}", word(*verdict));
        }
    }
    match findings.iter().filter(|finding| finding.verdict == Verdict::Bad).count() {
        0 => Ok(()),
        1 => Err(failed("one check is bad")),
        bad => Err(failed(format_args!("{bad} checks are bad"))),
    }
}

fn disk(storage: &Storage) -> Result<Finding, Closed> {
    let disk = statvfs(&storage.files()?).map_err(failed)?;
    let room = disk.blocks_available() * disk.fragment_size();
    let verdict = match room {
        room if room < LEAST_ROOM_BYTES => Verdict::Bad,
        room if room < COMFORTABLE_ROOM_BYTES => Verdict::Mind,
        _ => Verdict::Good,
    };
    Ok(Finding::new("disk", verdict, format!("{} MiB are free", room / 1024 / 1024)))
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => "good",
        Verdict::Mind => "mind",
        Verdict::Bad => "BAD",
    }
}
