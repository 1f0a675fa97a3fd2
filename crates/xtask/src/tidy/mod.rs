//! The rules of the house that a compiler does not know. One module each; all are run, and any finding fails.

mod colours;
mod css;
mod edges;
mod engine_names;
mod environment;
mod ignored;
mod inline_style;
mod longest;
mod migrations;
mod orphans;
mod rust;
mod server_functions;
mod strings;

use std::fmt;

use anyhow::{Result, bail};

use crate::files;
use crate::workspace::Workspace;

/// A file of the project, with its path below the checkout.
#[derive(Debug)]
struct Source {
    path: String,
    text: String,
}

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// Counted from 1; 0 where a whole file is meant.
    line: usize,
    message: String,
}

/// A place in a text that breaks a rule: line from 1, and what is wrong.
type Offence = (usize, String);

type Rule = fn(&Workspace, &[Source]) -> Result<Vec<Finding>>;

const RULES: [(&str, Rule); 11] = [
    ("crates use only what their floor may", edges::check),
    ("colours stand in style/tokens.css only", colours::check),
    ("css is logical and without !important", css::check),
    ("every css file is imported", orphans::check),
    ("engines are named in the engine only", engine_names::check),
    ("server functions are three statements", server_functions::check),
    ("both engines have the same migrations", migrations::check),
    ("every string is in English and Spanish", strings::check),
    ("the environment is read by the server only", environment::check),
    ("no test is left out", ignored::check),
    ("no style in markup", inline_style::check),
];

const PLACES: [&str; 7] = ["app", "crates", "server", "style", "public", "end2end", ".ci"];
const READ: [&str; 9] = ["css", "html", "js", "json", "mjs", "rs", "sql", "svg", "ts"];

/// Runs all rules, prints what they find, and lists the longest files and functions.
///
/// # Errors
/// When a rule found something.
pub fn check(workspace: &Workspace) -> Result<()> {
    let sources = read(workspace)?;
    let mut broken = 0;
    for (name, rule) in RULES {
        let findings = rule(workspace, &sources)?;
        println!("  {} {name}", if findings.is_empty() { "ok  " } else { "FAIL" });
        for finding in &findings {
            println!("       {finding}");
        }
        broken += usize::from(!findings.is_empty());
    }
    longest::print(&sources);
    if broken > 0 {
        bail!("{broken} rules of the house are broken");
    }
    Ok(())
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// The findings of a rule that looks at each text by itself.
fn in_each<'a>(
    sources: impl Iterator<Item = &'a Source>,
    offences: impl Fn(&str) -> Vec<Offence>,
) -> Vec<Finding> {
    sources
        .flat_map(|source| {
            let found = offences(&source.text).into_iter();
            found.map(|(line, message)| Finding { path: source.path.clone(), line, message })
        })
        .collect()
}

fn read(workspace: &Workspace) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for place in PLACES {
        for path in files::under(&workspace.path(place))? {
            if path
                .extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| READ.contains(&ending))
            {
                sources.push(Source {
                    path: files::relative(&path, workspace.root()),
                    text: files::read_text(&path)?,
                });
            }
        }
    }
    Ok(sources)
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
