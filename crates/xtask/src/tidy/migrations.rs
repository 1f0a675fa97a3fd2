//! Both engines go through the same migrations.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{Finding, Source};
use crate::workspace::Workspace;

const FOLDERS: [&str; 2] = ["crates/store/migrations/sqlite/", "crates/store/migrations/postgres/"];

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let names = FOLDERS.map(|folder| names(sources, folder));
    let [one, other] = &names;
    let mut found = Vec::new();
    for (missing_in, name) in one
        .difference(other)
        .map(|name| ("postgres", name))
        .chain(other.difference(one).map(|name| ("sqlite", name)))
        .collect::<Vec<_>>()
    {
        found.push(Finding {
            path: format!("crates/store/migrations/{missing_in}/{name}"),
            line: 0,
            message: "is missing; the other engine has it".to_owned(),
        });
    }
    for name in shared_numbers(one) {
        found.push(Finding {
            path: format!("crates/store/migrations/sqlite/{name}"),
            line: 0,
            message: "has the number of another migration".to_owned(),
        });
    }
    Ok(found)
}

fn names<'a>(sources: &'a [Source], folder: &str) -> BTreeSet<&'a str> {
    sources.iter().filter_map(|source| source.path.strip_prefix(folder)).collect()
}

fn shared_numbers<'a>(names: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let mut numbers = BTreeSet::new();
    names.iter().filter(|name| !numbers.insert(name.split('_').next())).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str) -> Source {
        Source { path: path.to_owned(), text: String::new() }
    }

    fn found(paths: &[&str]) -> usize {
        let sources: Vec<_> = paths.iter().map(|path| source(path)).collect();
        let names = FOLDERS.map(|folder| names(&sources, folder));
        let [one, other] = &names;
        one.symmetric_difference(other).count() + shared_numbers(one).len()
    }

    #[test]
    fn equal_folders_are_fine() {
        assert_eq!(
            found(&[
                "crates/store/migrations/sqlite/0001_a.sql",
                "crates/store/migrations/postgres/0001_a.sql"
            ]),
            0
        );
    }

    #[test]
    fn a_missing_one_and_a_number_used_twice_are_found() {
        assert_eq!(found(&["crates/store/migrations/sqlite/0001_a.sql"]), 1);
        assert_eq!(
            found(&[
                "crates/store/migrations/sqlite/0001_a.sql",
                "crates/store/migrations/sqlite/0001_b.sql",
                "crates/store/migrations/postgres/0001_a.sql",
                "crates/store/migrations/postgres/0001_b.sql",
            ]),
            1
        );
    }
}
