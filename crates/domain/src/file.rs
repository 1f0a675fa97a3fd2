//! Attachments: which files we take, how big, and how they are shown.

use serde::{Deserialize, Serialize};

use crate::ids::FileId;
use crate::text::FileName;

/// Largest file, in bytes: a minute of phone video or a thick scan.
pub const MAX_FILE_BYTES: u64 = 25 * 1024 * 1024;
/// Most files on one post.
pub const MAX_FILES: usize = 10;
/// Largest form with all its files, in bytes.
pub const MAX_FORM_BYTES: u64 = 60 * 1024 * 1024;

/// File name endings that we take, with the content type that we store.
/// What can run on the reader's machine is left out; it can come inside a zip, which nobody opens by accident.
pub const TYPES: &[(&str, &str)] = &[
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("eml", "message/rfc822"),
    ("gif", "image/gif"),
    ("heic", "image/heic"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("log", "text/plain"),
    ("mov", "video/quicktime"),
    ("mp4", "video/mp4"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("txt", "text/plain"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

/// Why a file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FileRefused {
    #[error("files of this type are not taken")]
    WrongType,
    #[error("what is inside is not what the name says")]
    Disguised,
    #[error("is larger than {MAX_FILE_BYTES} bytes")]
    TooBig,
    #[error("is empty")]
    Empty,
    #[error("more than {MAX_FILES} files")]
    TooMany,
    #[error("has no usable name")]
    NoName,
}

/// The content type of a file by its name.
/// Errors with [`FileRefused::WrongType`] when the ending is not one that we take.
pub fn content_type(name: &FileName) -> Result<&'static str, FileRefused> {
    let ending = name.as_str().rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    TYPES.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind).ok_or(FileRefused::WrongType)
}

/// Checks the first bytes against what the name promises.
/// A picture or document must open as one; text must not be a program.
pub fn check_content(content_type: &str, start: &[u8]) -> Result<(), FileRefused> {
    let fits = match content_type {
        "image/png" => start.starts_with(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg" => start.starts_with(b"\xff\xd8\xff"),
        "image/gif" => start.starts_with(b"GIF8"),
        "image/webp" => start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP"),
        "image/heic" | "video/mp4" | "video/quicktime" => {
            start.get(4..8) == Some(b"ftyp") || start.get(4..8) == Some(b"moov")
        }
        "video/webm" => start.starts_with(b"\x1a\x45\xdf\xa3"),
        "application/pdf" => {
            start.get(..1024.min(start.len())).is_some_and(|head| head.windows(5).any(|w| w == b"%PDF-"))
        }
        "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" => {
            start.starts_with(b"\xd0\xcf\x11\xe0")
        }
        kind if kind.starts_with("text/") || kind == "application/json" || kind == "message/rfc822" => {
            !start.starts_with(b"MZ") && !start.starts_with(b"\x7fELF") && !start.contains(&0)
        }
        _ => start.starts_with(b"PK"),
    };
    if fits { Ok(()) } else { Err(FileRefused::Disguised) }
}

/// An attachment as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChip {
    pub id: FileId,
    pub name: String,
    pub bytes: i64,
    pub content_type: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> Result<&'static str, FileRefused> {
        content_type(&FileName::parse(name).unwrap())
    }

    #[test]
    fn the_ending_decides_and_programs_are_refused() {
        assert_eq!(kind("photo.JPG"), Ok("image/jpeg"));
        for bad in ["setup.exe", "run.sh", "page.html", "drawing.svg", "noending", "a.jpg.js"] {
            assert_eq!(kind(bad), Err(FileRefused::WrongType), "{bad}");
        }
    }

    #[test]
    fn a_program_named_as_a_picture_is_refused() {
        assert_eq!(check_content("image/png", b"MZ\x90\x00"), Err(FileRefused::Disguised));
        assert_eq!(check_content("text/plain", b"\x7fELF"), Err(FileRefused::Disguised));
        assert_eq!(check_content("image/png", b"\x89PNG\r\n\x1a\nrest"), Ok(()));
        assert_eq!(check_content("text/plain", b"Error 0x80070035"), Ok(()));
        assert_eq!(check_content("application/pdf", b"%PDF-1.7"), Ok(()));
    }

    #[test]
    fn the_list_is_sorted_so_that_nothing_stands_in_it_twice() {
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
