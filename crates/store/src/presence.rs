//! Who is seen where, as each process that serves this database says it of its own pages.

use domain::time::UnixMs;

use crate::sql::{all, execute, statements};
use crate::{Result, Tx};

statements! {
    SAY = "insert into presence (process, visits, until)
        values ($1, $2, $3)
        on conflict (process) do update set visits = excluded.visits, until = excluded.until";
    OTHERS = "select visits from presence where process <> $1 and until > $2 order by process";
    FORGET = "delete from presence where process = $1 or until <= $2";
}

/// Says who is where at this process, which counts until then; `visits` is JSON.
pub async fn say(tx: &mut Tx, process: &str, visits: &str, until: UnixMs) -> Result<()> {
    execute!(tx, SAY, process, visits, until.0).map(drop)
}

/// What the other processes said that still counts.
pub async fn others(tx: &mut Tx, process: &str, now: UnixMs) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = all!(tx, OTHERS, process, now.0)?;
    Ok(rows.into_iter().map(|(visits,)| visits).collect())
}

/// Forgets this process and those that count no more.
pub async fn forget(tx: &mut Tx, process: &str, now: UnixMs) -> Result<()> {
    execute!(tx, FORGET, process, now.0).map(drop)
}
