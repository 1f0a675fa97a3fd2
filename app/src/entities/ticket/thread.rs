//! The conversation, drawn from the tree that the service has made of each text; no markup is ever taken over.

use domain::person::PersonChip;
use domain::thread::{Block, Inline, PostKind, PostView, may_link};
use leptos::prelude::*;
use ui::{Post, PostKind as Look};

use super::files::FileChips;
use crate::format::Times;
use crate::i18n::Common;

/// From which side of the counter the conversation is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadBy {
    /// The requester's side; a guest's links carry his key.
    Portal { k: Option<String> },
    /// The desk, which is told who sees a reply.
    Desk { requester: String },
}

/// All posts in the order of time. Posts that come later are added; those that stand there stay untouched.
#[component]
pub fn Thread(
    #[prop(into)] posts: Signal<Vec<PostView>>,
    reader: PersonChip,
    side: ReadBy,
    #[prop(into)] times: Signal<Times>,
) -> impl IntoView {
    view! {
        <ui::Thread>
            <For each=move || posts.get() key=|post| post.id let:post>
                <ThreadPost post=post reader=reader.clone() side=side.clone() times=times/>
            </For>
        </ui::Thread>
    }
}

#[component]
fn ThreadPost(post: PostView, reader: PersonChip, side: ReadBy, times: Signal<Times>) -> impl IntoView {
    let words = times.with_untracked(|times| words(&post, &reader, &side, times));
    let k = match side {
        ReadBy::Portal { k } => k,
        ReadBy::Desk { .. } => None,
    };
    let stamp = times.with_untracked(|times| times.stamp(post.at));
    view! {
        <Post kind=words.look author=words.author from=words.from tag=words.tag time=stamp id=anchor(&post)>
            {blocks(post.blocks)}
            <FileChips files=post.files k=k/>
        </Post>
    }
}

/// The anchor of a post, for links and for the keyboard.
pub fn anchor(post: &PostView) -> String {
    format!("post-{}", post.id.0)
}

struct Words {
    look: Look,
    author: String,
    from: String,
    tag: String,
}

fn words(post: &PostView, reader: &PersonChip, side: &ReadBy, times: &Times) -> Words {
    let t = Common::from(times.language);
    let own = post.author.id == reader.id;
    let look = match post.kind {
        PostKind::Asked | PostKind::Answer => Look::Asked,
        PostKind::Reply => Look::Reply,
        PostKind::Note => Look::Note,
    };
    let tag = match (post.kind, side) {
        (PostKind::Asked, ReadBy::Portal { .. }) if own => t.post_your_request().into(),
        (PostKind::Answer, ReadBy::Portal { .. }) if own => t.post_your_answer().into(),
        (PostKind::Asked, _) => t.post_request().into(),
        (PostKind::Answer, _) => t.post_answer().into(),
        (PostKind::Reply, ReadBy::Portal { .. }) => t.post_reply().into(),
        (PostKind::Reply, ReadBy::Desk { requester }) => t.post_reply_seen_by(requester),
        (PostKind::Note, _) => t.post_note().into(),
    };
    let from = match post.kind {
        PostKind::Reply | PostKind::Note => t.post_desk().to_owned(),
        PostKind::Asked | PostKind::Answer => post.department.clone().unwrap_or_default(),
    };
    let author = if own { t.post_you().to_owned() } else { post.author.name.clone() };
    Words { look, author, from, tag }
}

/// A text as a tree of elements.
pub fn blocks(blocks: Vec<Block>) -> AnyView {
    blocks.into_iter().map(block).collect_view().into_any()
}

fn block(part: Block) -> AnyView {
    match part {
        Block::Paragraph(text) => view! { <p>{inlines(text)}</p> }.into_any(),
        // A heading of a post is not one of the page: it would break the page's outline.
        Block::Heading(text) => view! { <p class="post-title"><b>{inlines(text)}</b></p> }.into_any(),
        Block::Code(code) => view! { <pre tabindex="0"><code>{code}</code></pre> }.into_any(),
        Block::Quote(inside) => view! { <blockquote>{blocks(inside)}</blockquote> }.into_any(),
        Block::Bullets(items) => view! { <ul>{items.into_iter().map(item).collect_view()}</ul> }.into_any(),
        Block::Numbers(items) => view! { <ol>{items.into_iter().map(item).collect_view()}</ol> }.into_any(),
        Block::Rule => view! { <hr/> }.into_any(),
    }
}

fn item(inside: Vec<Block>) -> impl IntoView {
    view! { <li>{blocks(inside)}</li> }
}

fn inlines(parts: Vec<Inline>) -> AnyView {
    parts.into_iter().map(inline).collect_view().into_any()
}

fn inline(part: Inline) -> AnyView {
    match part {
        Inline::Text(text) => text.into_any(),
        Inline::Strong(inside) => view! { <strong>{inlines(inside)}</strong> }.into_any(),
        Inline::Emphasis(inside) => view! { <em>{inlines(inside)}</em> }.into_any(),
        Inline::Code(code) => view! { <code>{code}</code> }.into_any(),
        // Checked again where it is drawn: an address that runs something must not get here by any way.
        Inline::Link { to, text } if may_link(&to) => view! {
            <a href=to rel="external noopener noreferrer nofollow ugc">
                {inlines(text)}
            </a>
        }
        .into_any(),
        Inline::Link { text, .. } => inlines(text),
        Inline::Break => view! { <br/> }.into_any(),
    }
}
