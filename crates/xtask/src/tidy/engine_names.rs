//! Only the engine knows which database it talks to.

use anyhow::{Context, Result};
use regex::Regex;

use super::rust::{self, Blank};
use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

/// Where the engines may be named, besides tests: in the engine itself, in the enum over the two, in the type of a
/// statement and in the list of migrations, all of which have one half for each, and in the server's configuration,
/// which chooses.
const MAY: [&str; 6] = [
    "crates/store/src/engine/",
    "crates/store/src/db.rs",
    "crates/store/src/migrate.rs",
    "crates/store/src/sql.rs",
    "server/src/config/",
    "server/src/config.rs",
];

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let engine = pattern()?;
    let elsewhere = sources.iter().filter(|source| {
        source.path.ends_with(".rs")
            && !rust::is_for_developers(&source.path)
            && !MAY.iter().any(|place| source.path.starts_with(place))
    });
    Ok(in_each(elsewhere, |text| offences(text, &engine)))
}

fn pattern() -> Result<Regex> {
    Regex::new(r"(?i)\w*(?:sqlite|postgres|\bpg_)\w*").context("the pattern for engine names")
}

fn offences(text: &str, engine: &Regex) -> Vec<Offence> {
    let code = rust::code(rust::without_tests(text), Blank::Comments);
    let found = engine.find_iter(&code);
    found
        .map(|name| {
            (line_of(&code, name.start()), format!("`{}` names an engine outside of engine/", name.as_str()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_found_in_code_and_strings_but_not_in_comments_and_tests() {
        let engine = pattern().unwrap();
        assert_eq!(offences("let a: SqlitePool;\nlet b = \"postgres://\";", &engine).len(), 2);
        assert!(
            offences("// sqlite\nfn a() {}\n#[cfg(test)]\nmod tests { use PgPostgres; }", &engine).is_empty()
        );
    }
}
