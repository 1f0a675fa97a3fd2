//! `deskbell import events`: a foreign log becomes tickets.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use service::import::{Refused, Run, Sheet};
use service::{Ctx, Service};

use super::{failed, fault};
use crate::clock::Stopwatch;
use crate::house::Closed;

#[derive(Debug, clap::Args)]
pub struct EventsArguments {
    /// The log: a table with a header, all events of a ticket together and in their order
    file: PathBuf,
    /// Which column is what; docs/examples has one
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,
    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the reconciliation sheet goes, as JSON [default: beside the log, FILE.sheet.json]
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
}

pub async fn import_events(service: &Service, arguments: EventsArguments) -> Result<(), Closed> {
    let EventsArguments { file, map, dry_run, sheet } = arguments;
    let text =
        std::fs::read_to_string(&map).map_err(|error| failed(format_args!("{}: {error}", map.display())))?;
    let run = if dry_run { Run::Dry } else { Run::Real };
    let watch = Stopwatch::start();
    let told = service::import::events(&Ctx::system(service.clone()), &text, run, || File::open(&file)).await;
    let told = told.map_err(|refused| match refused {
        Refused::Failed(error) => fault(&error),
        Refused::Map(_) => failed(format_args!("{}: {refused}", map.display())),
        refused => failed(format_args!("{}: {refused}", file.display())),
    })?;
    let sheet = sheet.unwrap_or_else(|| beside(&file));
    write(&sheet, &told)?;
    // What was imported is there, whether or not anybody reads this to its end.
    let seconds = watch.elapsed().as_secs_f64();
    let _ =
        writeln!(std::io::stdout(), "{told}{seconds:>9.1}  seconds\nThe sheet is in {}.", sheet.display());
    match (told.balances(), told.errors_total) {
        (true, 0) => Ok(()),
        (true, errors) => Err(failed(format_args!(
            "{} tickets were left out, with {errors} errors; mend their lines and import again",
            told.tickets_wrong
        ))),
        (false, _) => Err(failed("the counts do not add up; the log was changed while it was read")),
    }
}

fn write(path: &Path, sheet: &Sheet) -> Result<(), Closed> {
    let text = serde_json::to_string_pretty(sheet).map_err(failed)?;
    std::fs::write(path, text + "\n").map_err(|error| failed(format_args!("{}: {error}", path.display())))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sheet.json");
    name.into()
}
