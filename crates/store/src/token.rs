//! Access tokens: what a wall screen or a program shows instead of a session. Only their hash is stored.

use domain::access::WallProfile;
use domain::ids::{PersonId, TokenId};
use domain::person::Person;
use domain::time::UnixMs;
use domain::token::Scopes;

use crate::decode::word;
use crate::person::{PersonRow, person_columns};
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

macro_rules! bearer_select {
    () => {
        concat!(
            "select t.id as token, t.scopes, t.last_used_at, ",
            person_columns!(),
            " from access_token t
            join person p on p.id = t.person
            where t.revoked_at is null and p.standing = 'account'"
        )
    };
}

statements! {
    INSERT = "insert into access_token (hash, name, role, person, scopes, created_at)
        values ($1, $2, $3, $4, $5, $6)
        returning id";
    BY_HASH = "select id, role, person, scopes from access_token where hash = $1 and revoked_at is null";
    BEARER = concat!(bearer_select!(), " and t.hash = $1");
    BEARER_BY_ID = concat!(bearer_select!(), " and t.id = $1");
    TOUCH = "update access_token set last_used_at = $2 where id = $1";
    REVOKE = "update access_token set revoked_at = $2 where id = $1 and revoked_at is null";
    LIST = "select access_token.id, access_token.name, role, person, scopes, access_token.created_at, last_used_at,
            revoked_at, p.name as person_name
        from access_token
        left join person p on p.id = person
        order by access_token.id";
}

/// What a token opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRole {
    Wall(WallProfile),
    /// What this person sees and does, as far as the scopes go.
    Person(PersonId, Scopes),
}

impl TokenRole {
    /// The word of its kind.
    pub const fn as_str(self) -> &'static str {
        match self {
            TokenRole::Wall(WallProfile::Hall) => "wall_hall",
            TokenRole::Wall(WallProfile::Staff) => "wall_staff",
            TokenRole::Person(..) => "person",
        }
    }

    fn of(role: &str, person: Option<i64>, scopes: &str) -> Result<TokenRole> {
        Ok(match (role, person) {
            ("wall_hall", None) => TokenRole::Wall(WallProfile::Hall),
            ("wall_staff", None) => TokenRole::Wall(WallProfile::Staff),
            ("person", Some(person)) => TokenRole::Person(PersonId(person), read_scopes(scopes)?),
            _ => return Err(StoreError::Corrupt { table: "access_token", column: "role" }),
        })
    }
}

/// A token as an admin sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    pub id: TokenId,
    pub name: String,
    pub role: TokenRole,
    /// The name of the person as whom it acts.
    pub person: Option<String>,
    pub created_at: UnixMs,
    pub last_used_at: Option<UnixMs>,
    pub revoked_at: Option<UnixMs>,
}

/// A program's token that holds, and the person as whom it acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    pub token: TokenId,
    pub scopes: Scopes,
    pub last_used_at: Option<UnixMs>,
    pub person: Person,
}

pub async fn insert(
    tx: &mut Tx,
    hash: &[u8; 32],
    name: &str,
    role: TokenRole,
    now: UnixMs,
) -> Result<TokenId> {
    let (person, scopes) = match role {
        TokenRole::Wall(_) => (None, String::new()),
        TokenRole::Person(person, scopes) => (Some(person.0), scopes.to_string()),
    };
    let (id,): (i64,) = one!(tx, INSERT, hash.as_slice(), name, role.as_str(), person, scopes, now.0)?;
    Ok(TokenId(id))
}

/// The token's number and role, unless it was revoked.
pub async fn by_hash(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<(TokenId, TokenRole)>> {
    let row: Option<(i64, String, Option<i64>, String)> = optional!(tx, BY_HASH, hash.as_slice())?;
    row.map(|(id, role, person, scopes)| Ok((TokenId(id), TokenRole::of(&role, person, &scopes)?)))
        .transpose()
}

/// The program that has a token, unless it was revoked or its person has no account any more.
pub async fn bearer(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<Bearer>> {
    let row: Option<BearerRow> = optional!(tx, BEARER, hash.as_slice())?;
    row.map(Bearer::try_from).transpose()
}

/// As [`bearer`], for a token that was shown before.
pub async fn bearer_by_id(tx: &mut Tx, id: TokenId) -> Result<Option<Bearer>> {
    let row: Option<BearerRow> = optional!(tx, BEARER_BY_ID, id.0)?;
    row.map(Bearer::try_from).transpose()
}

/// Notes that the token was used.
pub async fn touch(tx: &mut Tx, id: TokenId, now: UnixMs) -> Result<()> {
    execute!(tx, TOUCH, id.0, now.0).map(drop)
}

/// Ends a token. False when there is none, or it was revoked before.
pub async fn revoke(tx: &mut Tx, id: TokenId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, REVOKE, id.0, now.0)? > 0)
}

/// All tokens, the oldest first.
pub async fn list(tx: &mut Tx) -> Result<Vec<TokenRow>> {
    let rows: Vec<StoredToken> = all!(tx, LIST)?;
    rows.into_iter().map(TokenRow::try_from).collect()
}

fn read_scopes(words: &str) -> Result<Scopes> {
    word(words, Scopes::from_words, "access_token", "scopes")
}

row! {
    struct StoredToken {
        id: i64,
        name: String,
        role: String,
        person: Option<i64>,
        scopes: String,
        created_at: i64,
        last_used_at: Option<i64>,
        revoked_at: Option<i64>,
        person_name: Option<String>,
    }
}

impl TryFrom<StoredToken> for TokenRow {
    type Error = StoreError;

    fn try_from(row: StoredToken) -> Result<TokenRow> {
        Ok(TokenRow {
            id: TokenId(row.id),
            role: TokenRole::of(&row.role, row.person, &row.scopes)?,
            name: row.name,
            person: row.person_name,
            created_at: UnixMs(row.created_at),
            last_used_at: row.last_used_at.map(UnixMs),
            revoked_at: row.revoked_at.map(UnixMs),
        })
    }
}

row! {
    struct BearerRow { token: i64, scopes: String, last_used_at: Option<i64> } with { person: PersonRow }
}

impl TryFrom<BearerRow> for Bearer {
    type Error = StoreError;

    fn try_from(row: BearerRow) -> Result<Bearer> {
        Ok(Bearer {
            token: TokenId(row.token),
            scopes: read_scopes(&row.scopes)?,
            last_used_at: row.last_used_at.map(UnixMs),
            person: row.person.try_into()?,
        })
    }
}
