//! A believable small company, for a first look and for pictures of every page.
//!
//! `people`, `company` and `stories` are tables that read like a script; `script` is the language they are written
//! in, and `play` carries them out through the use cases, each at its own instant of the last four weeks.

mod company;
mod covered;
mod duty;
mod people;
mod picture;
mod play;
mod script;
mod stories;

use domain::person::Role;
use domain::time::{DAY, UnixMs};

use crate::ctx::{Ctx, Service};
use crate::error::Error;
use crate::promise;
use crate::session;
use company::Topics;
use people::Cast;

/// The password of every account of the demo.
const PASSWORD: &str = "lumbrera-demo-2026";

/// What the desk holds now.
#[derive(Clone, Debug)]
pub struct Filled {
    pub people: usize,
    pub tickets: usize,
    /// Who can sign in: address and roles.
    pub accounts: Vec<(String, Vec<Role>)>,
    pub password: &'static str,
}

/// Why the desk was not filled.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("this desk has people already; the demo needs an empty one, for instance a new --data folder")]
    NotEmpty,
    #[error("the demo could not be written")]
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Failed(error)
    }
}

/// Fills an empty desk: Lumbrera Optics, its people, and four weeks of their tickets up to now.
/// Errors with [`Refused::NotEmpty`] and changes nothing when the desk knows anybody. Where it fails half way, what
/// was written stays, as with any other use of the desk.
pub async fn fill(service: &Service) -> Result<Filled, Refused> {
    let Some((cast, topics)) = found(service).await? else { return Err(Refused::NotEmpty) };
    let tickets = play::all(service, &cast, &topics).await?;
    plan(service, &cast, &topics).await?;
    let accounts = people::accounts().map(|(email, roles)| (email, roles.to_vec())).collect();
    Ok(Filled { people: people::PEOPLE.len(), tickets, accounts, password: PASSWORD })
}

/// Writes what was there before the first ticket, all of it or nothing; none where somebody was there first.
async fn found(service: &Service) -> crate::Result<Option<(Cast, Topics)>> {
    let now = service.now();
    let long_ago = now - DAY.times(400);
    let settings = company::settings();
    let mut tx = service.store().write().await?;
    let people = store::person::list(&mut tx).await?;
    if !people.is_empty() || store::event::last_seq(&mut tx).await?.0 > 0 {
        return Ok(None);
    }
    let hash = session::hash_password(service, "password", PASSWORD).await?;
    store::settings::save(&mut tx, &settings, now).await?;
    let ctx = Ctx::system(service.clone());
    promise::set_own_week(&mut tx, &ctx, UnixMs(0), &settings.zone, None).await?;
    let levels = store::promise::load(&mut tx).await?;
    service.set_promises(levels);
    let topics = company::open(&mut tx, service, now, long_ago).await?;
    let cast = people::hire(&mut tx, &hash, long_ago).await?;
    tx.commit().await?;
    service.set_settings(settings);
    Ok(Some((cast, topics)))
}

/// The rota comes last: what came before it was given out by hand.
async fn plan(service: &Service, cast: &Cast, topics: &Topics) -> crate::Result<()> {
    let mut tx = service.store().write().await?;
    duty::plan(&mut tx, service, cast, topics).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests;
