//! Writing down what somebody else asked for: on the phone, in the corridor, or by a program that watches something.

use domain::access::Capability;
use domain::fault::Reason;
use domain::ids::{PersonId, ServiceId, TicketId};
use domain::text::{Body, EmailAddress, PersonName, UrgentReason};
use domain::ticket::Channel;
use store::Tx;
use store::person::NewPerson;

use super::ask::{Opening, check_service, open};
use super::record::commit;
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};

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
    let ticket = open(&mut tx, &came, opening).await?;
    commit(tx, ctx).await?;
    Ok(ticket.id)
}

async fn requester(tx: &mut Tx, ctx: &Ctx, contact: &Contact) -> Result<PersonId> {
    let email = parse("requester.email", EmailAddress::parse(&contact.email))?;
    if let Some(known) = store::person::by_email(tx, &email).await? {
        return Ok(known.id);
    }
    let name = contact.name.as_deref().ok_or_else(|| Error::field("requester.name", Reason::Empty))?;
    let name = parse("requester.name", PersonName::parse(name))?;
    let new = NewPerson::guest(name, email, ctx.service.settings().language, ctx.now());
    Ok(store::person::insert(tx, &new).await?)
}
