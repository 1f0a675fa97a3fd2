//! The numbers of the wall.

use domain::ids::TicketId;
use domain::promise::SOON;
use domain::time::UnixMs;
use domain::wall::NextPromise;

use crate::Result;
use crate::Tx;
use crate::sql::{all, one, row, statements};

/// The open tickets; the index of the queue holds exactly these.
macro_rules! from_open {
    () => {
        " from ticket where resolved_at is null and closed_at is null and cancelled_at is null"
    };
}

/// Time runs, as far as nobody else has the ball.
macro_rules! runs {
    () => {
        "coalesce(waiting_pausing, 'runs') = 'runs'"
    };
}

statements! {
    /// `$1` now, `$2` from when on something is not soon any more. A ticket that waits is late with an answer only, or
    /// if it was late before, as `PromiseView::standing` has it.
    OPEN = concat!("select
            count(*) as open,
            count(*) filter (where first_answer_at is null) as unanswered,
            count(*) filter (where waiting_on is not null) as waiting,
            count(*) filter (where breaks_at < $1) as late,
            count(*) filter (where breaks_at >= $1 and breaks_at <= $2 and ", runs!(), ") as soon",
        from_open!());
    /// `$1` midnight, `$2` thirty days ago. A ticket that was cancelled or merged had no promise to keep.
    LATELY = "select
            (select count(*) from ticket where created_at >= $1) as came_today,
            (
                select count(*) from ticket
                where resolved_at >= $1 and cancelled_at is null and merged_into is null
            ) as resolved_today,
            (
                select count(*) from ticket
                where resolved_at >= $2 and cancelled_at is null and merged_into is null
            ) as ended_30d,
            (
                select count(*) from ticket
                where resolved_at >= $2 and cancelled_at is null and merged_into is null and resolved_at <= due_at
            ) as kept_30d";
    NEXT = concat!("select id, breaks_at", from_open!(), " and breaks_at is not null and ", runs!(), "
        order by breaks_at, id
        limit $1");
}

/// How many tickets stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub open: i64,
    /// Open, and nobody has answered yet.
    pub unanswered: i64,
    pub waiting: i64,
    pub late: i64,
    /// Due within [`SOON`].
    pub soon: i64,
    pub came_today: i64,
    pub resolved_today: i64,
    /// Resolved in the last thirty days.
    pub ended_30d: i64,
    /// Of these, resolved in time.
    pub kept_30d: i64,
}

pub async fn counts(tx: &mut Tx, now: UnixMs, midnight: UnixMs, thirty_days_ago: UnixMs) -> Result<Counts> {
    let open: OpenRow = one!(tx, OPEN, now.0, (now + SOON).0)?;
    let lately: LatelyRow = one!(tx, LATELY, midnight.0, thirty_days_ago.0)?;
    let OpenRow { open, unanswered, waiting, late, soon } = open;
    let LatelyRow { came_today, resolved_today, ended_30d, kept_30d } = lately;
    Ok(Counts { open, unanswered, waiting, late, soon, came_today, resolved_today, ended_30d, kept_30d })
}

/// The next promises of tickets that the desk has to act on: an answer while it is owed, else done.
pub async fn next(tx: &mut Tx, limit: i64) -> Result<Vec<NextPromise>> {
    let rows: Vec<(i64, i64)> = all!(tx, NEXT, limit)?;
    Ok(rows.into_iter().map(|(id, due)| NextPromise { ticket: TicketId(id), due_at: UnixMs(due) }).collect())
}

row! {
    struct OpenRow { open: i64, unanswered: i64, waiting: i64, late: i64, soon: i64 }
}

row! {
    struct LatelyRow { came_today: i64, resolved_today: i64, ended_30d: i64, kept_30d: i64 }
}
