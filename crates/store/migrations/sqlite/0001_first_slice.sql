-- The first slice: people, tickets and their conversation, the event log, services, settings, sign-in and search.

create table settings (
    id integer not null primary key,
    value text not null,
    updated_at integer not null,
    constraint settings_one_row check (id = 1)
) strict;

create table meta (
    key text not null primary key,
    value text not null
) strict;

create table person (
    id integer not null primary key autoincrement,
    name text not null,
    -- The name without case and accents: the order of lists.
    sort_name text not null,
    email text not null,
    -- Bits, as domain::person::Roles.
    roles integer not null,
    standing text not null,
    language text not null,
    zone text,
    department text,
    location text,
    job_title text,
    phone text,
    -- The hash; null while nobody can sign in with a password.
    password text,
    wall_consent integer not null default 0,
    created_at integer not null,
    constraint person_consent_known check (wall_consent in (0, 1)),
    constraint person_email_key unique (email),
    constraint person_standing_known check (standing in ('account', 'guest', 'disabled')),
    constraint person_language_known check (language in ('en', 'es'))
) strict;
create index person_sort_name_idx on person (sort_name, id);

create table session (
    id integer not null primary key autoincrement,
    hash blob not null,
    person integer not null references person (id),
    agent text not null,
    created_at integer not null,
    last_seen_at integer not null,
    expires_at integer not null,
    constraint session_hash_key unique (hash)
) strict;
create index session_person_idx on session (person);
create index session_expires_at_idx on session (expires_at);

create table access_token (
    id integer not null primary key autoincrement,
    hash blob not null,
    name text not null,
    role text not null,
    created_at integer not null,
    last_used_at integer,
    revoked_at integer,
    constraint access_token_hash_key unique (hash),
    constraint access_token_role_known check (role in ('wall_hall', 'wall_staff', 'agent', 'admin'))
) strict;

create table service (
    id integer not null primary key autoincrement,
    name text not null,
    state text not null,
    state_since integer not null,
    created_at integer not null,
    archived_at integer,
    constraint service_state_known check (state in ('running', 'degraded', 'down'))
) strict;
create unique index service_name_key on service (name) where archived_at is null;

create table category (
    id integer not null primary key autoincrement,
    parent integer references category (id),
    name text not null,
    position integer not null,
    created_at integer not null,
    archived_at integer
) strict;
create unique index category_name_key on category (coalesce(parent, 0), name) where archived_at is null;

create table ticket (
    id integer not null primary key autoincrement,
    kind text not null,
    channel text not null,
    subject text not null,
    requester integer not null references person (id),
    -- The requester's reason; null means not urgent.
    urgent text,
    service integer references service (id),
    category integer references category (id),
    impact text,
    effect text,
    assignee integer references person (id),
    created_at integer not null,
    opened_at integer,
    first_answer_at integer,
    waiting_on text,
    waiting_since integer,
    -- JSON: times of waiting that are over.
    pauses text not null,
    resolved_at integer,
    resolved_by integer references person (id),
    resolved_place text,
    resolved_level text,
    closed_at integer,
    cancelled_at integer,
    merged_into integer references ticket (id),
    first_due_at integer not null,
    due_at integer not null,
    last_seq integer not null,
    constraint ticket_kind_known check (kind in ('incident', 'request')),
    constraint ticket_channel_known
        check (channel in ('portal', 'email', 'phone', 'walk_up', 'chat', 'bot', 'api')),
    constraint ticket_impact_known check (impact in ('me', 'team', 'everyone')),
    constraint ticket_effect_known check (effect in ('blocked', 'slowed', 'fine')),
    constraint ticket_waiting_known check (waiting_on in ('requester', 'approval', 'supplier', 'parts')),
    constraint ticket_waiting_whole check ((waiting_on is null) = (waiting_since is null)),
    constraint ticket_place_known check (resolved_place in ('remote', 'desk', 'on_site', 'depot')),
    constraint ticket_level_known check (resolved_level in ('1', '2', '3')),
    constraint ticket_resolved_whole check (
        (resolved_at is null) = (resolved_place is null) and (resolved_at is null) = (resolved_level is null)
    )
) strict;
-- The first ticket is T-1001.
insert into sqlite_sequence (name, seq) values ('ticket', 1000);
create index ticket_open_idx on ticket (due_at, id)
    where resolved_at is null and closed_at is null and cancelled_at is null;
create index ticket_to_close_idx on ticket (closed_at, cancelled_at, resolved_at) where resolved_at is not null;
create index ticket_resolved_at_idx on ticket (resolved_at) where resolved_at is not null;
create index ticket_requester_idx on ticket (requester);
create index ticket_created_at_idx on ticket (created_at);

create table watcher (
    ticket integer not null references ticket (id),
    person integer not null references person (id),
    added_at integer not null,
    primary key (ticket, person)
) strict;
create index watcher_person_idx on watcher (person);

create table guest_link (
    hash blob not null primary key,
    ticket integer not null references ticket (id),
    person integer not null references person (id),
    created_at integer not null
) strict;

create table post (
    id integer not null primary key autoincrement,
    ticket integer not null references ticket (id),
    author integer not null references person (id),
    kind text not null,
    body text not null,
    at integer not null,
    constraint post_kind_known check (kind in ('asked', 'answer', 'reply', 'note'))
) strict;
create index post_ticket_idx on post (ticket, id);

create table file (
    id integer not null primary key autoincrement,
    post integer not null references post (id),
    name text not null,
    content_type text not null,
    bytes integer not null,
    -- The content's name in the file store.
    sha256 blob not null
) strict;
create index file_post_idx on file (post);

-- Never changed, never removed.
create table event (
    seq integer not null primary key autoincrement,
    ticket integer not null references ticket (id),
    at integer not null,
    -- Null when Deskbell itself acted.
    actor integer references person (id),
    channel text not null,
    post integer references post (id),
    kind text not null,
    -- People in the change: who had the ticket, and who has it now or was added.
    old_person integer references person (id),
    new_person integer references person (id),
    -- JSON: the whole change.
    change text not null
) strict;
create index event_ticket_idx on event (ticket, seq);
create index event_post_idx on event (post) where post is not null;

create table idempotency (
    key blob not null primary key,
    ticket integer references ticket (id),
    created_at integer not null
) strict;
create index idempotency_created_at_idx on idempotency (created_at);

create table job (
    name text not null primary key,
    next_at integer not null,
    leased_until integer,
    last_ok_at integer,
    last_failed_at integer,
    -- In a row, since the last success.
    failures integer not null
) strict;

-- One document per ticket (its number is the rowid), of words that are folded already.
create virtual table search using fts5 (
    subject, public, staff, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
);
