//! Reads what a client sends, with a limit in bytes and in patience.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::clock::Stopwatch;
use crate::problem::Refusal;

/// How long a small body may take.
const WHOLE_TIME: Duration = Duration::from_secs(20);
/// How long a large body may pause.
const PAUSE_TIME: Duration = Duration::from_secs(10);
/// In each such time a large body must bring at least [`WINDOW_BYTES`].
const WINDOW_TIME: Duration = Duration::from_secs(15);
const WINDOW_BYTES: usize = 16 * 1024;
/// Most bytes that may lie unread between sender and reader: larger is a header that never ends.
const UNREAD_BYTES: usize = 1024 * 1024;

/// Reads a body of at most `limit` bytes.
pub async fn whole(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(WHOLE_TIME, Limited::new(body, limit).collect()).await {
        Err(_) => Err(Refusal::Slow),
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
        Ok(Err(_)) => Err(Refusal::Garbled),
    }
}

/// Counts what the reader of a [`paced`] body has not taken up yet.
#[derive(Clone, Default)]
pub struct Unread(Arc<AtomicUsize>);

impl Unread {
    /// The reader has taken up what there was.
    pub fn taken(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A body in pieces that ends with an error when it exceeds `limit` bytes or comes in too slowly.
pub fn paced(
    body: Body,
    limit: u64,
    unread: Unread,
) -> impl Stream<Item = Result<Bytes, io::Error>> + Send + Unpin {
    let reading = Reading {
        pieces: body.into_data_stream(),
        left: limit,
        unread,
        window: Stopwatch::start(),
        window_bytes: 0,
    };
    Box::pin(futures::stream::try_unfold(reading, Reading::next))
}

/// Why a [`paced`] body ended early, from the error that its reader passes on.
pub fn refusal(error: &(dyn std::error::Error + 'static)) -> Refusal {
    let kinds = std::iter::successors(Some(error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .map(io::Error::kind);
    for kind in kinds {
        match kind {
            io::ErrorKind::FileTooLarge => return Refusal::TooLarge,
            io::ErrorKind::TimedOut => return Refusal::Slow,
            _ => {}
        }
    }
    Refusal::Garbled
}

struct Reading {
    pieces: BodyDataStream,
    left: u64,
    unread: Unread,
    window: Stopwatch,
    window_bytes: usize,
}

impl Reading {
    async fn next(mut self) -> io::Result<Option<(Bytes, Reading)>> {
        let piece = tokio::time::timeout(PAUSE_TIME, self.pieces.next());
        let piece = match piece.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))? {
            None => return Ok(None),
            Some(piece) => piece.map_err(io::Error::other)?,
        };
        self.left = self.left.checked_sub(piece.len() as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        if self.unread.0.fetch_add(piece.len(), Ordering::Relaxed) > UNREAD_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.window_bytes += piece.len();
        if self.window.elapsed() > WINDOW_TIME {
            if self.window_bytes < WINDOW_BYTES {
                return Err(io::ErrorKind::TimedOut.into());
            }
            (self.window, self.window_bytes) = (Stopwatch::start(), 0);
        }
        Ok(Some((piece, self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_over_its_limit_is_refused() {
        assert_eq!(whole(Body::from("12345"), 5).await.unwrap(), "12345");
        assert_eq!(whole(Body::from("123456"), 5).await, Err(Refusal::TooLarge));
    }

    #[tokio::test]
    async fn a_large_body_ends_with_an_error_at_its_limit() {
        let pieces = || futures::stream::iter([Ok::<_, io::Error>("1234"), Ok("5678")]);
        let fits: Vec<_> = paced(Body::from_stream(pieces()), 8, Unread::default()).collect().await;
        assert!(fits.iter().all(Result::is_ok));
        let over: Vec<_> = paced(Body::from_stream(pieces()), 7, Unread::default()).collect().await;
        assert_eq!(refusal(over[1].as_ref().unwrap_err()), Refusal::TooLarge);
    }

    #[tokio::test]
    async fn what_nobody_takes_up_is_not_piled_up() {
        let pieces = futures::stream::repeat_with(|| Ok::<_, io::Error>(vec![0u8; 64 * 1024]));
        let body = Body::from_stream(pieces);
        let taken =
            paced(body, u64::MAX, Unread::default()).take_while(|piece| std::future::ready(piece.is_ok()));
        assert!(taken.count().await < 20);
    }
}
