//! What the pages of the rota show.

use serde::{Deserialize, Serialize};

use super::{Answer, Every, Ledger, Stint, Swap, Whose};
use crate::coverage::Interval;
use crate::fault::FieldFault;
use crate::ids::{AbsenceId, FeedId, PersonId, SwapId};
use crate::person::PersonChip;
use crate::settings::DeskNow;
use crate::time::{LocalClock, UnixMs};

/// The rota at the desk: who answers, my shifts, swaps, absences, notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotaPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    /// The clock by which the rota changes: the desk's own.
    pub clock: LocalClock,
    /// Everybody of the desk.
    pub people: Vec<PersonChip>,
    /// Who answers now; none while the desk is closed or has no plan.
    pub answer: Option<Answer>,
    pub plan: Planned,
    /// From this Monday on, two weeks.
    pub stints: Vec<Stint>,
    /// Those of the next four weeks that have not begun, of everybody.
    pub ahead: Vec<Stint>,
    /// Open offers to the reader or from him; the lead sees all.
    pub swaps: Vec<SwapView>,
    /// The reader's; the lead sees all.
    pub absences: Vec<AbsenceView>,
    /// The newest first.
    pub notes: Vec<NoteView>,
    pub gaps: Vec<Interval>,
    pub feeds: Vec<FeedView>,
    /// People who asked lately, first those whom the reader works for.
    pub lately: Vec<Known>,
    /// For a new feed; kept only when its form is sent.
    pub secret: String,
    /// For the lead alone.
    pub ledger: Option<LedgerView>,
    pub now: UnixMs,
}

/// Somebody whom the desk knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub name: String,
    pub email: String,
}

/// Whether the desk has a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planned {
    Yes,
    NotYet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapView {
    pub id: SwapId,
    pub swap: Swap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceView {
    pub id: AbsenceId,
    pub person: PersonId,
    pub within: Interval,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    pub author: PersonChip,
    pub body: String,
    pub at: UnixMs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedView {
    pub id: FeedId,
    pub whose: Whose,
    pub created_at: UnixMs,
}

/// What each person gave in the last four weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerView {
    pub within: Interval,
    pub lines: Vec<Ledger>,
}

/// The plan's editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    pub reader: PersonChip,
    pub desk: DeskNow,
    pub clock: LocalClock,
    pub people: Vec<PersonChip>,
    pub plan: Planned,
    pub draft: Draft,
    /// Whether the draft is what was typed, and not the plan that rules.
    pub typed: bool,
    /// What is wrong with the draft.
    pub refused: Vec<FieldFault>,
    /// The next four weeks by the draft; empty where it can't be laid out.
    pub stints: Vec<Stint>,
    pub gaps: Vec<Interval>,
    pub now: UnixMs,
}

/// A plan as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub fixed: bool,
    /// The first day, such as `2026-11-23`.
    pub from: String,
    pub lead: Option<PersonId>,
    pub person: Option<PersonId>,
    pub stand_in: Option<PersonId>,
    pub every: Every,
    pub run: String,
    pub changes_at: String,
    pub half_at: String,
    /// In the order of their turns.
    pub members: Vec<PersonId>,
    /// Who is never on the desk on which weekday.
    pub never: Vec<(PersonId, u8)>,
    pub idle: Vec<u8>,
}
