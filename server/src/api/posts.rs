//! Posts: what people write on a ticket, with their files.

use axum::extract::{FromRequest, Request};
use axum::response::Response;
use domain::file::FileChip;
use domain::ids::TicketId;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use service::Ctx;
use service::program::Answer;
use service::ticket::{Posting, Then as Next, Upload, Writing};
use utoipa::ToSchema;

use super::body::{At as Path, Json, Ref};
use super::idempotency::{Print, answer, tag};
use super::problem::{Problem, Result};
use super::time::At;
use super::token::Caller;
use super::words::{PersonRef, PostKind};
use crate::desk::Desk;
use crate::forms;
use crate::multipart::{self, Form};
use crate::problem::Refusal;

/// A message on a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Post {
    pub id: i64,
    /// The event that brought it.
    pub seq: i64,
    #[schema(pattern = "^T-[0-9]+$")]
    pub ticket: String,
    pub at: At,
    pub kind: PostKind,
    pub author: PersonRef,
    /// Light Markdown, as it was typed.
    pub body: String,
    pub files: Vec<File>,
}

/// An attachment.
#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    pub id: i64,
    pub name: String,
    pub content_type: String,
    pub bytes: i64,
    /// Where it is downloaded.
    pub href: String,
}

/// A post to be.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// Light Markdown.
    #[schema(
        min_length = 1,
        max_length = 50_000,
        pattern = "visible",
        example = "It works again, thank you."
    )]
    pub body: String,
    /// What it is. Left out, it is an answer of yours as requester or watcher, and else a reply of the desk.
    pub kind: Option<NewPostKind>,
    /// What happens to the ticket after a reply.
    pub then: Option<Then>,
}

/// A post to be, with files.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes a form that is read piece by piece")]
pub struct NewPostForm {
    /// Light Markdown.
    #[schema(min_length = 1, max_length = 50_000, pattern = "visible")]
    body: String,
    /// As in JSON.
    kind: Option<NewPostKind>,
    /// As in JSON.
    then: Option<Then>,
    /// At most 10 files of 25 MiB each, 60 MiB together.
    #[schema(value_type = Vec<String>, format = Binary, max_items = 10)]
    files: Vec<Vec<u8>>,
}

/// What is written, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewPostKind {
    /// Of the requester or a watcher, for the desk.
    Answer,
    /// Of the desk, for the requester.
    Reply,
    /// Of the desk, for the desk alone.
    Note,
}

/// What happens after a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    #[default]
    Nothing,
    WaitRequester,
    Resolve,
}

/// Write on a ticket
///
/// As JSON, or as a form with files. An answer after the grace period makes a new ticket, linked to the old one:
/// look at the `ticket` of the post.
#[utoipa::path(post, path = "/api/v1/tickets/{ref}/posts", operation_id = "createPost", tag = "tickets",
    request_body(content((NewPost = "application/json"), (NewPostForm = "multipart/form-data"))),
    responses((status = 201, description = "The post", body = Post)))]
pub async fn create(caller: Caller, Path(Ref(id)): Path<Ref>, request: Request) -> Result<Response> {
    // Looked at before a file is taken in, so that a stranger can't fill the disk.
    service::ticket::read::record(&caller.ctx, id).await?;
    let mut draft = Draft::read(&caller.desk, request).await?;
    let _turn = forms::turn(&caller.desk, &draft.form).await;
    let files = draft.form.uploads().await?;
    let print = draft.print(&files);
    let new = draft.new;
    caller.write(print, |ctx| async move { new.write(&ctx, id, files).await }).await
}

/// A post on its way in.
struct Draft {
    new: NewPost,
    print: Print,
    form: Form,
}

impl Draft {
    async fn read(desk: &Desk, request: Request) -> Result<Draft> {
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            let Json { value: new, print } = Json::from_request(request, desk).await?;
            return Ok(Draft { new, print, form: Form::default() });
        }
        let (parts, body) = request.into_parts();
        let Ok(_place) = desk.on_disk().try_acquire() else { return Err(Refusal::Crowded.into()) };
        let form = multipart::read(desk, &parts, body).await?;
        let address = super::body::print(&parts, b"");
        Ok(Draft { new: NewPost::of_form(&form)?, print: address, form })
    }

    /// The hash of the request. A form has another boundary each time it is sent, so its fields count and not its bytes.
    fn print(&self, files: &[Upload]) -> Print {
        let mut parts: Vec<&[u8]> = vec![&self.print.0];
        parts.extend(self.form.values.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]));
        parts.extend(files.iter().flat_map(|file| [file.name.as_bytes(), &file.bytes]));
        Print::of(&parts)
    }
}

impl NewPost {
    fn of_form(form: &Form) -> Result<NewPost> {
        let mut new = NewPost::default();
        let mut body = None;
        for (name, value) in &form.values {
            match name.as_str() {
                "body" => body = Some(value.clone()),
                "kind" => new.kind = Some(choice(name, value)?),
                "then" => new.then = Some(choice(name, value)?),
                // A browser's form sends an empty file where none was chosen.
                "files" if value.is_empty() => {}
                _ => return Err(Problem::field(name, "is not a field of this request, or not yours to set")),
            }
        }
        new.body = body.ok_or_else(|| Problem::field("body", "is needed"))?;
        Ok(new)
    }

    async fn write(self, ctx: &Ctx, id: TicketId, files: Vec<Upload>) -> service::Result<Answer> {
        let writing = match self.kind {
            Some(NewPostKind::Answer) => Writing::Answer,
            Some(NewPostKind::Reply) => Writing::Reply,
            Some(NewPostKind::Note) => Writing::Note,
            None => usual(ctx, id).await?,
        };
        let then = match self.then.unwrap_or_default() {
            Then::Nothing => Next::Nothing,
            Then::WaitRequester => Next::WaitRequester,
            Then::Resolve => Next::Resolve,
        };
        let posting = Posting { writing, body: self.body, key: None, seen: None, then, files };
        let posted = service::ticket::post(ctx, id, posting).await?;
        let Some(post) = posted.post else { return Err(domain::fault::Fault::Internal.into()) };
        let post = Post::from(service::ticket::read::one_post(ctx, post).await?);
        let location = Some(format!("{}/tickets/{}", super::ROOT, post.ticket));
        let etag = Some(tag(posted.seq.0));
        Ok(Answer { location, etag, ..answer(StatusCode::CREATED, &post)? })
    }
}

/// Who asked or watches answers; who else may write here is of the desk.
async fn usual(ctx: &Ctx, id: TicketId) -> service::Result<Writing> {
    let whole = service::ticket::read::whole(ctx, id).await?;
    let me = ctx.actor.person().map(|id| id.0);
    let mine = whole.watchers.iter().map(|chip| chip.id.0).chain([whole.record.requester.id.0]);
    Ok(if mine.into_iter().any(|id| Some(id) == me) { Writing::Answer } else { Writing::Reply })
}

fn choice<T: serde::de::DeserializeOwned>(field: &str, word: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| Problem::field(field, error.to_string()))
}

impl From<service::ticket::read::Post> for Post {
    fn from(post: service::ticket::read::Post) -> Post {
        let row = post.row;
        Post {
            id: row.id.0,
            seq: row.seq.0,
            ticket: row.ticket.to_string(),
            at: row.at.into(),
            kind: row.kind.into(),
            author: row.author.into(),
            body: row.body,
            files: post.files.into_iter().map(File::from).collect(),
        }
    }
}

impl From<FileChip> for File {
    fn from(chip: FileChip) -> File {
        File {
            id: chip.id.0,
            href: format!("{}/files/{}", super::ROOT, chip.id.0),
            name: chip.name,
            content_type: chip.content_type,
            bytes: chip.bytes,
        }
    }
}
