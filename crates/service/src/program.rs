//! A program's request: which token sent it, which version it had seen, and the one transaction that all of it is.
//!
//! A use case begins and ends its transaction at the [`Ctx`]. Within [`once`] all that begin share one, which commits
//! together with the answer: a request that is sent again with its key finds the answer, or finds that nothing happened.

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::fault::Fault;
use domain::ids::{EventSeq, TokenId};
use domain::time::{HOUR, UnixMs};
pub use store::answer::Answer;
use store::answer::Kept;
use store::{Store, Tx};

use crate::ctx::Ctx;
use crate::error::{Error, Result};

/// How long an answer is kept under its key.
const KEPT_FOR: domain::time::Millis = HOUR.times(24);

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

/// What makes a request the same request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The hash of token and key.
    pub key: [u8; 32],
    /// The hash of what was sent with it.
    pub request: [u8; 32],
}

/// What came of a request.
#[derive(Debug)]
pub enum Outcome {
    /// It was done now.
    Done(Answer),
    /// It was done before, with this answer.
    Again(Answer),
    /// The key belongs to a request that said something else.
    OtherRequest,
    /// The first request with this key is still at work.
    Running,
}

/// Does a request in one transaction, and keeps its answer there where the request has a key.
/// What is refused leaves nothing behind, and its key is free again.
pub async fn once<F, Work>(ctx: &Ctx, key: Option<Key>, work: F) -> Result<Outcome>
where
    F: FnOnce(Ctx) -> Work,
    Work: Future<Output = Result<Answer>>,
{
    let _running = match key {
        None => None,
        Some(key) => match ctx.service.running().enter(key.key) {
            Some(running) => Some(running),
            None => return Ok(Outcome::Running),
        },
    };
    if let Some(outcome) = before(ctx, key).await? {
        return Ok(outcome);
    }
    let whole = Arc::new(Whole::default());
    let answer = work(ctx.within(whole.clone())).await;
    let tx = whole.end();
    match answer {
        Ok(answer) => settle(ctx, key, &whole, tx, answer).await,
        Err(error) => {
            drop(tx);
            // On another process the same request may have been quicker, and this one stumbled over what it did.
            match before(ctx, key).await? {
                Some(outcome) => Ok(outcome),
                None => Err(error),
            }
        }
    }
}

/// Answers older than this can't be asked for again.
pub(crate) fn answers_forgotten_before(now: UnixMs) -> UnixMs {
    now - KEPT_FOR
}

async fn settle(
    ctx: &Ctx,
    key: Option<Key>,
    whole: &Whole,
    tx: Option<Tx>,
    answer: Answer,
) -> Result<Outcome> {
    let Some(mut tx) = tx else { return Ok(Outcome::Done(answer)) };
    if let Some(Key { key: hash, request }) = key {
        let now = ctx.service.now();
        let kept = Kept { request, answer: answer.clone() };
        if !store::answer::keep(&mut tx, &hash, &kept, now, answers_forgotten_before(now)).await? {
            tx.rollback().await?;
            return before(ctx, key).await?.ok_or_else(|| Fault::Busy { retry_after_s: 1 }.into());
        }
    }
    tx.commit().await?;
    if whole.rung.load(Ordering::Relaxed) {
        ctx.service.ring();
    }
    if whole.wall_changed.load(Ordering::Relaxed) {
        ctx.service.wall().forget().await;
    }
    Ok(Outcome::Done(answer))
}

/// What came of the request when it was sent before.
async fn before(ctx: &Ctx, key: Option<Key>) -> Result<Option<Outcome>> {
    let Some(Key { key, request }) = key else { return Ok(None) };
    let mut tx = ctx.service.store().read().await?;
    let kept = store::answer::find(&mut tx, &key, answers_forgotten_before(ctx.service.now())).await?;
    Ok(kept.map(|kept| match kept.request == request {
        true => Outcome::Again(kept.answer),
        false => Outcome::OtherRequest,
    }))
}

/// The keys whose requests are at work in this process.
#[derive(Default)]
pub(crate) struct Running(Arc<Mutex<HashSet<[u8; 32]>>>);

/// A request is at work as long as this lives.
pub(crate) struct AtWork {
    key: [u8; 32],
    keys: Arc<Mutex<HashSet<[u8; 32]>>>,
}

impl Running {
    fn enter(&self, key: [u8; 32]) -> Option<AtWork> {
        lock(&self.0).insert(key).then(|| AtWork { key, keys: self.0.clone() })
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        lock(&self.keys).remove(&self.key);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// The transaction of a whole request, lent to each use case in turn.
#[derive(Default)]
pub(crate) struct Whole {
    slot: Mutex<Slot>,
    rung: AtomicBool,
    wall_changed: AtomicBool,
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
    fn end(&self) -> Option<Tx> {
        match std::mem::replace(&mut *lock(&self.slot), Slot::Broken) {
            Slot::Here(tx) => Some(tx),
            Slot::NotBegun | Slot::Lent | Slot::Broken => None,
        }
    }

    /// The transaction, if it has begun and nobody has it.
    fn lend(&self) -> Option<Tx> {
        let mut slot = lock(&self.slot);
        match std::mem::replace(&mut *slot, Slot::Lent) {
            Slot::Here(tx) => Some(tx),
            other => {
                *slot = other;
                None
            }
        }
    }

    async fn begin(&self, store: &Store) -> Result<Tx> {
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
enum Purpose {
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

impl Ctx {
    /// The same request, by a program.
    pub fn of_program(self, program: Program) -> Ctx {
        Ctx { program: Some(program), ..self }
    }

    /// A transaction to read in; within a whole request it sees what the request has written so far.
    pub(crate) async fn read(&self) -> Result<Held> {
        let home = self.whole();
        match home.and_then(|home| home.lend()) {
            Some(tx) => Ok(Held { tx: Some(tx), home: home.cloned(), purpose: Purpose::Read }),
            None => {
                Ok(Held { tx: Some(self.service.store().read().await?), home: None, purpose: Purpose::Read })
            }
        }
    }

    /// A transaction to write in.
    pub(crate) async fn write(&self) -> Result<Held> {
        let store = self.service.store();
        match self.whole() {
            Some(home) => {
                let tx = home.begin(store).await?;
                Ok(Held { tx: Some(tx), home: Some(home.clone()), purpose: Purpose::Write })
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

    /// The wall's picture is counted anew once it is committed: something changed that is no event of a ticket.
    pub(crate) async fn forget_wall(&self) {
        match self.whole() {
            Some(whole) => whole.wall_changed.store(true, Ordering::Relaxed),
            None => self.service.wall().forget().await,
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
