//! Access tokens: what a wall screen or a program shows instead of a session. Only their hash is stored.

use domain::access::WallProfile;
use domain::time::UnixMs;

use crate::decode::word;
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    INSERT = "insert into access_token (hash, name, role, created_at) values ($1, $2, $3, $4) returning id";
    BY_HASH = "select id, role from access_token where hash = $1 and revoked_at is null";
    TOUCH = "update access_token set last_used_at = $2 where id = $1";
    REVOKE = "update access_token set revoked_at = $2 where id = $1 and revoked_at is null";
    LIST = "select id, name, role, created_at, last_used_at, revoked_at from access_token order by id";
}

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRole {
    Wall(WallProfile),
    Agent,
    Admin,
}

impl TokenRole {
    pub const ALL: [TokenRole; 4] = [
        TokenRole::Wall(WallProfile::Hall),
        TokenRole::Wall(WallProfile::Staff),
        TokenRole::Agent,
        TokenRole::Admin,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            TokenRole::Wall(WallProfile::Hall) => "wall_hall",
            TokenRole::Wall(WallProfile::Staff) => "wall_staff",
            TokenRole::Agent => "agent",
            TokenRole::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<TokenRole> {
        TokenRole::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A token as an admin sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    pub id: i64,
    pub name: String,
    pub role: TokenRole,
    pub created_at: UnixMs,
    pub last_used_at: Option<UnixMs>,
    pub revoked_at: Option<UnixMs>,
}

pub async fn insert(tx: &mut Tx, hash: &[u8; 32], name: &str, role: TokenRole, now: UnixMs) -> Result<i64> {
    let (id,): (i64,) = one!(tx, INSERT, hash.as_slice(), name, role.as_str(), now.0)?;
    Ok(id)
}

/// The token's number and role, unless it was revoked.
pub async fn by_hash(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<(i64, TokenRole)>> {
    let row: Option<(i64, String)> = optional!(tx, BY_HASH, hash.as_slice())?;
    row.map(|(id, role)| Ok((id, word(&role, TokenRole::from_name, "access_token", "role")?))).transpose()
}

/// Notes that the token was used.
pub async fn touch(tx: &mut Tx, id: i64, now: UnixMs) -> Result<()> {
    execute!(tx, TOUCH, id, now.0).map(drop)
}

/// Ends a token. False when there is none, or it was revoked before.
pub async fn revoke(tx: &mut Tx, id: i64, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, REVOKE, id, now.0)? > 0)
}

/// All tokens, the oldest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<TokenRow>> {
    let rows: Vec<StoredToken> = all!(tx, LIST)?;
    rows.into_iter().map(TokenRow::try_from).collect()
}

row! {
    struct StoredToken {
        id: i64,
        name: String,
        role: String,
        created_at: i64,
        last_used_at: Option<i64>,
        revoked_at: Option<i64>,
    }
}

impl TryFrom<StoredToken> for TokenRow {
    type Error = StoreError;

    fn try_from(row: StoredToken) -> Result<TokenRow> {
        Ok(TokenRow {
            id: row.id,
            name: row.name,
            role: word(&row.role, TokenRole::from_name, "access_token", "role")?,
            created_at: UnixMs(row.created_at),
            last_used_at: row.last_used_at.map(UnixMs),
            revoked_at: row.revoked_at.map(UnixMs),
        })
    }
}
