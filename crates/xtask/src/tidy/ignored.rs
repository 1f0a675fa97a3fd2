//! A test runs or is not there.

use anyhow::{Context, Result};
use regex::Regex;

use super::rust::{self, Blank};
use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let left_out = pattern()?;
    let tests = sources.iter().filter(|source| {
        source.path.ends_with(".rs")
            || source.path.starts_with("end2end/")
                && (source.path.ends_with(".ts") || source.path.ends_with(".mjs"))
    });
    Ok(in_each(tests, |text| offences(text, &left_out)))
}

fn pattern() -> Result<Regex> {
    Regex::new(r"#\[ignore\b|\b(?:test|describe)\.(?:only|skip|fixme)\(")
        .context("the pattern for ignored tests")
}

fn offences(text: &str, left_out: &Regex) -> Vec<Offence> {
    // Strings and comments look alike in Rust and TypeScript.
    let code = rust::code(text, Blank::CommentsAndStrings);
    let found = left_out.find_iter(&code);
    found
        .map(|found| (line_of(&code, found.start()), format!("`{}` leaves a test out", found.as_str())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_are_left_out_are_found_in_both_languages() {
        let left_out = pattern().unwrap();
        assert_eq!(
            offences("#[test]\n#[ignore = \"slow\"]\nfn a() {}", &left_out),
            [(2, "`#[ignore` leaves a test out".to_owned())]
        );
        assert_eq!(offences("test.only('a', () => {})", &left_out).len(), 1);
        assert_eq!(offences("// #[ignore]\nlet a = \"#[ignore]\";", &left_out).len(), 0);
    }
}
