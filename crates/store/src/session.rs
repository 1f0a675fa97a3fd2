//! Signed-in browsers. Only the hash of a session's secret is stored.

use domain::ids::{PersonId, SessionId};
use domain::person::Person;
use domain::time::UnixMs;

use crate::person::{PersonRow, person_columns};
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

macro_rules! session_select {
    () => {
        concat!(
            "select s.id as session, s.created_at as began_at, s.last_seen_at, s.expires_at, s.agent, ",
            person_columns!(),
            " from session s join person p on p.id = s.person"
        )
    };
}

statements! {
    INSERT = "insert into session (hash, person, agent, created_at, last_seen_at, expires_at)
        values ($1, $2, $3, $4, $4, $5)
        returning id";
    BY_HASH = concat!(session_select!(), "
        where s.hash = $1 and s.expires_at > $2 and p.standing <> 'disabled'");
    TOUCH = "update session set last_seen_at = $2 where id = $1";
    OF_PERSON = concat!(session_select!(), "
        where s.person = $1 and s.expires_at > $2
        order by s.last_seen_at desc, s.id desc");
    REVOKE = "delete from session where id = $1 and person = $2";
    REVOKE_ALL = "delete from session where person = $1 and (cast($2 as bigint) is null or id <> $2)";
    FORGET_EXPIRED = "delete from session where expires_at <= $1";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person: Person,
    pub created_at: UnixMs,
    pub last_seen_at: UnixMs,
    pub expires_at: UnixMs,
    /// What the browser says that it is.
    pub agent: String,
}

pub async fn insert(
    tx: &mut Tx,
    hash: &[u8; 32],
    person: PersonId,
    agent: &str,
    now: UnixMs,
    expires_at: UnixMs,
) -> Result<SessionId> {
    let (id,): (i64,) = one!(tx, INSERT, hash.as_slice(), person.0, agent, now.0, expires_at.0)?;
    Ok(SessionId(id))
}

/// The session, unless it has expired or its person was disabled.
pub async fn by_hash(tx: &mut Tx, hash: &[u8; 32], now: UnixMs) -> Result<Option<Session>> {
    let row: Option<SessionRow> = optional!(tx, BY_HASH, hash.as_slice(), now.0)?;
    row.map(Session::try_from).transpose()
}

/// Notes that the session was seen.
pub async fn touch(tx: &mut Tx, id: SessionId, now: UnixMs) -> Result<()> {
    execute!(tx, TOUCH, id.0, now.0).map(drop)
}

/// Sessions that have not expired, the latest seen first.
pub async fn of_person(tx: &mut Tx, person: PersonId, now: UnixMs) -> Result<Vec<Session>> {
    let rows: Vec<SessionRow> = all!(tx, OF_PERSON, person.0, now.0)?;
    rows.into_iter().map(Session::try_from).collect()
}

/// Ends a session of this person. False when there is none of that number.
pub async fn revoke(tx: &mut Tx, id: SessionId, person: PersonId) -> Result<bool> {
    Ok(execute!(tx, REVOKE, id.0, person.0)? > 0)
}

/// Ends all sessions of a person but one, and tells how many.
pub async fn revoke_all(tx: &mut Tx, person: PersonId, except: Option<SessionId>) -> Result<u64> {
    execute!(tx, REVOKE_ALL, person.0, except.map(|session| session.0))
}

/// Removes sessions that have expired, and tells how many.
pub async fn forget_expired(tx: &mut Tx, now: UnixMs) -> Result<u64> {
    execute!(tx, FORGET_EXPIRED, now.0)
}

row! {
    struct SessionRow {
        session: i64,
        began_at: i64,
        last_seen_at: i64,
        expires_at: i64,
        agent: String,
    } with { person: PersonRow }
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Session> {
        Ok(Session {
            id: SessionId(row.session),
            person: row.person.try_into()?,
            created_at: UnixMs(row.began_at),
            last_seen_at: UnixMs(row.last_seen_at),
            expires_at: UnixMs(row.expires_at),
            agent: row.agent,
        })
    }
}
