//! What a ticket begins with: its first post, the document by which it is found, and two events.

use domain::event::Change;
use domain::ids::{EventSeq, PersonId, PostId};
use domain::ticket::Channel;

use crate::decode::to_json;
use crate::engine::{OPEN, lock_log};
use crate::post::NewPost;
use crate::search::first_document;
use crate::sql::one;
use crate::{Result, Tx};

#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    pub post: NewPost<'a>,
    pub subject: &'a str,
    /// None when Deskbell itself acts, or a guest asks.
    pub actor: Option<PersonId>,
    pub channel: Channel,
    /// The event that brings the post.
    pub first: &'a Change,
    pub then: &'a Change,
}

/// Writes it for a ticket that has nothing yet, with `then` as its last event. Neither event may name people: who asked
/// is the actor. Locks the log as [`crate::event::append`] does.
pub async fn write(tx: &mut Tx, opening: &Opening<'_>) -> Result<(PostId, EventSeq)> {
    let Opening { post, subject, actor, channel, first, then } = opening;
    let (subject, public) = first_document(tx.engine(), post.ticket, subject, post.body.as_str());
    lock_log(tx).await?;
    let (post, seq): (i64, i64) = one!(
        tx,
        OPEN,
        post.ticket.0,
        post.author.0,
        post.kind.as_str(),
        post.body.as_str(),
        post.at.0,
        subject,
        public,
        actor.map(|actor| actor.0),
        channel.as_str(),
        first.name(),
        to_json(first)?,
        then.name(),
        to_json(then)?,
    )?;
    Ok((PostId(post), EventSeq(seq)))
}
