-- Where imported tickets come from, and what their source said of them that has no place of ours.

create table source (
    ticket bigint not null primary key references ticket (id),
    -- The desk that the ticket comes from, as the map names it, and its number there.
    system text not null,
    id text not null,
    -- How many events of the source were replayed.
    events bigint not null,
    -- As the source tells them; null where it does not.
    resolved_at bigint,
    reopened bigint,
    reassigned bigint,
    constraint source_id_key unique (system, id)
);

create table source_attribute (
    ticket bigint not null references ticket (id),
    name text collate "C" not null,
    -- Null when the source did not know it.
    value text,
    primary key (ticket, name)
);
create index source_attribute_name_idx on source_attribute (name, value);
