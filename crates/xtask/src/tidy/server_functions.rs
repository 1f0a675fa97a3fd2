//! A server function gets its context, calls one use case, and returns.

use anyhow::{Context, Result};
use regex::Regex;

use super::rust::{self, Blank};
use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

const PLACE: &str = "app/src/rpc/";
const LONGEST_BODY: usize = 10;

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let patterns = Patterns::new()?;
    let places =
        sources.iter().filter(|source| source.path.starts_with(PLACE) && source.path.ends_with(".rs"));
    Ok(in_each(places, |text| offences(text, &patterns)))
}

struct Patterns {
    logic: Regex,
    sql: Regex,
}

impl Patterns {
    fn new() -> Result<Self> {
        Ok(Self {
            logic: Regex::new(r"\b(if|match)\b").context("the pattern for logic")?,
            sql: Regex::new(
                r"(?i)\b(select\s.*\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from)\b|\bsqlx\b",
            )
            .context("the pattern for SQL")?,
        })
    }
}

fn offences(text: &str, patterns: &Patterns) -> Vec<Offence> {
    let code = rust::code(text, Blank::CommentsAndStrings);
    // The two texts have the same offsets: blocks are found in the one, SQL stands in the strings of the other.
    let with_strings = rust::code(text, Blank::Comments);
    let mut found = Vec::new();
    for (attribute, _) in code.match_indices("#[server") {
        let Some(name) = code.get(attribute..).and_then(|rest| rest.find("fn ")).map(|at| attribute + at)
        else {
            continue;
        };
        let Some((start, end)) = rust::block(&code, name) else {
            continue;
        };
        let line = line_of(&code, name);
        let (Some(body), Some(body_with_strings)) =
            (code.get(start + 1..end), with_strings.get(start + 1..end))
        else {
            continue;
        };
        let length = body.lines().filter(|line| !line.trim().is_empty()).count();
        if length > LONGEST_BODY {
            found.push((line, format!("a server function of {length} lines; {LONGEST_BODY} are enough")));
        }
        if let Some(word) = patterns.logic.find(body) {
            found.push((
                line,
                format!("`{}` in a server function: it belongs into the use case", word.as_str()),
            ));
        }
        if patterns.sql.is_match(body_with_strings) {
            found.push((line, "SQL in a server function: it belongs into the store".to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> usize {
        let text =
            format!("#[server(prefix = \"/rpc\")]\npub async fn a(b: C) -> Result<D, E> {{\n{body}\n}}\n");
        offences(&text, &Patterns::new().unwrap()).len()
    }

    #[test]
    fn three_statements_are_fine() {
        assert_eq!(
            found("let context = context()?;\nlet d = ticket::assign(&context, b).await?;\nOk(d.into())"),
            0
        );
    }

    #[test]
    fn logic_sql_and_length_are_found() {
        assert_eq!(found("if b.is_new() { x() }"), 1);
        assert_eq!(found("match b { _ => x() }"), 1);
        assert_eq!(found("query(\"select id from ticket\")"), 1);
        assert_eq!(found(&"x();\n".repeat(11)), 1);
        assert_eq!(found("x(); // if it matters, match it"), 0);
    }
}
