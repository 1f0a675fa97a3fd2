//! Figures over all tickets. Where a ticket was imported, what its source told counts before what we saw.

use futures::TryStreamExt as _;

use crate::sql::{all, on, one, row, statements};
use crate::{Result, StoreError, Tx};

statements! {
    /// By quarters of an hour, of which every time zone's days and hours are made.
    OPENED = "select created_at / 900000, count(*) from ticket group by 1 order by 1";
    CHANNELS = "select channel, count(*) from ticket group by channel order by 2 desc, 1";
    CATEGORIES = "select p.name, c.name, count(*)
        from ticket t
        left join category c on c.id = t.category
        left join category p on p.id = c.parent
        group by p.name, c.name
        order by 3 desc, 1 nulls first, 2 nulls first";
    ATTRIBUTES = "select name, value, count(*)
        from source_attribute
        group by name, value
        order by name, 3 desc, value nulls first";
    REOPENED = "select count(*)
        from ticket t
        left join source s on s.ticket = t.id
        where case
            when s.reopened is not null then s.reopened > 0
            else exists (select 1 from event e where e.ticket = t.id and e.kind = 'reopened')
        end";
    /// Handed on from one person to another.
    REASSIGNED = "select count(*)
        from ticket t
        left join source s on s.ticket = t.id
        where case
            when s.reassigned is not null then s.reassigned > 0
            else exists (
                select 1 from event e
                where e.ticket = t.id and e.kind = 'assigned'
                    and e.old_person is not null and e.new_person is not null
            )
        end";
    /// Of the times from asked to resolved: how many, how many below zero, the two in the middle, and the smallest
    /// one that nine tenths do not exceed.
    RESOLVE = "with known as (
            select case when s.ticket is null then t.resolved_at else s.resolved_at end - t.created_at as ms
            from ticket t
            left join source s on s.ticket = t.id
            where case when s.ticket is null then t.resolved_at else s.resolved_at end is not null
        ),
        placed as (
            select ms, row_number() over (order by ms) as place, count(*) over () as known from known
        )
        select
            cast(coalesce(max(known), 0) as bigint) as known,
            (select count(*) from known where ms < 0) as negative,
            max(case when place = (known + 1) / 2 then ms end) as low,
            max(case when place = (known + 2) / 2 then ms end) as high,
            max(case when place = (known * 9 + 9) / 10 then ms end) as p90
        from placed";
    /// The log by ticket. Of an imported ticket only what its source wrote down, in full, for its states and values;
    /// what that meant here is ours, and counted nowhere.
    STEPS = "select e.ticket, e.at, e.kind, case when e.kind = 'imported' then e.change end as change
        from event e
        left join source s on s.ticket = e.ticket
        where s.ticket is null or e.kind = 'imported'
        order by e.ticket, e.seq";
}

row! {
    /// Times in milliseconds.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct ResolveTimes {
        known: i64,
        negative: i64,
        low: Option<i64>,
        high: Option<i64>,
        p90: Option<i64>,
    }
}

row! {
    /// A step of a ticket's life, in the order of the log.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Step {
        ticket: i64,
        at: i64,
        kind: String,
        change: Option<String>,
    }
}

/// How many tickets were opened in each quarter of an hour since 1970-01-01 UTC.
pub async fn opened(tx: &mut Tx) -> Result<Vec<(i64, i64)>> {
    all!(tx, OPENED)
}

pub async fn channels(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    all!(tx, CHANNELS)
}

/// Category, subcategory and number of tickets; a category by itself stands in the second place.
pub async fn categories(tx: &mut Tx) -> Result<Vec<(Option<String>, Option<String>, i64)>> {
    all!(tx, CATEGORIES)
}

/// Name, value and number of tickets of what sources said, the most frequent value of each name first.
pub async fn attributes(tx: &mut Tx) -> Result<Vec<(String, Option<String>, i64)>> {
    all!(tx, ATTRIBUTES)
}

pub async fn reopened(tx: &mut Tx) -> Result<i64> {
    let (count,): (i64,) = one!(tx, REOPENED)?;
    Ok(count)
}

pub async fn reassigned(tx: &mut Tx) -> Result<i64> {
    let (count,): (i64,) = one!(tx, REASSIGNED)?;
    Ok(count)
}

pub async fn resolve_times(tx: &mut Tx) -> Result<ResolveTimes> {
    one!(tx, RESOLVE)
}

/// Hands every event that counts to `take`, ticket by ticket, without holding more than one.
pub async fn steps(tx: &mut Tx, mut take: impl FnMut(Step)) -> Result<()> {
    on!(tx, STEPS, |conn, text| {
        let mut rows = sqlx::query_as::<_, Step>(text).fetch(conn);
        while let Some(step) = rows.try_next().await.map_err(StoreError::from)? {
            take(step);
        }
    });
    Ok(())
}
