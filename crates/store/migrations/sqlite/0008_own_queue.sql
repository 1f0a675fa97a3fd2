-- Who has had half of a large desk's tickets opens his queue without reading all of them.
create index ticket_own_queue_idx on ticket (assignee, breaks_at, id)
    where resolved_at is null and closed_at is null and cancelled_at is null;
