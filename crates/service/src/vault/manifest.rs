//! What a folder must hold: each of its files with the hash of what is inside.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use domain::time::UnixMs;
use serde::{Deserialize, Serialize};

use super::{FileFault, MANIFEST, sum_of};

/// What a folder must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What the folder is: an export or a backup.
    pub kind: String,
    pub format: u32,
    /// The Deskbell that wrote it.
    pub deskbell: String,
    pub schema: i64,
    /// When it was begun, in milliseconds since 1970-01-01 UTC.
    pub made_at: i64,
    /// Rows by table.
    #[serde(default)]
    pub counts: BTreeMap<String, u64>,
    pub files: Vec<Named>,
}

/// A file with its path in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub path: String,
    #[serde(flatten)]
    pub sum: Sum,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    pub(crate) fn new(kind: &str, format: u32, version: &str, schema: i64, now: UnixMs) -> Manifest {
        Manifest {
            kind: kind.to_owned(),
            format,
            deskbell: version.to_owned(),
            schema,
            made_at: now.0,
            counts: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, path: &str, sum: Sum) {
        self.files.push(Named { path: path.to_owned(), sum });
    }

    pub(crate) fn read(folder: &Path, kind: &str, format: u32) -> Result<Manifest, FileFault> {
        let path = folder.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(FileFault::NoManifest(folder.display().to_string()));
            }
            text => text.map_err(|error| FileFault::of(&path, error))?,
        };
        let other = |why: String| FileFault::OtherManifest {
            path: path.display().to_string(),
            wanted: kind.to_owned(),
            why,
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|error| other(error.to_string()))?;
        if manifest.kind != kind {
            return Err(other(format!("it is that of a {}", manifest.kind)));
        }
        if manifest.format > format {
            return Err(other(format!("its format is {}, this Deskbell knows {format}", manifest.format)));
        }
        if let Some(file) = manifest.files.iter().find(|file| !stays_inside(&file.path)) {
            return Err(other(format!("{:?} is no path in the folder", file.path)));
        }
        Ok(manifest)
    }

    /// Reads every file that is named and compares it.
    pub(crate) fn verify(&self, folder: &Path) -> Result<(), FileFault> {
        for Named { path, sum } in &self.files {
            let found = sum_of(&folder.join(path))?;
            if found != *sum {
                let why = format!(
                    "it has {} bytes and sha256 {}, the manifest says {} and {}",
                    found.bytes, found.sha256, sum.bytes, sum.sha256
                );
                return Err(FileFault::damaged(path, why));
            }
        }
        Ok(())
    }
}

/// A manifest comes from outside: what it names must lie in its folder.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_that_leads_out_of_its_folder_is_refused() {
        for path in ["../secret", "/etc/passwd", "a/../../b", ""] {
            assert!(!stays_inside(path), "{path}");
        }
        assert!(stays_inside("files/ab/cd"));
        let place = tempfile::tempdir().unwrap();
        assert!(matches!(Manifest::read(place.path(), "export", 1), Err(FileFault::NoManifest(_))));
        let mut manifest = Manifest::new("backup", 1, "0", 4, UnixMs(0));
        let write = |manifest: &Manifest| {
            fs::write(place.path().join(MANIFEST), serde_json::to_string(manifest).unwrap()).unwrap();
        };
        write(&manifest);
        assert!(matches!(Manifest::read(place.path(), "export", 1), Err(FileFault::OtherManifest { .. })));
        manifest.add("../x", Sum { bytes: 0, sha256: String::new() });
        write(&manifest);
        assert!(Manifest::read(place.path(), "backup", 1).is_err());
    }
}
