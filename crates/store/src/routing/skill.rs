//! Who knows what, as it was said and as it shows, and how much each person works on.

use domain::ids::{CategoryId, PersonId, ServiceId};
use domain::locale::Language;
use domain::routing::Skill;
use domain::time::UnixMs;

use crate::sql::{all, execute, statements};
use crate::{Result, StoreError, Tx};

statements! {
    CLEAR = "delete from skill where person = $1";
    SET = "insert into skill (person, kind, value) values ($1, $2, $3)
        on conflict (person, kind, value) do nothing";
    LIST = "select person, kind, value from skill order by person, kind, value";
    DROP_LIMIT = "delete from work_limit where person = $1";
    SET_LIMIT = "insert into work_limit (person, tickets) values ($1, $2)";
    LIMITS = "select person, tickets from work_limit order by person";
    SHOWN = "select resolved_by, service, category, count(*)
        from ticket
        where resolved_at >= $1 and resolved_by is not null and merged_into is null and cancelled_at is null
        group by resolved_by, service, category
        order by resolved_by, service nulls first, category nulls first";
}

/// How many tickets about something somebody resolved.
pub type Shown = (PersonId, Skill, i64);

/// Forgets what was said of somebody.
pub async fn clear_skills(tx: &mut Tx, person: PersonId) -> Result<()> {
    execute!(tx, CLEAR, person.0).map(drop)
}

/// Notes that somebody knows something; twice is once.
pub async fn set_skill(tx: &mut Tx, person: PersonId, skill: Skill) -> Result<()> {
    let (kind, value) = match skill {
        Skill::Service(id) => ("service", id.0.to_string()),
        Skill::Category(id) => ("category", id.0.to_string()),
        Skill::Language(language) => ("language", language.code().to_owned()),
    };
    execute!(tx, SET, person.0, kind, value).map(drop)
}

/// Everything that was said of anybody.
pub async fn skills(tx: &mut Tx) -> Result<Vec<(PersonId, Skill)>> {
    let rows: Vec<(i64, String, String)> = all!(tx, LIST)?;
    rows.into_iter().map(|(person, kind, value)| Ok((PersonId(person), skill(&kind, &value)?))).collect()
}

/// Sets how many open tickets somebody works on at a time; none is what is usual.
pub async fn set_limit(tx: &mut Tx, person: PersonId, tickets: Option<i64>) -> Result<()> {
    execute!(tx, DROP_LIMIT, person.0)?;
    match tickets {
        Some(tickets) => execute!(tx, SET_LIMIT, person.0, tickets).map(drop),
        None => Ok(()),
    }
}

/// The limits that are not what is usual.
pub async fn limits(tx: &mut Tx) -> Result<Vec<(PersonId, i64)>> {
    let rows: Vec<(i64, i64)> = all!(tx, LIMITS)?;
    Ok(rows.into_iter().map(|(person, tickets)| (PersonId(person), tickets)).collect())
}

/// What people showed that they know, by what they resolved since an instant.
pub async fn shown(tx: &mut Tx, since: UnixMs) -> Result<Vec<Shown>> {
    let rows: Vec<(i64, Option<i64>, Option<i64>, i64)> = all!(tx, SHOWN, since.0)?;
    let counts = rows.into_iter().flat_map(|(person, service, category, count)| {
        let topics = [
            service.map(|id| Skill::Service(ServiceId(id))),
            category.map(|id| Skill::Category(CategoryId(id))),
        ];
        topics.into_iter().flatten().map(move |skill| (PersonId(person), skill, count))
    });
    Ok(counts.collect())
}

fn skill(kind: &str, value: &str) -> Result<Skill> {
    let known = match kind {
        "service" => value.parse().ok().map(|id| Skill::Service(ServiceId(id))),
        "category" => value.parse().ok().map(|id| Skill::Category(CategoryId(id))),
        _ => Language::from_code(value).map(Skill::Language),
    };
    known.ok_or(StoreError::Corrupt { table: "skill", column: "value" })
}
