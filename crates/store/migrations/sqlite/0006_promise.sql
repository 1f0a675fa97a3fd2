-- The promise: calendars with holidays, who is covered by which, service levels from a date on, suppliers, and what a
-- ticket's clock says lies ahead.

create table calendar (
    id integer not null primary key autoincrement,
    name text not null,
    created_at integer not null
) strict;

-- What a calendar says from an instant on. What has passed is never rewritten.
create table calendar_version (
    calendar integer not null references calendar (id),
    valid_from integer not null,
    zone text not null,
    -- JSON: the windows of seven days, and holidays.
    week text not null,
    holidays text not null,
    primary key (calendar, valid_from)
) strict;

create table coverage_row (
    id integer not null primary key autoincrement,
    -- The first row that fits decides.
    position integer not null,
    name text not null,
    audience text not null,
    -- JSON: lists of words; an empty one fits everything.
    groups text not null,
    locations text not null,
    languages text not null,
    calendar integer not null references calendar (id),
    desk text,
    constraint coverage_row_audience_known check (audience in ('everybody', 'internal', 'external'))
) strict;
create index coverage_row_calendar_idx on coverage_row (calendar);

create table policy (
    id integer not null primary key autoincrement,
    valid_from integer not null,
    -- JSON: rules, targets, what pauses, what lengthens.
    value text not null,
    created_at integer not null,
    created_by integer references person (id),
    constraint policy_valid_from_key unique (valid_from)
) strict;

create table supplier (
    id integer not null primary key autoincrement,
    name text not null,
    target_minutes integer not null,
    calendar integer not null references calendar (id),
    created_at integer not null,
    constraint supplier_name_key unique (name)
) strict;
create index supplier_calendar_idx on supplier (calendar);

-- Each time that a ticket waited for a supplier, and how that stood to what was agreed then.
create table supplier_wait (
    id integer not null primary key autoincrement,
    supplier integer not null references supplier (id),
    ticket integer not null references ticket (id),
    since integer not null,
    due_at integer not null,
    ended_at integer
) strict;
create unique index supplier_wait_running_key on supplier_wait (ticket) where ended_at is null;
create index supplier_wait_supplier_idx on supplier_wait (supplier, since);
create index supplier_wait_ticket_idx on supplier_wait (ticket);

-- Whom a clock has called. The name is one of a kind: nobody is told twice.
create table alarm (
    name text not null primary key,
    ticket integer not null references ticket (id),
    at integer not null
) strict;
create index alarm_ticket_idx on alarm (ticket);

alter table ticket add column calendar integer references calendar (id);
-- JSON: words for what makes the promise longer.
alter table ticket add column needs text not null default '[]';
alter table ticket add column wanted_by integer;
alter table ticket add column owed_since integer;
alter table ticket add column waiting_pausing text
    constraint ticket_pausing_known check (waiting_pausing in ('stops', 'runs'));
alter table ticket add column waiting_supplier integer references supplier (id);
alter table ticket add column next_answer_due_at integer;
alter table ticket add column breaks_at integer;
alter table ticket add column alarm_at integer;

-- Until now every wait stopped the clock, and the settings held one week and one policy.
update ticket set waiting_pausing = 'stops' where waiting_on is not null;
update ticket set breaks_at = case
        when first_answer_at is null and (waiting_on is not null or first_due_at < due_at) then first_due_at
        when waiting_on is null then due_at
    end
    where resolved_at is null and closed_at is null and cancelled_at is null;
update ticket set alarm_at = breaks_at where breaks_at is not null;
insert into calendar (name, created_at) select 'Desk', updated_at from settings;
insert into calendar_version (calendar, valid_from, zone, week, holidays)
    select calendar.id, 0, settings.value->>'zone', settings.value->'hours', '[]' from settings, calendar;
insert into policy (valid_from, value, created_at) select 0, value->'policy', updated_at from settings;

-- The order of the queue is the order in which promises break.
drop index ticket_open_idx;
create index ticket_open_idx on ticket (breaks_at, id)
    where resolved_at is null and closed_at is null and cancelled_at is null;
create index ticket_alarm_idx on ticket (alarm_at, id) where alarm_at is not null;
create index ticket_calendar_idx on ticket (calendar);
