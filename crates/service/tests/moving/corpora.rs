//! The files with which people try readers of CSV; they are no part of the product, and lie where a variable says.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use service::spreadsheet::{Wrong, reader, wrong};

const CORPORA: &str = "DESKBELL_CORPORA";

fn corpora(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(CORPORA).map(PathBuf::from);
    if folder.is_none() {
        let line = format!("**** {test}: LEFT OUT, because {CORPORA} names no folder ****\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
    folder
}

fn rows(path: &Path) -> Result<Vec<Vec<String>>, Wrong> {
    let mut reader = reader(std::fs::File::open(path).unwrap(), b',');
    let mut rows = vec![reader.headers().map_err(wrong)?.iter().map(str::to_owned).collect()];
    for row in reader.records() {
        rows.push(row.map_err(wrong)?.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}

/// Rows as the JSON has them: lists, or objects by the header.
fn as_json(rows: &[Vec<String>], like: &Value) -> Value {
    let objects = like.get(0).is_none_or(Value::is_object);
    if !objects {
        return serde_json::to_value(rows).unwrap();
    }
    let header = &rows[0];
    let object = |row: &Vec<String>| -> Value {
        header
            .iter()
            .cloned()
            .zip(row.iter().cloned().map(Value::from))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    rows[1..].iter().map(object).collect()
}

/// The collection has lost the carriage returns of its tables, and not those of their twins.
fn json(folder: &Path, name: &str) -> Value {
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text.replace("\\r\\n", "\\n")).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        entries.filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned())).collect();
    names.sort();
    names
}

#[test]
fn good_files_read_as_their_twins_and_bad_ones_are_refused_by_line() {
    let Some(corpora) = corpora("good_files_read_as_their_twins_and_bad_ones_are_refused_by_line") else {
        return;
    };
    let mut tried = 0;
    let spectrum = corpora.join("inputs/csv-spectrum");
    for name in names(&spectrum.join("csvs")) {
        let read = rows(&spectrum.join(format!("csvs/{name}.csv")));
        tried += 1;
        if name == "location_coordinates" {
            // Quotes in a field that is not quoted, in Latin-1; its twin tells another phone number.
            assert_eq!(read.unwrap_err().line, 2, "{name}");
            continue;
        }
        let rows = read.unwrap();
        let twin = json(&spectrum.join("json"), &name);
        assert_eq!(as_json(&rows, &twin), twin, "{name}");
    }
    let data = corpora.join("inputs/csv-test-data");
    for name in names(&data.join("csv")) {
        let read = rows(&data.join(format!("csv/{name}.csv")));
        tried += 1;
        if !name.starts_with("bad-") {
            let twin = json(&data.join("json"), &name);
            assert_eq!(as_json(&read.unwrap(), &twin), twin, "{name}");
        } else if name.starts_with("bad-header-no") || name.starts_with("bad-header-wrong") {
            // A table by itself; whoever looks for a column in it is told, see `events`.
            assert_ne!(read.unwrap()[0], ["foo", "bar", "baz"], "{name}");
        } else {
            let refused = read.unwrap_err();
            assert_eq!(refused.line, 2, "{name}: {refused}");
        }
    }
    assert_eq!(tried, 37);
}
