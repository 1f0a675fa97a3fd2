//! When people are away.

use domain::coverage::Interval;
use domain::ids::{AbsenceId, PersonId};
use domain::rota::Absence;
use domain::time::UnixMs;

use crate::sql::{all, execute, one, optional, statements};
use crate::{Result, Tx};

statements! {
    ADD = "insert into absence (person, from_at, to_at, created_at, created_by)
        values ($1, $2, $3, $4, $5)
        returning id";
    LIST = "select id, person, from_at, to_at from absence where to_at > $1 order by from_at, id";
    BY_ID = "select id, person, from_at, to_at from absence where id = $1";
    END = "update absence set to_at = $2 where id = $1 and from_at < $2 and to_at > $2";
    REMOVE = "delete from absence where id = $1";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsenceRow {
    pub id: AbsenceId,
    pub absence: Absence,
}

pub async fn add_absence(
    tx: &mut Tx,
    absence: Absence,
    by: Option<PersonId>,
    now: UnixMs,
) -> Result<AbsenceId> {
    let Absence { person, within } = absence;
    let (id,): (i64,) =
        one!(tx, ADD, person.0, within.from.0, within.to.0, now.0, by.map(|person| person.0))?;
    Ok(AbsenceId(id))
}

/// Absences that end after an instant, in order of their beginning.
pub async fn absences(tx: &mut Tx, after: UnixMs) -> Result<Vec<AbsenceRow>> {
    let rows: Vec<(i64, i64, i64, i64)> = all!(tx, LIST, after.0)?;
    Ok(rows.into_iter().map(row).collect())
}

pub async fn absence(tx: &mut Tx, id: AbsenceId) -> Result<Option<AbsenceRow>> {
    let found: Option<(i64, i64, i64, i64)> = optional!(tx, BY_ID, id.0)?;
    Ok(found.map(row))
}

/// Ends an absence that is going on: he is back. False when it is not.
pub async fn end_absence(tx: &mut Tx, id: AbsenceId, now: UnixMs) -> Result<bool> {
    Ok(execute!(tx, END, id.0, now.0)? > 0)
}

/// Takes an absence back. False when there is none.
pub async fn remove_absence(tx: &mut Tx, id: AbsenceId) -> Result<bool> {
    Ok(execute!(tx, REMOVE, id.0)? > 0)
}

fn row((id, person, from, to): (i64, i64, i64, i64)) -> AbsenceRow {
    let within = Interval { from: UnixMs(from), to: UnixMs(to) };
    AbsenceRow { id: AbsenceId(id), absence: Absence { person: PersonId(person), within } }
}
