//! Asking for help: the main door.

use domain::access::{Actor, Capability};
use domain::event::Change;
use domain::fault::Reason;
use domain::ids::{PersonId, PostId, ServiceId, TicketId};
use domain::promise::{Ahead, Need, Urgency};
use domain::text::{Body, Subject, UrgentReason};
use domain::thread::PostKind;
use domain::ticket::{Kind, Ticket};
use domain::time::{DAY, MINUTE, UnixMs};
use store::Tx;
use store::idempotency::Claim;
use store::person::NewPerson;
use store::post::NewPost;
use store::ticket::NewTicket;

use super::record::{append, commit};
use super::typed::{Guest, Typed};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::file::{self, Kept, Upload};
use crate::{guest, promise, routing, secret};

/// What the form to ask for help sends, as typed.
#[derive(Clone, Debug)]
pub struct Ask {
    pub body: String,
    pub urgency: Urgency,
    pub urgent_reason: String,
    /// Of a guest; whoever is signed in is known.
    pub name: String,
    pub email: String,
    /// Came with the form; the same key makes the same ticket.
    pub key: Option<String>,
    pub service: Option<ServiceId>,
    pub needs: Vec<Need>,
    /// By when it is needed, as a local time such as `2026-11-20T12:00` or with its offset; empty says nothing.
    pub wanted_by: String,
    /// Why it must be done faster than is promised; empty asks for nothing.
    pub escalation: String,
    pub files: Vec<Upload>,
}

/// The ticket, and for a guest the key of his link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub ticket: TicketId,
    pub guest_key: Option<String>,
}

/// How long a form's own key is remembered.
const KEYED_FOR: i64 = 24 * 60;
/// How long the same words from the same browser count as the same form, where it had no key. Minutes.
const SAME_WORDS_FOR: i64 = 10;

/// Makes a ticket. Sent five times, the same form makes one.
pub async fn ask(ctx: &Ctx, ask: Ask) -> Result<Asked> {
    ctx.may(Capability::Ask)?;
    let typed = Typed::parse(ctx, &ask)?;
    let form = form_hash(ctx, &ask);
    let files = file::keep(&ctx.service, ask.files).await?;
    let known = known_requester(ctx, typed.guest.as_ref()).await?;
    let mut tx = ctx.write().await?;
    if let Claim::Done(ticket) = claim(&mut tx, ctx, &form, ask.key.is_some()).await? {
        tx.rollback().await?;
        return Ok(Asked { ticket, guest_key: typed.guest.map(|_| guest::key(ctx, ticket, &form)) });
    }
    check_service(&mut tx, typed.service).await?;
    let requester = match known {
        Some(known) => known,
        None => requester(&mut tx, ctx, typed.guest.as_ref()).await?,
    };
    let wanted_by = wanted_by(&mut tx, ctx, &ask.wanted_by).await?;
    let opening = Opening {
        requester,
        body: &typed.body,
        urgent: typed.urgent,
        service: typed.service,
        needs: &ask.needs,
        wanted_by,
        files: &files,
    };
    let ticket = open(&mut tx, ctx, opening).await?;
    if wanted_by.is_some_and(|at| at < ticket.promise.due_at) && typed.escalation.is_none() {
        return Err(Error::field("wanted_by", Reason::SoonerThanPromised));
    }
    if let Some(reason) = typed.escalation {
        let change = Change::Escalated { reason: String::from(reason) };
        let seq = append(&mut tx, ctx, ticket.id, &change, None).await?;
        store::ticket::happened(&mut tx, ticket.id, seq).await?;
    }
    let guest = typed.guest.map(|_| requester);
    let guest_key = settle_claim(&mut tx, ctx, &form, ticket.id, guest).await?;
    commit(tx, ctx).await?;
    Ok(Asked { ticket: ticket.id, guest_key })
}

/// A service must be one of those that are offered.
pub(super) async fn check_service(tx: &mut Tx, service: Option<ServiceId>) -> Result<()> {
    let Some(service) = service else { return Ok(()) };
    let offered = store::service::list(tx).await?;
    let known = offered.iter().any(|known| known.id == service);
    known.then_some(()).ok_or_else(|| Error::field("service", Reason::NotOffered))
}

/// What a new ticket is made of.
pub(crate) struct Opening<'a> {
    pub requester: PersonId,
    pub body: &'a Body,
    pub urgent: Option<UrgentReason>,
    pub service: Option<ServiceId>,
    pub needs: &'a [Need],
    /// By when the requester needs it.
    pub wanted_by: Option<UnixMs>,
    pub files: &'a [Kept],
}

/// A new ticket with its promise, and what lies ahead of it.
fn promised(book: &promise::Book, new: NewTicket) -> NewTicket {
    let mut ticket = new.clone().numbered(TicketId(0));
    let at = new.created_at;
    promise::keep(book, &mut ticket, at);
    NewTicket { promise: ticket.promise, ahead: ticket.ahead, ..new }
}

/// Writes a new ticket with its first post, events and search words.
pub(crate) async fn open(tx: &mut Tx, ctx: &Ctx, opening: Opening<'_>) -> Result<Ticket> {
    Ok(open_with_post(tx, ctx, opening).await?.0)
}

/// As [`open`], with the number of the first post.
pub(super) async fn open_with_post(tx: &mut Tx, ctx: &Ctx, opening: Opening<'_>) -> Result<(Ticket, PostId)> {
    let Opening { requester, body, urgent, service, needs, wanted_by, files } = opening;
    let now = ctx.now();
    let subject = Subject::from_body(body);
    let book = ctx.service.promises();
    let calendar = promise::calendar_of_requester(tx, ctx, requester).await?;
    let new = NewTicket {
        kind: Kind::Incident,
        channel: ctx.channel,
        subject,
        requester,
        urgent,
        service,
        created_at: now,
        calendar,
        needs: needs.to_vec(),
        wanted_by,
        promise: domain::promise::Promise { first_due_at: now, due_at: now },
        ahead: Ahead::default(),
    };
    let new = promised(&book, new);
    let id = store::ticket::insert(tx, &new).await?;
    let mut ticket = new.numbered(id);
    let opening = store::opening::Opening {
        post: NewPost { ticket: id, author: requester, kind: PostKind::Asked, body, at: now },
        subject: ticket.subject.as_str(),
        // Whoever comes by a link has shown no more than whoever types an address.
        actor: ctx.actor.person().filter(|_| !matches!(ctx.actor, Actor::Guest { .. })),
        channel: ctx.channel,
        first: &Change::Created { ticket_kind: ticket.kind },
        then: &Change::Promised { promise: ticket.promise },
    };
    let (post, seq) = store::opening::write(tx, &opening).await?;
    ticket.last_seq = seq;
    file::attach(tx, post, files).await?;
    Ok((routing::route_new(tx, ctx, ticket).await?, post))
}

/// Claims a form, so that only the first of its copies does something.
pub(super) async fn claim(tx: &mut Tx, ctx: &Ctx, form: &[u8; 32], keyed: bool) -> Result<Claim> {
    if ctx.keeps_own_keys() {
        return Ok(Claim::Mine);
    }
    let minutes = if keyed { KEYED_FOR } else { SAME_WORDS_FOR };
    let now = ctx.now();
    Ok(store::idempotency::claim(tx, form, now, now - MINUTE.times(minutes)).await?)
}

/// Says what came of a form that was claimed. A guest for whom it is a new ticket gets the key of its link.
pub(super) async fn settle_claim(
    tx: &mut Tx,
    ctx: &Ctx,
    form: &[u8; 32],
    ticket: TicketId,
    guest: Option<PersonId>,
) -> Result<Option<String>> {
    match guest {
        Some(guest) => Ok(Some(guest::settle_claim(tx, ctx, ticket, guest, form).await?)),
        None if ctx.keeps_own_keys() => Ok(None),
        None => {
            store::idempotency::finish(tx, form, ticket).await?;
            Ok(None)
        }
    }
}

/// Forms older than this can't be sent again.
pub(crate) fn forms_forgotten_before(now: UnixMs) -> UnixMs {
    now - DAY.times(2)
}

/// The person who asks, if he is known: looked up before the turn to write, which others wait for. People stay.
async fn known_requester(ctx: &Ctx, guest: Option<&Guest>) -> Result<Option<PersonId>> {
    let Some(Guest { email, .. }) = guest else { return Ok(None) };
    let mut tx = ctx.read().await?;
    let known = store::person::by_email(&mut tx, email).await?;
    tx.rollback().await?;
    Ok(known.map(|known| known.id))
}

/// The person who asks: whoever is signed in, or the guest by his address, made on his first visit.
async fn requester(tx: &mut Tx, ctx: &Ctx, guest: Option<&Guest>) -> Result<PersonId> {
    let Some(Guest { name, email }) = guest else {
        return ctx.actor.person().ok_or_else(|| Error::field("email", Reason::Empty));
    };
    if let Some(known) = store::person::by_email(tx, email).await? {
        return Ok(known.id);
    }
    let new = NewPerson::guest(name.clone(), email.clone(), ctx.language, ctx.now());
    Ok(store::person::insert(tx, &new).await?)
}

/// By when something is needed, on the clock of whoever acts.
async fn wanted_by(tx: &mut Tx, ctx: &Ctx, typed: &str) -> Result<Option<UnixMs>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let person = match ctx.actor.person() {
        Some(id) => store::person::by_id(tx, id).await?,
        None => None,
    };
    let own = person.and_then(|person| person.zone);
    let zone = own.unwrap_or_else(|| ctx.service.settings().zone.clone());
    let at = domain::coverage::instant_of(typed, &zone);
    let at = at.ok_or_else(|| Error::field("wanted_by", Reason::Malformed))?;
    let is_past = at <= ctx.now();
    if is_past { Err(Error::field("wanted_by", Reason::Past)) } else { Ok(Some(at)) }
}

/// What makes a form the same form: its words, together with its key or else with the browser that sent them.
/// Two tabs may have the same key; what is typed into them is two things.
fn form_hash(ctx: &Ctx, ask: &Ask) -> [u8; 32] {
    let who = ctx.actor.person().map(|id| id.0.to_string()).unwrap_or_default();
    let mut parts: Vec<&[u8]> = vec![b"ask", who.as_bytes()];
    match &ask.key {
        Some(key) => parts.extend([b"key".as_slice(), key.as_bytes()]),
        None => parts.extend([ctx.client.address.as_bytes(), ctx.client.agent.as_bytes()]),
    }
    parts.extend([ask.email.as_bytes(), ask.body.as_bytes(), ask.urgent_reason.as_bytes()]);
    parts.extend([ask.wanted_by.as_bytes(), ask.escalation.as_bytes()]);
    parts.extend(ask.needs.iter().map(|need| need.as_str().as_bytes()));
    parts.extend(ask.files.iter().flat_map(|file| [file.name.as_bytes(), &file.bytes]));
    joined_hash(&parts)
}

/// A hash of parts in which no part can pose as two.
pub(super) fn joined_hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut joined = Vec::with_capacity(parts.len() * 32);
    for part in parts {
        joined.extend(secret::hash_bytes(part));
    }
    secret::hash_bytes(&joined)
}
