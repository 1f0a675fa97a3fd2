//! Figures for programs and for people of the desk.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::access::Actor;
use domain::ticket::Channel;
use http::header::AUTHORIZATION;
use http::request::Parts;
use service::Ctx;

use crate::context::visitor;
use crate::desk::Desk;
use crate::problem;

/// `/api/v1/reports/tickets`
pub async fn tickets(State(desk): State<Desk>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let told = async {
        let ctx = asker(&desk, &parts).await?;
        service::report::tickets(&ctx).await
    };
    match told.await {
        Ok(report) => Json(report).into_response(),
        Err(error) => problem::failed(&desk, &parts.headers, &error),
    }
}

/// A program with the token of an agent or admin, or somebody who is signed in.
async fn asker(desk: &Desk, parts: &Parts) -> service::Result<Ctx> {
    let ctx = visitor(desk, parts).await?.ctx;
    let header = parts.headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    match header.and_then(|header| header.strip_prefix("Bearer ")) {
        Some(token) if service::token::of_program(desk.service(), token.trim()).await? => {
            Ok(Ctx::new(ctx.service, Actor::System, None, ctx.language, Channel::Api, ctx.client))
        }
        _ => Ok(ctx),
    }
}
