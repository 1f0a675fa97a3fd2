//! Text that people type, parsed once at the edge; inside the house no unchecked text exists.

use serde::{Deserialize, Serialize};

/// Why a text was refused. The page turns it into a sentence that says what to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TextError {
    #[error("is empty")]
    Empty,
    #[error("has {got} characters, at most {limit} fit")]
    TooLong { limit: usize, got: usize },
    #[error("is not written as expected")]
    Malformed,
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, max $limit:expr, $clean:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Most characters that fit.
            pub const LIMIT: usize = $limit;

            /// Checks and tidies what was typed.
            /// Errors when nothing is left of it, when it is longer than [`Self::LIMIT`], or when it is malformed.
            pub fn parse(typed: &str) -> Result<Self, TextError> {
                let clean: fn(&str) -> Result<String, TextError> = $clean;
                let text = clean(typed)?;
                if text.is_empty() {
                    return Err(TextError::Empty);
                }
                let got = text.chars().count();
                if got > Self::LIMIT {
                    return Err(TextError::TooLong { limit: Self::LIMIT, got });
                }
                Ok($name(text))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;
            fn try_from(typed: String) -> Result<Self, TextError> {
                Self::parse(&typed)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// The words of a post. 50,000 characters are forty pages; a longer log belongs in a file.
    Body, max 50_000, |typed| Ok(paragraphs(typed))
}
text! {
    /// A ticket's title, one line.
    Subject, max 200, |typed| Ok(one_line(typed))
}
text! {
    /// A person's name as he or she writes it.
    PersonName, max 120, |typed| Ok(one_line(typed))
}
text! {
    /// The one reason that an urgent request asks for.
    UrgentReason, max 500, |typed| Ok(one_line(typed))
}
text! {
    /// A short label: service, category, department, place, job title, phone.
    Label, max 80, |typed| Ok(one_line(typed))
}
text! {
    /// An address that mail can be sent to, in lower case. 254 characters is the limit of RFC 5321.
    EmailAddress, max 254, address
}
text! {
    /// A file's name without its path.
    FileName, max 180, |typed| Ok(file_name(typed))
}

impl Subject {
    /// How many characters of a body make a title.
    const FROM_BODY: usize = 90;

    /// The first line or sentence of a body, cut at a word where it is long.
    pub fn from_body(body: &Body) -> Subject {
        let lines = || body.as_str().lines();
        // A body of signs alone, such as "---", is its own title.
        let line = lines().map(plain_line).chain(lines().map(one_line)).find(|line| !line.is_empty());
        let line = line.unwrap_or_default();
        let sentence = Some(first_sentence(&line)).filter(|sentence| !sentence.is_empty());
        Subject(shorten(sentence.unwrap_or(&line), Self::FROM_BODY))
    }
}

fn plain_line(line: &str) -> String {
    one_line(line.trim_start_matches(['#', '>', '*', '-', ' ', '`']))
}

fn first_sentence(line: &str) -> &str {
    let end = line.char_indices().find(|(at, c)| {
        matches!(c, '.' | '?' | '!')
            && line.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(' '))
    });
    match end {
        Some((at, '.')) => line.get(..at).unwrap_or(line),
        Some((at, c)) => line.get(..at + c.len_utf8()).unwrap_or(line),
        None => line.strip_suffix('.').unwrap_or(line),
    }
}

fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit).collect();
    let word = cut.rfind(' ').filter(|at| *at > limit / 2).and_then(|at| cut.get(..at)).unwrap_or(&cut);
    format!("{}…", word.trim_end_matches([',', ';', ':', ' ']))
}

/// Characters that turn the direction of text around or are not shown can hide what a text says.
fn deceives(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        || (c.is_control() && c != '\n' && c != '\t')
}

fn one_line(typed: &str) -> String {
    let kept: String = typed
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| !deceives(*c) || *c == '\n')
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn paragraphs(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = lines.chars().filter(|c| !deceives(*c)).collect();
    let kept: Vec<&str> = kept.lines().map(str::trim_end).collect();
    kept.join("\n").trim_start_matches('\n').trim_end().to_owned()
}

fn address(typed: &str) -> Result<String, TextError> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Ok(typed);
    }
    let (local, host) = typed.rsplit_once('@').ok_or(TextError::Malformed)?;
    let local_fits = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c));
    let label_fits = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    if local_fits && host.contains('.') && host.split('.').all(label_fits) {
        Ok(typed)
    } else {
        Err(TextError::Malformed)
    }
}

fn file_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = one_line(last);
    let name = name.trim_start_matches('.').trim();
    name.chars().map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(body: &str) -> String {
        Subject::from_body(&Body::parse(body).unwrap()).as_str().to_owned()
    }

    #[test]
    fn a_body_of_signs_alone_is_its_own_title() {
        for (body, title) in [("#", "#"), ("---", "---"), (".", "."), (". x", ". x"), ("> \n\nlift", "lift")]
        {
            assert_eq!(subject(body), title);
        }
    }

    #[test]
    fn a_title_is_the_first_sentence() {
        assert_eq!(subject("The printer is jammed. It is the one on floor 2."), "The printer is jammed");
        assert_eq!(subject("\n\nCan I have a second screen? For home."), "Can I have a second screen?");
        assert_eq!(subject("VPN 2.1 fails\nsince ten"), "VPN 2.1 fails");
        assert_eq!(subject("Done."), "Done");
    }

    #[test]
    fn a_long_first_line_is_cut_at_a_word() {
        let title = subject(&"word ".repeat(60));
        assert!(title.ends_with("word…") && title.chars().count() <= 91, "{title}");
    }

    #[test]
    fn a_body_keeps_its_lines_and_loses_what_deceives() {
        let body = Body::parse("  one\r\n\r\ntwo\u{202E}\u{7} \n\n").unwrap();
        assert_eq!(body.as_str(), "  one\n\ntwo");
    }

    #[test]
    fn empty_and_too_long_texts_are_told_apart() {
        assert_eq!(Body::parse(" \n\t"), Err(TextError::Empty));
        assert_eq!(Body::parse(&"x".repeat(50_001)), Err(TextError::TooLong { limit: 50_000, got: 50_001 }));
    }

    #[test]
    fn addresses_are_checked_and_lowered() {
        assert_eq!(EmailAddress::parse(" Ana@Lumbrera.Example ").unwrap().as_str(), "ana@lumbrera.example");
        for bad in ["ana", "ana@", "@x.y", "ana@host", "a b@x.y", "a@x..y", "a@-x.y", ".a@x.y", "a,b@x.y"] {
            assert_eq!(EmailAddress::parse(bad), Err(TextError::Malformed), "{bad}");
        }
        assert_eq!(EmailAddress::parse("  "), Err(TextError::Empty));
    }

    #[test]
    fn a_file_name_never_carries_a_path() {
        assert_eq!(FileName::parse("../../etc/passwd").unwrap().as_str(), "passwd");
        assert_eq!(FileName::parse("C:\\x\\photo.jpg").unwrap().as_str(), "photo.jpg");
        assert_eq!(FileName::parse("a\u{202E}gpj.exe").unwrap().as_str(), "agpj.exe");
        assert_eq!(FileName::parse("..."), Err(TextError::Empty));
    }
}
