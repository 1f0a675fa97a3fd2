//! The plan itself: how it is typed, tried out for four weeks, and put into effect.

use domain::access::Capability;
use domain::fault::{Fault, FieldFault, Reason};
use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::rota::view::{Draft, PlanPage, Planned};
use domain::rota::{
    AHEAD_DAYS, Every, MAX_MEMBERS, Member, Plan, PlanRefused, Rotation, Scheme, Weekdays, gaps, instant,
    stints,
};
use domain::time::{DAY, LocalClock};

use super::change::{day, effective};
use super::laid::{Laid, laid, laid_by};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::view::{chip, desk_now, reader};

/// The plans that rule now or later, in order.
pub async fn plans(ctx: &Ctx) -> Result<Vec<Plan>> {
    ctx.may(Capability::SeeDesk)?;
    let mut tx = ctx.read().await?;
    let now = ctx.now();
    Ok(laid(&mut tx, &ctx.service, now, now + DAY).await?.plans)
}

/// The editor with the plan that rules, or with what was typed; and what follows for four weeks.
pub async fn plan_page(ctx: &Ctx, typed: Option<&str>) -> Result<PlanPage> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.read().await?;
    let person = reader(&mut tx, ctx).await?;
    let people = store::person::desk(&mut tx).await?;
    let now = ctx.now();
    let (from, to) = (now, now + DAY.times(AHEAD_DAYS));
    let known = laid(&mut tx, &ctx.service, from, to).await?;
    let typed = typed.map(|typed| parse(typed, &people)).filter(|draft| !draft.from.is_empty());
    let draft = typed.clone().unwrap_or_else(|| current(&known.plans, &known.clock, now, &people));
    let checked = typed.map(|typed| check(&typed, &people, &known.clock, now));
    // Whoever comes back from saving without a script has the same query still.
    let checked = checked.filter(|plan| !plan.as_ref().is_ok_and(|plan| counts(&known, plan)));
    let is_typed = checked.is_some();
    let (plans, refused) = match checked {
        None => (known.plans.clone(), Vec::new()),
        Some(Err(refused)) => (Vec::new(), refused),
        Some(Ok(plan)) => {
            let begin = plan.from;
            let before = known.plans.iter().filter(|known| known.from < begin).cloned();
            (before.chain([plan]).collect(), Vec::new())
        }
    };
    let tried = laid_by(&mut tx, &ctx.service, plans, from, to).await?;
    Ok(PlanPage {
        reader: chip(&person),
        desk: desk_now(&mut tx, ctx, Some(&person)).await?,
        people,
        plan: if known.plans.is_empty() { Planned::NotYet } else { Planned::Yes },
        draft,
        typed: is_typed,
        refused,
        stints: stints(&tried.shifts, &tried.clock),
        gaps: gaps(&tried.shifts, now),
        clock: known.clock,
        now,
    })
}

/// Whether this plan is in effect already, from the same day on.
fn counts(known: &Laid, plan: &Plan) -> bool {
    let day = |plan: &Plan| known.clock.at(plan.from).day_number;
    known
        .plans
        .iter()
        .any(|other| day(other) == day(plan) && Plan { from: plan.from, ..other.clone() } == *plan)
}

/// What was typed as a plan. Errors name each field that does not fit.
async fn check_draft(ctx: &Ctx, typed: &str) -> Result<Plan> {
    ctx.may(Capability::Plan)?;
    let mut tx = ctx.read().await?;
    let people = store::person::desk(&mut tx).await?;
    let now = ctx.now();
    let clock = laid(&mut tx, &ctx.service, now, now + DAY).await?.clock;
    check(&parse(typed, &people), &people, &clock, now).map_err(|fields| Fault::Invalid { fields }.into())
}

/// Puts what was typed into effect.
pub async fn save_plan(ctx: &Ctx, typed: &str) -> Result<()> {
    let plan = check_draft(ctx, typed).await?;
    keep_plan(ctx, plan).await
}

/// Puts a plan into effect from its beginning on, which is now or later.
pub async fn keep_plan(ctx: &Ctx, plan: Plan) -> Result<()> {
    ctx.may(Capability::Plan)?;
    let now = ctx.now();
    let mut tx = ctx.write().await?;
    let people = store::person::desk(&mut tx).await?;
    plan.check().map_err(|refused| Error::from(Fault::Invalid { fields: vec![fault(refused)] }))?;
    if plan.people().iter().any(|person| !people.iter().any(|chip| chip.id == *person)) {
        return Err(Error::field("members", Reason::NotOffered));
    }
    // The hours that have passed were answered by the plan before.
    let plan = Plan { from: plan.from.max(now), ..plan };
    store::rota::add_plan(&mut tx, &plan, ctx.actor.person(), now).await?;
    effective(tx, ctx).await
}

/// Reads the form's fields; what makes no sense is as if it were not there.
fn parse(typed: &str, people: &[PersonChip]) -> Draft {
    let fields: Vec<(String, String)> = form_urlencoded::parse(typed.as_bytes()).into_owned().collect();
    let value = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim());
    let text = |name: &str| value(name).unwrap_or_default().to_owned();
    let person = |name: &str| value(name)?.parse().ok().map(PersonId);
    let numbers = |name: &str| {
        let own = fields.iter().filter(|(known, _)| known == name);
        own.filter_map(|(_, value)| value.parse().ok()).collect::<Vec<u8>>()
    };
    let mut places: Vec<(i64, PersonId)> = people
        .iter()
        .filter_map(|chip| Some((value(&format!("place-{}", chip.id.0))?.parse().ok()?, chip.id)))
        .collect();
    places.sort_by_key(|(place, _)| *place);
    Draft {
        fixed: value("kind") == Some("fixed"),
        from: text("from"),
        lead: person("lead"),
        person: person("person"),
        stand_in: person("stand_in"),
        every: value("every").and_then(Every::from_name).unwrap_or_default(),
        run: text("run"),
        changes_at: text("changes_at"),
        half_at: text("half_at"),
        members: places.into_iter().map(|(_, person)| person).collect(),
        never: people
            .iter()
            .flat_map(|chip| numbers(&format!("never-{}", chip.id.0)).into_iter().map(|day| (chip.id, day)))
            .collect(),
        idle: numbers("idle"),
    }
}

/// The plan that rules now as a draft of the next one, which begins tomorrow.
fn current(plans: &[Plan], clock: &LocalClock, now: domain::time::UnixMs, people: &[PersonChip]) -> Draft {
    let tomorrow = clock.at(now + DAY);
    let draft = Draft {
        from: format!("{:04}-{:02}-{:02}", tomorrow.year, tomorrow.month, tomorrow.day),
        run: "1".into(),
        changes_at: "00:00".into(),
        half_at: "12:30".into(),
        members: people.iter().take(MAX_MEMBERS).map(|chip| chip.id).collect(),
        ..Draft::default()
    };
    let Some(plan) = plans.first() else { return draft };
    let draft = Draft { lead: Some(plan.lead), idle: plan.idle.iter().collect(), ..draft };
    match &plan.scheme {
        Scheme::Fixed { person, stand_in } => {
            Draft { fixed: true, person: Some(*person), stand_in: *stand_in, ..draft }
        }
        Scheme::Rotation(rotation) => Draft {
            every: rotation.every,
            run: rotation.run.to_string(),
            changes_at: print_time(rotation.changes_at),
            half_at: print_time(rotation.half_at),
            members: rotation.members.iter().map(|member| member.person).collect(),
            never: rotation
                .members
                .iter()
                .flat_map(|member| member.never.iter().map(|day| (member.person, day)))
                .collect(),
            ..draft
        },
    }
}

fn check(
    draft: &Draft,
    people: &[PersonChip],
    clock: &LocalClock,
    now: domain::time::UnixMs,
) -> Result<Plan, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, reason: Reason| faults.push(FieldFault { field: field.to_owned(), reason });
    let known = |person: Option<PersonId>| person.filter(|id| people.iter().any(|chip| chip.id == *id));
    let today = clock.at(now).day_number;
    let first = match day("from", &draft.from) {
        Ok(day) if day >= today => day,
        Ok(_) => {
            wrong("from", Reason::Begun);
            today
        }
        Err(_) => {
            wrong("from", Reason::Malformed);
            today
        }
    };
    if known(draft.lead).is_none() {
        wrong("lead", Reason::NotOffered);
    }
    if draft.fixed && known(draft.person).is_none() {
        wrong("person", Reason::NotOffered);
    }
    let mut minute = |field: &'static str, typed: &str| {
        let read = time(typed);
        if read.is_none() && !draft.fixed {
            wrong(field, Reason::Malformed);
        }
        read.unwrap_or_default()
    };
    let (changes_at, half_at) = (minute("changes_at", &draft.changes_at), minute("half_at", &draft.half_at));
    let run = draft.run.parse().unwrap_or(0);
    let plan = Plan {
        from: instant(clock, first, 0).max(now),
        lead: draft.lead.unwrap_or(PersonId(0)),
        scheme: match draft.fixed {
            true => {
                Scheme::Fixed { person: draft.person.unwrap_or(PersonId(0)), stand_in: known(draft.stand_in) }
            }
            false => {
                let members = draft.members.iter().map(|person| Member {
                    person: *person,
                    never: draft.never.iter().filter(|(who, _)| who == person).map(|(_, day)| *day).collect(),
                });
                Scheme::Rotation(Rotation {
                    every: draft.every,
                    run,
                    changes_at,
                    half_at,
                    members: members.collect(),
                })
            }
        },
        idle: draft.idle.iter().copied().collect::<Weekdays>(),
    };
    if faults.is_empty() {
        return plan.check().map(|()| plan).map_err(|refused| vec![fault(refused)]);
    }
    Err(faults)
}

fn fault(refused: PlanRefused) -> FieldFault {
    let (field, reason) = match refused {
        PlanRefused::NoMembers => ("members", Reason::Empty),
        PlanRefused::TooManyMembers => ("members", Reason::Full { limit: MAX_MEMBERS }),
        PlanRefused::Twice => ("members", Reason::Taken),
        PlanRefused::Run => ("run", Reason::Malformed),
        PlanRefused::Halves => ("half_at", Reason::Malformed),
        PlanRefused::OwnStandIn => ("stand_in", Reason::NotOffered),
    };
    FieldFault { field: field.to_owned(), reason }
}

/// Minutes since midnight of a time such as `12:30`.
fn time(typed: &str) -> Option<u16> {
    let (hour, minute) = typed.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn print_time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
