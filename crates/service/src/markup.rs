//! What people type, read as light Markdown into a tree that no page has to trust.
//!
//! HTML stays text, pictures become links, and a line break is a line break.

use domain::thread::{Block, Inline, may_link};
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Quotes and lists in each other deeper than this are flattened; nobody reads them, and recursion stays shallow.
const MAX_DEPTH: usize = 8;

/// The blocks of a text. Never fails: what is no markup is a paragraph.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut tree = Tree { open: vec![Open::new(Kind::Root)] };
    for event in Parser::new(text) {
        tree.take(event);
    }
    tree.finish()
}

/// A container that is being filled.
struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    code: String,
}

#[derive(PartialEq)]
enum Kind {
    Root,
    Paragraph,
    Heading,
    Quote,
    List {
        numbered: bool,
    },
    Item,
    Code,
    Strong,
    Emphasis,
    Link(String),
    /// Something we draw as its content.
    Plain,
}

impl Open {
    fn new(kind: Kind) -> Open {
        Open { kind, blocks: Vec::new(), inlines: Vec::new(), items: Vec::new(), code: String::new() }
    }
}

struct Tree {
    open: Vec<Open>,
}

impl Tree {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inline(Inline::Code(code.into_string())),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak | Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text)
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        let kind = match tag {
            Tag::Heading { .. } => Kind::Heading,
            Tag::BlockQuote(_) if self.depth() < MAX_DEPTH => Kind::Quote,
            Tag::List(first) if self.depth() < MAX_DEPTH => Kind::List { numbered: first.is_some() },
            Tag::Item if matches!(self.open.last(), Some(Open { kind: Kind::List { .. }, .. })) => Kind::Item,
            Tag::CodeBlock(_) => Kind::Code,
            Tag::Strong => Kind::Strong,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } if may_link(dest_url) => {
                Kind::Link(dest_url.to_string())
            }
            Tag::Paragraph | Tag::HtmlBlock => Kind::Paragraph,
            _ => Kind::Plain,
        };
        if matches!(kind, Kind::Paragraph | Kind::Heading | Kind::Quote | Kind::List { .. } | Kind::Code) {
            self.flush();
        }
        self.open.push(Open::new(kind));
    }

    fn end(&mut self, _tag: TagEnd) {
        self.flush_if_holds_blocks();
        if self.open.len() < 2 {
            return;
        }
        let Some(done) = self.open.pop() else { return };
        match done.kind {
            Kind::Root => {}
            Kind::Paragraph => self.paragraph(done.inlines),
            Kind::Heading => self.block(Block::Heading(done.inlines)),
            Kind::Quote => self.block(Block::Quote(done.blocks)),
            Kind::List { numbered: true } => self.block(Block::Numbers(done.items)),
            Kind::List { numbered: false } => self.block(Block::Bullets(done.items)),
            Kind::Item => {
                if let Some(list) = self.open.last_mut() {
                    list.items.push(done.blocks);
                }
            }
            Kind::Code => self.block(Block::Code(done.code.trim_end_matches('\n').to_owned())),
            Kind::Strong => self.inline(Inline::Strong(done.inlines)),
            Kind::Emphasis => self.inline(Inline::Emphasis(done.inlines)),
            Kind::Link(to) => {
                let text =
                    if done.inlines.is_empty() { vec![Inline::Text(to.clone())] } else { done.inlines };
                self.inline(Inline::Link { to, text });
            }
            Kind::Plain => {
                done.blocks.into_iter().for_each(|block| self.block(block));
                done.inlines.into_iter().for_each(|inline| self.inline(inline));
            }
        }
    }

    /// Text inside code stays as it is; elsewhere addresses in it become links.
    fn text(&mut self, text: &str) {
        let Some(top) = self.open.last_mut() else { return };
        if top.kind == Kind::Code {
            top.code.push_str(text);
            return;
        }
        if self.open.iter().any(|open| matches!(open.kind, Kind::Link(_))) {
            self.inline(Inline::Text(text.to_owned()));
            return;
        }
        for span in LinkFinder::new().spans(text) {
            let piece = span.as_str().to_owned();
            let to = match span.kind() {
                Some(LinkKind::Email) => Some(format!("mailto:{piece}")),
                Some(_) => Some(piece.clone()),
                None => None,
            };
            match to.filter(|to| may_link(to)) {
                Some(to) => self.inline(Inline::Link { to, text: vec![Inline::Text(piece)] }),
                None => self.inline(Inline::Text(piece)),
            }
        }
    }

    /// HTML is shown, not obeyed; its line ends are kept.
    fn html(&mut self, html: &str) {
        let mut lines = html.split('\n').peekable();
        while let Some(line) = lines.next() {
            if !line.is_empty() {
                self.inline(Inline::Text(line.to_owned()));
            }
            if lines.peek().is_some_and(|rest| !rest.is_empty()) {
                self.inline(Inline::Break);
            }
        }
    }

    fn inline(&mut self, inline: Inline) {
        let Some(top) = self.open.last_mut() else { return };
        match (&inline, top.inlines.last_mut()) {
            (Inline::Text(more), Some(Inline::Text(text))) => text.push_str(more),
            _ => top.inlines.push(inline),
        }
    }

    fn block(&mut self, block: Block) {
        self.flush();
        if let Some(top) = self.open.last_mut() {
            top.blocks.push(block);
        }
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) {
        if !inlines.is_empty() {
            self.block(Block::Paragraph(inlines));
        }
    }

    /// Loose inlines of a container that holds blocks become a paragraph of it.
    fn flush(&mut self) {
        let Some(top) = self.open.last_mut() else { return };
        if !top.inlines.is_empty() && matches!(top.kind, Kind::Root | Kind::Quote | Kind::Item | Kind::Plain)
        {
            let inlines = std::mem::take(&mut top.inlines);
            top.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn flush_if_holds_blocks(&mut self) {
        if self.open.last().is_some_and(|top| matches!(top.kind, Kind::Root | Kind::Quote | Kind::Item)) {
            self.flush();
        }
    }

    fn depth(&self) -> usize {
        self.open.iter().filter(|open| matches!(open.kind, Kind::Quote | Kind::List { .. })).count()
    }

    fn finish(mut self) -> Vec<Block> {
        while self.open.len() > 1 {
            self.end(TagEnd::Paragraph);
        }
        self.flush();
        self.open.pop().map(|root| root.blocks).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn lines_and_paragraphs_stay_as_typed() {
        assert_eq!(
            blocks("one\ntwo\n\nthree"),
            [
                Block::Paragraph(vec![text("one"), Inline::Break, text("two")]),
                Block::Paragraph(vec![text("three")])
            ]
        );
    }

    #[test]
    fn code_links_and_lists_are_recognised() {
        let found = blocks("run `ls`:\n\n```\na < b\n```\n\n- see https://example.org/x_y_z.\n- done");
        assert_eq!(found[0], Block::Paragraph(vec![text("run "), Inline::Code("ls".into()), text(":")]));
        assert_eq!(found[1], Block::Code("a < b".into()));
        let link = Inline::Link {
            to: "https://example.org/x_y_z".into(),
            text: vec![text("https://example.org/x_y_z")],
        };
        assert_eq!(
            found[2],
            Block::Bullets(vec![
                vec![Block::Paragraph(vec![text("see "), link, text(".")])],
                vec![Block::Paragraph(vec![text("done")])]
            ])
        );
    }

    #[test]
    fn html_is_shown_and_not_obeyed() {
        let found = blocks("<script>alert(1)</script>");
        assert_eq!(found, [Block::Paragraph(vec![text("<script>alert(1)</script>")])]);
    }

    #[test]
    fn a_link_that_could_run_something_is_text() {
        assert_eq!(blocks("[x](javascript:alert(1))"), [Block::Paragraph(vec![text("x")])]);
        assert_eq!(
            blocks("![cat](https://example.org/cat.png)"),
            [Block::Paragraph(vec![Inline::Link {
                to: "https://example.org/cat.png".into(),
                text: vec![text("cat")]
            }])]
        );
    }

    #[test]
    fn a_tower_of_quotes_stays_shallow() {
        fn depth(blocks: &[Block]) -> usize {
            blocks
                .iter()
                .map(|block| if let Block::Quote(inner) = block { 1 + depth(inner) } else { 0 })
                .max()
                .unwrap_or(0)
        }
        let found = blocks(&format!("{}deep", "> ".repeat(5_000)));
        assert!(depth(&found) <= MAX_DEPTH, "{}", depth(&found));
        assert!(format!("{found:?}").contains("deep"));
    }
}
