//! Lists what deserves a look: the longest files and functions. A long one is no error.

use super::rust::{self, Blank};
use super::{Source, line_of};

const SHOWN: usize = 10;

pub fn print(sources: &[Source]) {
    let mut files = Vec::new();
    let mut functions = Vec::new();
    for source in sources {
        if [".rs", ".css", ".ts"].iter().any(|ending| source.path.ends_with(ending)) {
            files.push((source.text.lines().count(), source.path.clone()));
        }
        if source.path.ends_with(".rs") {
            let found = lengths(&source.text).into_iter();
            functions
                .extend(found.map(|(lines, line, name)| (lines, format!("{}:{line} {name}", source.path))));
        }
    }
    list("longest files", files);
    list("longest functions", functions);
}

fn list(title: &str, mut found: Vec<(usize, String)>) {
    found.sort_by(|one, other| other.cmp(one));
    println!("  {title}");
    for (lines, what) in found.into_iter().take(SHOWN) {
        println!("       {lines:>5} {what}");
    }
}

/// Lines, place and name of every function.
fn lengths(text: &str) -> Vec<(usize, usize, String)> {
    let code = rust::code(text, Blank::CommentsAndStrings);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before =
            at.checked_sub(1).and_then(|before| code.as_bytes().get(before)).copied().unwrap_or(b' ');
        let Some(after) = code.get(at + 3..).filter(|_| before.is_ascii_whitespace()) else {
            continue;
        };
        let name: String =
            after.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        // A function without a body ends with `;` before any brace.
        let has_body = after.find('{').is_some_and(|brace| after.find(';').is_none_or(|end| brace < end));
        if let Some((start, end)) = rust::block(&code, at).filter(|_| has_body && !name.is_empty()) {
            let line = line_of(&code, at);
            found.push((line_of(&code, end) - line_of(&code, start) + 1, line, name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_measured_from_brace_to_brace() {
        let text = "trait A {\n    fn a();\n    fn b() {\n        // }\n        c();\n    }\n}\n";
        assert_eq!(lengths(text), [(4, 3, "b".to_owned())]);
    }
}
