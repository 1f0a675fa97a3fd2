//! Colours have a name and stand in `style/tokens.css`; everything else uses the name.

use anyhow::{Context, Result};
use regex::Regex;

use super::css::declarations;
use super::rust::{self, Blank};
use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

/// The tokens themselves, and the one file that is shown without any css.
const MAY: [&str; 2] = ["style/tokens.css", "public/mark.svg"];

const NAMED: [&str; 20] = [
    "black", "white", "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown", "gray", "grey",
    "silver", "gold", "navy", "teal", "maroon", "lime", "cyan", "magenta",
];

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let patterns = Patterns::new()?;
    let elsewhere = |ending: &'static str| {
        sources.iter().filter(move |source| {
            source.path.ends_with(ending)
                && !MAY.contains(&source.path.as_str())
                && ["app/", "crates/ui/", "public/", "style/"]
                    .iter()
                    .any(|place| source.path.starts_with(place))
        })
    };
    let mut found = in_each(elsewhere(".css"), |text| patterns.in_css(text));
    found.extend(in_each(elsewhere(".svg"), |text| patterns.in_markup(text)));
    found.extend(in_each(elsewhere(".rs"), |text| {
        patterns.in_markup(&rust::code(rust::without_tests(text), Blank::Comments))
    }));
    Ok(found)
}

struct Patterns {
    literal: Regex,
    address: Regex,
    attribute: Regex,
}

impl Patterns {
    fn new() -> Result<Self> {
        let compile = |pattern| Regex::new(pattern).context("a pattern for colours");
        Ok(Self {
            literal: compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(")?,
            address: compile(r#"url\([^)]*\)|"[^"]*"|--[\w-]+"#)?,
            attribute: compile(
                r##"\b(?:fill|stroke|color|stop-color|flood-color)\s*=\s*"#[0-9a-fA-F]{3,8}"|\b(?:rgba?|hsla?|hwb|oklab|oklch)\("##,
            )?,
        })
    }

    fn in_css(&self, css: &str) -> Vec<Offence> {
        let mut found = Vec::new();
        for declaration in declarations(css) {
            let value = self.address.replace_all(&declaration.value, " ");
            let literal = self.literal.find(&value).map(|found| found.as_str().trim_end_matches('('));
            let mut words = value.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
            if let Some(colour) = literal.or_else(|| words.find(|word| NAMED.contains(word))) {
                found.push((declaration.line, format!("a colour (`{colour}`) outside of style/tokens.css")));
            }
        }
        found
    }

    fn in_markup(&self, text: &str) -> Vec<Offence> {
        let found = self.attribute.find_iter(text);
        found
            .map(|found| {
                let message = format!("a colour (`{}`) outside of style/tokens.css", found.as_str());
                (line_of(text, found.start()), message)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_css(css: &str) -> usize {
        Patterns::new().unwrap().in_css(css).len()
    }

    #[test]
    fn colours_in_css_are_found_in_every_notation() {
        for value in
            ["#fff", "oklch(0.2 0 0)", "1px solid rgb(0 0 0 / 0.5)", "white", "color-mix(in oklab, #abc, x)"]
        {
            assert_eq!(in_css(&format!(".a {{ border: {value} }}")), 1, "{value}");
        }
    }

    #[test]
    fn names_selectors_and_addresses_are_no_colours() {
        for css in [
            ".a { color: var(--on-black) }",
            ".a { color: color-mix(in oklab, var(--ink), transparent) }",
            "#add:hover { color: currentcolor; white-space: nowrap }",
            ".a { fill: url(#fade) }",
            ".a { color: CanvasText; font-family: \"Black\" }",
        ] {
            assert_eq!(in_css(css), 0, "{css}");
        }
    }

    #[test]
    fn colours_in_markup_are_found_and_anchors_are_not() {
        let patterns = Patterns::new().unwrap();
        assert_eq!(patterns.in_markup(r##"<path fill="#ffd400"/>"##).len(), 1);
        assert_eq!(patterns.in_markup(r#"<path stroke="oklch(0.2 0 0)"/>"#).len(), 1);
        assert_eq!(patterns.in_markup(r#"<path fill="currentColor" stroke="var(--ink)"/>"#).len(), 0);
        assert_eq!(patterns.in_markup(r##"view! { <a href="#add">"x"</a> }"##).len(), 0);
    }
}
