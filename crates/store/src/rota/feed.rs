//! Addresses under which calendars read shifts. Only a hash of the secret in them is kept.

use domain::ids::{FeedId, PersonId};
use domain::rota::Whose;
use domain::time::UnixMs;

use crate::decode::word;
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    ADD = "insert into feed (hash, person, whose, created_at) values ($1, $2, $3, $4) returning id";
    BY_HASH = "select id, person, whose, created_at from feed where hash = $1 and revoked_at is null";
    OF = "select id, person, whose, created_at from feed where person = $1 and revoked_at is null order by id";
    REVOKE = "update feed set revoked_at = $3 where id = $1 and person = $2 and revoked_at is null";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub id: FeedId,
    pub person: PersonId,
    pub whose: Whose,
    pub created_at: UnixMs,
}

pub async fn add_feed(
    tx: &mut Tx,
    hash: &[u8; 32],
    person: PersonId,
    whose: Whose,
    now: UnixMs,
) -> Result<FeedId> {
    let (id,): (i64,) = one!(tx, ADD, hash.as_slice(), person.0, whose.as_str(), now.0)?;
    Ok(FeedId(id))
}

/// The feed behind a secret, unless it was revoked.
pub async fn feed_by_hash(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<FeedRow>> {
    let row: Option<Row> = optional!(tx, BY_HASH, hash.as_slice())?;
    row.map(FeedRow::try_from).transpose()
}

/// Somebody's feeds that can be read, the oldest first.
pub async fn feeds_of(tx: &mut Tx, person: PersonId) -> Result<Vec<FeedRow>> {
    let rows: Vec<Row> = all!(tx, OF, person.0)?;
    rows.into_iter().map(FeedRow::try_from).collect()
}

/// False when he has no such feed.
pub async fn revoke_feed(tx: &mut Tx, id: FeedId, person: PersonId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, REVOKE, id.0, person.0, now.0)? > 0)
}

row! {
    struct Row {
        id: i64,
        person: i64,
        whose: String,
        created_at: i64,
    }
}

impl TryFrom<Row> for FeedRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<FeedRow> {
        Ok(FeedRow {
            id: FeedId(row.id),
            person: PersonId(row.person),
            whose: word(&row.whose, Whose::from_name, "feed", "whose")?,
            created_at: UnixMs(row.created_at),
        })
    }
}
