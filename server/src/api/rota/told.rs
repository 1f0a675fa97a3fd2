//! What programs are told of the rota.

use domain::coverage::Interval;
use domain::ids::PersonId;
use domain::rota::Stint;
use domain::rota::view::RotaPage;
use domain::time::UnixMs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::time::At;
use crate::api::words::{PersonRef, ShiftWhy, Whose};

/// From one instant to another, the end not included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub from: At,
    pub to: At,
}

/// Who answers, and the shifts around now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rota {
    /// Whoever answers now; null while the desk is closed or has no plan.
    pub answers: Option<Answers>,
    /// From this Monday on, two weeks.
    pub shifts: Vec<Shift>,
    /// Hours of the next four weeks for which nobody but the lead is there.
    pub gaps: Vec<Span>,
    /// Open offers to you or from you; the lead sees all.
    pub swaps: Vec<Swap>,
    /// Your absences; the lead sees all.
    pub absences: Vec<Absence>,
    /// What shifts told the next, the newest first.
    pub notes: Vec<Note>,
    /// Your calendar feeds.
    pub feeds: Vec<Feed>,
}

/// Who answers now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answers {
    pub person: PersonRef,
    /// Who does when that person does not, in this order.
    pub then: Vec<PersonRef>,
    pub until: At,
}

/// One person's time on the desk on one day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shift {
    pub person: PersonRef,
    pub from: At,
    pub to: At,
    pub why: ShiftWhy,
}

/// A shift that was offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct Swap {
    pub id: i64,
    pub giver: PersonRef,
    pub taker: PersonRef,
    pub given: Span,
    /// What the giver takes over in return.
    pub back: Option<Span>,
}

/// A time in which somebody is not there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Absence {
    pub id: i64,
    pub person: PersonRef,
    pub from: At,
    pub to: At,
}

/// What one shift told the next.
#[derive(Debug, Serialize, ToSchema)]
pub struct Note {
    pub author: PersonRef,
    pub body: String,
    pub at: At,
}

/// An address under which a calendar reads shifts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Feed {
    pub id: i64,
    pub whose: Whose,
    pub created_at: At,
}

/// A new address, told this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewAddress {
    pub id: i64,
    /// Behind the desk's own address, such as `/calendar/….ics`.
    pub path: String,
}

/// The number of something new.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    pub id: i64,
}

/// What each person gave in the last four weeks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ledger {
    pub from: At,
    pub to: At,
    pub people: Vec<LedgerLine>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLine {
    pub person: PersonRef,
    pub desk_minutes: i64,
    /// Tickets that this person resolved.
    pub tickets: i64,
    /// Of those, how many walked in.
    pub walk_ups: i64,
    /// Contacts that went past the desk to this person.
    pub interruptions: i64,
}

impl From<Span> for Interval {
    fn from(span: Span) -> Interval {
        Interval { from: span.from.0, to: span.to.0 }
    }
}

impl From<Interval> for Span {
    fn from(within: Interval) -> Span {
        Span { from: within.from.into(), to: within.to.into() }
    }
}

impl From<RotaPage> for Rota {
    fn from(page: RotaPage) -> Rota {
        let person = |id: PersonId| match page.people.iter().find(|chip| chip.id == id) {
            Some(chip) => PersonRef::from(chip),
            None => PersonRef { id: id.0, name: None },
        };
        let at = |at: UnixMs| At::from(at);
        Rota {
            answers: page.answer.as_ref().map(|answer| Answers {
                person: person(answer.person),
                then: answer.then.iter().map(|id| person(*id)).collect(),
                until: at(answer.until),
            }),
            shifts: page.stints.iter().map(|stint| shift(stint, person(stint.person))).collect(),
            gaps: page.gaps.iter().copied().map(Span::from).collect(),
            swaps: page
                .swaps
                .iter()
                .map(|view| Swap {
                    id: view.id.0,
                    giver: person(view.swap.giver),
                    taker: person(view.swap.taker),
                    given: view.swap.given.into(),
                    back: view.swap.back.map(Span::from),
                })
                .collect(),
            absences: page
                .absences
                .iter()
                .map(|view| Absence {
                    id: view.id.0,
                    person: person(view.person),
                    from: at(view.within.from),
                    to: at(view.within.to),
                })
                .collect(),
            notes: page
                .notes
                .iter()
                .map(|note| Note {
                    author: PersonRef::from(&note.author),
                    body: note.body.clone(),
                    at: at(note.at),
                })
                .collect(),
            feeds: page
                .feeds
                .iter()
                .map(|feed| Feed { id: feed.id.0, whose: feed.whose.into(), created_at: at(feed.created_at) })
                .collect(),
        }
    }
}

fn shift(stint: &Stint, person: PersonRef) -> Shift {
    Shift { person, from: stint.within.from.into(), to: stint.within.to.into(), why: stint.why.into() }
}
