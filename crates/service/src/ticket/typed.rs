//! The form to ask for help, read.

use domain::access::Actor;
use domain::fault::Fault;
use domain::ids::ServiceId;
use domain::promise::Urgency;
use domain::text::{Body, EmailAddress, PersonName, UrgentReason};

use super::ask::Ask;
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};

/// What was typed, parsed; all that does not fit is told at once.
pub(super) struct Typed {
    pub body: Body,
    pub urgent: Option<UrgentReason>,
    pub guest: Option<Guest>,
    pub service: Option<ServiceId>,
    pub escalation: Option<UrgentReason>,
}

pub(super) struct Guest {
    pub name: PersonName,
    pub email: EmailAddress,
}

impl Typed {
    pub fn parse(ctx: &Ctx, ask: &Ask) -> Result<Typed> {
        let body = parse("body", Body::parse(&ask.body));
        let urgent = match ask.urgency {
            Urgency::Urgent => parse("urgent_reason", UrgentReason::parse(&ask.urgent_reason)).map(Some),
            Urgency::Normal => Ok(None),
        };
        let signed_in = matches!(ctx.actor, Actor::Person { .. });
        let name = if signed_in { Ok(None) } else { parse("name", PersonName::parse(&ask.name)).map(Some) };
        let email =
            if signed_in { Ok(None) } else { parse("email", EmailAddress::parse(&ask.email)).map(Some) };
        let (body, urgent, name, email) = all_or_faults(body, urgent, name, email)?;
        let guest = name.zip(email).map(|(name, email)| Guest { name, email });
        let escalation = match ask.escalation.trim() {
            "" => None,
            reason => Some(parse("escalation", UrgentReason::parse(reason))?),
        };
        Ok(Typed { body, urgent, guest, service: ask.service, escalation })
    }
}

/// Four parsed fields, or the faults of all that did not parse.
fn all_or_faults<A, B, C, D>(a: Result<A>, b: Result<B>, c: Result<C>, d: Result<D>) -> Result<(A, B, C, D)> {
    fn fields<T>(parsed: &Result<T>) -> Vec<domain::fault::FieldFault> {
        match parsed {
            Err(Error { fault: Fault::Invalid { fields }, .. }) => fields.clone(),
            _ => Vec::new(),
        }
    }
    let faults = [fields(&a), fields(&b), fields(&c), fields(&d)].concat();
    if faults.is_empty() { Ok((a?, b?, c?, d?)) } else { Err(Fault::Invalid { fields: faults }.into()) }
}
