//! What processes that share a database tell each other beside the log: who is where, and that settings have changed.

use std::time::Duration;

use domain::person::PersonChip;
use domain::time::{Millis, SECOND};
use store::{Sharing, Snapshot, Tx};

use crate::ctx::{Service, WeakService};
use crate::error::{Error, Result};
use crate::presence::Place;

/// What a process has said counts this long: so long a colleague is seen whose process was killed.
const COUNTS_FOR: Millis = SECOND.times(45);
/// Said again this often, while somebody is there.
const SAY_EVERY: Duration = Duration::from_secs(15);
/// Comings and goings that are this close together are told as one.
const SETTLES: Duration = Duration::from_millis(200);

/// Tells the others who is here, on every change, until the house is gone.
pub async fn say_who_is_here(house: WeakService) {
    let Some(mut changed) = house.upgrade().map(|service| service.presence().changed_here()) else { return };
    let mut said_somebody = false;
    loop {
        // The line ends when the house is gone.
        if matches!(tokio::time::timeout(SAY_EVERY, changed.changed()).await, Ok(Err(_))) {
            return;
        }
        tokio::time::sleep(SETTLES).await;
        changed.mark_unchanged();
        let Some(service) = house.upgrade() else { return };
        let visits = service.presence().here();
        if visits.is_empty() && !said_somebody {
            continue;
        }
        match say(&service, &visits).await {
            Ok(()) => said_somebody = !visits.is_empty(),
            Err(error) => {
                tracing::warn!(fault = ?error.fault, "live: other processes could not be told who is here; trying again");
            }
        }
    }
}

async fn say(service: &Service, visits: &[(Place, PersonChip)]) -> Result<()> {
    let now = service.now();
    let told = serde_json::to_string(visits).map_err(Error::internal)?;
    let mut tx = service.store().write().await?;
    match visits {
        [] => store::presence::forget(&mut tx, service.process(), now).await?,
        _ => store::presence::say(&mut tx, service.process(), &told, now + COUNTS_FOR).await?,
    }
    tx.notify().await?;
    Ok(tx.commit().await?)
}

/// Takes in what other processes say now, and what anybody has written since `seen`.
pub async fn hear(service: &Service, seen: &mut Option<Snapshot>) -> Result<()> {
    if service.store().sharing() == Sharing::OneProcess {
        return Ok(());
    }
    let mut tx = service.store().read().await?;
    let said = store::presence::others(&mut tx, service.process(), service.now()).await?;
    // What a process of another build says may not be understood; it is left out.
    let visits =
        said.iter().filter_map(|visits| serde_json::from_str::<Vec<(Place, PersonChip)>>(visits).ok());
    service.presence().set_elsewhere(visits.flatten().collect());
    let snapshot = tx.snapshot().await?;
    if *seen != snapshot {
        take_in(service, &mut tx).await?;
        *seen = snapshot;
    }
    Ok(tx.rollback().await?)
}

/// What is kept in memory is as the database has it; services and people may have changed too, which is no event.
async fn take_in(service: &Service, tx: &mut Tx) -> Result<()> {
    let settings = store::settings::load(tx).await?;
    service.set_promises(store::promise::load(tx).await?);
    if let Some(settings) = settings.filter(|settings| *settings != *service.settings()) {
        service.set_settings(settings);
    }
    service.look_again().await;
    service.count_heard();
    Ok(())
}
