//! A request that is sent again has one effect and gets the same answer.

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use domain::fault::Fault;
use domain::time::{HOUR, Millis, UnixMs};
use store::Tx;
use store::answer::{Answer, Kept};

use super::held::{Whole, lock};
use crate::ctx::Ctx;
use crate::error::Result;

/// How long an answer is kept under its key.
const KEPT_FOR: Millis = HOUR.times(24);

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
    if let Some(levels) = lock(&whole.promises).take() {
        ctx.service.set_promises(levels);
    }
    if whole.webhooks_rung.load(Ordering::Relaxed) {
        ctx.service.ring_webhooks();
    }
    if whole.look_again.load(Ordering::Relaxed) {
        ctx.service.look_again().await;
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
