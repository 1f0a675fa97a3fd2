//! The transaction of a whole request, and how each use case has it.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard};

use domain::promise::ServiceLevels;
use store::{Store, Tx};

use crate::error::{Error, Result};

/// The transaction of a whole request, lent to each use case in turn.
#[derive(Default)]
pub(crate) struct Whole {
    slot: Mutex<Slot>,
    pub rung: AtomicBool,
    pub webhooks_rung: AtomicBool,
    pub look_again: AtomicBool,
    /// What is set for promises, once it is committed.
    pub promises: Mutex<Option<ServiceLevels>>,
}

#[derive(Default)]
enum Slot {
    #[default]
    NotBegun,
    Here(Tx),
    Lent,
    /// A use case gave it up: nothing of the request may be committed.
    Broken,
}

impl Whole {
    /// Takes the transaction back, if it has begun and none of its parts was given up.
    pub fn end(&self) -> Option<Tx> {
        match std::mem::replace(&mut *lock(&self.slot), Slot::Broken) {
            Slot::Here(tx) => Some(tx),
            Slot::NotBegun | Slot::Lent | Slot::Broken => None,
        }
    }

    /// The transaction, if it has begun and nobody has it.
    pub fn lend(&self) -> Option<Tx> {
        let mut slot = lock(&self.slot);
        match std::mem::replace(&mut *slot, Slot::Lent) {
            Slot::Here(tx) => Some(tx),
            other => {
                *slot = other;
                None
            }
        }
    }

    /// The transaction, begun where it has not been.
    pub async fn begin(&self, store: &Store) -> Result<Tx> {
        if let Some(tx) = self.lend() {
            return Ok(tx);
        }
        if !matches!(*lock(&self.slot), Slot::NotBegun) {
            return Err(Error::internal("a request's transaction is begun while another use case has it"));
        }
        let tx = store.write().await?;
        *lock(&self.slot) = Slot::Lent;
        Ok(tx)
    }
}

/// A transaction as a use case has it: its own, or that of the whole request.
pub struct Held {
    /// None once it is given back.
    tx: Option<Tx>,
    home: Option<Arc<Whole>>,
    purpose: Purpose,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
}

impl Held {
    /// Ends the use case's part: commits, or leaves it to the whole request to commit.
    pub async fn commit(mut self) -> Result<()> {
        match (self.tx.take(), &self.home) {
            (Some(tx), Some(home)) => *lock(&home.slot) = Slot::Here(tx),
            (Some(tx), None) => tx.commit().await?,
            (None, _) => {}
        }
        Ok(())
    }

    /// Takes back what was written; a whole request can't go on after that.
    pub async fn rollback(mut self) -> Result<()> {
        match (self.tx.take(), &self.home, self.purpose) {
            (Some(tx), Some(home), Purpose::Read) => *lock(&home.slot) = Slot::Here(tx),
            (Some(tx), Some(home), Purpose::Write) => {
                *lock(&home.slot) = Slot::Broken;
                tx.rollback().await?;
            }
            (Some(tx), None, _) => tx.rollback().await?,
            (None, _, _) => {}
        }
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let (Some(tx), Some(home)) = (self.tx.take(), &self.home) else { return };
        *lock(&home.slot) = match self.purpose {
            Purpose::Read => Slot::Here(tx),
            // Dropped on the way: what it wrote is half a change.
            Purpose::Write => Slot::Broken,
        };
    }
}

impl Deref for Held {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        match &self.tx {
            Some(tx) => tx,
            None => unreachable!("a transaction that was given back is out of reach"),
        }
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Tx {
        match &mut self.tx {
            Some(tx) => tx,
            None => unreachable!("a transaction that was given back is out of reach"),
        }
    }
}

impl From<Tx> for Held {
    fn from(tx: Tx) -> Held {
        Held { tx: Some(tx), home: None, purpose: Purpose::Write }
    }
}

impl Held {
    /// What a whole request lends.
    pub(super) fn lent(tx: Tx, home: Arc<Whole>, purpose: Purpose) -> Held {
        Held { tx: Some(tx), home: Some(home), purpose }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
