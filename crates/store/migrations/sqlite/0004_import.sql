-- Where imported tickets come from, and what their source said of them that has no place of ours.

create table source (
    ticket integer not null primary key references ticket (id),
    -- The desk that the ticket comes from, as the map names it, and its number there.
    system text not null,
    id text not null,
    -- How many events of the source were replayed.
    events integer not null,
    -- As the source tells them; null where it does not.
    resolved_at integer,
    reopened integer,
    reassigned integer,
    constraint source_id_key unique (system, id)
) strict;

create table source_attribute (
    ticket integer not null references ticket (id),
    name text not null,
    -- Null when the source did not know it.
    value text,
    primary key (ticket, name)
) strict;
create index source_attribute_name_idx on source_attribute (name, value);
