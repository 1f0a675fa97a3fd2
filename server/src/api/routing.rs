//! Routing: the rules that say who gets a new ticket, a dry run of them, and who knows what.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::{CategoryId, PersonId, RuleId, ServiceId};
use domain::promise::Urgency;
use domain::routing::{self, Skill, To, When};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::Error;
use service::routing::NewRule as TypedRule;
use utoipa::ToSchema;

use super::body::{At as Path, Json, Nothing};
use super::idempotency::{answer, done};
use super::problem::Result;
use super::rota::Made;
use super::token::Caller;
use super::words::{Channel, Id, Language, PersonRef, RoutingWhy};

/// The rules, in the order in which they are asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rules {
    pub rules: Vec<Rule>,
}

/// The first rule that fits decides; what is null fits everything.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoutingRule)]
pub struct Rule {
    pub id: i64,
    pub name: String,
    pub service: Option<i64>,
    pub category: Option<i64>,
    pub language: Option<Language>,
    pub channel: Option<Channel>,
    pub urgent: Option<bool>,
    /// `duty`, `skilled`, `queue`, or a person such as `person-12`.
    pub to: String,
}

/// A rule to be, behind all others.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRule {
    #[schema(min_length = 1, max_length = 80, pattern = "visible", example = "Remote access")]
    pub name: String,
    pub service: Option<Id>,
    /// A category fits its subcategories too.
    pub category: Option<Id>,
    /// The requester's.
    pub language: Option<Language>,
    pub channel: Option<Channel>,
    pub urgent: Option<bool>,
    /// `duty`, `skilled`, `queue`, or a person such as `person-12`.
    #[schema(max_length = 40, example = "skilled")]
    pub to: String,
}

/// What the rules would have decided in the last four weeks, as if everybody had room.
#[derive(Debug, Serialize, ToSchema)]
pub struct DryRun {
    /// How many tickets were tried.
    pub tickets: i64,
    /// How many each rule decided, in their order; the last one is what no rule fitted.
    pub by_rule: Vec<i64>,
    pub by_person: Vec<Share>,
    /// The latest, each with what was decided.
    pub latest: Vec<Decided>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    /// Null is the team's queue.
    pub person: Option<i64>,
    pub tickets: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Decided {
    pub ticket: String,
    /// Null is the team's queue.
    pub to: Option<i64>,
    /// The name of the rule; null where none fitted.
    pub rule: Option<String>,
    pub why: RoutingWhy,
}

/// Who knows what: those on duty first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Knowledge {
    pub services: Vec<Topic>,
    pub categories: Vec<Topic>,
    pub languages: Vec<Topic>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Topic {
    pub name: String,
    pub people: Vec<Knows>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Knows {
    pub person: PersonRef,
    /// Whether it was said of this person, or is only seen in the work.
    pub said: bool,
    /// Tickets about it that this person resolved in the last six months.
    pub resolved: i64,
}

/// What somebody knows, all of it at once, and how much that person works on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSkills {
    /// Such as `service-4`, `category-12` or `language-es`.
    #[schema(max_items = 200)]
    pub skills: Vec<String>,
    /// Open tickets at a time; left out it is what is usual.
    #[schema(minimum = 0, maximum = 99)]
    pub limit: Option<i64>,
}

/// List the rules
///
/// In their order. For the desk.
#[utoipa::path(get, path = "/api/v1/routing/rules", operation_id = "listRules", tag = "routing",
    responses((status = 200, description = "All rules", body = Rules)))]
pub async fn list(caller: Caller) -> Result<Response> {
    let rules = service::routing::rules(&caller.ctx).await?;
    Ok(Told(Rules { rules: rules.into_iter().map(Rule::from).collect() }).into_response())
}

/// Add a rule
///
/// Behind all others. For leads and admins.
#[utoipa::path(post, path = "/api/v1/routing/rules", operation_id = "addRule", tag = "routing",
    request_body = NewRule, responses((status = 201, description = "The rule's number", body = Made)))]
pub async fn create(caller: Caller, body: Json<NewRule>) -> Result<Response> {
    let new = body.value;
    caller
        .write(body.print, |ctx| async move {
            let id = service::routing::add_rule(&ctx, new.typed()?).await?;
            answer(StatusCode::CREATED, &Made { id: id.0 })
        })
        .await
}

/// Ask a rule earlier
///
/// It changes places with the one before it. For leads and admins.
#[utoipa::path(post, path = "/api/v1/routing/rules/{id}/earlier", operation_id = "moveRule", tag = "routing",
    responses((status = 204, description = "It is asked one place earlier")))]
pub async fn earlier(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::routing::move_rule(&ctx, RuleId(id)).await?;
            Ok(done())
        })
        .await
}

/// Remove a rule
///
/// For leads and admins.
#[utoipa::path(delete, path = "/api/v1/routing/rules/{id}", operation_id = "removeRule", tag = "routing",
    responses((status = 204, description = "It is asked no more")))]
pub async fn remove(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::routing::remove_rule(&ctx, RuleId(id)).await?;
            Ok(done())
        })
        .await
}

/// Try the rules out
///
/// Over the tickets of the last four weeks. For leads and admins.
#[utoipa::path(get, path = "/api/v1/routing/dry-run", operation_id = "dryRun", tag = "routing",
    responses((status = 200, description = "What they would have decided", body = DryRun)))]
pub async fn dry_run(caller: Caller) -> Result<Response> {
    let run = service::routing::dry_run(&caller.ctx).await?;
    Ok(Told(DryRun::from(run)).into_response())
}

/// Look up who knows what
///
/// For the desk.
#[utoipa::path(get, path = "/api/v1/routing/knowledge", operation_id = "readKnowledge", tag = "routing",
    responses((status = 200, description = "Every service, category and language", body = Knowledge)))]
pub async fn knowledge(caller: Caller) -> Result<Response> {
    let page = service::routing::knows_page(&caller.ctx).await?;
    let topics =
        |topics: Vec<(String, Vec<routing::Knowledge>)>| topics.into_iter().map(Topic::from).collect();
    let knowledge = Knowledge {
        services: topics(page.services),
        categories: topics(page.categories),
        languages: topics(page.languages),
    };
    Ok(Told(knowledge).into_response())
}

/// Say what somebody knows
///
/// All of it at once, and how many open tickets that person works on at a time. For leads and admins.
#[utoipa::path(post, path = "/api/v1/people/{id}/skills", operation_id = "setSkills", tag = "routing",
    request_body = NewSkills, responses((status = 204, description = "It is known")))]
pub async fn skills(caller: Caller, Path(id): Path<i64>, body: Json<NewSkills>) -> Result<Response> {
    let NewSkills { skills, limit } = body.value;
    caller
        .write(body.print, |ctx| async move {
            let known: Option<Vec<Skill>> = skills.iter().map(|word| Skill::from_word(word)).collect();
            let known = known.ok_or_else(|| Error::field("skills", domain::fault::Reason::NotOffered))?;
            let limit = limit.unwrap_or(routing::DEFAULT_LIMIT);
            service::routing::set_person(&ctx, PersonId(id), &known, limit).await?;
            Ok(done())
        })
        .await
}

impl NewRule {
    fn typed(self) -> service::Result<TypedRule> {
        let to = To::from_word(&self.to);
        let when = When {
            service: self.service.map(|Id(id)| ServiceId(id)),
            category: self.category.map(|Id(id)| CategoryId(id)),
            language: self.language.map(Into::into),
            channel: self.channel.map(Into::into),
            urgency: self.urgent.map(|urgent| if urgent { Urgency::Urgent } else { Urgency::Normal }),
        };
        let to = to.ok_or_else(|| Error::field("to", domain::fault::Reason::NotOffered))?;
        Ok(TypedRule { name: self.name, when, to })
    }
}

impl From<routing::Rule> for Rule {
    fn from(rule: routing::Rule) -> Rule {
        Rule {
            id: rule.id.0,
            name: rule.name.to_string(),
            service: rule.when.service.map(|id| id.0),
            category: rule.when.category.map(|id| id.0),
            language: rule.when.language.map(Into::into),
            channel: rule.when.channel.map(Into::into),
            urgent: rule.when.urgency.map(|urgency| urgency == Urgency::Urgent),
            to: rule.to.word(),
        }
    }
}

impl From<routing::view::DryRun> for DryRun {
    fn from(run: routing::view::DryRun) -> DryRun {
        let share =
            |(person, tickets): (Option<PersonId>, i64)| Share { person: person.map(|id| id.0), tickets };
        let decided = |(ticket, routed): (domain::ids::TicketId, routing::Routed)| Decided {
            ticket: ticket.to_string(),
            to: routed.to.map(|id| id.0),
            rule: routed.rule,
            why: routed.why.into(),
        };
        DryRun {
            tickets: run.tickets,
            by_rule: run.by_rule,
            by_person: run.by_person.into_iter().map(share).collect(),
            latest: run.latest.into_iter().map(decided).collect(),
        }
    }
}

impl From<(String, Vec<routing::Knowledge>)> for Topic {
    fn from((name, people): (String, Vec<routing::Knowledge>)) -> Topic {
        let knows = |known: routing::Knowledge| Knows {
            person: PersonRef::from(&known.person),
            said: known.said,
            resolved: known.resolved,
        };
        Topic { name, people: people.into_iter().map(knows).collect() }
    }
}
