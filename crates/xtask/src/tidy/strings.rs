//! Every string that a person reads is there in English and in Spanish, with the same placeholders.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use regex::Regex;
use serde_json::Value;

use super::{Finding, Source, line_of};
use crate::workspace::Workspace;

const PLACE: &str = "app/strings/";
const LANGUAGES: [&str; 2] = ["en", "es"];

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let placeholder = pattern()?;
    let mut found = Vec::new();
    for source in sources {
        if !source.path.starts_with(PLACE) || !source.path.ends_with(".json") {
            continue;
        }
        let strings =
            serde_json::from_str(&source.text).with_context(|| format!("{} is not JSON", source.path))?;
        for (key, message) in offences(&strings, &placeholder) {
            let last = key.rsplit('.').next().unwrap_or_default();
            let line = source.text.find(&format!("\"{last}\"")).map_or(0, |at| line_of(&source.text, at));
            found.push(Finding { path: source.path.clone(), line, message: format!("`{key}` {message}") });
        }
    }
    Ok(found)
}

fn pattern() -> Result<Regex> {
    Regex::new(r"[%*]?\{\w+\}").context("the pattern for placeholders")
}

/// The keys that are not right, with what is wrong.
fn offences(strings: &Value, placeholder: &Regex) -> Vec<(String, String)> {
    let mut found = Vec::new();
    visit(strings, "", placeholder, &mut found);
    found
}

fn visit(value: &Value, key: &str, placeholder: &Regex, found: &mut Vec<(String, String)>) {
    let Value::Object(entries) = value else {
        // The file's version stands on top and is no string.
        if key != "_version" {
            found.push((key.to_owned(), "is not an object with `en` and `es`".to_owned()));
        }
        return;
    };
    if !LANGUAGES.iter().any(|language| entries.contains_key(*language))
        && !key.is_empty()
        && entries.is_empty()
    {
        found.push((key.to_owned(), "is empty".to_owned()));
    }
    if LANGUAGES.iter().any(|language| entries.get(*language).is_some_and(Value::is_string)) {
        found.extend(wrong(value, placeholder).map(|message| (key.to_owned(), message)));
        return;
    }
    for (name, inner) in entries {
        let inner_key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        visit(inner, &inner_key, placeholder, found);
    }
}

fn wrong(entry: &Value, placeholder: &Regex) -> Option<String> {
    let mut sets = Vec::new();
    for language in LANGUAGES {
        let text = entry.get(language).and_then(Value::as_str).unwrap_or_default();
        if text.trim().is_empty() {
            return Some(format!("has no text in `{language}`"));
        }
        sets.push(placeholder.find_iter(text).map(|found| found.as_str()).collect::<BTreeSet<_>>());
    }
    let differ = sets.windows(2).any(|pair| pair.first() != pair.last());
    differ.then(|| "has other placeholders in `en` than in `es`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str) -> usize {
        offences(&serde_json::from_str(json).unwrap(), &pattern().unwrap()).len()
    }

    #[test]
    fn both_languages_with_the_same_placeholders_are_fine() {
        assert_eq!(found(r#"{"_version": 2, "a": {"b": {"en": "Hi %{name}", "es": "Hola %{name}"}}}"#), 0);
    }

    #[test]
    fn a_missing_or_empty_language_is_found() {
        assert_eq!(found(r#"{"a": {"en": "Hi"}}"#), 1);
        assert_eq!(found(r#"{"a": {"en": "Hi", "es": " "}}"#), 1);
        assert_eq!(found(r#"{"a": "Hi"}"#), 1);
    }

    #[test]
    fn other_placeholders_are_found() {
        assert_eq!(found(r#"{"a": {"en": "Hi %{name}", "es": "Hola %{nombre}"}}"#), 1);
    }
}
