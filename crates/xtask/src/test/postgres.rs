//! A PostgreSQL of our own for the tests: in a temporary folder, on a free port, gone when they end.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self as std_process, Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::unistd::User;

use crate::site_server::free_port;
use crate::{files, process};

const INSTALLED: &str = "/usr/lib/postgresql";
const ROLE: &str = "deskbell";

/// Speed instead of durability: the data is thrown away anyway.
const THROWN_AWAY: &[&str] =
    &["fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal"];
const SETTINGS: &[&str] = &["max_wal_senders=0", "max_connections=200", "listen_addresses=127.0.0.1"];

/// A running server; stops and leaves nothing behind when it is dropped.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    owner: Option<User>,
    port: u16,
}

impl Postgres {
    /// Starts the newest installed version; `None` where there is none.
    ///
    /// # Errors
    /// When it is installed and does not start.
    pub fn start() -> Result<Option<Self>> {
        Self::with(THROWN_AWAY)
    }

    /// As [`Postgres::start`], and what it acknowledges is on disk, as a real one has it.
    ///
    /// # Errors
    /// When it is installed and does not start.
    pub fn durable() -> Result<Option<Self>> {
        Self::with(&[])
    }

    fn with(settings: &[&str]) -> Result<Option<Self>> {
        let Some(programs) = newest(Path::new(INSTALLED)) else {
            return Ok(None);
        };
        let folder = std::env::temp_dir().join(format!("deskbell-postgres-{}", std_process::id()));
        files::remove_folder(&folder)?;
        files::make_folder(&folder)?;
        let postgres = Self { programs, folder, owner: owner()?, port: free_port()? };
        if let Some(owner) = &postgres.owner {
            chown(&postgres.folder, Some(owner.uid.as_raw()), Some(owner.gid.as_raw()))
                .context("cannot hand the database's folder to its user")?;
        }
        postgres.create()?;
        postgres.launch(settings)?;
        Ok(Some(postgres))
    }

    /// Its address, for `DESKBELL_TEST_POSTGRES`. The role may create databases.
    pub fn url(&self) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes a database and tells its address.
    ///
    /// # Errors
    /// When there is one of that name.
    pub fn database(&self, name: &str) -> Result<String> {
        let mut command = self.program("createdb");
        command.args(["--host=127.0.0.1", "--port", &self.port.to_string(), "--username", ROLE, name]);
        self.perform(&mut command)?;
        Ok(format!("postgres://{ROLE}@127.0.0.1:{}/{name}", self.port))
    }

    /// The number of its first process, which has started all others.
    ///
    /// # Errors
    /// When it does not run.
    pub fn id(&self) -> Result<u32> {
        let file = files::read_text(&self.data().join("postmaster.pid"))?;
        file.lines().next().and_then(|line| line.parse().ok()).context("PostgreSQL does not run")
    }

    fn create(&self) -> Result<()> {
        let mut command = self.program("initdb");
        command.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username", ROLE]);
        self.perform(command.arg("--pgdata").arg(self.data()))
    }

    fn launch(&self, settings: &[&str]) -> Result<()> {
        let mut options = format!("-p {} -k {}", self.port, self.folder.display());
        for setting in SETTINGS.iter().chain(settings) {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        let mut command = self.program("pg_ctl");
        command.args(["start", "--wait", "--timeout=60", "--options", &options]);
        self.perform(command.arg("--log").arg(self.log()).arg("--pgdata").arg(self.data()))
    }

    fn stop(&self) -> Result<()> {
        let mut command = self.program("pg_ctl");
        command.args(["stop", "--wait", "--mode=immediate"]);
        self.perform(command.arg("--pgdata").arg(self.data()))
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        // A database server refuses to run as root.
        if let Some(owner) = &self.owner {
            command.uid(owner.uid.as_raw()).gid(owner.gid.as_raw());
        }
        command.current_dir(&self.folder).stdout(Stdio::null());
        command
    }

    fn perform(&self, command: &mut Command) -> Result<()> {
        process::run(command)
            .with_context(|| fs::read_to_string(self.log()).unwrap_or_default())
            .context("PostgreSQL")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists()
            && let Err(error) = self.stop()
        {
            eprintln!("xtask: {error:#}");
        }
        if let Err(error) = files::remove_folder(&self.folder) {
            eprintln!("xtask: {error:#}");
        }
    }
}

/// The programs of the highest version below `/usr/lib/postgresql`.
fn newest(installed: &Path) -> Option<PathBuf> {
    let versions = fs::read_dir(installed).ok()?.filter_map(|entry| {
        let folder = entry.ok()?.path();
        let version: u32 = folder.file_name()?.to_str()?.parse().ok()?;
        let programs = folder.join("bin");
        programs.join("initdb").is_file().then_some((version, programs))
    });
    versions.max().map(|(_, programs)| programs)
}

/// Who runs the server: ourselves, or where that is root, the user that Debian's package creates.
fn owner() -> Result<Option<User>> {
    if !process::is_root() {
        return Ok(None);
    }
    match User::from_name("postgres").context("cannot look up the user postgres")? {
        Some(user) => Ok(Some(user)),
        None => bail!("PostgreSQL does not run as root, and there is no user called postgres"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_chosen_by_number() {
        let installed = std::env::temp_dir().join(format!("deskbell-versions-{}", std_process::id()));
        for version in ["9", "15", "common"] {
            files::write(&installed.join(version).join("bin/initdb"), b"").unwrap();
        }
        let newest = newest(&installed);
        files::remove_folder(&installed).unwrap();
        assert_eq!(newest, Some(installed.join("15/bin")));
    }
}
