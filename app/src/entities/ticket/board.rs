//! A ticket as one departure: by when, what, who has it, and the line.

use domain::ids::PersonId;
use domain::promise::{PromiseView, Standing};
use domain::settings::DeskNow;
use domain::ticket::view::TicketHead;
use leptos::prelude::*;
use ui::line::LineSize;
use ui::{BoardClock, BoardRow, PromiseLine, Turn};

use super::line::{due_at, label, left, line};
use super::names;
use super::words::{TurnOf, turn};
use crate::format::Times;
use crate::i18n::Common;
use crate::routes;

/// One row of a board, as its requester reads it.
#[component]
pub fn TicketBoardRow(
    #[prop(into)] head: Signal<TicketHead>,
    reader: PersonId,
    desk: DeskNow,
    #[prop(into)] times: Signal<Times>,
) -> impl IntoView {
    let desk = StoredValue::new(desk);
    let words = Memo::new(move |_| {
        head.with(|head| desk.with_value(|desk| times.with(|times| words(head, reader, desk, times))))
    });
    let drawn = Memo::new(move |_| {
        head.with(|head| {
            desk.with_value(|desk| times.with(|times| line(&head.promise, &desk.coverage, times)))
        })
    });
    let said = Memo::new(move |_| {
        head.with(|head| {
            desk.with_value(|desk| times.with(|times| label(&head.promise, &desk.coverage, times)))
        })
    });
    move || {
        let words = words.get();
        view! {
            <BoardRow
                href=routes::tracker(head.with(|head| head.id), None)
                when=words.when
                when_note=words.when_note
                clock=words.clock
                what=head.with(|head| head.subject.clone())
                what_note=words.what_note
                who=words.who
                who_note=words.who_note
                turn=words.turn
                line=move || view! { <PromiseLine line=drawn label=said size=LineSize::Row/> }
            />
        }
    }
}

/// The order of a board: the reader's turn first, then by what is due next.
pub fn sort(heads: &mut [TicketHead], reader: PersonId) {
    heads.sort_by_key(|head| {
        let others = turn(head, reader) != TurnOf::Reader;
        (others, head.promise.next_due_at(), head.id)
    });
}

/// The words of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    when: String,
    when_note: String,
    clock: BoardClock,
    what_note: String,
    who: String,
    who_note: String,
    turn: Turn,
}

fn words(head: &TicketHead, reader: PersonId, desk: &DeskNow, times: &Times) -> Words {
    let t = Common::from(times.language);
    let whose = turn(head, reader);
    let (when, when_note, clock) = when(&head.promise, whose, desk, times);
    let (who, who_note) = who(head, whose, times);
    let turn = if whose == TurnOf::Reader { Turn::You } else { Turn::Others };
    let what_note = t.board_what(&head.id.to_string(), &times.short(head.promise.asked_at));
    Words { when, when_note, clock, what_note, who, who_note, turn }
}

/// A time always stands where times stand: while the clock is stopped, the time that is left.
fn when(promise: &PromiseView, whose: TurnOf, desk: &DeskNow, times: &Times) -> (String, String, BoardClock) {
    let t = Common::from(times.language);
    match promise.standing(times.now) {
        Standing::Paused { .. } => {
            let left = left(promise, &desk.coverage).unwrap_or_default();
            let note = match whose {
                TurnOf::Reader => t.board_left_you(),
                TurnOf::Requester | TurnOf::Desk | TurnOf::Approver | TurnOf::Supplier | TurnOf::Nobody => {
                    t.board_left_they()
                }
            };
            (times.about(left), note.into(), BoardClock::Stopped)
        }
        Standing::Late { by } => {
            let due = promise.next_due_at();
            (times.clock(due), t.board_late_since(&times.length(by)), BoardClock::Runs)
        }
        Standing::Running { .. } | Standing::Soon { .. } if promise.first_answer_at.is_none() => {
            let due = promise.next_due_at();
            (times.clock(due), t.board_first(&times.day(due)), BoardClock::Runs)
        }
        Standing::Running { .. } | Standing::Soon { .. } | Standing::Kept | Standing::Broken { .. } => {
            let due = due_at(promise, &desk.coverage, times.now);
            (times.clock(due), times.day(due), BoardClock::Runs)
        }
    }
}

fn who(head: &TicketHead, whose: TurnOf, times: &Times) -> (String, String) {
    let t = Common::from(times.language);
    let name = head.assignee.as_ref().map(|chip| chip.first_name());
    match (whose, name) {
        (TurnOf::Reader, Some(name)) => (t.who_your_turn().into(), t.who_asks(name)),
        (TurnOf::Reader, None) => (t.who_your_turn().into(), t.who_asks_we().into()),
        (TurnOf::Requester, _) => (head.requester.name.clone(), t.who_must_answer().into()),
        (TurnOf::Desk, Some(name)) => (t.who_at_desk(name), t.who_works().into()),
        (TurnOf::Desk, None) => (t.who_desk().into(), t.who_has_it().into()),
        (TurnOf::Approver, _) => (t.who_approver().into(), t.who_decides().into()),
        (TurnOf::Supplier, _) => (t.who_supplier().into(), t.who_supplies().into()),
        (TurnOf::Nobody, _) => (names::status(times.language, head.status).into(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ANA, ASKED, desk, head, times, waiting};
    use super::*;
    use domain::locale::Language;
    use domain::ticket::{Ball, WaitingOn};
    use domain::time::HOUR;

    fn row(head: &TicketHead, minutes: i64) -> Words {
        words(head, ANA, &desk(), &times(Language::En, minutes))
    }

    #[test]
    fn a_time_stands_first_whatever_the_state() {
        let running = row(&head(), 60);
        assert_eq!((running.when.as_str(), running.when_note.as_str()), ("14:10", "today"));
        let paused = row(&waiting(WaitingOn::Requester, Ball::Requester), 200);
        assert_eq!(
            (paused.when.as_str(), paused.when_note.as_str()),
            ("4 h", "left, paused until you reply")
        );
        assert_eq!((paused.clock, paused.turn), (BoardClock::Stopped, Turn::You));
        let late = row(&head(), 372);
        assert_eq!((late.when.as_str(), late.when_note.as_str()), ("14:10", "12 min late"));
    }

    #[test]
    fn what_waits_for_the_reader_stands_above_what_is_due_sooner() {
        let yours =
            TicketHead { id: domain::ids::TicketId(1050), ..waiting(WaitingOn::Requester, Ball::Requester) };
        let mut heads = [head(), yours];
        sort(&mut heads, ANA);
        assert_eq!(heads.map(|head| head.id.0), [1050, 1047]);
    }

    #[test]
    fn until_it_is_given_the_first_answer_is_what_is_due() {
        let promise = PromiseView { first_answer_at: None, ..head().promise };
        let fresh = row(&TicketHead { assignee: None, promise, ..head() }, 5);
        assert_eq!((fresh.when.as_str(), fresh.when_note.as_str()), ("09:10", "first answer, today"));
        assert_eq!((fresh.who.as_str(), fresh.who_note.as_str()), ("The desk", "has it"));
    }

    #[test]
    fn a_row_names_who_has_it_and_when_it_was_asked() {
        let yesterday = PromiseView { asked_at: ASKED - HOUR.times(16), ..head().promise };
        let words = row(&TicketHead { promise: yesterday, ..head() }, 5);
        assert_eq!(words.what_note, "T-1047, asked yesterday 16:10");
        assert_eq!((words.who.as_str(), words.who_note.as_str()), ("Bo at the desk", "is on it"));
    }
}
