//! A program's request: which token sent it, which version it had seen, and the one transaction that all of it is.
//!
//! A use case begins and ends its transaction at the [`Ctx`]. Within [`once`] all that begin share one, which commits
//! together with the answer: a request that is sent again with its key finds the answer, or finds that nothing happened.

mod held;
mod once;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::ids::{EventSeq, TokenId};
use domain::promise::ServiceLevels;
pub use store::answer::Answer;

use crate::ctx::Ctx;
use crate::error::Result;
pub use held::Held;
use held::{Purpose, Whole, lock};
pub use once::{Key, Outcome, once};
pub(crate) use once::{Running, answers_forgotten_before};

/// What a program's request brings along.
#[derive(Clone)]
pub struct Program {
    pub token: TokenId,
    /// The version that the sender had seen (`If-Match`); none means that he sends whatever happened.
    pub seen: Option<EventSeq>,
    whole: Option<Arc<Whole>>,
}

impl Program {
    pub fn new(token: TokenId, seen: Option<EventSeq>) -> Program {
        Program { token, seen, whole: None }
    }
}

impl Ctx {
    /// The same request, by a program.
    pub fn of_program(self, program: Program) -> Ctx {
        Ctx { program: Some(program), ..self }
    }

    /// A transaction to read in; within a whole request it sees what the request has written so far.
    pub(crate) async fn read(&self) -> Result<Held> {
        match self.whole().and_then(|home| Some((home, home.lend()?))) {
            Some((home, tx)) => Ok(Held::lent(tx, home.clone(), Purpose::Read)),
            None => Ok(self.service.store().read().await?.into()),
        }
    }

    /// A transaction to write in.
    pub(crate) async fn write(&self) -> Result<Held> {
        let store = self.service.store();
        match self.whole() {
            Some(home) => {
                let tx = home.begin(store).await?;
                Ok(Held::lent(tx, home.clone(), Purpose::Write))
            }
            None => Ok(store.write().await?.into()),
        }
    }

    /// Rings the bell of the open streams once it is committed.
    pub(crate) fn ring(&self) {
        match self.whole() {
            Some(whole) => whole.rung.store(true, Ordering::Relaxed),
            None => self.service.ring(),
        }
    }

    /// Tells the one who carries webhooks, once it is committed, that there is something for him that is no event.
    pub(crate) fn ring_webhooks(&self) {
        match self.whole() {
            Some(whole) => whole.webhooks_rung.store(true, Ordering::Relaxed),
            None => self.service.ring_webhooks(),
        }
    }

    /// Has [`Service::look_again`] once it is committed.
    pub(crate) async fn look_again(&self) {
        match self.whole() {
            Some(whole) => whole.look_again.store(true, Ordering::Relaxed),
            None => self.service.look_again().await,
        }
    }

    /// Lets other calendars and policies hold once they are committed.
    pub(crate) fn take_in_promises(&self, levels: ServiceLevels) {
        match self.whole() {
            Some(whole) => *lock(&whole.promises) = Some(levels),
            None => self.service.set_promises(levels),
        }
    }

    /// The version that a program had seen.
    pub(crate) fn seen(&self) -> Option<EventSeq> {
        self.program.as_ref().and_then(|program| program.seen)
    }

    /// Whether copies of a request are told apart by the request's own key, so that equal words are two requests.
    pub(crate) fn keeps_own_keys(&self) -> bool {
        self.program.is_some()
    }

    fn whole(&self) -> Option<&Arc<Whole>> {
        self.program.as_ref().and_then(|program| program.whole.as_ref())
    }

    fn within(&self, whole: Arc<Whole>) -> Ctx {
        let program = self.program.clone().map(|program| Program { whole: Some(whole), ..program });
        Ctx { program, ..self.clone() }
    }
}
