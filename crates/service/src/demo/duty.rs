//! The rota of the demo: who takes turns, what they know, and the rules that send tickets to them.

use domain::ids::PersonId;
use domain::locale::Language;
use domain::rota::{Every, Member, Plan, Rotation, Scheme, Weekdays, instant};
use domain::routing::{Skill, To, When};
use domain::text::{Body, Label};
use domain::time::{DAY, UnixMs};
use store::Tx;

use super::company::Topics;
use super::people::{Cast, Who};
use crate::ctx::Service;
use crate::error::{Error, Result, parse};
use crate::view::clock;

/// Bo, Ines and Cy take turns by half-day from this Monday on; Cy has no Wednesday and leads.
pub async fn plan(tx: &mut Tx, service: &Service, cast: &Cast, topics: &Topics) -> Result<()> {
    let now = service.now();
    let (bo, ines, cy) = (of(cast, Who::Bo)?, of(cast, Who::Ines)?, of(cast, Who::Cy)?);
    let clock = clock(&service.settings(), None, now);
    let local = clock.at(now);
    let monday = instant(&clock, local.day_number - i64::from(local.weekday), 0);
    let member = |person, never| Member { person, never };
    let members =
        vec![member(bo, Weekdays::NONE), member(ines, Weekdays::NONE), member(cy, Weekdays::NONE.with(2))];
    let rotation = Rotation { every: Every::HalfDay, run: 1, changes_at: 0, half_at: 13 * 60, members };
    let plan = Plan { from: monday, lead: cy, scheme: Scheme::Rotation(rotation), idle: Weekdays::NONE };
    store::rota::add_plan(tx, &plan, Some(cy), now).await?;
    let note = "The stand-in router in hall A is on loan until Friday. Marco knows where it is.";
    store::rota::add_handover(tx, ines, &parse("body", Body::parse(note))?, monday.max(now - DAY)).await?;
    know(tx, topics, bo, ines, cy).await?;
    rules(tx, topics, cy, now).await
}

fn of(cast: &Cast, who: Who) -> Result<PersonId> {
    let member = cast.member(who).ok_or_else(|| Error::internal("the demo's desk has no account"))?;
    Ok(member.id)
}

async fn know(tx: &mut Tx, topics: &Topics, bo: PersonId, ines: PersonId, cy: PersonId) -> Result<()> {
    let skills = [
        (bo, Skill::Service(topics.service("Printing")?)),
        (bo, Skill::Category(topics.category("Hardware")?)),
        (bo, Skill::Language(Language::En)),
        (ines, Skill::Service(topics.service("Remote access")?)),
        (ines, Skill::Service(topics.service("Network")?)),
        (ines, Skill::Language(Language::En)),
        (ines, Skill::Language(Language::Es)),
        (cy, Skill::Service(topics.service("CAD")?)),
        (cy, Skill::Category(topics.category("People")?)),
        (cy, Skill::Language(Language::Es)),
    ];
    for (person, skill) in skills {
        store::routing::set_skill(tx, person, skill).await?;
    }
    Ok(())
}

async fn rules(tx: &mut Tx, topics: &Topics, by: PersonId, now: UnixMs) -> Result<()> {
    let remote = When { service: Some(topics.service("Remote access")?), ..When::default() };
    let people = When { category: Some(topics.category("People")?), ..When::default() };
    let spanish = When { language: Some(Language::Es), ..When::default() };
    let rules = [
        ("Starters and leavers to Cy", people, To::Person(by)),
        ("Remote access to who knows it", remote, To::Skilled),
        ("Spanish to who speaks it", spanish, To::Skilled),
    ];
    for (name, when, to) in rules {
        let name = parse("name", Label::parse(name))?;
        store::routing::add_rule(tx, &name, &when, to, Some(by), now).await?;
    }
    Ok(())
}
