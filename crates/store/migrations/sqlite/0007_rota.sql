-- Who answers the desk, what people agreed, and the rules that say who gets a new ticket.

-- A plan rules from its beginning until the next one begins.
create table rota_plan (
    id integer not null primary key autoincrement,
    from_at integer not null,
    lead integer not null references person (id),
    -- Bits of weekdays, Monday first, that are left to the lead.
    idle integer not null,
    -- JSON: a fixed desk or a rotation.
    scheme text not null,
    created_at integer not null,
    created_by integer references person (id),
    constraint rota_plan_from_key unique (from_at)
) strict;

create table absence (
    id integer not null primary key autoincrement,
    person integer not null references person (id),
    from_at integer not null,
    to_at integer not null,
    created_at integer not null,
    created_by integer references person (id),
    constraint absence_has_length check (from_at < to_at)
) strict;
create index absence_to_idx on absence (to_at);

-- A shift that somebody offered, or that the lead gave to somebody, which is accepted at once.
create table swap (
    id integer not null primary key autoincrement,
    giver integer not null references person (id),
    taker integer not null references person (id),
    from_at integer not null,
    to_at integer not null,
    -- What the giver takes over in return.
    back_from_at integer,
    back_to_at integer,
    offered_at integer not null,
    offered_by integer references person (id),
    answer text not null,
    answered_at integer,
    constraint swap_has_length check (from_at < to_at),
    constraint swap_back_whole check ((back_from_at is null) = (back_to_at is null)),
    constraint swap_back_has_length check (back_from_at < back_to_at),
    constraint swap_answer_known check (answer in ('open', 'accepted', 'declined', 'withdrawn')),
    constraint swap_answered_whole check ((answer = 'open') = (answered_at is null))
) strict;
create index swap_answered_idx on swap (answered_at);

-- What one shift tells the next.
create table handover (
    id integer not null primary key autoincrement,
    author integer not null references person (id),
    body text not null,
    at integer not null
) strict;

-- An address under which a calendar reads shifts.
create table feed (
    id integer not null primary key autoincrement,
    hash blob not null,
    person integer not null references person (id),
    whose text not null,
    created_at integer not null,
    revoked_at integer,
    constraint feed_hash_key unique (hash),
    constraint feed_whose_known check (whose in ('mine', 'team'))
) strict;
create index feed_person_idx on feed (person);

-- Gaps for which an alarm was given, so that each is given once.
create table rota_gap (
    from_at integer not null primary key,
    to_at integer not null,
    ticket integer not null references ticket (id)
) strict;

create table routing_rule (
    id integer not null primary key autoincrement,
    position integer not null,
    name text not null,
    -- JSON: what a ticket has to be, and where it goes.
    conditions text not null,
    target text not null,
    created_at integer not null,
    created_by integer references person (id)
) strict;

-- What somebody knows about: a service or a category by its number, a language by its code.
create table skill (
    person integer not null references person (id),
    kind text not null,
    value text not null,
    primary key (person, kind, value),
    constraint skill_kind_known check (kind in ('service', 'category', 'language'))
) strict;

-- How many open tickets somebody works on at a time, where it is not what is usual.
create table work_limit (
    person integer not null primary key references person (id),
    tickets integer not null,
    constraint work_limit_sensible check (tickets between 0 and 99)
) strict;

-- Tickets that wait in the queue for somebody on duty who has room.
create table unrouted (
    ticket integer not null primary key references ticket (id),
    since integer not null
) strict;

-- Interruptions are counted from the log.
create index event_past_desk_idx on event (at) where kind = 'past_desk';
