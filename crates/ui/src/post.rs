//! What was said: three signs tell a reply from a note, and colour is only the third.

use leptos::prelude::*;

use crate::{Icon, Stamp, Time};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostKind {
    /// From the person who asked: quiet ground.
    Asked,
    /// To that person: open ground, ink rule, eye.
    Reply,
    /// Staff only: blue ground, hatched edge, lock.
    Note,
}

/// Posts and events, in the order of time.
#[component]
pub fn Thread(children: Children) -> impl IntoView {
    view! { <div class="thread">{children()}</div> }
}

/// One post. Its children are the text: paragraphs, lists, quotes, code, and chips for files.
#[component]
pub fn Post(
    kind: PostKind,
    #[prop(into)] author: String,
    /// Where the author belongs: a department, or the desk.
    #[prop(into, optional)]
    from: String,
    /// Says in words who sees it: "Reply, Ana sees this", "Note, staff only".
    #[prop(into)]
    tag: String,
    time: Stamp,
    /// An anchor for links to this post.
    #[prop(into, optional)]
    id: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <article class=kind.class() id=id>
            <header class="post-head">
                <b>{author}</b>
                {from}
                " "
                <span class="post-tag">
                    {kind.icon().map(|icon| view! { <Icon icon=icon/> })} {tag}
                </span>
                <Time stamp=time/>
            </header>
            <div class="post-text">{children()}</div>
        </article>
    }
}

/// Something that happened between the posts, in one line.
#[component]
pub fn PostEvent(icon: Icon, time: Stamp, children: Children) -> impl IntoView {
    view! {
        <p class="post-event">
            <Icon icon=icon/>
            <span>{children()}</span>
            <Time stamp=time/>
        </p>
    }
}

impl PostKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Asked => "post post-asked",
            Self::Reply => "post",
            Self::Note => "post post-note",
        }
    }

    const fn icon(self) -> Option<Icon> {
        match self {
            Self::Asked => None,
            Self::Reply => Some(Icon::Eye),
            Self::Note => Some(Icon::Lock),
        }
    }
}
