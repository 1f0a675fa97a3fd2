//! Jobs that come round: who runs one now, when it is due next, and when it last went well.

use domain::time::{Millis, UnixMs};

use crate::sql::{execute, optional, statements};
use crate::{Result, Tx};

statements! {
    /// `$2` now, `$3` the end of the lease, `$4` the latest sensible next run. A next run or a lease beyond what
    /// could have been set now comes from a clock that was wrong, and does not count.
    CLAIM = "insert into job (name, next_at, leased_until, failures)
        values ($1, $2, $3, 0)
        on conflict (name) do update set leased_until = excluded.leased_until
            where (job.next_at <= $2 or job.next_at > $4)
                and (job.leased_until is null or job.leased_until <= $2 or job.leased_until > $3)
        returning name";
    DONE = "update job set next_at = $3, leased_until = null, last_ok_at = $2, failures = 0 where name = $1";
    FAILED = "update job set
            next_at = $3, leased_until = null, last_failed_at = $2, failures = failures + 1
        where name = $1";
    RELEASE = "update job set leased_until = null where leased_until is not null";
    LAST_OK = "select last_ok_at from job where name = $1";
}

/// Whether the job is due and nobody else runs it; it is ours for `lease` then. The first claim of a name is due at
/// once. `every` is the job's period, further away than which no next run may lie.
pub async fn claim(tx: &mut Tx, name: &str, now: UnixMs, lease: Millis, every: Millis) -> Result<bool> {
    let mine: Option<(String,)> = optional!(tx, CLAIM, name, now.0, (now + lease).0, (now + every).0)?;
    Ok(mine.is_some())
}

/// Ends the lease after a success. `next_at` is at most one period away.
pub async fn done(tx: &mut Tx, name: &str, now: UnixMs, next_at: UnixMs) -> Result<()> {
    execute!(tx, DONE, name, now.0, next_at.0).map(drop)
}

/// Ends the lease after a failure. `next_at` is at most one period away.
pub async fn failed(tx: &mut Tx, name: &str, now: UnixMs, next_at: UnixMs) -> Result<()> {
    execute!(tx, FAILED, name, now.0, next_at.0).map(drop)
}

/// Ends the leases of whoever had some: for a process that knows itself to be alone after another one was killed.
pub async fn release_all(tx: &mut Tx) -> Result<()> {
    execute!(tx, RELEASE).map(drop)
}

/// When the job last went well, if it ever did.
pub async fn last_ok(tx: &mut Tx, name: &str) -> Result<Option<UnixMs>> {
    let row: Option<(Option<i64>,)> = optional!(tx, LAST_OK, name)?;
    Ok(row.and_then(|(at,)| at).map(UnixMs))
}
