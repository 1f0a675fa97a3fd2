//! Css uses logical properties and wins by layers, not by force.

use anyhow::Result;

use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

/// A property and its value.
#[derive(Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Counted from 1.
    pub line: usize,
    /// Such as `margin-inline` or `--ink`.
    pub property: String,
    /// All after the colon.
    pub value: String,
}

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    Ok(in_each(sources.iter().filter(|source| source.path.ends_with(".css")), offences))
}

/// All declarations of a style sheet. What stands before a `{` is none.
pub fn declarations(css: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut quote = None;
    let mut parentheses = 0_usize;
    let code = without_comments(css);
    for (offset, byte) in code.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(') => parentheses += 1,
            (None, b')') => parentheses = parentheses.saturating_sub(1),
            (None, b'{') => start = offset + 1,
            (None, b';' | b'}') if parentheses == 0 => {
                found.extend(declaration(&code, start, offset));
                start = offset + 1;
            }
            _ => {}
        }
    }
    found
}

fn offences(css: &str) -> Vec<Offence> {
    let mut found = Vec::new();
    for Declaration { line, property, value } in declarations(css) {
        if value.contains("!important") {
            found.push((line, "`!important`: let the layers decide".to_owned()));
        }
        if let Some(logical) = logical(&property, &value) {
            found.push((line, format!("`{property}` is physical: write `{logical}`")));
        }
    }
    found
}

/// What to write instead of a physical property.
fn logical(property: &str, value: &str) -> Option<String> {
    let side = |side: &str| match side {
        "top" => Some("block-start"),
        "bottom" => Some("block-end"),
        "left" => Some("inline-start"),
        "right" => Some("inline-end"),
        _ => None,
    };
    if let Some(inset) = side(property) {
        return Some(format!("inset-{inset}"));
    }
    match (property, value) {
        ("width", _) => return Some("inline-size".to_owned()),
        ("height", _) => return Some("block-size".to_owned()),
        ("min-width", _) => return Some("min-inline-size".to_owned()),
        ("min-height", _) => return Some("min-block-size".to_owned()),
        ("max-width", _) => return Some("max-inline-size".to_owned()),
        ("max-height", _) => return Some("max-block-size".to_owned()),
        ("text-align", "left") => return Some("text-align: start".to_owned()),
        ("text-align", "right") => return Some("text-align: end".to_owned()),
        ("float" | "clear", "left") => return Some(format!("{property}: inline-start")),
        ("float" | "clear", "right") => return Some(format!("{property}: inline-end")),
        _ => {}
    }
    if ["top-left", "top-right", "bottom-left", "bottom-right"].iter().any(|corner| property.contains(corner))
    {
        return Some("border-start-start-radius and the like".to_owned());
    }
    ["margin", "padding", "border", "scroll-margin", "scroll-padding"].iter().find_map(|start| {
        let rest = property.strip_prefix(start)?.strip_prefix('-')?;
        let (first, ending) = rest.split_once('-').map_or((rest, None), |(first, end)| (first, Some(end)));
        let side = side(first)?;
        Some(ending.map_or(format!("{start}-{side}"), |ending| format!("{start}-{side}-{ending}")))
    })
}

fn declaration(code: &str, start: usize, end: usize) -> Option<Declaration> {
    let (before, value) = code.get(start..end)?.split_once(':')?;
    let property = before.trim();
    let line = line_of(code, start + before.len());
    Some(Declaration { line, property: property.to_owned(), value: value.trim().to_owned() })
}

fn without_comments(css: &str) -> String {
    let mut code = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        let (comment, next) = after.split_once("*/").unwrap_or((after, ""));
        code.push_str("  ");
        code.extend(comment.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        rest = next;
    }
    code.push_str(rest);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_in_nested_rules_and_after_comments() {
        let css = "/* a: b; */ .a:hover { color: red; /* x */ margin: 0;\n & .b { --ink: url(\"a;b\") } }";
        let found = declarations(css);
        let found: Vec<_> = found.iter().map(|found| (found.line, found.property.as_str())).collect();
        assert_eq!(found, [(1, "color"), (1, "margin"), (2, "--ink")]);
    }

    #[test]
    fn physical_properties_are_told_with_the_logical_one() {
        let found = offences(".a { margin-left: 1px; inset-block-start: 0; border-top-color: x }");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|(_, message)| message.contains("`margin-inline-start`")));
        assert!(found.iter().any(|(_, message)| message.contains("`border-block-start-color`")));
        assert_eq!(
            offences(".a { width: 1px; left: 0; text-align: right; border-top-left-radius: 0 }").len(),
            4
        );
        assert!(
            offences(".a { inline-size: 1px; text-align: end; border-radius: 0; border-width: 0 }")
                .is_empty()
        );
        assert!(offences(".a { border-start-end-radius: 0; border-end-end-radius: 0 }").is_empty());
        assert!(offences("@media (min-width: 30rem) { .a { margin: 0 } }").is_empty());
    }

    #[test]
    fn important_is_found_but_not_in_a_comment() {
        assert_eq!(offences(".a { margin: 0 !important }").len(), 1);
        assert!(offences("/* !important */ .a { margin: 0 /* never !important */ }").is_empty());
        assert!(offences("/* .a { margin: 0 !important } */").is_empty());
    }
}
