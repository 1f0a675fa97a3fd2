-- What a desk of a quarter of a million tickets needs.

-- The wall and the portal count a month's kept promises: from the index alone, without the tickets.
create index ticket_kept_idx on ticket (resolved_at, due_at)
    where resolved_at is not null and cancelled_at is null and merged_into is null;
