//! SQLite's writers in groups: whoever waits joins those who have written, and one sync makes all of it durable.
//!
//! Writers take turns on one connection, inside one outer transaction. The first writes as if he were alone; each who
//! follows writes between a savepoint and its release. The outer commit, with its one sync of the log, ends the group,
//! and only then does any member hear that it has committed. A group takes in those who were waiting when its first
//! member was done: whoever comes later stands behind the commit in the queue, so nobody waits for strangers without
//! end.
//!
//! Turns and commits run in tasks of their own, so that a caller who goes away at any point takes back only what he
//! wrote himself, or nothing when he had committed already.

use std::future::{Future, poll_fn};
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::{Result, StoreError};

/// Takes the write lock at once, so that a transaction which reads first can't fail when it comes to write.
const BEGIN: &str = "begin immediate";
const JOIN: &str = "savepoint member";
/// Keeps what a member wrote, and marks the place of the next in the same trip. The outer commit takes the mark away.
const NEXT: &str = "release member; savepoint member";
/// The mark stays, for the next.
const TAKE_BACK: &str = "rollback to member";

/// How long a writer waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most members of a group; the last of them commits it at once.
const MAX_MEMBERS: usize = 64;

/// The one connection that writes, and the queue for it.
#[derive(Clone, Debug)]
pub(crate) struct Writers {
    pool: SqlitePool,
    lane: Lane,
}

/// Fair: first come, first served. Holds the group that can be joined; a writer takes it out while it writes.
type Lane = Arc<Mutex<Option<Group>>>;

/// Writers whose work is done, but not committed yet. While one stands in the lane, somebody is in the queue who
/// commits it.
#[derive(Debug)]
struct Group {
    outer: Transaction<'static, Sqlite>,
    members: Vec<oneshot::Sender<Verdict>>,
    /// Whether a savepoint stands for whoever comes next.
    marked: bool,
}

/// What became of a group, told to each of its members.
type Verdict = Result<(), Arc<StoreError>>;

impl Writers {
    /// `pool` has one connection.
    pub(crate) fn new(pool: SqlitePool) -> Writers {
        Writers { pool, lane: Lane::default() }
    }

    /// Waits for the turn to write. Errors with [`StoreError::Busy`] when the others take too long.
    pub(crate) async fn begin(&self) -> Result<Turn> {
        let turn = tokio::time::timeout(PATIENCE, self.lane.clone().lock_owned());
        let mut place = turn.await.map_err(|_| StoreError::Busy)?;
        let Some(group) = place.take() else {
            let outer = self.pool.begin_with(BEGIN).await?;
            let group = Group { outer, members: Vec::new(), marked: false };
            return Ok(Turn::new(Held { group, place, lane: self.lane.clone() }, Stage::First));
        };
        let marked = group.marked;
        let mut turn = Turn::new(Held { group, place, lane: self.lane.clone() }, Stage::Joining);
        if !marked {
            sqlx::query(JOIN).execute(&mut *turn).await?;
        }
        turn.stage = Stage::Joined;
        Ok(turn)
    }

    /// Waits for the end of the group that is under way, then closes the connection.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

/// A writer's turn. Dropped, it takes back what was written in it.
#[derive(Debug)]
pub struct Turn {
    /// None from the moment on at which the turn is over.
    held: Option<Held>,
    stage: Stage,
}

#[derive(Debug)]
struct Held {
    group: Group,
    place: OwnedMutexGuard<Option<Group>>,
    lane: Lane,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nobody has written before him, so that what he takes back is everything. A savepoint would cost a large
    /// transaction dearly: each statement goes through the pages which were kept for it.
    First,
    /// Nothing is written yet, and the savepoint is there or not. One that is left behind holds nothing, lies below
    /// those of later members, and vanishes with the outer transaction.
    Joining,
    Joined,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Commit,
    TakeBack,
}

impl Turn {
    fn new(held: Held, stage: Stage) -> Turn {
        Turn { held: Some(held), stage }
    }

    /// Ends when what was written, and what the other members of the group wrote, is on disk.
    pub(crate) async fn commit(mut self) -> Result<()> {
        self.end(End::Commit).await
    }

    /// Takes back what was written. It ends when what the turn has read is on disk: whoever answers by what an
    /// earlier member of the group wrote must not be ahead of it.
    pub(crate) async fn rollback(mut self) -> Result<()> {
        self.end(End::TakeBack).await
    }

    async fn end(&mut self, end: End) -> Result<()> {
        let Some(held) = self.held.take() else { unreachable!("a turn ends once") };
        let (tell, told) = oneshot::channel();
        tokio::spawn(leave(held, self.stage, end, tell));
        match told.await {
            Ok(verdict) => verdict.map_err(|error| of_all(&error)),
            Err(_) => Err(StoreError::Database(sqlx::Error::WorkerCrashed)),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(held) = self.held.take() else { return };
        // Without a runtime the connection is closed with its transaction, and nobody has been told of a commit.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(leave(held, self.stage, End::TakeBack, oneshot::channel().0));
        }
    }
}

impl Deref for Turn {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match &self.held {
            Some(held) => &held.group.outer,
            None => unreachable!("a turn that is over is gone"),
        }
    }
}

impl DerefMut for Turn {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match &mut self.held {
            Some(held) => &mut held.group.outer,
            None => unreachable!("a turn that is over is gone"),
        }
    }
}

/// Ends a turn: hands the group to whoever waits, and sees to it that somebody commits it.
async fn leave(held: Held, stage: Stage, end: End, tell: oneshot::Sender<Verdict>) {
    let Held { mut group, mut place, lane } = held;
    let left = match (stage, end) {
        (Stage::First, End::TakeBack) => {
            let _ = tell.send(group.outer.rollback().await.map_err(|error| Arc::new(error.into())));
            return;
        }
        (Stage::First, End::Commit) | (Stage::Joining, _) => Ok(()),
        (Stage::Joined, End::Commit) => sqlx::query(NEXT).execute(&mut *group.outer).await.map(drop),
        (Stage::Joined, End::TakeBack) => sqlx::query(TAKE_BACK).execute(&mut *group.outer).await.map(drop),
    };
    if let Err(error) = left {
        // SQLite has undone everything by itself, as it does when the disk is full.
        tracing::warn!(cause = %error, members = group.members.len(), "a group of writers was undone");
        return group.undone(tell);
    }
    group.marked = stage == Stage::Joined;
    group.members.push(tell);
    if group.members.len() >= MAX_MEMBERS {
        return group.commit().await;
    }
    *place = Some(group);
    if stage == Stage::First {
        commit_in_turn(place, lane).await;
    }
}

/// Commits the group that stands in the lane as soon as those who wait now have joined it.
async fn commit_in_turn(place: OwnedMutexGuard<Option<Group>>, lane: Lane) {
    let mut turn = pin!(lane.lock_owned());
    // Taken up in the queue before the place is free: behind those who wait already, before all who come.
    poll_fn(|cx| {
        let _ = turn.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
    drop(place);
    let mut place = turn.await;
    if let Some(group) = place.take() {
        group.commit().await;
    }
}

impl Group {
    async fn commit(self) {
        let verdict = self.outer.commit().await.map_err(|error| Arc::new(StoreError::from(error)));
        for member in self.members {
            // Whoever has gone away is not told.
            let _ = member.send(verdict.clone());
        }
    }

    fn undone(self, last: oneshot::Sender<Verdict>) {
        let busy = Arc::new(StoreError::Busy);
        for member in self.members.into_iter().chain([last]) {
            let _ = member.send(Err(busy.clone()));
        }
    }
}

/// The error of a group, for one of its members.
fn of_all(error: &Arc<StoreError>) -> StoreError {
    match error.as_ref() {
        StoreError::Full => StoreError::Full,
        StoreError::Busy => StoreError::Busy,
        _ => StoreError::Database(sqlx::Error::Io(std::io::Error::other(error.clone()))),
    }
}
