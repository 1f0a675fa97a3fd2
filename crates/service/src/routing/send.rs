//! The decision for one ticket, in the transaction that makes it, and later for those that wait.

use domain::access::Actor;
use domain::event::Change;
use domain::ids::{CategoryId, PersonId};
use domain::promise::Urgency;
use domain::rota::Answer;
use domain::routing::{Agent, Case, DEFAULT_LIMIT, Routed, Skill, Why, route};
use domain::ticket::Ticket;
use store::Tx;

use crate::ctx::{Ctx, Service};
use crate::error::{Error, Result};
use crate::rota::duty;
use crate::ticket::{append, commit};

/// Tickets that are tried in one go.
const MAX_PER_RUN: i64 = 100;

/// Gives a new ticket to whoever the rules say. A desk without a rota leaves it in the queue.
pub(crate) async fn route_new(tx: &mut Tx, ctx: &Ctx, ticket: Ticket) -> Result<Ticket> {
    let Some(answer) = duty(tx, &ctx.service, ctx.now()).await? else { return Ok(ticket) };
    let routed = decide(tx, &ticket, answer.as_ref()).await?;
    if matches!(routed.why, Why::AllFull | Why::NobodyOnDuty) {
        store::routing::put_back(tx, ticket.id, ctx.now()).await?;
    }
    carry_out(tx, ctx, ticket, routed).await
}

/// Tries again what came when nobody on duty had room: at a change of duty, or when somebody has room.
pub(crate) async fn route_waiting(service: &Service) -> Result<()> {
    let ctx = Ctx::system(service.clone());
    let mut tx = ctx.write().await?;
    let Some(Some(answer)) = duty(&mut tx, service, ctx.now()).await? else { return Ok(()) };
    for id in store::routing::unrouted(&mut tx, MAX_PER_RUN).await? {
        let waits = store::ticket::lock(&mut tx, id).await?;
        let waits = waits.filter(|ticket| ticket.assignee.is_none() && !ticket.status().ended());
        let Some(ticket) = waits else {
            store::routing::routed(&mut tx, id).await?;
            continue;
        };
        let routed = decide(&mut tx, &ticket, Some(&answer)).await?;
        if routed.to.is_some() || routed.why == Why::Team {
            carry_out(&mut tx, &ctx, ticket, routed).await?;
            store::routing::routed(&mut tx, id).await?;
        }
    }
    commit(tx, &ctx).await
}

async fn carry_out(tx: &mut Tx, ctx: &Ctx, ticket: Ticket, routed: Routed) -> Result<Ticket> {
    let Some((mut next, changes)) = routed.onto(&ticket) else { return Ok(ticket) };
    let machine = ctx.acting_as(Actor::System);
    for change in &changes {
        next.last_seq = append(tx, &machine, ticket.id, change, None).await?;
    }
    store::ticket::update(tx, &next).await?;
    Ok(next)
}

async fn decide(tx: &mut Tx, ticket: &Ticket, answer: Option<&Answer>) -> Result<Routed> {
    let rules = store::routing::rules(tx).await?;
    let case = case(tx, ticket).await?;
    Ok(route(&rules, &case, &team(tx, answer).await?))
}

async fn case(tx: &mut Tx, ticket: &Ticket) -> Result<Case> {
    let requester = store::person::by_id(tx, ticket.requester).await?;
    let requester = requester.ok_or_else(|| Error::internal("a ticket's requester is gone"))?;
    let parent = match ticket.category {
        Some(category) => parent(tx, category).await?,
        None => None,
    };
    Ok(Case {
        service: ticket.service,
        category: ticket.category,
        parent,
        language: requester.language,
        channel: ticket.channel,
        urgency: if ticket.urgent.is_some() { Urgency::Urgent } else { Urgency::Normal },
    })
}

async fn parent(tx: &mut Tx, category: CategoryId) -> Result<Option<CategoryId>> {
    let tops = store::category::list(tx).await?;
    let above = tops.iter().find(|top| top.subcategories.iter().any(|sub| sub.id == category));
    Ok(above.map(|top| top.id))
}

/// Those on duty, with what they know and work on. Nobody else gets anything new, so nobody else is asked for.
pub(super) async fn team(tx: &mut Tx, answer: Option<&Answer>) -> Result<Vec<Agent>> {
    let Some(answer) = answer else { return Ok(Vec::new()) };
    let skills = store::routing::skills(tx).await?;
    let (loads, limits) = (store::routing::loads(tx).await?, store::routing::limits(tx).await?);
    let of = |counts: &[(PersonId, i64)], id: PersonId| {
        counts.iter().find(|(person, _)| *person == id).map(|(_, count)| *count)
    };
    Ok(answer
        .on_duty()
        .map(|(person, duty)| Agent {
            person,
            duty,
            load: of(&loads, person).unwrap_or(0),
            limit: of(&limits, person).unwrap_or(DEFAULT_LIMIT),
            skills: known(&skills, person),
        })
        .collect())
}

pub(super) fn known(skills: &[(PersonId, Skill)], person: PersonId) -> Vec<Skill> {
    skills.iter().filter(|(who, _)| *who == person).map(|(_, skill)| *skill).collect()
}

/// Notes that a ticket came past the desk, to this person.
pub(crate) async fn past_desk(tx: &mut Tx, ctx: &Ctx, ticket: &mut Ticket, person: PersonId) -> Result<()> {
    ticket.last_seq = append(tx, ctx, ticket.id, &Change::PastDesk { person }, None).await?;
    store::ticket::happened(tx, ticket.id, ticket.last_seq).await?;
    Ok(())
}
