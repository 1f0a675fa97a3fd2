//! Search over all tickets with everything that was written on them.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use domain::ticket::queue::{QueueRow, Total};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::Query;
use super::paging;
use super::problem::Result;
use super::time::At;
use super::token::Caller;
use super::words::{PersonRef, Status};

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// How many tickets fit, those that are not shown too.
    pub total: i64,
    /// Whether `total` is all of them. PostgreSQL does not count a frequent word to the end, and estimates a very
    /// frequent one.
    pub total_is: TotalIs,
    /// The best first.
    pub hits: Vec<Hit>,
}

/// Whether something was counted to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalIs {
    Exact,
    /// There are more than that.
    Exceeded,
    /// From the database's statistics, rounded to two digits.
    Estimated,
}

/// A ticket that fits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hit {
    #[serde(rename = "ref")]
    #[schema(pattern = "^T-[0-9]+$")]
    pub reference: String,
    pub subject: String,
    pub status: Status,
    pub requester: PersonRef,
    pub assignee: Option<PersonRef>,
    pub created_at: At,
    /// By when it is promised to be done; while its clock stands still, as it was when it stopped.
    pub due_at: At,
    /// Since when the clock of `due_at` stands still; null while it runs.
    pub paused_since: Option<At>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Every word must be there; the beginning of a word is enough. The first 200 characters count.
    pub q: String,
    /// How many hits at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Search tickets
///
/// For the desk: over subjects, posts and notes.
#[utoipa::path(get, path = "/api/v1/search", operation_id = "searchTickets", tag = "tickets", params(SearchQuery),
    responses((status = 200, description = "The best hits", body = Found)))]
pub async fn search(caller: Caller, Query(query): Query<SearchQuery>) -> Result<Response> {
    let limit = paging::limit(query.limit)?;
    let found = service::desk::find(&caller.ctx, &query.q, limit).await?;
    let hits = found.hits.into_iter().map(Hit::from).collect();
    let total_is = match found.total {
        Total::Exactly(_) => TotalIs::Exact,
        Total::MoreThan(_) => TotalIs::Exceeded,
        Total::About(_) => TotalIs::Estimated,
    };
    Ok(Json(Found { total: found.total.known(), total_is, hits }).into_response())
}

impl From<QueueRow> for Hit {
    fn from(row: QueueRow) -> Hit {
        let head = row.head;
        Hit {
            reference: head.id.to_string(),
            subject: head.subject,
            status: head.status.into(),
            requester: head.requester.into(),
            assignee: head.assignee.map(Into::into),
            created_at: head.promise.asked_at.into(),
            due_at: head.promise.due_at.into(),
            paused_since: head.promise.paused_since.map(Into::into),
        }
    }
}
