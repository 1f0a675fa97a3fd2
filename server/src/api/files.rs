//! Downloads: an attachment for whoever may see its post.

use axum::response::Response;
use domain::ids::FileId;

use super::body::At as Path;
use super::problem::Result;
use super::token::Caller;
use crate::files;

/// Download an attachment
///
/// A note's files are there for the desk alone.
#[utoipa::path(get, path = "/api/v1/files/{id}", operation_id = "downloadFile", tag = "tickets",
    responses((status = 200, description = "The file", content_type = "*/*", body = Vec<u8>)))]
pub async fn download(caller: Caller, Path(id): Path<i64>) -> Result<Response> {
    let file = service::file::open(&caller.ctx, FileId(id)).await?;
    Ok(files::handed_out(file, false))
}
