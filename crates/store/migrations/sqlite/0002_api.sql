-- Programs: tokens that act as a person, answers kept for those who ask twice, and lists by whom a ticket is with.

-- A token of a program that has no person gets one, so that every event has a name.
insert into person (name, sort_name, email, roles, standing, language, created_at)
select
    'Program ' || id, 'program ' || id, 'program-' || id || '@deskbell.invalid',
    -- Requester and agent, and for an admin's token admin.
    case role when 'admin' then 19 else 3 end,
    'account', 'en', created_at
from access_token
where role in ('agent', 'admin');

create table access_token_next (
    id integer not null primary key autoincrement,
    hash blob not null,
    name text not null,
    role text not null,
    -- As whom a program acts; null for a screen.
    person integer references person (id),
    -- Words, as domain::token::Scopes; empty for a screen.
    scopes text not null,
    created_at integer not null,
    last_used_at integer,
    revoked_at integer,
    constraint access_token_hash_key unique (hash),
    constraint access_token_role_known check (role in ('wall_hall', 'wall_staff', 'person')),
    constraint access_token_person_whole check ((role = 'person') = (person is not null))
) strict;
insert into access_token_next (id, hash, name, role, person, scopes, created_at, last_used_at, revoked_at)
select
    t.id, t.hash, t.name,
    case when p.id is null then t.role else 'person' end,
    p.id,
    case t.role when 'admin' then 'read write desk admin' when 'agent' then 'read write desk' else '' end,
    t.created_at, t.last_used_at, t.revoked_at
from access_token t
left join person p on p.email = 'program-' || t.id || '@deskbell.invalid' and t.role in ('agent', 'admin');
drop table access_token;
alter table access_token_next rename to access_token;
create index access_token_person_idx on access_token (person) where person is not null;

-- What a program was answered, for the same key again.
create table api_answer (
    -- The hash of token and key.
    key blob not null primary key,
    -- The hash of the request, which must be the same again.
    request blob not null,
    status integer not null,
    location text,
    etag text,
    body blob not null,
    created_at integer not null
) strict;
create index api_answer_created_at_idx on api_answer (created_at);

create index ticket_assignee_idx on ticket (assignee) where assignee is not null;
