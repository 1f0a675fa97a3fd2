//! Who knows what, and what is said of each person.

use domain::access::Capability;
use domain::category;
use domain::fault::{Fault, Reason};
use domain::ids::PersonId;
use domain::locale::Language;
use domain::person::PersonChip;
use domain::routing::view::KnowsPage;
use domain::routing::{DEFAULT_LIMIT, Duty, Knowledge, MAX_LIMIT, Skill, knowledge};
use domain::time::DAY;

use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::rota::duty;
use crate::view::{chip, desk_now, reader};

/// How far back what people resolved shows what they know.
const SHOWN_DAYS: i64 = 180;

/// Every service, category and language, with those who know it.
pub async fn page(ctx: &Ctx) -> Result<KnowsPage> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let now = ctx.now();
    let answer = duty(&mut tx, &ctx.service, now).await?.flatten();
    let on_duty = |id: PersonId| answer.as_ref().map_or(Duty::Off, |answer| answer.duty_of(id));
    let people: Vec<(PersonChip, Duty)> = store::person::desk(&mut tx)
        .await?
        .into_iter()
        .map(|chip| (chip.clone(), on_duty(chip.id)))
        .collect();
    let said = store::routing::skills(&mut tx).await?;
    let shown = store::routing::shown(&mut tx, now - DAY.times(SHOWN_DAYS)).await?;
    let who = |skill: Skill| knowledge(skill, &said, &shown, &people);
    let named = |name: &str, skill: Skill| -> (String, Vec<Knowledge>) { (name.to_owned(), who(skill)) };
    let services = store::service::list(&mut tx).await?;
    let categories = store::category::list(&mut tx).await?;
    Ok(KnowsPage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        services: services.iter().map(|known| named(&known.name, Skill::Service(known.id))).collect(),
        categories: category::named(&categories)
            .iter()
            .map(|(id, name)| named(name, Skill::Category(*id)))
            .collect(),
        languages: Language::ALL
            .into_iter()
            .map(|language| named(language.own_name(), Skill::Language(language)))
            .collect(),
        now,
    })
}

/// As [`set_person`], from a form's words.
pub async fn set_person_typed(ctx: &Ctx, person: PersonId, skills: &[String], limit: &str) -> Result<()> {
    ctx.may(Capability::Plan)?;
    let limit = limit.trim().parse().map_err(|_| Error::field("limit", Reason::Malformed))?;
    let skills: Option<Vec<Skill>> = skills.iter().map(|word| Skill::from_word(word)).collect();
    let skills = skills.ok_or_else(|| Error::field("skills", Reason::NotOffered))?;
    set_person(ctx, person, &skills, limit).await
}

/// Says what somebody of the desk knows, all of it at once, and how many open tickets he works on at a time.
/// Errors name `skills` or `limit`.
pub async fn set_person(ctx: &Ctx, person: PersonId, skills: &[Skill], limit: i64) -> Result<()> {
    ctx.may(Capability::Plan)?;
    if !(0..=MAX_LIMIT).contains(&limit) {
        return Err(Error::field("limit", Reason::Malformed));
    }
    let mut tx = ctx.write().await?;
    let desk = store::person::desk(&mut tx).await?;
    desk.iter().find(|chip| chip.id == person).ok_or(Fault::NotFound)?;
    let services = store::service::list(&mut tx).await?;
    let categories = store::category::list(&mut tx).await?;
    let offered = |skill: &Skill| match skill {
        Skill::Service(id) => services.iter().any(|known| known.id == *id),
        Skill::Category(id) => {
            categories.iter().any(|top| top.id == *id || top.subcategories.iter().any(|sub| sub.id == *id))
        }
        Skill::Language(_) => true,
    };
    if !skills.iter().all(offered) {
        return Err(Error::field("skills", Reason::NotOffered));
    }
    store::routing::clear_skills(&mut tx, person).await?;
    for skill in skills {
        store::routing::set_skill(&mut tx, person, *skill).await?;
    }
    let set = (limit != DEFAULT_LIMIT).then_some(limit);
    store::routing::set_limit(&mut tx, person, set).await?;
    tx.commit().await
}
