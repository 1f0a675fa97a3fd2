//! The log: to standard error, for people or for programs, without bodies, secrets or addresses of people.

use std::io::IsTerminal as _;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing_subscriber::EnvFilter;

use crate::calendar;
use crate::clock::Stopwatch;
use crate::config::LogFormat;
use crate::entropy;

/// What is said of others' code: only what needs a person. A client that goes away is no news.
const LEVELS: &str = "info,hyper=error,sqlx=error,leptos=warn";

/// Starts the log of this process.
pub fn start(format: LogFormat) {
    // A line that can't be written, on a disk that is full, is lost. To say so where it can't be said would cost the
    // request of which it tells.
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(LEVELS))
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    // A second start, as tests do it, keeps the first log.
    let _ = match format {
        LogFormat::Human => builder.with_ansi(std::io::stderr().is_terminal()).with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}

/// What a handler knows about a failure of ours: it travels with the answer to the log, and the page shows the name.
#[derive(Clone, Debug)]
pub struct Incident {
    pub name: String,
    pub cause: String,
}

impl Incident {
    /// Names a failure.
    pub fn new(cause: impl std::fmt::Display) -> Incident {
        Incident { name: entropy::incident(), cause: cause.to_string() }
    }

    /// Names what went wrong in a use case, with all causes behind it.
    pub fn of(error: &service::Error) -> Incident {
        let Some(cause) = error.cause() else {
            return Incident::new(&error.fault);
        };
        let causes: Vec<String> =
            std::iter::successors(Some(cause as &dyn std::error::Error), |error| error.source())
                .map(ToString::to_string)
                .collect();
        Incident::new(causes.join(": "))
    }
}

/// Writes one line for each request that failed.
pub async fn log(request: Request, next: Next) -> Response {
    let watch = Stopwatch::start();
    let method = request.method().clone();
    // The query stays out: it may carry a guest's key. So does the secret of a calendar.
    let path = calendar::without_secret(request.uri().path()).to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let incident = response.extensions().get::<Incident>();
    let duration_ms = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX);
    match incident {
        Some(Incident { name, cause }) => {
            tracing::error!(incident = name, %method, path, status, duration_ms, cause, "a request failed");
        }
        // Too busy, a full disk, not ready yet: that is told, and nothing has failed that is not known.
        None if status >= 500 => {
            tracing::warn!(%method, path, status, duration_ms, "a request was not served");
        }
        None => {}
    }
    response
}
