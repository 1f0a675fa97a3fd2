//! Who asked for something lately.

use domain::ids::PersonId;
use domain::rota::view::Known;

use crate::sql::{all, statements};
use crate::{Result, Tx};

statements! {
    /// Of the newest tickets; first those who asked for what is with `$1`. SQLite would group by the index of requesters,
    /// and read every ticket for it, if it were the column alone.
    LATELY = "select p.name, p.email
        from (
            select requester + 0 as requester, max(mine) as mine, max(id) as latest
            from (
                select id, requester, case when assignee = $1 then 1 else 0 end as mine
                from ticket
                where id > (select max(id) from ticket) - 300
            ) newest
            where requester <> $1
            group by requester + 0
        ) asked
        join person p on p.id = asked.requester
        order by asked.mine desc, asked.latest desc
        limit $2";
}

/// People who asked lately, first those whom this person works for, at most `limit`.
pub async fn lately(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<Known>> {
    let rows: Vec<(String, String)> = all!(tx, LATELY, person.0, limit)?;
    Ok(rows.into_iter().map(|(name, email)| Known { name, email }).collect())
}
