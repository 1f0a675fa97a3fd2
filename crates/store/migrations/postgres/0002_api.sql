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

alter table access_token drop constraint access_token_role_known;
-- As whom a program acts; null for a screen.
alter table access_token add column person bigint references person (id);
-- Words, as domain::token::Scopes; empty for a screen.
alter table access_token add column scopes text not null default '';
alter table access_token alter column scopes drop default;
update access_token t set
    person = (select p.id from person p where p.email = 'program-' || t.id || '@deskbell.invalid'),
    scopes = case t.role when 'admin' then 'read write desk admin' else 'read write desk' end,
    role = 'person'
where t.role in ('agent', 'admin');
alter table access_token
    add constraint access_token_role_known check (role in ('wall_hall', 'wall_staff', 'person'));
alter table access_token
    add constraint access_token_person_whole check ((role = 'person') = (person is not null));
create index access_token_person_idx on access_token (person) where person is not null;

-- What a program was answered, for the same key again.
create table api_answer (
    -- The hash of token and key.
    key bytea not null primary key,
    -- The hash of the request, which must be the same again.
    request bytea not null,
    status bigint not null,
    location text,
    etag text,
    body bytea not null,
    created_at bigint not null
);
create index api_answer_created_at_idx on api_answer (created_at);

create index ticket_assignee_idx on ticket (assignee) where assignee is not null;
