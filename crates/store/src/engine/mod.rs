//! Where the engines differ: each split statement shows both texts, one above the other.

pub mod backup;
pub(crate) mod full_text;
pub(crate) mod group;
pub(crate) mod postgres;
pub(crate) mod sqlite;
pub mod table;

use crate::rota::swap_select;
use crate::sql::{all, execute, one, splits};
use crate::ticket::{head_select, ticket_select};
use crate::{Result, StoreError, Tx};

/// What SQLite runs where it has nothing to do: its one writer holds every lock, and there is nobody to wake.
const NOTHING: &str = "select 1";

splits! {
    /// A ticket that nobody else may change until the transaction ends. Of PostgreSQL's two row locks it is the weaker:
    /// the stronger one also keeps out events that refer to the ticket, and would meet the log's lock from both sides.
    LOCK_TICKET = {
        sqlite: concat!(ticket_select!(), " where t.id = $1"),
        postgres: concat!(ticket_select!(), " where t.id = $1 for no key update"),
    };

    /// An offer that nobody else may answer until the transaction ends.
    LOCK_SWAP = {
        sqlite: swap_select!(),
        postgres: concat!(swap_select!(), " for no key update"),
    };

    /// Held from the first event of a transaction to its end, so that sequence numbers become visible in order.
    /// The lock's number is any that nothing else here uses.
    LOCK_LOG = { sqlite: NOTHING, postgres: "select pg_advisory_xact_lock(7326001)" };

    /// What a ticket begins with, in one trip to the database: many people may ask at the same moment. `$1` to `$5` the
    /// first post, `$6` subject, `$7` words for everybody, `$8` and `$9` who acts and how, `$10` to `$13` two events.
    OPEN = {
        sqlite: "insert into search (rowid, subject, public, staff) values ($1, $6, $7, '');
            insert into post (ticket, author, kind, body, at) values ($1, $2, $3, $4, $5);
            insert into event (ticket, at, actor, channel, post, kind, change)
            values ($1, $5, $8, $9, (select max(id) from post), $10, $11), ($1, $5, $8, $9, null, $12, $13);
            update ticket set last_seq = last_insert_rowid() where id = $1
            returning (select max(id) from post), last_seq",
        postgres: "with document as (
            insert into search (ticket, subject, public, staff, bytes)
            values ($1, cast($6 as tsvector), cast(cast($7 as text) as tsvector), '', octet_length(cast($7 as text)))
        ),
        first as (
            insert into post (ticket, author, kind, body, at) values ($1, $2, $3, $4, $5) returning id
        ),
        opening as (
            insert into event (ticket, at, actor, channel, post, kind, change)
            values ($1, $5, $8, $9, (select id from first), $10, $11), ($1, $5, $8, $9, null, $12, $13)
            returning seq
        )
        update ticket set last_seq = (select max(seq) from opening) where id = $1
        returning (select id from first), last_seq",
    };

    /// What came of a guest's form, with his link, in one trip as well. `$1` to `$4` the link, `$5` the form's key.
    FINISH_WITH_LINK = {
        sqlite: "insert into guest_link (hash, ticket, person, created_at)
            values ($1, $2, $3, $4)
            on conflict (hash) do nothing;
            update idempotency set ticket = $2 where key = $5",
        postgres: "with done as (update idempotency set ticket = $2 where key = $5)
        insert into guest_link (hash, ticket, person, created_at)
        values ($1, $2, $3, $4)
        on conflict (hash) do nothing",
    };

    /// Held while a migration runs, so that two servers that start together do not both run it.
    LOCK_SCHEMA = { sqlite: NOTHING, postgres: "select pg_advisory_xact_lock(7326002)" };

    NOTIFY = { sqlite: NOTHING, postgres: "select pg_notify('deskbell', '')" };

    /// Which transactions can be seen.
    SNAPSHOT = { sqlite: NOTHING, postgres: "select cast(pg_current_snapshot() as text)" };

    /// Heads of the tickets whose numbers stand in a JSON list.
    HEADS = {
        sqlite: concat!(head_select!(), " where t.id in (select value from json_each($1))"),
        postgres: concat!(
            head_select!(),
            " where t.id in (select cast(value as bigint) from json_array_elements_text(cast($1 as json)))"
        ),
    };

    /// Makes a ticket's document. `$1` ticket, `$2` subject, `$3` words for everybody.
    SEARCH_BEGIN = {
        sqlite: "insert into search (rowid, subject, public, staff) values ($1, $2, $3, '')",
        postgres: "insert into search (ticket, subject, public, staff, bytes)
            values ($1, cast($2 as tsvector), cast(cast($3 as text) as tsvector), '', octet_length(cast($3 as text)))",
    };

    /// Adds words to a ticket's document. `$1` ticket, `$2` subject, `$3` words for everybody, `$4` words for staff.
    /// A vector of PostgreSQL holds 1 MiB and refuses more, so what goes beyond a million bytes is left out.
    SEARCH_ADD = {
        sqlite: "insert or replace into search (rowid, subject, public, staff)
            select $1, $2,
                case when fits then public || ' ' || $3 else public end,
                case when fits then staff || ' ' || $4 else staff end
            from (
                select public, staff,
                    length(public) + length(staff) + length($3) + length($4) <= 1000000 as fits
                from (
                    select coalesce(max(public), '') as public, coalesce(max(staff), '') as staff
                    from search
                    where rowid = $1
                )
            )",
        postgres: "insert into search (ticket, subject, public, staff, bytes)
            values (
                $1, cast($2 as tsvector), cast(cast($3 as text) as tsvector), cast(cast($4 as text) as tsvector),
                octet_length(cast($3 as text)) + octet_length(cast($4 as text))
            )
            on conflict (ticket) do update set
                subject = excluded.subject,
                public = case when search.bytes + excluded.bytes <= 1000000
                    then search.public || excluded.public else search.public end,
                staff = case when search.bytes + excluded.bytes <= 1000000
                    then search.staff || excluded.staff else search.staff end,
                bytes = case when search.bytes + excluded.bytes <= 1000000
                    then search.bytes + excluded.bytes else search.bytes end",
    };

    /// Replaces the subject's words in a ticket's document.
    SEARCH_RETITLE = {
        sqlite: "update search set subject = $2 where rowid = $1",
        postgres: "update search set subject = cast($2 as tsvector) where ticket = $1",
    };

    /// How many tickets have every word, told no higher than `$2`. `$1` words.
    SEARCH_COUNT = {
        // To count them all is quicker here than to stop at some.
        sqlite: "select min(count(*), $2) from search where search match $1",
        postgres: "select count(*) from (
                select 1 from search where (subject || public || staff) @@ cast($1 as tsquery) limit $2
            ) hit",
    };

    /// Until the transaction ends. PostgreSQL takes a vector for as cheap to look at as a number, and would read all of
    /// them for a word that stands in every fifth ticket: at 250,000 tickets that takes seconds, and its index milliseconds.
    SEARCH_BY_INDEX = { sqlite: NOTHING, postgres: "select set_config('enable_seqscan', 'off', true)" };

    /// How many tickets PostgreSQL's planner expects to have the words, from its statistics: `rows=49875` in the plan's
    /// first line. SQLite keeps no such statistics, and counts soon.
    SEARCH_PLAN = {
        sqlite: "select $1",
        postgres: "explain select 1 from search where (subject || public || staff) @@ cast($1 as tsquery)",
    };

    /// Tickets that have every word, weighed one against the other, best first. `$1` words, `$2` most rows.
    SEARCH_WEIGHED = {
        sqlite: "select rowid
            from search
            where search match $1
            order by bm25(search, 8.0, 2.0, 1.0), rowid desc
            limit $2",
        // The hits are found before they are weighed: a walk over all tickets would read every vector.
        postgres: "with hit as materialized (
                select ticket, subject || public || staff as words
                from search
                where (subject || public || staff) @@ cast($1 as tsquery)
            )
            select ticket
            from hit
            order by ts_rank('{0, 0.125, 0.25, 1}', words, cast($1 as tsquery)) desc, ticket desc
            limit $2",
    };

    /// Tickets that have every word in their subject, the newest first. `$1` words, `$2` most rows.
    /// PostgreSQL's index knows no order, so it looks at the newest ten thousand tickets one by one.
    SEARCH_SUBJECTS = {
        sqlite: "select rowid
            from search
            where search match 'subject : (' || $1 || ')'
            order by rowid desc
            limit $2",
        postgres: "select ticket
            from (select ticket, subject from search order by ticket desc limit 10000) newest
            where subject @@ cast($1 as tsquery)
            order by ticket desc
            limit $2",
    };

    /// Tickets that have every word, the newest first. `$1` words, `$2` most rows.
    SEARCH_NEWEST = {
        sqlite: "select rowid from search where search match $1 order by rowid desc limit $2",
        postgres: "with hit as materialized (
                select ticket from search where (subject || public || staff) @@ cast($1 as tsquery)
            )
            select ticket from hit order by ticket desc limit $2",
    };

    /// The same where so many have them that looking at the newest tickets one by one soon finds enough.
    SEARCH_NEWEST_OF_MANY = {
        sqlite: "select rowid from search where search match $1 order by rowid desc limit $2",
        postgres: "select ticket
            from (
                select ticket, subject || public || staff as words from search order by ticket desc offset 0
            ) newest
            where words @@ cast($1 as tsquery)
            limit $2",
    };

    /// So many new numbers. Nobody else writes to SQLite meanwhile; on PostgreSQL each is taken from the sequence.
    NUMBERS_OF_TICKETS = {
        sqlite: "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
            select coalesce((select seq from sqlite_sequence where name = 'ticket'), 0) + i from n",
        postgres: "select nextval(pg_get_serial_sequence('ticket', 'id')) from generate_series(1, cast($1 as bigint))",
    };
    NUMBERS_OF_POSTS = {
        sqlite: "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
            select coalesce((select seq from sqlite_sequence where name = 'post'), 0) + i from n",
        postgres: "select nextval(pg_get_serial_sequence('post', 'id')) from generate_series(1, cast($1 as bigint))",
    };
    NUMBERS_OF_EVENTS = {
        sqlite: "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
            select coalesce((select seq from sqlite_sequence where name = 'event'), 0) + i from n",
        postgres: "select nextval(pg_get_serial_sequence('event', 'seq')) from generate_series(1, cast($1 as bigint))",
    };

    /// What the engine finds wrong with its pages and indexes; `ok` where there is nothing.
    SOUND = {
        sqlite: "pragma integrity_check",
        postgres: "select case when coalesce(sum(checksum_failures), 0) = 0 then 'ok'
                else cast(sum(checksum_failures) as text) || ' pages of this database have a wrong checksum' end
            from pg_stat_database
            where datname = current_database()",
    };

    /// References that lead nowhere.
    VALID = {
        sqlite: "select count(*) from pragma_foreign_key_check",
        postgres: "select count(*) from pg_constraint where contype = 'f' and not convalidated",
    };

    /// Whether a Deskbell has been here.
    INHABITED = {
        sqlite: "select count(*) from sqlite_master where name = 'schema_migration'",
        postgres: "select count(*) from pg_class where oid = to_regclass('schema_migration')",
    };
}

/// Unique constraints that a caller may hear of by name.
/// PostgreSQL names the constraint in its error, SQLite the columns.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("access_token_hash_key", "access_token.hash"),
    ("category_name_key", "index 'category_name_key'"),
    ("person_email_key", "person.email"),
    ("service_name_key", "service.name"),
    ("session_hash_key", "session.hash"),
    ("source_id_key", "source.system, source.id"),
];

/// Runs what only PostgreSQL needs; on SQLite not even a trip to the database.
macro_rules! on_postgres {
    ($tx:expr, $sql:expr $(, $arg:expr)*) => {
        match $tx {
            Tx::Sqlite(_) => Ok(()),
            Tx::Postgres(_) => execute!($tx, $sql $(, $arg)*).map(drop),
        }
    };
}

/// See [`LOCK_LOG`].
pub(crate) async fn lock_log(tx: &mut Tx) -> Result<()> {
    on_postgres!(tx, LOCK_LOG)
}

/// See [`NOTIFY`].
pub(crate) async fn notify(tx: &mut Tx) -> Result<()> {
    on_postgres!(tx, NOTIFY)
}

/// See [`SNAPSHOT`].
pub(crate) async fn snapshot(tx: &mut Tx) -> Result<Option<String>> {
    if matches!(tx, Tx::Sqlite(_)) {
        return Ok(None);
    }
    let (snapshot,): (String,) = one!(tx, SNAPSHOT)?;
    Ok(Some(snapshot))
}

/// See [`SEARCH_BY_INDEX`].
pub(crate) async fn search_by_index(tx: &mut Tx) -> Result<()> {
    on_postgres!(tx, SEARCH_BY_INDEX)
}

/// How many hits are expected, where the engine has an idea of it; see [`SEARCH_PLAN`].
pub(crate) async fn search_estimate(tx: &mut Tx, question: &str) -> Result<Option<i64>> {
    if matches!(tx, Tx::Sqlite(_)) {
        return Ok(None);
    }
    let plan: Vec<(String,)> = all!(tx, SEARCH_PLAN, question)?;
    Ok(plan.first().and_then(|(top,)| postgres::rows_of_plan(top)))
}

/// The store's error for what an engine reports.
pub(crate) fn translate(error: sqlx::Error) -> StoreError {
    let known = match &error {
        sqlx::Error::PoolTimedOut => Some(StoreError::Busy),
        sqlx::Error::Database(cause) => {
            sqlite::known(cause.as_ref()).or_else(|| postgres::known(cause.as_ref()))
        }
        _ => None,
    };
    known.unwrap_or(StoreError::Database(error))
}
