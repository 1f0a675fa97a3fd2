//! People: oneself, the list, accounts.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::PersonId;
use domain::person::Roles;
use http::{StatusCode, Uri};
use serde::{Deserialize, Serialize};
use service::Ctx;
use service::program::Answer;
use store::directory::{Filter, Place};
use utoipa::{IntoParams, ToSchema};

use super::body::{At as Path, Json, Nothing, Query};
use super::idempotency::answer;
use super::paging;
use super::problem::{Problem, Result};
use super::token::Caller;
use super::words::{Person, Role, Scope, Standing};

/// As whom this token acts, and what it may.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub person: Person,
    /// Those of the person's roles that the token may use.
    pub roles: Vec<Role>,
    pub scopes: Vec<Scope>,
}

/// People by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonPage {
    pub people: Vec<Person>,
    /// The `cursor` of the next page; null on the last one.
    pub next: Option<String>,
}

/// An account to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    #[schema(max_length = 254, format = Email, example = "fay@lumbrera.example")]
    pub email: String,
    #[schema(min_length = 1, max_length = 120, pattern = "visible", example = "Fay Example")]
    pub name: String,
    /// Left out, nobody can sign in as this person yet.
    #[schema(min_length = 12, max_length = 200)]
    pub password: Option<String>,
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// What somebody may be; the role of a requester is always among them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoles {
    pub roles: Vec<Role>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonQuery {
    /// Part of a name or an address.
    #[param(max_length = 254)]
    pub q: Option<String>,
    pub role: Option<Role>,
    pub standing: Option<Standing>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// How many people at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Read who you are
#[utoipa::path(get, path = "/api/v1/me", operation_id = "readMe", tag = "people",
    responses((status = 200, description = "As whom the token acts", body = Me)))]
pub async fn me(caller: Caller) -> Result<Response> {
    let person = service::people::me(&caller.ctx).await?;
    let me = Me {
        roles: caller.known.scopes.narrow(person.roles).iter().map(Role::from).collect(),
        scopes: caller.known.scopes.iter().map(Scope::from).collect(),
        person: person.into(),
    };
    Ok(Told(me).into_response())
}

/// List people
///
/// By name, for desk and admin.
#[utoipa::path(get, path = "/api/v1/people", operation_id = "listPeople", tag = "people", params(PersonQuery),
    responses((status = 200, description = "A page of people", body = PersonPage)))]
pub async fn list(caller: Caller, Query(query): Query<PersonQuery>, here: Uri) -> Result<Response> {
    let limit = paging::limit(query.limit)?;
    if query.q.as_ref().is_some_and(|part| part.chars().count() > MAX_PART) {
        return Err(Problem::field("q", format!("At most {MAX_PART} characters fit.")));
    }
    let behind: Option<(String, i64)> = paging::behind(query.cursor.as_deref())?;
    let behind = behind.map(|(sort_name, id)| Place { sort_name, id: PersonId(id) });
    let mut people = service::people::page(&caller.ctx, &query.filter(), behind.as_ref(), limit + 1).await?;
    let more = people.len() as i64 > limit;
    people.truncate(usize::try_from(limit).unwrap_or_default());
    let last = people.last().filter(|_| more).map(|(place, _)| (place.sort_name.clone(), place.id.0));
    let next = last.and_then(|last| paging::cursor(&last));
    let page = PersonPage {
        people: people.into_iter().map(|(_, person)| person.into()).collect(),
        next: next.clone(),
    };
    Ok(paging::answer(&here, &page, next.as_deref().map(|next| ("cursor", next))))
}

/// Read a person
///
/// Yourself; for desk and admin anybody.
#[utoipa::path(get, path = "/api/v1/people/{id}", operation_id = "readPerson", tag = "people",
    responses((status = 200, description = "The person", body = Person)))]
pub async fn read(caller: Caller, Path(id): Path<i64>) -> Result<Response> {
    let person = service::people::one(&caller.ctx, PersonId(id)).await?;
    Ok(Told(Person::from(person)).into_response())
}

/// Make an account
///
/// A guest of that address becomes its owner and keeps his tickets. For admins.
#[utoipa::path(post, path = "/api/v1/people", operation_id = "createPerson", tag = "people", request_body = NewPerson,
    responses((status = 201, description = "The person", body = Person)))]
pub async fn create(caller: Caller, body: Json<NewPerson>) -> Result<Response> {
    let Json { value: new, print } = body;
    caller
        .write(print, |ctx| async move {
            let new = service::people::NewPerson {
                email: new.email,
                name: new.name,
                password: new.password,
                roles: roles_of(&new.roles),
            };
            let id = service::people::create(&ctx, new).await?;
            let person = Person::from(service::people::one(&ctx, id).await?);
            let location = Some(format!("{}/people/{}", super::ROOT, person.id));
            Ok(Answer { location, ..answer(StatusCode::CREATED, &person)? })
        })
        .await
}

/// Say what somebody may be
///
/// For admins; nobody takes the admin's role from himself.
#[utoipa::path(post, path = "/api/v1/people/{id}/roles", operation_id = "setRoles", tag = "people",
    request_body = NewRoles, responses((status = 200, description = "The person as he is now", body = Person)))]
pub async fn roles(caller: Caller, Path(id): Path<i64>, body: Json<NewRoles>) -> Result<Response> {
    let roles = roles_of(&body.value.roles);
    if caller.is_admin() && caller.person().0 == id && !roles.has(domain::person::Role::Admin) {
        return Err(not_oneself());
    }
    caller
        .write(body.print, |ctx| async move {
            service::people::set_roles(&ctx, PersonId(id), roles).await?;
            shown(&ctx, id).await
        })
        .await
}

/// Take an account away
///
/// Its sessions and tokens end at once, its tickets stay. For admins.
#[utoipa::path(post, path = "/api/v1/people/{id}/disable", operation_id = "disablePerson", tag = "people",
    responses((status = 200, description = "The person as he is now", body = Person)))]
pub async fn disable(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    if caller.is_admin() && caller.person().0 == id {
        return Err(not_oneself());
    }
    caller
        .write(nothing.print, |ctx| async move {
            service::people::disable(&ctx, PersonId(id)).await?;
            shown(&ctx, id).await
        })
        .await
}

/// Give a disabled account back
///
/// For admins.
#[utoipa::path(post, path = "/api/v1/people/{id}/enable", operation_id = "enablePerson", tag = "people",
    responses((status = 200, description = "The person as he is now", body = Person)))]
pub async fn enable(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    if caller.is_admin() && caller.person().0 == id {
        return Err(not_oneself());
    }
    caller
        .write(nothing.print, |ctx| async move {
            service::people::enable(&ctx, PersonId(id)).await?;
            shown(&ctx, id).await
        })
        .await
}

async fn shown(ctx: &Ctx, id: i64) -> service::Result<Answer> {
    answer(StatusCode::OK, &Person::from(service::people::one(ctx, PersonId(id)).await?))
}

fn roles_of(roles: &[Role]) -> Roles {
    roles.iter().map(|role| domain::person::Role::from(*role)).collect()
}

fn not_oneself() -> Problem {
    Problem::new("refused")
        .detail("Nobody does this to himself, so that one admin is always left. Another admin can.")
}

/// Longest part of a name or an address: that of an address.
const MAX_PART: usize = 254;

impl PersonQuery {
    fn filter(&self) -> Filter {
        let bits = |role: Role| match role {
            Role::Requester => None,
            role => Some(roles_of(&[role]).bits() & !Roles::REQUESTER.bits()),
        };
        Filter {
            standing: self.standing.map(Into::into),
            text: self.q.clone().filter(|text| !text.trim().is_empty()),
            roles: self.role.and_then(bits),
        }
    }
}
