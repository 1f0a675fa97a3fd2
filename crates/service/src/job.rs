//! What Deskbell does by itself: shallow, idempotent jobs, each a row with a name, a lease and a next time.

use std::time::Duration;

use domain::fault::Fault;
use domain::ticket::Refused;
use domain::time::{DAY, HOUR, MINUTE, Millis, UnixMs};
use store::{Sharing, Store};

use crate::ctx::{Ctx, Service};
use crate::error::Result;
use crate::{program, promise, rota, routing, ticket, webhook};

/// How often due jobs are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// A job that has not ended after this long is taken over by another process.
const LEASE: Millis = MINUTE.times(5);
/// Tickets closed in one go; the next go comes at once while there are more.
const MAX_PER_RUN: i64 = 100;

/// How many jobs there are.
pub(crate) const COUNT: usize = Job::ALL.len();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Job {
    /// Tells people of promises that will break, or have broken.
    Promises,
    /// Closes resolved tickets whose grace period is over.
    CloseResolved,
    /// Gives tickets that wait to whoever is on duty now.
    RouteWaiting,
    /// Warns of hours for which the rota has nobody but the lead.
    WarnOfGaps,
    /// Forgets forms and sessions that can't be used any more.
    Forget,
}

impl Job {
    const ALL: [Job; 5] =
        [Job::Promises, Job::CloseResolved, Job::RouteWaiting, Job::WarnOfGaps, Job::Forget];

    const fn name(self) -> &'static str {
        match self {
            Job::Promises => "promises",
            Job::CloseResolved => "close_resolved",
            Job::RouteWaiting => "route_waiting",
            Job::WarnOfGaps => "warn_of_gaps",
            Job::Forget => "forget",
        }
    }

    const fn every(self) -> Millis {
        match self {
            Job::Promises | Job::CloseResolved | Job::RouteWaiting => MINUTE,
            Job::WarnOfGaps | Job::Forget => HOUR,
        }
    }
}

/// Runs due jobs for ever; dropped when the server stops. A job that is cut off is run again.
pub async fn run(service: &Service) {
    if let Err(error) = release(service).await {
        tracing::warn!(fault = ?error.fault, "job: leases of the last process stay until they end");
    }
    loop {
        if let Err(error) = run_all(service).await {
            tracing::warn!(fault = ?error.fault, "job: failed, it runs again at its next time");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Where only one process may serve, a lease that is left belongs to one that was killed: its job is due now.
async fn release(service: &Service) -> Result<()> {
    if service.store().sharing() == Sharing::OneProcess {
        let mut tx = service.store().write().await?;
        store::job::release_all(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Runs every job that is due once. All get their turn; the first failure is told.
pub async fn run_all(service: &Service) -> Result<()> {
    let mut outcome = Ok(());
    for job in Job::ALL {
        outcome = outcome.and(run_if_due(service, job).await);
    }
    outcome
}

/// Whether every job has ended well lately: within three of its intervals and a lease.
pub async fn healthy(service: &Service) -> Result<bool> {
    Ok(overdue(service.store(), service.now()).await?.is_empty())
}

/// The jobs that have not ended well lately.
pub(crate) async fn overdue(store: &Store, now: UnixMs) -> store::Result<Vec<&'static str>> {
    let mut tx = store.read().await?;
    let mut overdue = Vec::new();
    for job in Job::ALL {
        let late = now - (job.every().times(3).max(LEASE));
        if store::job::last_ok(&mut tx, job.name()).await?.is_none_or(|at| at < late) {
            overdue.push(job.name());
        }
    }
    Ok(overdue)
}

async fn run_if_due(service: &Service, job: Job) -> Result<()> {
    let now = service.now();
    let mut tx = service.store().write().await?;
    let mine = store::job::claim(&mut tx, job.name(), now, LEASE, job.every()).await?;
    tx.commit().await?;
    if !mine {
        return Ok(());
    }
    let done = match job {
        Job::Promises => promise::sound(service).await,
        Job::CloseResolved => close_resolved(service).await,
        Job::RouteWaiting => routing::route_waiting(service).await,
        Job::WarnOfGaps => rota::warn_of_gaps(service).await,
        Job::Forget => forget(service, now).await,
    };
    let next_at = now + job.every();
    let mut tx = service.store().write().await?;
    match &done {
        Ok(()) => store::job::done(&mut tx, job.name(), service.now(), next_at).await?,
        Err(_) => store::job::failed(&mut tx, job.name(), service.now(), next_at).await?,
    }
    tx.commit().await?;
    done
}

async fn close_resolved(service: &Service) -> Result<()> {
    let ctx = Ctx::system(service.clone());
    let before = service.now() - DAY.times(service.settings().grace_days);
    loop {
        let mut tx = service.store().read().await?;
        let tickets = store::ticket::to_close(&mut tx, before, MAX_PER_RUN).await?;
        tx.rollback().await?;
        for id in &tickets {
            match ticket::close(&ctx, *id).await {
                // Somebody was quicker.
                Err(error) if error.fault == (Fault::Refused { refused: Refused::Ended }) => {}
                closed => drop(closed?),
            }
        }
        if (tickets.len() as i64) < MAX_PER_RUN {
            return Ok(());
        }
    }
}

async fn forget(service: &Service, now: UnixMs) -> Result<()> {
    let mut tx = service.store().write().await?;
    store::idempotency::forget(&mut tx, ticket::forms_forgotten_before(now)).await?;
    store::session::forget_expired(&mut tx, now).await?;
    store::answer::forget(&mut tx, program::answers_forgotten_before(now)).await?;
    tx.commit().await?;
    webhook::forget(service).await
}
