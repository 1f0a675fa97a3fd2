//! Service levels: what an admin sets, and what everybody may read of them.

use domain::access::Capability;
use domain::coverage::matrix::CoverageRow;
use domain::fault::{Fault, Reason};
use domain::ids::{CalendarId, ServiceId};
use domain::promise::page::{Kept, LevelsPage, PublishedHours, PublishedPage, Run, Share};
use domain::promise::{Case, Extra, Policy, Rule, Targets, Urgency, hit_rate};
use domain::ticket::{Effect, Impact, Kind, WaitingOn};
use domain::time::{DAY, Minutes, UnixMs};
use store::Tx;

use super::page::{always, changed, settle, tried};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::view::{chip, desk_now};

/// Longest target: a year around the clock, in minutes.
const MAX_MINUTES: i64 = 366 * 24 * 60;
/// Most rules of a policy.
const MAX_RULES: usize = 50;
/// Tickets of whose promises the public page says how often they came true.
const MAX_JUDGED: i64 = 1_000;

/// What holds for what is asked from an instant on: now, unless it is later.
pub async fn save_policy(ctx: &Ctx, policy: Policy, from: Option<UnixMs>, run: Run) -> Result<LevelsPage> {
    ctx.may(Capability::Administer)?;
    check(&policy)?;
    if run == Run::Try {
        let proposed = always(policy, ctx.service.promises().levels());
        let mut tx = ctx.read().await?;
        return tried(&mut tx, ctx, proposed, Vec::new(), 0).await;
    }
    let mut tx = ctx.write().await?;
    put(&mut tx, ctx, &policy, from).await?;
    changed(tx, ctx).await
}

/// As [`save_policy`] for whoever needs no page.
pub async fn put_policy(ctx: &Ctx, policy: Policy, from: Option<UnixMs>) -> Result<()> {
    ctx.may(Capability::Administer)?;
    check(&policy)?;
    let mut tx = ctx.write().await?;
    put(&mut tx, ctx, &policy, from).await?;
    settle(tx, ctx).await
}

/// Targets as a form has them: covered minutes, as typed; an empty next answer is no promise.
#[derive(Clone, Debug, Default)]
pub struct TargetsForm {
    pub first_answer: String,
    pub next_answer: String,
    pub done: String,
}

/// A rule as a form has it; an empty condition fits everything.
#[derive(Clone, Debug, Default)]
pub struct RuleForm {
    pub kind: String,
    pub urgency: String,
    pub impact: String,
    pub effect: String,
    pub service: String,
    pub targets: TargetsForm,
}

/// Everything of a policy but its rules, as a form has it; lengths are covered minutes.
#[derive(Clone, Debug, Default)]
pub struct TermsForm {
    pub otherwise: TargetsForm,
    pub pauses_on: Vec<WaitingOn>,
    pub budget: String,
    pub approval: String,
    pub warn_percent: String,
}

impl TargetsForm {
    fn parse(&self) -> Result<Targets> {
        let next = self.next_answer.trim();
        let next_answer = if next.is_empty() { None } else { Some(length("next_answer", next)?) };
        Ok(Targets {
            first_answer: length("first_answer", &self.first_answer)?,
            next_answer,
            done: length("done", &self.done)?,
        })
    }
}

impl RuleForm {
    fn parse(&self, services: &[ServiceId]) -> Result<Rule> {
        let service = condition("service", &self.service, |id| {
            let id = id.parse().ok().map(ServiceId);
            id.filter(|id| services.contains(id))
        });
        Ok(Rule {
            kind: condition("kind", &self.kind, Kind::from_name)?,
            urgency: condition("urgency", &self.urgency, Urgency::from_name)?,
            impact: condition("impact", &self.impact, Impact::from_name)?,
            effect: condition("effect", &self.effect, Effect::from_name)?,
            service: service?,
            targets: self.targets.parse()?,
        })
    }
}

fn condition<T>(field: &str, word: &str, known: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    match word.trim() {
        "" => Ok(None),
        word => known(word).map(Some).ok_or_else(|| Error::field(field, Reason::NotOffered)),
    }
}

pub(super) fn length(field: &str, typed: &str) -> Result<Minutes> {
    Minutes::parse(typed).ok_or_else(|| Error::field(field, Reason::Malformed))
}

/// Whether a length has so many minutes and at most [`MAX_MINUTES`].
pub(super) fn fits(field: &str, length: Minutes, least: i64) -> Result<()> {
    let fits = (least..=MAX_MINUTES).contains(&length.0);
    fits.then_some(()).ok_or_else(|| Error::field(field, Reason::Malformed))
}

/// Changes one rule, or adds one before the others; or tries that on real tickets.
pub async fn save_rule(ctx: &Ctx, place: Option<usize>, form: RuleForm, run: Run) -> Result<LevelsPage> {
    let mut policy = current(ctx)?;
    let services = crate::admin::services(ctx).await?;
    let rule = form.parse(&services.iter().map(|service| service.id).collect::<Vec<_>>())?;
    match place {
        None => policy.rules.insert(0, rule),
        Some(place) => *policy.rules.get_mut(place).ok_or(Fault::NotFound)? = rule,
    }
    save_policy(ctx, policy, None, run).await
}

/// Removes the rule at a place, from 0.
pub async fn remove_rule(ctx: &Ctx, place: usize) -> Result<LevelsPage> {
    let mut policy = current(ctx)?;
    if place >= policy.rules.len() {
        return Err(Fault::NotFound.into());
    }
    policy.rules.remove(place);
    save_policy(ctx, policy, None, Run::Save).await
}

/// Changes everything of a policy but its rules.
pub async fn save_terms(ctx: &Ctx, form: TermsForm, run: Run) -> Result<LevelsPage> {
    let policy = current(ctx)?;
    let warn_percent = form.warn_percent.trim().trim_end_matches('%').trim_end().parse();
    let terms = Policy {
        rules: policy.rules,
        otherwise: form.otherwise.parse()?,
        pauses_on: form.pauses_on,
        extra: Extra {
            budget: length("budget", &form.budget)?,
            approval: length("approval", &form.approval)?,
        },
        warn_percent: warn_percent.map_err(|_| Error::field("warn_percent", Reason::Malformed))?,
    };
    save_policy(ctx, terms, None, run).await
}

/// The policy of what is asked now.
fn current(ctx: &Ctx) -> Result<Policy> {
    ctx.may(Capability::Administer)?;
    Ok(ctx.service.promises().policy(ctx.now()))
}

async fn put(tx: &mut Tx, ctx: &Ctx, policy: &Policy, from: Option<UnixMs>) -> Result<()> {
    let from = from.unwrap_or(ctx.now());
    if from < ctx.now() {
        return Err(Error::field("valid_from", Reason::Malformed));
    }
    store::promise::put_policy(tx, from, policy, ctx.actor.person(), ctx.now()).await?;
    Ok(())
}

/// Errors with the first field that does not fit.
pub(super) fn check(policy: &Policy) -> Result<()> {
    if policy.rules.len() > MAX_RULES {
        return Err(Error::field("rules", Reason::Full { limit: MAX_RULES }));
    }
    let all = policy.rules.iter().map(|rule| rule.targets).chain([policy.otherwise]);
    for Targets { first_answer, next_answer, done } in all {
        fits("first_answer", first_answer, 1)?;
        fits("done", done, 1)?;
        next_answer.map_or(Ok(()), |length| fits("next_answer", length, 1))?;
    }
    fits("budget", policy.extra.budget, 0)?;
    fits("approval", policy.extra.approval, 0)?;
    let percent = (1..=99).contains(&policy.warn_percent);
    percent.then_some(()).ok_or_else(|| Error::field("warn_percent", Reason::Malformed))
}

/// The public page: what is promised to whom, and how it was kept.
pub async fn published(ctx: &Ctx) -> Result<PublishedPage> {
    ctx.may(Capability::SeePortal)?;
    let mut tx = ctx.read().await?;
    let now = ctx.now();
    let person = match ctx.actor.person() {
        Some(id) => store::person::by_id(&mut tx, id).await?,
        None => None,
    };
    let book = ctx.service.promises();
    let of = |row: &CoverageRow| hours(ctx, row.name.clone(), row.calendar, Some(row));
    let own = book.own().and_then(|own| hours(ctx, own.name.clone(), own.id, None));
    let rows: Vec<PublishedHours> = book.levels().rows.iter().filter_map(of).collect();
    Ok(PublishedPage {
        reader: person.as_ref().map(chip),
        desk: desk_now(&mut tx, ctx, person.as_ref()).await?,
        hours: if rows.is_empty() { own.into_iter().collect() } else { rows },
        policy: book.policy(now),
        services: store::service::list(&mut tx).await?,
        kept_30: kept(&mut tx, now - DAY.times(30)).await?,
        kept_90: kept(&mut tx, now - DAY.times(90)).await?,
        likely: came_true(&mut tx, ctx).await?,
        now,
    })
}

fn hours(ctx: &Ctx, name: String, calendar: CalendarId, row: Option<&CoverageRow>) -> Option<PublishedHours> {
    let book = ctx.service.promises();
    let version = book.levels().calendar(calendar)?.version(ctx.now())?.clone();
    let ahead = book.ahead(Some(calendar), ctx.now());
    let next = ahead.holidays().iter().filter(|holiday| holiday.during.to > ctx.now());
    Some(PublishedHours {
        name,
        calendar,
        locations: row.map(|row| row.locations.clone()).unwrap_or_default(),
        languages: row.map(|row| row.languages.clone()).unwrap_or_default(),
        zone: version.zone,
        week: version.week,
        holidays: next.map(|holiday| holiday.name.clone()).filter(|name| !name.is_empty()).collect(),
    })
}

/// Promises of tickets that were resolved since then. One that was cancelled or merged had none to keep.
async fn kept(tx: &mut Tx, since: UnixMs) -> Result<Kept> {
    let (of, done, answered) = store::promise::kept(tx, since).await?;
    Ok(Kept { first_answer: Share { kept: answered, of }, done: Share { kept: done, of } })
}

/// How often what would have been said of a normal incident came true.
async fn came_true(tx: &mut Tx, ctx: &Ctx) -> Result<Share> {
    let book = ctx.service.promises();
    let case = Case { kind: Kind::Incident, ..Case::unseen(Urgency::Normal) };
    let mut alike = store::promise::alike(tx, case, None, MAX_JUDGED).await?;
    alike.sort_by_key(|ticket| (ticket.created_at, ticket.id));
    let took: Vec<_> = alike.iter().map(|ticket| book.took(ticket)).collect();
    let (hits, said) = hit_rate(&took);
    Ok(Share { kept: hits as i64, of: said as i64 })
}
