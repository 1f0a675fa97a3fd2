//! Our security policy lets no style into markup: the browser would drop it.

use anyhow::{Context, Result};
use regex::Regex;

use super::rust::{self, Blank};
use super::{Finding, Offence, Source, in_each, line_of};
use crate::workspace::Workspace;

pub fn check(_: &Workspace, sources: &[Source]) -> Result<Vec<Finding>> {
    let style = pattern()?;
    let views = sources.iter().filter(|source| {
        source.path.ends_with(".rs")
            && (source.path.starts_with("app/") || source.path.starts_with("crates/ui/"))
    });
    Ok(in_each(views, |text| offences(text, &style)))
}

fn pattern() -> Result<Regex> {
    // `style=` of a view has no space before it; `let style = ...` has, after rustfmt.
    Regex::new(r"\bstyle(?::[\w-]+)?=[^=>]|\.style\(").context("the pattern for style in markup")
}

fn offences(text: &str, style: &Regex) -> Vec<Offence> {
    let code = rust::code(rust::without_tests(text), Blank::Comments);
    let found = style.find_iter(&code);
    found
        .map(|found| (line_of(&code, found.start()), "style in markup: give it a class".to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_in_a_view_is_found() {
        let style = pattern().unwrap();
        assert_eq!(offences("view! { <p style=\"margin: 0\">", &style).len(), 1);
        assert_eq!(offences("view! { <p style:width=move || width()>", &style).len(), 1);
        assert_eq!(offences("let style = Style::new(); // style=\nlet b = style == other;", &style).len(), 0);
    }
}
