-- Webhooks: targets, what each of them was told, and who is seen where by which process.

create table webhook (
    id integer not null primary key autoincrement,
    url text not null,
    -- JSON: words of kinds of events; empty means all that the content covers.
    kinds text not null,
    content text not null,
    -- As the target knows it: without it nothing can be signed.
    secret text not null,
    created_at integer not null,
    created_by integer references person (id),
    -- The last event for which a delivery was made, or which needs none.
    told_seq integer not null,
    -- Left alone until then.
    next_at integer not null,
    leased_until integer,
    -- In a row, since the last success.
    failures integer not null,
    failing_since integer,
    disabled_at integer,
    disabled_why text,
    constraint webhook_content_known check (content in ('facts', 'staff')),
    constraint webhook_disabled_known check (disabled_why in ('admin', 'failing', 'gone')),
    constraint webhook_disabled_whole check ((disabled_at is null) = (disabled_why is null))
) strict;

create table delivery (
    id integer not null primary key autoincrement,
    webhook integer not null references webhook (id),
    -- What the target sees, the same for every try.
    message text not null,
    -- Null for a test.
    seq integer references event (seq),
    created_at integer not null,
    state text not null,
    tries integer not null,
    next_at integer not null,
    last_at integer,
    -- A status, or a word.
    trouble text,
    constraint delivery_message_key unique (message),
    constraint delivery_state_known check (state in ('waiting', 'delivered', 'given_up'))
) strict;
create unique index delivery_event_key on delivery (webhook, seq) where seq is not null;
create index delivery_waiting_idx on delivery (webhook, next_at) where state = 'waiting';
create index delivery_webhook_idx on delivery (webhook, id);
create index delivery_seq_idx on delivery (seq) where seq is not null;

-- One row for each process that serves; what it says counts until its time.
create table presence (
    process text not null primary key,
    -- JSON: who is where.
    visits text not null,
    until integer not null
) strict;
