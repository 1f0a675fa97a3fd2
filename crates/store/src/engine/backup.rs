//! A copy of the database while it is in use, and the way back: each engine by its own means.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::sqlite;

/// Why a copy could not be made or brought back; one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("the database address can't be used ({0})")]
    Address(String),
    #[error("the database could not be copied ({0})")]
    Database(#[from] sqlx::Error),
    #[error("{path}: {error}")]
    File { path: String, error: std::io::Error },
    #[error("{program} is needed and can't be run ({error}); install the client programs of PostgreSQL")]
    NoProgram { program: &'static str, error: std::io::Error },
    #[error("{program} failed: {said}")]
    Program { program: &'static str, said: String },
    #[error("the copy is damaged: {0}")]
    Damaged(String),
    #[error("the copy is one of another kind of database than --database names")]
    OtherEngine,
}

/// What a copy of SQLite and one of PostgreSQL are called in their folder.
const SQLITE_COPY: &str = "deskbell.db";
const POSTGRES_COPY: &str = "deskbell.pgdump";

/// Writes one consistent state of the database into a folder, and syncs it; others go on writing meanwhile.
/// Tells the file's name.
pub async fn copy(url: &str, folder: &Path) -> Result<&'static str, CopyError> {
    match address(url)? {
        Address::Sqlite(path) => {
            let to = folder.join(SQLITE_COPY);
            let mut connection = read_only(path).connect().await?;
            let name = to.to_string_lossy().into_owned();
            sqlx::query("vacuum into $1").bind(name).execute(&mut connection).await?;
            connection.close().await?;
            synced(&to)?;
            Ok(SQLITE_COPY)
        }
        Address::Postgres(server) => {
            let to = folder.join(POSTGRES_COPY);
            let file = [OsStr::new("--file"), to.as_os_str()];
            let mut command = server.command("pg_dump", "--dbname");
            command.args(["--format=custom", "--no-owner", "--no-privileges"]).args(file);
            run("pg_dump", &mut command)?;
            synced(&to)?;
            Ok(POSTGRES_COPY)
        }
    }
}

/// Looks whether a copy is whole, as far as its own engine can tell without a server.
pub async fn examine(copy: &Path) -> Result<(), CopyError> {
    if copy.file_name() == Some(OsStr::new(POSTGRES_COPY)) {
        return run("pg_restore", Command::new("pg_restore").arg("--list").arg(copy));
    }
    let mut connection = read_only(copy).immutable(true).connect().await?;
    let said = integrity(&mut connection).await;
    connection.close().await?;
    match said?.as_slice() {
        [only] if only == "ok" => Ok(()),
        said => Err(CopyError::Damaged(said.join("; "))),
    }
}

/// Makes a copy the database of an address at which nothing is. It is there whole or not at all.
pub async fn restore(copy: &Path, url: &str) -> Result<(), CopyError> {
    let is_dump = copy.file_name() == Some(OsStr::new(POSTGRES_COPY));
    match address(url)? {
        Address::Sqlite(path) if !is_dump => {
            let beside = beside(path, ".restoring");
            std::fs::copy(copy, &beside).map_err(|error| of(&beside, error))?;
            synced(&beside)?;
            // What an empty database left behind would be taken for the log of this one.
            for left in ["-wal", "-shm"].map(|end| self::beside(path, end)) {
                match std::fs::remove_file(&left) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(of(&left, error));
                    }
                    _ => {}
                }
            }
            std::fs::rename(&beside, path).map_err(|error| of(path, error))?;
            synced(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
        }
        Address::Postgres(server) if is_dump => {
            let mut command = server.command("pg_restore", "--dbname");
            command.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]);
            run("pg_restore", command.arg(copy))
        }
        Address::Sqlite(_) | Address::Postgres(_) => Err(CopyError::OtherEngine),
    }
}

/// Whether anything is at the address, without making it.
pub fn absent(url: &str) -> bool {
    matches!(address(url), Ok(Address::Sqlite(path)) if !path.exists())
}

/// Whether a restored copy takes the place of the file that is there, or needs a database without any table.
pub fn replaces(url: &str) -> bool {
    matches!(address(url), Ok(Address::Sqlite(_)))
}

enum Address<'a> {
    Sqlite(&'a Path),
    Postgres(Server),
}

fn address(url: &str) -> Result<Address<'_>, CopyError> {
    if url.starts_with("sqlite:") {
        return Ok(Address::Sqlite(
            sqlite::path(url).map_err(|error| CopyError::Address(error.to_string()))?,
        ));
    }
    Ok(Address::Postgres(Server::of(url)))
}

/// A server's address for its own programs; the password goes by the environment, where no list of processes shows it.
struct Server {
    url: String,
    password: Option<String>,
}

impl Server {
    fn of(url: &str) -> Server {
        let whole = || Server { url: url.to_owned(), password: None };
        let Some((scheme, rest)) = url.split_once("://") else { return whole() };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let Some((user, host)) = authority.rsplit_once('@') else { return whole() };
        let Some((name, password)) = user.split_once(':') else { return whole() };
        Server { url: format!("{scheme}://{name}@{host}{path}"), password: Some(decoded(password)) }
    }

    fn command(&self, program: &str, database: &str) -> Command {
        let mut command = Command::new(program);
        command.arg(database).arg(&self.url);
        if let Some(password) = &self.password {
            command.env("PGPASSWORD", password);
        }
        command
    }
}

/// A text in which `%40` stands for a byte, as in addresses.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let byte = rest.get(1..3).filter(|_| c == '%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let taken = match byte {
            Some(byte) => {
                bytes.push(byte);
                3
            }
            None => {
                bytes.extend(c.to_string().as_bytes());
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn run(program: &'static str, command: &mut Command) -> Result<(), CopyError> {
    let output = command.output().map_err(|error| CopyError::NoProgram { program, error })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
    Err(CopyError::Program { program, said })
}

fn read_only(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(Duration::from_secs(30))
        // A big copy takes its time, and is not slow for that.
        .disable_statement_logging()
}

async fn integrity(connection: &mut SqliteConnection) -> Result<Vec<String>, CopyError> {
    let rows: Vec<(String,)> = sqlx::query_as("pragma integrity_check").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(line,)| line).collect())
}

fn synced(path: &Path) -> Result<(), CopyError> {
    std::fs::File::open(path).and_then(|file| file.sync_all()).map_err(|error| of(path, error))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn of(path: &Path, error: std::io::Error) -> CopyError {
    CopyError::File { path: path.display().to_string(), error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_the_address() {
        let server = Server::of("postgres://desk:p%40ss:w@db.example:5432/desk?sslmode=require");
        assert_eq!(server.url, "postgres://desk@db.example:5432/desk?sslmode=require");
        assert_eq!(server.password.as_deref(), Some("p@ss:w"));
        let server = Server::of("postgres://desk@db.example/desk");
        assert_eq!((server.url.as_str(), server.password), ("postgres://desk@db.example/desk", None));
    }
}
