//! Services that tickets are about, and how they run.

use domain::category::{Service, ServiceState};
use domain::ids::ServiceId;
use domain::text::Label;
use domain::time::UnixMs;

use crate::decode::word;
use crate::fold::fold;
use crate::sql::{all, execute, optional, statements};
use crate::{Result, StoreError, Tx};

statements! {
    LIST = "select id, name, state from service where archived_at is null";
    INSERT = "insert into service (name, state, state_since, created_at)
        values ($1, $2, $3, $3)
        on conflict (name) where archived_at is null do nothing
        returning id";
    RENAME = "update service set name = $2 where id = $1 and archived_at is null";
    ARCHIVE = "update service set archived_at = $2 where id = $1 and archived_at is null";
    /// Saying the same again does not start the time anew.
    SET_STATE = "update service set
            state = $2,
            state_since = case when state = $2 then state_since else $3 end
        where id = $1 and archived_at is null";
    TROUBLES = "select id, name, state, state_since
        from service
        where archived_at is null and state <> 'running'";
}

/// Services in use, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<Service>> {
    let rows: Vec<(i64, String, String)> = all!(tx, LIST)?;
    let services = rows.into_iter().map(|(id, name, state)| service(id, name, &state));
    let mut services = services.collect::<Result<Vec<_>>>()?;
    services.sort_by_key(|service| (fold(&service.name), service.id));
    Ok(services)
}

/// Adds a service that is running.
/// Errors with `Conflict("service_name_key")` when there is one of that name; the transaction can go on then.
pub async fn insert(tx: &mut Tx, name: &Label, now: UnixMs) -> Result<ServiceId> {
    let row: Option<(i64,)> = optional!(tx, INSERT, name.as_str(), ServiceState::Running.as_str(), now.0)?;
    row.map(|(id,)| ServiceId(id)).ok_or(StoreError::Conflict("service_name_key"))
}

/// False when there is no such service in use.
pub async fn rename(tx: &mut Tx, id: ServiceId, name: &Label) -> Result<bool> {
    Ok(execute!(tx, RENAME, id.0, name.as_str())? > 0)
}

/// Takes a service out of use; tickets keep it. False when there is none in use.
pub async fn archive(tx: &mut Tx, id: ServiceId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, ARCHIVE, id.0, now.0)? > 0)
}

/// False when there is no such service in use.
pub async fn set_state(tx: &mut Tx, id: ServiceId, state: ServiceState, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, SET_STATE, id.0, state.as_str(), now.0)? > 0)
}

/// Services that do not run as they should and since when, the worst first, then the longest.
pub async fn troubles(tx: &mut Tx) -> Result<Vec<(Service, UnixMs)>> {
    let rows: Vec<(i64, String, String, i64)> = all!(tx, TROUBLES)?;
    let troubles =
        rows.into_iter().map(|(id, name, state, since)| Ok((service(id, name, &state)?, UnixMs(since))));
    let mut troubles = troubles.collect::<Result<Vec<_>>>()?;
    troubles.sort_by_key(|(service, since)| (badness(service.state), *since, service.id));
    Ok(troubles)
}

const fn badness(state: ServiceState) -> u8 {
    match state {
        ServiceState::Down => 0,
        ServiceState::Degraded => 1,
        ServiceState::Running => 2,
    }
}

fn service(id: i64, name: String, state: &str) -> Result<Service> {
    let state = word(state, ServiceState::from_name, "service", "state")?;
    Ok(Service { id: ServiceId(id), name, state })
}
