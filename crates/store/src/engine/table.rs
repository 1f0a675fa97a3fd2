//! Tables as a whole, for export and import: their columns, and how each engine reads and fills them.

use super::NOTHING;
use crate::sql::Sql;

/// A table that belongs to a desk and goes with it when it moves.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
    /// All rows, in an order that both engines agree on.
    pub(crate) select: Sql,
    /// Rows from a JSON list of objects.
    pub(crate) insert: Sql,
    pub(crate) count: Sql,
    /// Sets the counter of new numbers behind the highest one that is there.
    pub(crate) renumber: Sql,
}

#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Int,
    /// An instant, in milliseconds since 1970-01-01 UTC.
    Time,
    Bool,
    Text,
    /// Text that nobody but the program reads.
    Secret,
    Bytes,
}

macro_rules! kind {
    (int) => {
        Kind::Int
    };
    (time) => {
        Kind::Time
    };
    (bool) => {
        Kind::Bool
    };
    (text) => {
        Kind::Text
    };
    (secret) => {
        Kind::Secret
    };
    (bytes) => {
        Kind::Bytes
    };
}

/// How a column is taken from an object of the list.
macro_rules! from_sqlite {
    (bytes $name:ident) => {
        concat!("unhex(j.value->>'", stringify!($name), "')")
    };
    ($kind:ident $name:ident) => {
        concat!("j.value->>'", stringify!($name), "'")
    };
}
macro_rules! from_postgres {
    (bytes $name:ident) => {
        concat!("decode(j.", stringify!($name), ", 'hex')")
    };
    ($kind:ident $name:ident) => {
        concat!("j.", stringify!($name))
    };
}

/// The kind of a field of the list.
macro_rules! type_of {
    (int) => {
        " bigint"
    };
    (time) => {
        " bigint"
    };
    (bool) => {
        " boolean"
    };
    (text) => {
        " text"
    };
    (secret) => {
        " text"
    };
    (bytes) => {
        " text"
    };
}

macro_rules! renumber {
    (none $table:literal) => {
        "select cast(1 as bigint)"
    };
    ($id:ident $table:literal) => {
        concat!(
            "select setval(pg_get_serial_sequence('",
            $table,
            "', '",
            stringify!($id),
            "'), max(",
            stringify!($id),
            ")) from ",
            $table,
            " having max(",
            stringify!($id),
            ") is not null"
        )
    };
}

macro_rules! tables {
    ($($constant:ident $table:literal by $sqlite:literal / $postgres:literal numbers $id:ident {
        $first:ident: $first_kind:ident $(, $name:ident: $kind:ident)* $(,)?
    })+) => {
        $(pub const $constant: Table = Table {
            name: $table,
            columns: &[
                Column { name: stringify!($first), kind: kind!($first_kind) },
                $(Column { name: stringify!($name), kind: kind!($kind) },)*
            ],
            select: Sql::split(
                concat!(
                    "select ", stringify!($first) $(, ", ", stringify!($name))*, " from ", $table, " order by ", $sqlite
                ),
                concat!(
                    "select ", stringify!($first) $(, ", ", stringify!($name))*, " from ", $table, " order by ",
                    $postgres
                ),
            ),
            insert: Sql::split(
                concat!(
                    "insert into ", $table, " (", stringify!($first) $(, ", ", stringify!($name))*, ") select ",
                    from_sqlite!($first_kind $first) $(, ", ", from_sqlite!($kind $name))*, " from json_each($1) j"
                ),
                concat!(
                    "insert into ", $table, " (", stringify!($first) $(, ", ", stringify!($name))*, ") select ",
                    from_postgres!($first_kind $first) $(, ", ", from_postgres!($kind $name))*,
                    " from json_to_recordset(cast($1 as json)) as j (",
                    stringify!($first), type_of!($first_kind) $(, ", ", stringify!($name), type_of!($kind))*, ")"
                ),
            ),
            count: Sql::both(concat!("select count(*) from ", $table)),
            renumber: Sql::split(NOTHING, renumber!($id $table)),
        };)+

        /// Every table of a desk, each behind those that it refers to. Left out is what belongs to the running
        /// program and not to the desk: sessions, keys of forms and of programs, timers, who is
        /// there; and the search, which is made anew.
        pub const ALL: &[&Table] = &[$(&$constant),+];

        pub(crate) const STATEMENTS: &[(&str, Sql)] = &[$(
            (concat!($table, ".select"), $constant.select),
            (concat!($table, ".insert"), $constant.insert),
            (concat!($table, ".count"), $constant.count),
            (concat!($table, ".renumber"), $constant.renumber),
        )+];
    };
}

tables! {
    SETTINGS "settings" by "id" / "id" numbers none {
        id: int, value: text, updated_at: time,
    }
    META "meta" by "key" / "key collate \"C\"" numbers none {
        key: text, value: secret,
    }
    PERSON "person" by "id" / "id" numbers id {
        id: int, name: text, sort_name: text, email: text, roles: int, standing: text, language: text,
        zone: text, department: text, location: text, job_title: text, phone: text, password: secret,
        wall_consent: bool, created_at: time,
    }
    ACCESS_TOKEN "access_token" by "id" / "id" numbers id {
        id: int, hash: bytes, name: text, role: text, person: int, scopes: text, created_at: time,
        last_used_at: time, revoked_at: time,
    }
    SERVICE "service" by "id" / "id" numbers id {
        id: int, name: text, state: text, state_since: time, created_at: time, archived_at: time,
    }
    CATEGORY "category" by "id" / "id" numbers id {
        id: int, parent: int, name: text, position: int, created_at: time, archived_at: time,
    }
    CALENDAR "calendar" by "id" / "id" numbers id {
        id: int, name: text, created_at: time,
    }
    CALENDAR_VERSION "calendar_version" by "calendar, valid_from" / "calendar, valid_from" numbers none {
        calendar: int, valid_from: time, zone: text, week: text, holidays: text,
    }
    COVERAGE_ROW "coverage_row" by "id" / "id" numbers id {
        id: int, position: int, name: text, audience: text, groups: text, locations: text, languages: text,
        calendar: int, desk: text,
    }
    POLICY "policy" by "id" / "id" numbers id {
        id: int, valid_from: time, value: text, created_at: time, created_by: int,
    }
    SUPPLIER "supplier" by "id" / "id" numbers id {
        id: int, name: text, target_minutes: int, calendar: int, created_at: time,
    }
    TICKET "ticket" by "id" / "id" numbers id {
        id: int, kind: text, channel: text, subject: text, requester: int, urgent: text, service: int,
        category: int, impact: text, effect: text, assignee: int, created_at: time, opened_at: time,
        first_answer_at: time, waiting_on: text, waiting_since: time, pauses: text, resolved_at: time,
        resolved_by: int, resolved_place: text, resolved_level: text, closed_at: time, cancelled_at: time,
        merged_into: int, first_due_at: time, due_at: time, last_seq: int, calendar: int, needs: text,
        wanted_by: time, owed_since: time, waiting_pausing: text, waiting_supplier: int,
        next_answer_due_at: time, breaks_at: time, alarm_at: time,
    }
    WATCHER "watcher" by "ticket, person" / "ticket, person" numbers none {
        ticket: int, person: int, added_at: time,
    }
    GUEST_LINK "guest_link" by "hash" / "hash" numbers none {
        hash: bytes, ticket: int, person: int, created_at: time,
    }
    POST "post" by "id" / "id" numbers id {
        id: int, ticket: int, author: int, kind: text, body: text, at: time,
    }
    FILE "file" by "id" / "id" numbers id {
        id: int, post: int, name: text, content_type: text, bytes: int, sha256: bytes,
    }
    EVENT "event" by "seq" / "seq" numbers seq {
        seq: int, ticket: int, at: time, actor: int, channel: text, post: int, kind: text, old_person: int,
        new_person: int, change: text,
    }
    SUPPLIER_WAIT "supplier_wait" by "id" / "id" numbers id {
        id: int, supplier: int, ticket: int, since: time, due_at: time, ended_at: time,
    }
    ALARM "alarm" by "name" / "name collate \"C\"" numbers none {
        name: text, ticket: int, at: time,
    }
    WEBHOOK "webhook" by "id" / "id" numbers id {
        id: int, url: text, kinds: text, content: text, secret: secret, created_at: time, created_by: int,
        told_seq: int, next_at: time, leased_until: time, failures: int, failing_since: time, disabled_at: time,
        disabled_why: text,
    }
    DELIVERY "delivery" by "id" / "id" numbers id {
        id: int, webhook: int, message: text, seq: int, created_at: time, state: text, tries: int, next_at: time,
        last_at: time, trouble: text,
    }
    ROTA_PLAN "rota_plan" by "id" / "id" numbers id {
        id: int, from_at: time, lead: int, idle: int, scheme: text, created_at: time, created_by: int,
    }
    ABSENCE "absence" by "id" / "id" numbers id {
        id: int, person: int, from_at: time, to_at: time, created_at: time, created_by: int,
    }
    SWAP "swap" by "id" / "id" numbers id {
        id: int, giver: int, taker: int, from_at: time, to_at: time, back_from_at: time, back_to_at: time,
        offered_at: time, offered_by: int, answer: text, answered_at: time,
    }
    HANDOVER "handover" by "id" / "id" numbers id {
        id: int, author: int, body: text, at: time,
    }
    FEED "feed" by "id" / "id" numbers id {
        id: int, hash: bytes, person: int, whose: text, created_at: time, revoked_at: time,
    }
    ROTA_GAP "rota_gap" by "from_at" / "from_at" numbers none {
        from_at: time, to_at: time, ticket: int,
    }
    ROUTING_RULE "routing_rule" by "id" / "id" numbers id {
        id: int, position: int, name: text, conditions: text, target: text, created_at: time, created_by: int,
    }
    SKILL "skill" by "person, kind, value" / "person, kind, value collate \"C\"" numbers none {
        person: int, kind: text, value: text,
    }
    WORK_LIMIT "work_limit" by "person" / "person" numbers none {
        person: int, tickets: int,
    }
    UNROUTED "unrouted" by "ticket" / "ticket" numbers none {
        ticket: int, since: time,
    }
    SOURCE "source" by "ticket" / "ticket" numbers none {
        ticket: int, system: text, id: text, events: int, resolved_at: time, reopened: int,
        reassigned: int,
    }
    SOURCE_ATTRIBUTE "source_attribute" by "ticket, name" / "ticket, name" numbers none {
        ticket: int, name: text, value: text,
    }
}
