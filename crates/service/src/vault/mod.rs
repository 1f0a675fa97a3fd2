//! Folders that must be whole: written beside their name and renamed when everything is on disk, with a manifest that
//! tells the hash of each file.

mod manifest;

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use self::manifest::Manifest;
pub(crate) use self::manifest::Sum;
use crate::secret::hex;

const MANIFEST: &str = "manifest.json";
const CHUNK: usize = 256 * 1024;

/// Why a folder could not be written or can't be trusted.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error("{path}: {error}")]
    Io { path: String, error: io::Error },
    #[error("{0} is there already; name a folder that is not")]
    Taken(String),
    #[error(
        "{0} has no manifest.json, so it is no folder that Deskbell wrote, or was not written to its end"
    )]
    NoManifest(String),
    #[error("{path} is not the manifest of a {wanted}: {why}")]
    OtherManifest { path: String, wanted: String, why: String },
    #[error("{path} is damaged: {why}")]
    Damaged { path: String, why: String },
}

impl FileFault {
    pub(crate) fn of(path: impl AsRef<Path>, error: io::Error) -> FileFault {
        FileFault::Io { path: path.as_ref().display().to_string(), error }
    }

    fn damaged(path: &str, why: impl Into<String>) -> FileFault {
        FileFault::Damaged { path: path.to_owned(), why: why.into() }
    }
}

/// A folder on its way. Dropped before its end, it vanishes.
#[derive(Debug)]
pub(crate) struct Folder {
    to: PathBuf,
    beside: PathBuf,
    finished: bool,
}

impl Folder {
    pub(crate) fn begin(to: &Path) -> Result<Folder, FileFault> {
        if to.symlink_metadata().is_ok() {
            return Err(FileFault::Taken(to.display().to_string()));
        }
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(format!(".partial-{}", std::process::id()));
        let beside = to.with_file_name(name);
        make(&beside)?;
        Ok(Folder { to: to.to_owned(), beside, finished: false })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.beside
    }

    /// The path of a file in the folder, whose own folder is made.
    pub(crate) fn path(&self, name: &str) -> Result<PathBuf, FileFault> {
        made(&self.beside, name)
    }

    /// Writes the manifest, syncs, and gives the folder its name.
    pub(crate) fn finish(&mut self, manifest: &Manifest) -> Result<(), FileFault> {
        let path = self.beside.join(MANIFEST);
        let text =
            serde_json::to_string_pretty(manifest).map_err(|error| FileFault::of(&path, error.into()))?;
        let mut file = create(&path)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n"));
        written.and_then(|()| file.sync_all()).map_err(|error| FileFault::of(&path, error))?;
        sync_folders(&self.beside)?;
        fs::rename(&self.beside, &self.to).map_err(|error| FileFault::of(&self.to, error))?;
        self.finished = true;
        let parent = self.to.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync(parent.unwrap_or(Path::new(".")))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing else can be done about it here.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

/// A new file that is hashed while it is written.
pub(crate) struct Summed {
    path: PathBuf,
    to: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Summed {
    pub(crate) fn create(path: &Path) -> Result<Summed, FileFault> {
        let to = BufWriter::with_capacity(CHUNK, create(path)?);
        Ok(Summed { path: path.to_owned(), to, hash: Sha256::new(), bytes: 0 })
    }

    pub(crate) fn line(&mut self, line: &str) -> Result<(), FileFault> {
        let written = self.write_all(line.as_bytes()).and_then(|()| self.write_all(b"\n"));
        written.map_err(|error| FileFault::of(&self.path, error))
    }

    /// On disk from here on.
    pub(crate) fn finish(mut self) -> Result<Sum, FileFault> {
        let synced = self.to.flush().and_then(|()| self.to.get_ref().sync_all());
        synced.map_err(|error| FileFault::of(&self.path, error))?;
        Ok(Sum { bytes: self.bytes, sha256: hex(&self.hash.finalize()) })
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The place of an attachment below its folder: two levels, so that no folder grows without end.
pub(crate) fn content_path(sha256: &[u8]) -> String {
    let hex = hex(sha256);
    let (folder, rest) = hex.split_at_checked(2).unwrap_or(("", &hex));
    format!("{folder}/{rest}")
}

/// Whether an attachment is the one that its row names.
pub(crate) fn must_be(name: &str, sum: &Sum, sha256: &[u8], bytes: i64) -> Result<(), FileFault> {
    if sum.sha256 == hex(sha256) && i64::try_from(sum.bytes) == Ok(bytes) {
        return Ok(());
    }
    Err(FileFault::damaged(&format!("files/{name}"), "its content is not what was stored"))
}

/// Copies a file, synced; it appears under its name when it is whole.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<Sum, FileFault> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(".partial");
    let beside = PathBuf::from(beside);
    // What an interrupted copy left behind.
    let _ = fs::remove_file(&beside);
    let mut copied = Summed::create(&beside)?;
    let mut source = File::open(from).map_err(|error| FileFault::of(from, error))?;
    io::copy(&mut source, &mut copied).map_err(|error| FileFault::of(from, error))?;
    let sum = copied.finish()?;
    fs::rename(&beside, to).map_err(|error| FileFault::of(to, error))?;
    if let Some(folder) = to.parent() {
        sync(folder)?;
    }
    Ok(sum)
}

/// As [`copy`], without taking room where both lie on the same disk: a file that never changes may have two names.
pub(crate) fn link(from: &Path, to: &Path) -> Result<Sum, FileFault> {
    match fs::hard_link(from, to) {
        Ok(()) => sum_of(to),
        Err(_) => copy(from, to),
    }
}

pub(crate) fn sum_of(path: &Path) -> Result<Sum, FileFault> {
    let failed = |error| FileFault::of(path, error);
    let mut file = File::open(path).map_err(failed)?;
    let (mut hash, mut bytes, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
    loop {
        let got = file.read(&mut chunk).map_err(failed)?;
        if got == 0 {
            return Ok(Sum { bytes, sha256: hex(&hash.finalize()) });
        }
        hash.update(chunk.get(..got).unwrap_or_default());
        bytes += got as u64;
    }
}

/// The path of a file below a folder; the folders between are made.
pub(crate) fn made(root: &Path, name: &str) -> Result<PathBuf, FileFault> {
    let path = root.join(name);
    if let Some(parent) = path.parent() {
        make(parent)?;
    }
    Ok(path)
}

/// What people wrote is nobody else's to read.
fn make(path: &Path) -> Result<(), FileFault> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| FileFault::of(path, error))
}

fn create(path: &Path) -> Result<File, FileFault> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.map_err(|error| FileFault::of(path, error))
}

fn sync(path: &Path) -> Result<(), FileFault> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| FileFault::of(path, error))
}

/// Syncs a folder and those in it, so that the names of files are on disk as their content is.
fn sync_folders(path: &Path) -> Result<(), FileFault> {
    let failed = |error| FileFault::of(path, error);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync(path)
}

#[cfg(test)]
mod tests {
    use domain::time::UnixMs;

    use super::*;

    #[test]
    fn a_folder_appears_when_it_is_whole_and_vanishes_when_it_is_not() {
        let place = tempfile::tempdir().unwrap();
        let to = place.path().join("export");
        drop(Folder::begin(&to).unwrap());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
        let mut folder = Folder::begin(&to).unwrap();
        let mut manifest = Manifest::new("export", 1, "0", 4, UnixMs(0));
        let mut file = Summed::create(&folder.path("data/a.jsonl").unwrap()).unwrap();
        file.line("{}").unwrap();
        manifest.add("data/a.jsonl", file.finish().unwrap());
        folder.finish(&manifest).unwrap();
        let read = Manifest::read(&to, "export", 1).unwrap();
        assert_eq!(read, manifest);
        read.verify(&to).unwrap();
        assert!(matches!(Folder::begin(&to), Err(FileFault::Taken(_))));
        fs::write(to.join("data/a.jsonl"), "[]\n").unwrap();
        assert!(matches!(read.verify(&to), Err(FileFault::Damaged { .. })));
    }
}
