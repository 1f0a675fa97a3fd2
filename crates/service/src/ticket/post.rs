//! Writing on a ticket: the requester's answer, the desk's reply, the desk's note.

use domain::access::Capability;
use domain::event::Change;
use domain::fault::Fault;
use domain::ids::{EventSeq, PersonId, PostId, TicketId};
use domain::text::Body;
use domain::thread::PostKind;
use domain::ticket::{Command, Level, Place, Refused, Side, Ticket, WaitingOn};
use store::Tx;
use store::idempotency::Claim;
use store::post::NewPost;
use store::search::Audience;

use super::ask::{Opening, claim, joined_hash, open_with_post, settle_claim};
use super::record::{Scope, append, carry_out, check_seen, commit, enter};
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::file::{self, Kept, Upload};
use crate::{guest, promise};

/// What is written, and from which side of the counter: an agent may stand on either side of his own ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In the portal, for the desk.
    Answer,
    /// At the desk, for the requester.
    Reply,
    /// At the desk, for the desk alone.
    Note,
}

/// What happens to the ticket after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    Nothing,
    WaitRequester,
    Resolve,
}

#[derive(Clone, Debug)]
pub struct Posting {
    pub writing: Writing,
    pub body: String,
    pub key: Option<String>,
    /// The last event that the writer had seen; none means that he sends whatever happened.
    pub seen: Option<EventSeq>,
    pub then: Then,
    pub files: Vec<Upload>,
}

/// Where it was written: another ticket when an answer came too late and became a new, linked one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    pub ticket: TicketId,
    /// For a guest whose answer became a new ticket: the key of its link.
    pub guest_key: Option<String>,
    pub seq: EventSeq,
    /// None where the same form had written it before.
    pub post: Option<PostId>,
}

/// Writes a post. Sent five times, the same form writes one.
pub async fn post(ctx: &Ctx, id: TicketId, posting: Posting) -> Result<Posted> {
    let capability = match posting.writing {
        Writing::Answer => Capability::Answer,
        Writing::Reply | Writing::Note => Capability::WorkTicket,
    };
    // Looked at before anything is stored, so that a stranger can't fill the disk.
    let mut tx = ctx.read().await?;
    enter(&mut tx, ctx, id, capability, Scope::Read).await?;
    tx.rollback().await?;
    let body = parse("body", Body::parse(&posting.body))?;
    let author = ctx.actor.person().ok_or(Fault::NotFound)?;
    let form = form_hash(ctx, id, &posting);
    let files = file::keep(&ctx.service, posting.files.clone()).await?;
    let mut tx = ctx.write().await?;
    let entered = enter(&mut tx, ctx, id, capability, Scope::Change).await?;
    // A guest whose answer became a new ticket needs a link to that.
    let guest = |ticket: TicketId| (ticket != id && is_guest(ctx)).then_some(author);
    if let Claim::Done(ticket) = claim(&mut tx, ctx, &form, posting.key.is_some()).await? {
        tx.rollback().await?;
        let guest_key = guest(ticket).map(|_| guest::key(ctx, ticket, &form));
        return Ok(Posted { ticket, guest_key, seq: entered.ticket.last_seq, post: None });
    }
    let draft = Draft { author, body: &body, files: &files };
    let (ticket, post) = match posting.writing {
        Writing::Answer => answer(&mut tx, ctx, &entered.ticket, entered.portal_side(), &draft).await?,
        Writing::Reply => reply(&mut tx, ctx, &entered.ticket, &draft, &posting).await?,
        Writing::Note => note(&mut tx, ctx, &entered.ticket, &draft).await?,
    };
    let guest_key = settle_claim(&mut tx, ctx, &form, ticket.id, guest(ticket.id)).await?;
    commit(tx, ctx).await?;
    Ok(Posted { ticket: ticket.id, guest_key, seq: ticket.last_seq, post: Some(post) })
}

/// A post on its way to the database.
struct Draft<'a> {
    author: PersonId,
    body: &'a Body,
    files: &'a [Kept],
}

/// The ticket that a post stands on, as it is then, and the post.
type Written = (Ticket, PostId);

async fn reply(
    tx: &mut Tx,
    ctx: &Ctx,
    ticket: &Ticket,
    draft: &Draft<'_>,
    posting: &Posting,
) -> Result<Written> {
    if let Some(seen) = posting.seen {
        check_seen(tx, ctx, ticket, seen).await?;
    }
    let (mut ticket, post) =
        write_post(tx, ctx, ticket, Side::Desk, Command::Reply, PostKind::Reply, draft).await?;
    let after = match posting.then {
        Then::Nothing => None,
        Then::WaitRequester => Some(promise::wait(ctx, &ticket, WaitingOn::Requester, None)),
        Then::Resolve => Some(Command::Resolve { place: Place::Remote, level: Level::One }),
    };
    if let Some(command) = after {
        ticket = carry_out(tx, ctx, &ticket, Side::Desk, command, None).await?;
    }
    Ok((ticket, post))
}

async fn note(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket, draft: &Draft<'_>) -> Result<Written> {
    write_post(tx, ctx, ticket, Side::Desk, Command::Note, PostKind::Note, draft).await
}

async fn answer(tx: &mut Tx, ctx: &Ctx, ticket: &Ticket, side: Side, draft: &Draft<'_>) -> Result<Written> {
    match write_post(tx, ctx, ticket, side, Command::Answer, PostKind::Answer, draft).await {
        Err(Error { fault: Fault::Refused { refused: Refused::TooLate }, .. }) => {
            follow_up(tx, ctx, ticket, draft).await
        }
        written => written,
    }
}

/// An answer after the grace period becomes a new ticket; each of the two names the other.
async fn follow_up(tx: &mut Tx, ctx: &Ctx, old: &Ticket, draft: &Draft<'_>) -> Result<Written> {
    let opening = Opening {
        requester: draft.author,
        body: draft.body,
        urgent: None,
        service: old.service,
        needs: &[],
        wanted_by: None,
        files: draft.files,
    };
    let (mut new, post) = open_with_post(tx, ctx, opening).await?;
    new.last_seq = append(tx, ctx, new.id, &Change::Linked { other: old.id }, None).await?;
    store::ticket::happened(tx, new.id, new.last_seq).await?;
    let last_seq = append(tx, ctx, old.id, &Change::Linked { other: new.id }, None).await?;
    store::ticket::happened(tx, old.id, last_seq).await?;
    Ok((new, post))
}

/// The command is tried before the post is written, so that what is refused leaves nothing behind.
async fn write_post(
    tx: &mut Tx,
    ctx: &Ctx,
    ticket: &Ticket,
    side: Side,
    command: Command,
    kind: PostKind,
    draft: &Draft<'_>,
) -> Result<Written> {
    let grace_days = ctx.service.settings().grace_days;
    ticket.apply(command.clone(), side, ctx.actor.person(), ctx.now(), grace_days)?;
    let new = NewPost { ticket: ticket.id, author: draft.author, kind, body: draft.body, at: ctx.now() };
    let post = store::post::insert(tx, &new).await?;
    file::attach(tx, post, draft.files).await?;
    let audience = if kind.public() { Audience::Public } else { Audience::Staff };
    store::search::index(tx, ticket.id, ticket.subject.as_str(), draft.body.as_str(), audience).await?;
    Ok((carry_out(tx, ctx, ticket, side, command, Some(post)).await?, post))
}

fn is_guest(ctx: &Ctx) -> bool {
    matches!(ctx.actor, domain::access::Actor::Guest { .. })
}

fn form_hash(ctx: &Ctx, id: TicketId, posting: &Posting) -> [u8; 32] {
    let who = ctx.actor.person().map(|id| id.0.to_string()).unwrap_or_default();
    let ticket = id.to_string();
    let kind: &[u8] = match posting.writing {
        Writing::Answer => b"answer",
        Writing::Reply => b"reply",
        Writing::Note => b"note",
    };
    let mut parts: Vec<&[u8]> = vec![b"post", who.as_bytes(), ticket.as_bytes(), kind];
    parts.extend(posting.key.iter().flat_map(|key| [b"key".as_slice(), key.as_bytes()]));
    parts.push(posting.body.as_bytes());
    parts.extend(posting.files.iter().flat_map(|file| [file.name.as_bytes(), &file.bytes]));
    joined_hash(&parts)
}
