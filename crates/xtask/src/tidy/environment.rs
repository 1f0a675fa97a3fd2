//! Only the server reads the environment; everybody else is given what they need.

use anyhow::{Context, Result};
use regex::Regex;

use super::rust::{self, Blank};
use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let reading = pattern()?;
    let elsewhere = sources.iter().filter(|source| {
        source.path.ends_with(".rs")
            && !rust::is_for_developers(&source.path)
            && !source.path.starts_with("server/src/")
    });
    Ok(in_each(elsewhere, |text| offences(text, &reading)))
}

fn pattern() -> Result<Regex> {
    Regex::new(r"\bstd::env\b|\benv::(?:var|vars|var_os|args|args_os|current_dir|current_exe|temp_dir)\b")
        .context("the pattern for the environment")
}

fn offences(text: &str, reading: &Regex) -> Vec<Offence> {
    let code = rust::code(rust::without_tests(text), Blank::CommentsAndStrings);
    let found = reading.find_iter(&code);
    found
        .map(|found| (line_of(&code, found.start()), "the environment is read outside of server/".to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_the_environment_is_found_in_code_only() {
        let reading = pattern().unwrap();
        assert_eq!(offences("let a = std::env::var(\"A\");", &reading).len(), 1);
        assert_eq!(offences("// std::env\nlet a = env!(\"CARGO_PKG_VERSION\");", &reading).len(), 0);
    }
}
