//! Shifts that people offered each other, and what became of it.

use domain::coverage::Interval;
use domain::ids::{PersonId, SwapId};
use domain::rota::{Swap, SwapAnswer};
use domain::time::UnixMs;

use crate::decode::word;
use crate::engine::LOCK_SWAP;
use crate::sql::{all, execute, one, optional, row, statements};
use crate::{Result, StoreError, Tx};

macro_rules! swap_select {
    () => {
        "select id, giver, taker, from_at, to_at, back_from_at, back_to_at, offered_at, answer
        from swap
        where id = $1"
    };
}
pub(crate) use swap_select;

statements! {
    ADD = "insert into swap
            (giver, taker, from_at, to_at, back_from_at, back_to_at, offered_at, offered_by, answer, answered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        returning id";
    /// In the order in which they were agreed.
    LIST = "select id, giver, taker, from_at, to_at, back_from_at, back_to_at, offered_at, answer
        from swap
        where answer in ('open', 'accepted')
        order by answered_at nulls last, id";
    ANSWER = "update swap set answer = $2, answered_at = $3 where id = $1 and answer = 'open'";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwapRow {
    pub id: SwapId,
    pub swap: Swap,
    pub offered_at: UnixMs,
}

/// Keeps an offer, or what was agreed at once.
pub async fn add_swap(tx: &mut Tx, swap: &Swap, by: Option<PersonId>, now: UnixMs) -> Result<SwapId> {
    let answered_at = (swap.answer != SwapAnswer::Open).then_some(now.0);
    let (id,): (i64,) = one!(
        tx,
        ADD,
        swap.giver.0,
        swap.taker.0,
        swap.given.from.0,
        swap.given.to.0,
        swap.back.map(|back| back.from.0),
        swap.back.map(|back| back.to.0),
        now.0,
        by.map(|person| person.0),
        swap.answer.as_str(),
        answered_at,
    )?;
    Ok(SwapId(id))
}

/// Open offers and what was accepted, in the order in which it was agreed.
pub async fn swaps(tx: &mut Tx) -> Result<Vec<SwapRow>> {
    let rows: Vec<Row> = all!(tx, LIST)?;
    rows.into_iter().map(SwapRow::try_from).collect()
}

/// One of them, locked until the transaction ends.
pub async fn lock_swap(tx: &mut Tx, id: SwapId) -> Result<Option<SwapRow>> {
    let row: Option<Row> = optional!(tx, LOCK_SWAP, id.0)?;
    row.map(SwapRow::try_from).transpose()
}

/// Notes the answer to an open offer. False when it was answered before.
pub async fn answer_swap(tx: &mut Tx, id: SwapId, answer: SwapAnswer, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, ANSWER, id.0, answer.as_str(), now.0)? > 0)
}

row! {
    struct Row {
        id: i64,
        giver: i64,
        taker: i64,
        from_at: i64,
        to_at: i64,
        back_from_at: Option<i64>,
        back_to_at: Option<i64>,
        offered_at: i64,
        answer: String,
    }
}

impl TryFrom<Row> for SwapRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<SwapRow> {
        let interval = |from: i64, to: i64| Interval { from: UnixMs(from), to: UnixMs(to) };
        let swap = Swap {
            giver: PersonId(row.giver),
            taker: PersonId(row.taker),
            given: interval(row.from_at, row.to_at),
            back: row.back_from_at.zip(row.back_to_at).map(|(from, to)| interval(from, to)),
            answer: word(&row.answer, SwapAnswer::from_name, "swap", "answer")?,
        };
        Ok(SwapRow { id: SwapId(row.id), swap, offered_at: UnixMs(row.offered_at) })
    }
}
