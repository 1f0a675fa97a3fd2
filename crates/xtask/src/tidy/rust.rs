//! Reads Rust as text: which of it is code, comment or string, where tests begin, where a block ends.

/// What is replaced by spaces. Lines and offsets stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// Comments.
    Comments,
    /// Comments and what stands between quotes.
    CommentsAndStrings,
}

/// The code without comments (and strings).
pub fn code(text: &str, blank: Blank) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, kind) = token(rest, code.chars().next_back());
        let (part, after) = rest.split_at(length.clamp(first.len_utf8(), rest.len()));
        match (kind, blank) {
            (Kind::Code, _) | (Kind::Text, Blank::Comments) => code.push_str(part),
            (Kind::Comment, _) | (Kind::Text, Blank::CommentsAndStrings) => blank_out(part, &mut code),
        }
        rest = after;
    }
    code
}

/// The text before the unit tests, which stand last in a file.
pub fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(before, _)| before)
}

/// Whether a path is a test's, or a build script's: those run on a developer's machine only.
pub fn is_for_developers(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/build.rs") || path.starts_with("crates/xtask/")
}

/// The block that begins with the first `{` at or after `from`: the offsets of its braces.
/// The text must be without comments and strings.
pub fn block(code: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + code.get(from..)?.find('{')?;
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((start, offset));
                }
            }
            _ => {}
        }
    }
    None
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Code,
    Comment,
    Text,
}

/// The length in bytes of what `rest` begins with.
fn token(rest: &str, before: Option<char>) -> (usize, Kind) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Kind::Comment);
    }
    let is_word = before.is_some_and(|before| before.is_alphanumeric() || before == '_');
    if rest.starts_with('r')
        && !is_word
        && let Some(length) = raw_string(rest)
    {
        return (length, Kind::Text);
    }
    if rest.starts_with('"') {
        return (quoted(rest, '"').unwrap_or(rest.len()), Kind::Text);
    }
    if rest.starts_with('\'')
        && let Some(length) = character(rest)
    {
        return (length, Kind::Text);
    }
    (1, Kind::Code)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest.get(1..)?.bytes().take_while(|byte| *byte == b'#').count();
    let open = 1 + hashes;
    if !rest.get(open..)?.starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = rest.get(open + 1..)?.find(&close)?;
    Some(open + 1 + end + close.len())
}

fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (offset, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return Some(offset + 1),
            _ => {}
        }
    }
    None
}

/// `'a'` and `'\n'`, but not the lifetime in `&'a str`.
fn character(rest: &str) -> Option<usize> {
    let length = quoted(rest, '\'')?;
    let inner = rest.get(1..length - 1)?;
    (inner.starts_with('\\') || inner.chars().count() == 1).then_some(length)
}

fn blank_out(part: &str, code: &mut String) {
    for byte in part.bytes() {
        code.push(if byte == b'\n' { '\n' } else { ' ' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_and_offsets_stay() {
        let text =
            "let a = \"// no\"; // sqlite ü\nlet b = r#\"a \" b\"#; /* x /* y */ z */ fn f<'a>() { '}' }";
        let code = code(text, Blank::CommentsAndStrings);
        assert_eq!(code.len(), text.len());
        assert!(!code.contains("sqlite") && !code.contains("no") && !code.contains(" b\""));
        assert!(!code.contains('z') && code.contains("fn f<'a>() {") && code.lines().count() == 2);
    }

    #[test]
    fn strings_stay_when_only_comments_are_blanked() {
        let code = code("call(\"sqlite\"); // postgres", Blank::Comments);
        assert!(code.contains("\"sqlite\"") && !code.contains("postgres"));
    }

    #[test]
    fn a_block_ends_at_its_own_brace() {
        assert_eq!(block("fn a() { if b { c } } fn d() {}", 0), Some((7, 20)));
        assert_eq!(block("fn a() {", 0), None);
    }

    #[test]
    fn tests_are_the_end_of_a_file() {
        assert_eq!(without_tests("fn a() {}\n#[cfg(test)]\nmod tests {}"), "fn a() {}\n");
    }
}
