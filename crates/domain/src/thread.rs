//! The conversation on a ticket, and its text as a tree that any page can draw without trusting it.

use serde::{Deserialize, Serialize};

use crate::file::FileChip;
use crate::ids::{EventSeq, PostId};
use crate::person::PersonChip;
use crate::time::UnixMs;

/// What a post is. The requester never receives a [`PostKind::Note`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// What was asked: the first post.
    Asked,
    /// The requester's side wrote.
    Answer,
    /// The desk wrote to the requester.
    Reply,
    /// Staff only.
    Note,
}

impl PostKind {
    pub const ALL: [PostKind; 4] = [PostKind::Asked, PostKind::Answer, PostKind::Reply, PostKind::Note];

    pub const fn as_str(self) -> &'static str {
        match self {
            PostKind::Asked => "asked",
            PostKind::Answer => "answer",
            PostKind::Reply => "reply",
            PostKind::Note => "note",
        }
    }

    pub fn from_name(name: &str) -> Option<PostKind> {
        PostKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    pub const fn public(self) -> bool {
        !matches!(self, PostKind::Note)
    }
}

/// A post as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostView {
    pub id: PostId,
    /// The event that brought it; a page that has seen this has seen the post.
    pub seq: EventSeq,
    pub at: UnixMs,
    pub kind: PostKind,
    pub author: PersonChip,
    pub department: Option<String>,
    pub blocks: Vec<Block>,
    pub files: Vec<FileChip>,
}

/// A paragraph-sized piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    Paragraph(Vec<Inline>),
    Heading(Vec<Inline>),
    Code(String),
    Quote(Vec<Block>),
    Bullets(Vec<Vec<Block>>),
    Numbers(Vec<Vec<Block>>),
    Rule,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Code(String),
    /// The address is `http`, `https` or `mailto`; nothing else becomes a link.
    Link {
        to: String,
        text: Vec<Inline>,
    },
    Break,
}

/// Whether text may link there: a scheme that can't run anything.
pub fn may_link(to: &str) -> bool {
    let lower = to.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !lower.contains(char::is_control)
}

/// Adds posts that a page has not got yet, in order of time.
pub fn add_news(thread: &mut Vec<PostView>, news: Vec<PostView>) {
    for post in news {
        if !thread.iter().any(|known| known.id == post.id) {
            thread.push(post);
        }
    }
    thread.sort_by_key(|post| (post.at, post.id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PersonId;

    fn post(id: i64, at: i64) -> PostView {
        PostView {
            id: PostId(id),
            seq: EventSeq(id),
            at: UnixMs(at),
            kind: PostKind::Reply,
            author: PersonChip { id: PersonId(1), name: "Bo".into() },
            department: None,
            blocks: Vec::new(),
            files: Vec::new(),
        }
    }

    #[test]
    fn a_post_that_comes_twice_is_shown_once() {
        let mut thread = vec![post(1, 10)];
        add_news(&mut thread, vec![post(3, 30), post(1, 10), post(2, 20)]);
        assert_eq!(thread.iter().map(|post| post.id.0).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn only_addresses_that_cannot_run_anything_become_links() {
        assert!(may_link("https://example.org/a?b=c"));
        assert!(may_link("MAILTO:ana@example.org"));
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            " jAvaScript:x",
            "//example.org",
            "file:///etc/passwd",
            "https://x\u{1}y",
        ] {
            assert!(!may_link(bad), "{bad}");
        }
    }
}
