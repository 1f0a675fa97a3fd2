//! Statements and how they run: one text for both engines, a register of all of them, and the dispatch over a
//! transaction's engine.

/// A statement as each engine reads it.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Sql {
    /// One text that both engines understand.
    pub const fn both(text: &'static str) -> Sql {
        Sql { sqlite: text, postgres: text }
    }

    /// Where the dialects truly differ; in `engine` and in migrations only.
    pub const fn split(sqlite: &'static str, postgres: &'static str) -> Sql {
        Sql { sqlite, postgres }
    }
}

/// A registered statement and where it is stated.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// The module, such as `ticket`.
    pub module: &'static str,
    /// The constant, such as `BY_ID`.
    pub name: &'static str,
    pub sql: Sql,
}

/// The statements of each module.
const MODULES: &[(&str, &[(&str, Sql)])] = &[
    ("answer", crate::answer::STATEMENTS),
    ("category", crate::category::STATEMENTS),
    ("db", crate::db::STATEMENTS),
    ("directory", crate::directory::STATEMENTS),
    ("engine", crate::engine::STATEMENTS),
    ("engine::table", crate::engine::table::STATEMENTS),
    ("event", crate::event::STATEMENTS),
    ("file", crate::file::STATEMENTS),
    ("guest", crate::guest::STATEMENTS),
    ("idempotency", crate::idempotency::STATEMENTS),
    ("job", crate::job::STATEMENTS),
    ("log", crate::log::STATEMENTS),
    ("meta", crate::meta::STATEMENTS),
    ("migrate", crate::migrate::STATEMENTS),
    ("person", crate::person::STATEMENTS),
    ("post", crate::post::STATEMENTS),
    ("presence", crate::presence::STATEMENTS),
    ("promise", crate::promise::STATEMENTS),
    ("promise::alarm", crate::promise::ALARM_STATEMENTS),
    ("promise::kept", crate::promise::KEPT_STATEMENTS),
    ("promise::wait", crate::promise::WAIT_STATEMENTS),
    ("report", crate::report::STATEMENTS),
    ("rota", crate::rota::STATEMENTS),
    ("rota::absence", crate::rota::ABSENCE_STATEMENTS),
    ("rota::feed", crate::rota::FEED_STATEMENTS),
    ("rota::handover", crate::rota::HANDOVER_STATEMENTS),
    ("rota::lately", crate::rota::LATELY_STATEMENTS),
    ("rota::swap", crate::rota::SWAP_STATEMENTS),
    ("routing", crate::routing::STATEMENTS),
    ("routing::skill", crate::routing::SKILL_STATEMENTS),
    ("routing::work", crate::routing::WORK_STATEMENTS),
    ("service", crate::service::STATEMENTS),
    ("session", crate::session::STATEMENTS),
    ("settings", crate::settings::STATEMENTS),
    ("source", crate::source::STATEMENTS),
    ("ticket", crate::ticket::STATEMENTS),
    ("ticket::list", crate::ticket::LIST_STATEMENTS),
    ("ticket::view", crate::ticket::VIEW_STATEMENTS),
    ("token", crate::token::STATEMENTS),
    ("transfer", crate::transfer::STATEMENTS),
    ("wall", crate::wall::STATEMENTS),
    ("watcher", crate::watcher::STATEMENTS),
    ("webhook", crate::webhook::STATEMENTS),
    ("webhook::delivery", crate::webhook::DELIVERY_STATEMENTS),
];

/// Every statement of the store; a test prepares each of them on both engines.
pub fn register() -> impl Iterator<Item = Registered> {
    MODULES.iter().flat_map(|(module, statements)| {
        statements.iter().map(|(name, sql)| Registered { module, name, sql: *sql })
    })
}

/// States the SQL of a file as named constants, and lists them for the register.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: $crate::sql::Sql = $crate::sql::Sql::both($sql);)+

        pub(crate) const STATEMENTS: &[(&str, $crate::sql::Sql)] = &[$((stringify!($name), $name)),+];
    };
}

/// As [`statements!`], where the dialects truly differ. Both texts stand one above the other, so that drift is seen.
macro_rules! splits {
    ($($(#[$doc:meta])* $name:ident = { sqlite: $sqlite:expr, postgres: $postgres:expr $(,)? };)+) => {
        $($(#[$doc])* pub(crate) const $name: $crate::sql::Sql = $crate::sql::Sql::split($sqlite, $postgres);)+

        pub(crate) const STATEMENTS: &[(&str, $crate::sql::Sql)] = &[$((stringify!($name), $name)),+];
    };
}

/// Runs an expression on the connection of whichever engine the transaction belongs to.
macro_rules! on {
    ($tx:expr, $sql:expr, |$conn:ident, $text:ident| $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => {
                let ($conn, $text): (&mut sqlx::SqliteConnection, &'static str) = (&mut **tx, $sql.sqlite);
                $body
            }
            $crate::Tx::Postgres(tx) => {
                let ($conn, $text): (&mut sqlx::PgConnection, &'static str) = (&mut **tx, $sql.postgres);
                $body
            }
        }
    };
}

/// The one row that a statement always gives.
macro_rules! one {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql::on!($tx, $sql, |conn, text| {
            sqlx::query_as(text)$(.bind($arg))*.fetch_one(conn).await.map_err($crate::StoreError::from)
        })
    };
}

/// The row that a statement gives, if it gives one.
macro_rules! optional {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql::on!($tx, $sql, |conn, text| {
            sqlx::query_as(text)$(.bind($arg))*.fetch_optional(conn).await.map_err($crate::StoreError::from)
        })
    };
}

/// All rows that a statement gives.
macro_rules! all {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql::on!($tx, $sql, |conn, text| {
            sqlx::query_as(text)$(.bind($arg))*.fetch_all(conn).await.map_err($crate::StoreError::from)
        })
    };
}

/// Runs a statement that gives no rows, and tells how many it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::sql::on!($tx, $sql, |conn, text| {
            sqlx::query(text)$(.bind($arg))*
                .execute(conn)
                .await
                .map(|done| done.rows_affected())
                .map_err($crate::StoreError::from)
        })
    };
}

/// A struct that is read from a row of either engine, column by column, by name.
/// The fields after `with` are such structs themselves and read from the same row.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($field:ident: $kind:ty),+ $(,)?
    } $(with { $($inner:ident: $inner_kind:ty),+ $(,)? })?) => {
        $(#[$meta])*
        $vis struct $name {
            $($vis $field: $kind,)+
            $($($vis $inner: $inner_kind,)+)?
        }
        $crate::sql::row!(@for sqlx::sqlite::SqliteRow, $name { $($field)+ } { $($($inner)+)? });
        $crate::sql::row!(@for sqlx::postgres::PgRow, $name { $($field)+ } { $($($inner)+)? });
    };
    (@for $row:ty, $name:ident { $($field:ident)+ } { $($inner:ident)* }) => {
        impl sqlx::FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> std::result::Result<Self, sqlx::Error> {
                use sqlx::Row as _;
                Ok($name {
                    $($field: row.try_get(stringify!($field))?,)+
                    $($inner: sqlx::FromRow::from_row(row)?,)*
                })
            }
        }
    };
}

pub(crate) use {all, execute, on, one, optional, row, splits, statements};
