//! Writing down what somebody else asked for: on the phone, in the corridor, or by a program that watches something.

use domain::access::Capability;
use domain::event::Change;
use domain::fault::{Fault, Reason};
use domain::ids::{EventSeq, PersonId, ServiceId, TicketId};
use domain::text::{Body, EmailAddress, PersonName, UrgentReason};
use domain::ticket::Channel;
use domain::ticket::view::TicketHead;
use store::Tx;
use store::person::NewPerson;

use super::ask::{Opening, check_service, open};
use super::record::{Scope, commit, enter, history};
use super::settle::head;
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::people::of_the_desk;
use crate::routing;

/// What somebody else asked for, as typed.
#[derive(Clone, Debug)]
pub struct Contact {
    pub email: String,
    /// Needed where nobody of that address is known yet.
    pub name: Option<String>,
    pub channel: Channel,
    pub body: String,
    pub urgent_reason: Option<String>,
    pub service: Option<ServiceId>,
    /// To whom it came past the desk; none means that it came to the desk.
    pub past_desk: Option<PersonId>,
}

/// Makes a ticket for somebody else, who is made a guest where he is not known.
pub async fn take_down(ctx: &Ctx, contact: Contact) -> Result<TicketId> {
    ctx.may(Capability::WorkTicket)?;
    let body = parse("body", Body::parse(&contact.body))?;
    let urgent =
        contact.urgent_reason.as_deref().map(|reason| parse("urgent_reason", UrgentReason::parse(reason)));
    let urgent = urgent.transpose()?;
    let mut tx = ctx.write().await?;
    check_service(&mut tx, contact.service).await?;
    let requester = requester(&mut tx, ctx, &contact).await?;
    let opening = Opening {
        requester,
        body: &body,
        urgent,
        service: contact.service,
        needs: &[],
        wanted_by: None,
        files: &[],
    };
    let came = Ctx { channel: contact.channel, ..ctx.clone() };
    let mut ticket = open(&mut tx, &came, opening).await?;
    if let Some(person) = contact.past_desk {
        of_the_desk(&mut tx, "past_desk", person).await?;
        routing::past_desk(&mut tx, &came, &mut ticket, person).await?;
    }
    commit(tx, ctx).await?;
    Ok(ticket.id)
}

/// Makes a ticket of what somebody asked whoever acts, past the desk.
pub async fn log_past_desk(
    ctx: &Ctx,
    email: String,
    name: Option<String>,
    body: String,
    channel: Channel,
) -> Result<TicketId> {
    ctx.may(Capability::WorkTicket)?;
    let past_desk = Some(ctx.actor.person().ok_or(Fault::SignIn)?);
    let name = name.filter(|name| !name.trim().is_empty());
    let contact = Contact { email, name, channel, body, urgent_reason: None, service: None, past_desk };
    take_down(ctx, contact).await
}

/// Notes that a ticket came past the desk to whoever acts; once is enough.
pub async fn past_desk(ctx: &Ctx, id: TicketId) -> Result<TicketHead> {
    ctx.may(Capability::WorkTicket)?;
    let person = ctx.actor.person().ok_or(Fault::SignIn)?;
    let mut tx = ctx.write().await?;
    let mut ticket = enter(&mut tx, ctx, id, Capability::WorkTicket, Scope::Change).await?.ticket;
    let told = history(&mut tx, id, EventSeq(0)).await?;
    if !told.iter().any(|line| line.change == Change::PastDesk { person }) {
        routing::past_desk(&mut tx, ctx, &mut ticket, person).await?;
    }
    let head = head(&mut tx, ctx, &ticket).await?;
    commit(tx, ctx).await?;
    Ok(head)
}

async fn requester(tx: &mut Tx, ctx: &Ctx, contact: &Contact) -> Result<PersonId> {
    let email = parse("requester.email", EmailAddress::parse(&contact.email))?;
    // A name that is none is refused also where the person is known, and it would not be used.
    let name = contact.name.as_deref().map(|name| parse("requester.name", PersonName::parse(name)));
    let name = name.transpose()?;
    if let Some(known) = store::person::by_email(tx, &email).await? {
        return Ok(known.id);
    }
    let name = name.ok_or_else(|| Error::field("requester.name", Reason::Empty))?;
    let new = NewPerson::guest(name, email, ctx.service.settings().language, ctx.now());
    Ok(store::person::insert(tx, &new).await?)
}
