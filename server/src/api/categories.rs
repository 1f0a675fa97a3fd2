//! Categories: at most ten with at most five subcategories each.

use axum::Json as Told;
use axum::response::{IntoResponse as _, Response};
use domain::ids::CategoryId;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At as Path, Json, Nothing};
use super::idempotency::{answer, done};
use super::problem::Result;
use super::token::Caller;
use super::words::{Id, Named};

/// A category with its subcategories.
#[derive(Debug, Serialize, ToSchema)]
pub struct Category {
    pub id: i64,
    pub name: String,
    pub subcategories: Vec<Named>,
}

/// The categories in use, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Categories {
    pub categories: Vec<Category>,
}

/// A category to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCategory {
    #[schema(min_length = 1, max_length = 80, pattern = "visible", example = "Hardware")]
    pub name: String,
    /// Given, it becomes a subcategory of this category.
    pub parent: Option<Id>,
}

/// List categories
///
/// For desk and admin.
#[utoipa::path(get, path = "/api/v1/categories", operation_id = "listCategories", tag = "services",
    responses((status = 200, description = "All categories in use", body = Categories)))]
pub async fn list(caller: Caller) -> Result<Response> {
    let categories = service::admin::categories(&caller.ctx).await?;
    Ok(Told(Categories { categories: categories.into_iter().map(Category::from).collect() }).into_response())
}

/// Add a category or a subcategory
///
/// For admins.
#[utoipa::path(post, path = "/api/v1/categories", operation_id = "createCategory", tag = "services",
    request_body = NewCategory, responses((status = 201, description = "The category", body = Named)))]
pub async fn create(caller: Caller, body: Json<NewCategory>) -> Result<Response> {
    let Json { value: new, print } = body;
    caller
        .write(print, |ctx| async move {
            let parent = new.parent.map(|Id(id)| CategoryId(id));
            let id = service::admin::new_category(&ctx, parent, &new.name).await?;
            let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
            answer(StatusCode::CREATED, &Named { id: id.0, name })
        })
        .await
}

/// Take a category out of the choice
///
/// With its subcategories; tickets keep the word. For admins.
#[utoipa::path(post, path = "/api/v1/categories/{id}/archive", operation_id = "archiveCategory", tag = "services",
    responses((status = 204, description = "It is out of the choice")))]
pub async fn archive(caller: Caller, Path(id): Path<i64>, nothing: Nothing) -> Result<Response> {
    caller
        .write(nothing.print, |ctx| async move {
            service::admin::take_category_out(&ctx, CategoryId(id)).await?;
            Ok(done())
        })
        .await
}

impl From<domain::category::Category> for Category {
    fn from(category: domain::category::Category) -> Category {
        let sub = |sub: domain::category::Subcategory| Named { id: sub.id.0, name: sub.name };
        Category {
            id: category.id.0,
            name: category.name,
            subcategories: category.subcategories.into_iter().map(sub).collect(),
        }
    }
}
