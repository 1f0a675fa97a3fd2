//! The event log live, as server-sent events that a program resumes where it left off.

use std::convert::Infallible;

use axum::response::Response;
use axum::response::sse::Event as Message;
use domain::ids::EventSeq;
use futures::StreamExt as _;
use http::HeaderMap;
use serde::Deserialize;
use service::log::News;
use utoipa::IntoParams;

use super::body::Query;
use super::events::Event;
use super::problem::{Problem, Result};
use super::token::Caller;
use super::words::Seq;
use crate::live;
use crate::streams::Listener;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StreamQuery {
    /// The last event that you have; without it the stream begins now. `Last-Event-ID` counts for more.
    pub after: Option<Seq>,
}

/// Hear what happens
///
/// Each message has the event's number as `id`, its type as `event`, and the event as JSON as `data`. Connect again
/// with `Last-Event-ID` and nothing is missed and nothing comes twice. A comment comes every few seconds while nothing
/// happens. A message `gone` ends the stream: the token does not hold any more.
#[utoipa::path(get, path = "/api/v1/stream", operation_id = "streamEvents", tag = "events",
    params(StreamQuery, ("Last-Event-ID" = Option<Seq>, Header, description = "The last event that you have")),
    responses((status = 200, description = "Events as they happen", content_type = "text/event-stream", body = String)))]
pub async fn stream(
    caller: Caller,
    Query(query): Query<StreamQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let after = last_seen(&headers)?.or(query.after.map(|seq| EventSeq(seq.0)));
    let listener = Listener::Program(caller.known.token);
    let seat = live::seated(&caller.desk, Some(listener)).ok_or_else(Problem::streams)?;
    let news = service::log::stream(&caller.ctx, after).await?;
    Ok(live::streamed(&caller.desk, seat, news.map(message)))
}

fn last_seen(headers: &HeaderMap) -> Result<Option<EventSeq>> {
    let Some(value) = headers.get(live::LAST_EVENT_ID) else { return Ok(None) };
    match value.to_str().ok().and_then(|text| text.parse::<Seq>().ok()) {
        Some(seq) => Ok(Some(EventSeq(seq.0))),
        None => Err(Problem::field("Last-Event-ID", "Send the id of the last message as it was received.")),
    }
}

fn message(news: News) -> Result<Message, Infallible> {
    Ok(match news {
        News::Beat => Message::default().comment("beat"),
        News::Gone => Message::default().event("gone").data("{}"),
        News::Line(line) => {
            let event = Event::from(&*line);
            let name = line.event.change.name();
            let message = Message::default().id(event.seq.to_string()).event(name).retry(live::RETRY);
            message.json_data(&event).unwrap_or_else(|_| Message::default().comment("unwritable"))
        }
    })
}
