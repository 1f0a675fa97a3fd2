//! Whether the program lives, and whether it can do its work: for people and machines who watch it.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use nix::sys::statvfs::statvfs;
use serde::Serialize;

use crate::desk::Desk;

/// Less room than this on the disk is red: the next form may not fit.
pub const LEAST_ROOM_BYTES: u64 = 16 * 1024 * 1024;
/// An answer that takes longer is as good as none.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Green,
    Red,
}

#[derive(Debug, Serialize)]
struct Report {
    ready: bool,
    /// Takes a write.
    database: Colour,
    /// Has room for files.
    disk: Colour,
    /// Timers ran lately.
    jobs: Colour,
}

/// `/healthz`
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `/readyz`
pub async fn ready(State(desk): State<Desk>) -> Response {
    let database = in_time(desk.service().store().writable()).await;
    let jobs = in_time(service::job::healthy(desk.service())).await;
    let report = Report::of(colour(database.is_some()), disk(&desk), colour(jobs == Some(true)));
    let status = if report.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(report)).into_response()
}

impl Report {
    fn of(database: Colour, disk: Colour, jobs: Colour) -> Report {
        let ready = [database, disk, jobs].iter().all(|colour| *colour == Colour::Green);
        Report { ready, database, disk, jobs }
    }
}

async fn in_time<T, E>(answer: impl Future<Output = Result<T, E>>) -> Option<T> {
    tokio::time::timeout(PATIENCE, answer).await.ok()?.ok()
}

fn disk(desk: &Desk) -> Colour {
    let room = statvfs(desk.spool()).map(|disk| disk.blocks_available() * disk.fragment_size());
    colour(room.is_ok_and(|bytes| bytes >= LEAST_ROOM_BYTES))
}

const fn colour(good: bool) -> Colour {
    if good { Colour::Green } else { Colour::Red }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_red_part_makes_the_whole_not_ready() {
        use Colour::{Green, Red};
        assert!(Report::of(Green, Green, Green).ready);
        for (database, disk, jobs) in [(Red, Green, Green), (Green, Red, Green), (Green, Green, Red)] {
            assert!(!Report::of(database, disk, jobs).ready);
        }
    }
}
