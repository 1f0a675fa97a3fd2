//! Live streams: server-sent events that a browser resumes where it left off.

use std::convert::Infallible;
use std::time::Duration;

use app::wire::{Letter, Unwritable};
use axum::extract::{Path, Query, Request, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use domain::ids::{EventSeq, TicketId};
use domain::live::{News, Topic};
use futures::{Stream, StreamExt as _};
use http::header::CACHE_CONTROL;
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use service::Ctx;

use crate::context::visitor;
use crate::desk::Desk;
use crate::pour::Endless;
use crate::problem::{self, Refusal};
use crate::streams::{Listener, Seat};

/// How long a browser waits before it connects again.
pub const RETRY: Duration = Duration::from_secs(2);
/// What a browser that connects again has seen last.
pub const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Tells a proxy to pass on each piece at once.
const NO_BUFFER: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What stands behind the question mark.
#[derive(Default, Deserialize)]
pub struct Wish {
    /// The last event that the page had when it was drawn.
    after: Option<i64>,
    /// A guest's key.
    k: Option<String>,
    /// A wall's token.
    token: Option<String>,
}

/// `/live/my`
pub async fn mine(State(desk): State<Desk>, Query(wish): Query<Wish>, request: Request) -> Response {
    listen(&desk, &wish, request, Topic::Mine).await
}

/// `/live/desk`
pub async fn queue(State(desk): State<Desk>, Query(wish): Query<Wish>, request: Request) -> Response {
    listen(&desk, &wish, request, Topic::Queue).await
}

/// `/live/t/{ref}`
pub async fn tracker(
    State(desk): State<Desk>,
    Path(reference): Path<String>,
    Query(wish): Query<Wish>,
    request: Request,
) -> Response {
    match reference.parse::<TicketId>() {
        Ok(ticket) => listen(&desk, &wish, request, Topic::Tracker(ticket)).await,
        Err(_) => crate::answer::absent(&desk, request.headers()),
    }
}

/// `/live/desk/t/{ref}`
pub async fn ticket(
    State(desk): State<Desk>,
    Path(reference): Path<String>,
    Query(wish): Query<Wish>,
    request: Request,
) -> Response {
    match reference.parse::<TicketId>() {
        Ok(ticket) => listen(&desk, &wish, request, Topic::Ticket(ticket)).await,
        Err(_) => crate::answer::absent(&desk, request.headers()),
    }
}

/// `/live/wall`
pub async fn wall(State(desk): State<Desk>, Query(wish): Query<Wish>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let pictures = async {
        let ctx = visitor(&desk, &parts).await?.ctx;
        service::live::wall(&ctx, wish.token.as_deref()).await
    };
    match pictures.await {
        Ok(pictures) => streamed(&desk, None, pictures.map(|news| message(None, Letter::of_wall(&news)))),
        Err(error) => problem::failed(&desk, &parts.headers, &error),
    }
}

async fn listen(desk: &Desk, wish: &Wish, request: Request, topic: Topic) -> Response {
    let (parts, _) = request.into_parts();
    let ctx = match who(desk, wish, &parts, topic).await {
        Ok(ctx) => ctx,
        Err(error) => return problem::failed(desk, &parts.headers, &error),
    };
    let Some(seat) = seated(desk, Listener::of(&ctx)) else {
        return problem::refuse(desk, &parts.headers, Refusal::Streams);
    };
    match service::live::stream(&ctx, topic, resume_after(wish, &parts)).await {
        Ok(news) => {
            // First which build speaks: a page of another one may not understand the rest.
            let build = News::Build { build: desk.service().build().to_owned() };
            let build = futures::stream::once(async move { message(None, Letter::of_page(&build)) });
            streamed(
                desk,
                seat,
                build.chain(news.map(|(seq, news)| message(Some(seq), Letter::of_page(&news)))),
            )
        }
        Err(error) => problem::failed(desk, &parts.headers, &error),
    }
}

/// Who listens: a session, or a guest by the key of his link.
async fn who(desk: &Desk, wish: &Wish, parts: &Parts, topic: Topic) -> service::Result<Ctx> {
    let ctx = visitor(desk, parts).await?.ctx;
    match (topic, &wish.k) {
        (Topic::Tracker(ticket), Some(key)) => service::guest::enter(&ctx, ticket, key).await,
        _ => Ok(ctx),
    }
}

/// What the browser itself has seen counts for more than what its page had seen when it was drawn.
fn resume_after(wish: &Wish, parts: &Parts) -> Option<EventSeq> {
    let seen =
        parts.headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    seen.or(wish.after).map(EventSeq)
}

fn message(seq: Option<EventSeq>, letter: Result<Letter, Unwritable>) -> Result<Event, Infallible> {
    let event = Event::default().event("message").retry(RETRY);
    let event = match seq {
        Some(seq) => event.id(seq.0.to_string()),
        None => event,
    };
    // Views are plain data; one that can't be packed would be a bug that tests find.
    let text = letter.and_then(|letter| letter.write());
    Ok(text.map_or_else(|_| Event::default().comment("unwritable"), |text| event.data(text)))
}

/// A seat for the listener; none is needed where nobody is counted. None when he has as many streams as he may have.
pub fn seated(desk: &Desk, listener: Option<Listener>) -> Option<Option<Seat>> {
    match listener {
        Some(listener) => desk.streams().sit(listener).map(Some),
        None => Some(None),
    }
}

/// The stream ends when the server is told to stop, so that the browser connects to the next one.
pub fn streamed(
    desk: &Desk,
    seat: Option<Seat>,
    events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static,
) -> Response {
    let mut closing = desk.closing();
    let closed = async move { _ = closing.wait_for(|closing| *closing).await };
    let seated = events.inspect(move |_| _ = &seat);
    let mut response = Sse::new(seated.take_until(Box::pin(closed))).into_response();
    response.extensions_mut().insert(Endless);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(NO_BUFFER, HeaderValue::from_static("no"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(last: Option<&'static str>) -> Parts {
        let mut parts = http::Request::new(()).into_parts().0;
        if let Some(last) = last {
            parts.headers.insert(LAST_EVENT_ID, HeaderValue::from_static(last));
        }
        parts
    }

    #[test]
    fn what_the_browser_has_seen_wins_over_what_the_page_had() {
        let wish = Wish { after: Some(5), ..Wish::default() };
        assert_eq!(resume_after(&wish, &parts(Some("9"))), Some(EventSeq(9)));
        assert_eq!(resume_after(&wish, &parts(Some("nonsense"))), Some(EventSeq(5)));
        assert_eq!(resume_after(&wish, &parts(None)), Some(EventSeq(5)));
        assert_eq!(resume_after(&Wish::default(), &parts(None)), None);
    }
}
