//! The rules in their order, and what they would have decided for the tickets of the last month.

use std::collections::BTreeMap;

use domain::access::Capability;
use domain::fault::{Fault, Reason};
use domain::ids::{PersonId, RuleId};
use domain::rota::who_answers;
use domain::routing::view::{DryRun, RoutingPage};
use domain::routing::{Agent, DEFAULT_LIMIT, Duty, MAX_RULES, Rule, To, When, route};
use domain::text::Label;
use domain::time::DAY;
use store::Tx;

use super::send::known;
use crate::ctx::Ctx;
use crate::error::{Error, Result, parse};
use crate::people::of_the_desk;
use crate::rota::laid;
use crate::view::{chip, desk_now, reader};

/// How far back a dry run goes, and how many tickets it tries and shows.
const DRY_DAYS: i64 = 28;
const MAX_TRIED: i64 = 2_000;
const SHOWN: usize = 20;

/// A rule as it is typed.
#[derive(Clone, Debug)]
pub struct NewRule {
    pub name: String,
    pub when: When,
    pub to: To,
}

/// All rules, in the order in which they are asked.
pub async fn rules(ctx: &Ctx) -> Result<Vec<Rule>> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    Ok(store::routing::rules(&mut tx).await?)
}

/// The page of rules, skills and limits, with a dry run.
pub async fn page(ctx: &Ctx) -> Result<RoutingPage> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let people = store::person::desk(&mut tx).await?;
    let set = store::routing::limits(&mut tx).await?;
    let limit = |id: PersonId| {
        set.iter().find(|(person, _)| *person == id).map_or(DEFAULT_LIMIT, |(_, tickets)| *tickets)
    };
    Ok(RoutingPage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        rules: store::routing::rules(&mut tx).await?,
        skills: store::routing::skills(&mut tx).await?,
        limits: people.iter().map(|chip| (chip.id, limit(chip.id))).collect(),
        people,
        services: store::service::list(&mut tx).await?,
        categories: store::category::list(&mut tx).await?,
        dry_run: tried(&mut tx, ctx).await?,
        now: ctx.now(),
    })
}

/// Adds a rule behind all others. Errors name `name`, `service`, `category` or `person`.
pub async fn add_rule(ctx: &Ctx, new: NewRule) -> Result<RuleId> {
    ctx.may(Capability::Plan)?;
    let name = parse("name", Label::parse(&new.name))?;
    let mut tx = ctx.write().await?;
    if store::routing::rules(&mut tx).await?.len() >= MAX_RULES {
        return Err(Error::field("name", Reason::Full { limit: MAX_RULES }));
    }
    check_offered(&mut tx, &new).await?;
    let by = ctx.actor.person();
    let id = store::routing::add_rule(&mut tx, &name, &new.when, new.to, by, ctx.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// As [`add_rule`], from the page's form. Errors name also `to`.
pub async fn add_typed(ctx: &Ctx, name: String, when: When, to: &str) -> Result<RoutingPage> {
    ctx.may(Capability::Plan)?;
    let to = To::from_word(to).ok_or_else(|| Error::field("to", Reason::NotOffered))?;
    add_rule(ctx, NewRule { name, when, to }).await?;
    page(ctx).await
}

pub async fn remove_rule(ctx: &Ctx, id: RuleId) -> Result<()> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.write().await?;
    let removed = store::routing::remove_rule(&mut tx, id).await?;
    tx.commit().await?;
    if removed { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// Puts a rule before the one that is asked before it; the first one stays.
pub async fn move_rule(ctx: &Ctx, id: RuleId) -> Result<()> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.write().await?;
    let mut order: Vec<RuleId> = store::routing::rules(&mut tx).await?.iter().map(|rule| rule.id).collect();
    let place = order.iter().position(|rule| *rule == id).ok_or(Fault::NotFound)?;
    order.swap(place, place.saturating_sub(1));
    store::routing::order_rules(&mut tx, &order).await?;
    tx.commit().await
}

/// What the rules would have decided for the tickets of the last four weeks: by the duty of then and the skills of now,
/// as if everybody had room.
pub async fn dry_run(ctx: &Ctx) -> Result<DryRun> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.read().await?;
    tried(&mut tx, ctx).await
}

async fn tried(tx: &mut Tx, ctx: &Ctx) -> Result<DryRun> {
    let now = ctx.now();
    let from = now - DAY.times(DRY_DAYS);
    let laid = laid(tx, &ctx.service, from, now).await?;
    let rules = store::routing::rules(tx).await?;
    let skills = store::routing::skills(tx).await?;
    let mut run = DryRun { by_rule: vec![0; rules.len() + 1], ..DryRun::default() };
    let mut by_person: BTreeMap<Option<PersonId>, i64> = BTreeMap::new();
    for came in store::routing::came(tx, from, now, MAX_TRIED).await? {
        let answer = who_answers(&laid.shifts, came.at);
        let agent = |person: PersonId, duty: Duty| Agent {
            person,
            duty,
            load: 0,
            limit: DEFAULT_LIMIT,
            skills: known(&skills, person),
        };
        let first = answer.iter().map(|answer| agent(answer.person, Duty::First));
        let second = answer.iter().flat_map(|answer| answer.then.first()).map(|p| agent(*p, Duty::Second));
        let team: Vec<Agent> = first.chain(second).collect();
        let place = rules.iter().position(|rule| rule.when.fits(&came.case)).unwrap_or(rules.len());
        let routed = route(&rules, &came.case, &team);
        run.tickets += 1;
        if let Some(count) = run.by_rule.get_mut(place) {
            *count += 1;
        }
        *by_person.entry(routed.to).or_default() += 1;
        if run.latest.len() < SHOWN {
            run.latest.push((came.ticket, routed));
        }
    }
    run.by_person = by_person.into_iter().collect();
    Ok(run)
}

async fn check_offered(tx: &mut Tx, new: &NewRule) -> Result<()> {
    let not_offered = |field: &str| Error::field(field, Reason::NotOffered);
    if let Some(service) = new.when.service {
        let offered = store::service::list(tx).await?;
        offered.iter().find(|known| known.id == service).ok_or_else(|| not_offered("service"))?;
    }
    if let Some(category) = new.when.category {
        let tops = store::category::list(tx).await?;
        let has = |sub: &[domain::category::Subcategory]| sub.iter().any(|sub| sub.id == category);
        let known = tops.iter().any(|top| top.id == category || has(&top.subcategories));
        known.then_some(()).ok_or_else(|| not_offered("category"))?;
    }
    if let To::Person(person) = new.to {
        of_the_desk(tx, "person", person).await?;
    }
    Ok(())
}
