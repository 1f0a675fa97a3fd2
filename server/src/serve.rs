//! The accept loop: takes connections, gives each no more time than a person needs, and drains before it ends.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Method;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt as _;

use crate::io::Patient;
use crate::pour::{Endless, pour};

/// Most connections at once. A wall and a phone hold one each for hours.
const MAX_CONNECTIONS: u32 = 10_000;
/// From a connection's first moment, or the end of the last answer, to the end of the next request's headers.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// Largest request line with all headers.
const MAX_HEADER_BYTES: usize = 32 * 1024;
/// How long running requests may take when the server is told to stop.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// How long to wait when the system has no file handles left.
const BREATH: Duration = Duration::from_millis(50);

/// Who is at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Tells the open live streams to end, so that browsers connect again, to the next server.
pub type Closing = watch::Receiver<bool>;

/// Serves until `stop` is ready, then lets running requests end. Live streams end at once.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    closing: watch::Sender<bool>,
    stop: impl Future<Output = ()>,
) {
    let seats = Arc::new(Semaphore::new(MAX_CONNECTIONS as usize));
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer, seat) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &seats) => accepted,
        };
        let told = closing.subscribe();
        tokio::spawn(converse(stream, peer, seat, router.clone(), told));
    }
    drop(listener);
    // Nobody may be listening any more, which is what is wanted.
    let _ = closing.send(true);
    let all_left = seats.acquire_many(MAX_CONNECTIONS);
    if tokio::time::timeout(DRAIN_TIME, all_left).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut");
    }
}

async fn accept(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        let Ok(seat) = seats.clone().acquire_owned().await else {
            unreachable!("the seats are never closed")
        };
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, seat),
            Err(error) if gone(&error) => {}
            Err(error) => {
                tracing::error!(cause = %error, "cannot take a connection");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// Whether the other side left before it was greeted, which is none of our business.
fn gone(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted)
}

async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    seat: OwnedSemaphorePermit,
    router: Router,
    mut closing: Closing,
) {
    // A socket that never sends a byte gets no buffers, and its seat is free again soon.
    tokio::select! {
        ready = tokio::time::timeout(HEADER_TIME, stream.readable()) => {
            if !matches!(ready, Ok(Ok(()))) {
                return;
            }
        }
        _ = closing.changed() => return,
    }
    // Without this a page that is sent in two pieces waits for the other side's acknowledgement.
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(Patient::new(stream));
    if let Some((socket, response)) = talk(stream, peer, router, closing).await {
        pour(socket, response, seat);
    }
}

/// Answers requests until the connection ends, or one of the answers has no end.
async fn talk(
    stream: TokioIo<Patient>,
    peer: SocketAddr,
    router: Router,
    mut closing: Closing,
) -> Option<(Patient, Response)> {
    let endless: Arc<Mutex<Option<Response>>> = Arc::default();
    let slot = endless.clone();
    let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        let asks_for_body = request.method() == Method::GET;
        let (answer, slot) = (router.clone().oneshot(request), slot.clone());
        async move {
            let response = answer.await?;
            if asks_for_body && Endless::is(&response) {
                *lock(&slot) = Some(response);
                // The connection is taken apart before this would go on.
                std::future::pending::<()>().await;
                unreachable!("an answer without an end is sent by somebody else")
            }
            Ok::<Response, Infallible>(response)
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(MAX_HEADER_BYTES)
        .serve_connection(stream, service);
    let mut told = false;
    let response = loop {
        let talk = std::future::poll_fn(|cx| {
            let ended = Pin::new(&mut connection).poll(cx);
            match lock(&endless).take() {
                Some(response) => Poll::Ready(Some(response)),
                // Errors here are the other side's: it went away, or it does not speak HTTP.
                None => ended.map(|_| None),
            }
        });
        tokio::select! {
            response = talk => break response?,
            _ = closing.changed(), if !told => {
                told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    Some((connection.into_parts().io.into_inner(), response))
}

fn lock(slot: &Mutex<Option<Response>>) -> MutexGuard<'_, Option<Response>> {
    // Nothing can panic while it is held.
    slot.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
