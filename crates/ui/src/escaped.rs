//! Text made safe for places that leptos does not escape on the server: a picture, a text area, the title of the page.

use std::fmt::Write as _;

/// Displays a text with every character that html could read as markup written out.
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'a>(pub &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_html_could_read_as_markup_is_left() {
        let escaped = Escaped("</textarea><script>alert(\"1\" & '2')").to_string();
        assert_eq!(escaped, "&lt;/textarea&gt;&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)");
    }
}
