//! What a row of the queue says: when it is due, what is left, how it stands, and its line in one sentence.

use domain::coverage::Coverage;
use domain::promise::{PromiseView, Standing};
use domain::ticket::queue::QueueRow;
use domain::ticket::view::TicketHead;
use domain::ticket::{Status, WaitingOn};
use domain::time::{HOUR, MINUTE, Millis};
use ui::{Icon, Stamp, StatusKind};

use crate::entities::ticket::line as promise;
use crate::entities::ticket::names::{kind_short, status, status_icon};
use crate::entities::ticket::words::late;
use crate::format::Times;
use crate::i18n::{Common, Desk};

/// A row in words. It changes when the ticket does, and for a ticket that is due soon once a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWords {
    pub due: Stamp,
    pub left: Left,
    pub number: String,
    pub what: String,
    /// Who asks, and from where.
    pub from: String,
    pub state: State,
    /// Initials and name of whoever has it.
    pub who: Option<(String, String)>,
    pub broken: bool,
}

/// What is left of the time, and how urgently it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    Plain(String),
    Soon(String),
    Late(String),
}

/// How it stands: shape and word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub icon: Icon,
    pub kind: StatusKind,
    pub word: String,
}

/// The words of a row at a time.
pub fn row(row: &QueueRow, coverage: &Coverage, times: &Times) -> RowWords {
    let head = &row.head;
    let from = [Some(head.requester.name.as_str()), row.department.as_deref()];
    let standing = head.promise.standing(times.now);
    RowWords {
        due: due(head, coverage, times),
        left: left(head, standing, times),
        number: head.id.to_string(),
        what: head.subject.clone(),
        from: from.into_iter().flatten().collect::<Vec<_>>().join(", "),
        state: state(head, times),
        who: head.assignee.as_ref().map(|chip| (chip.initials(), chip.name.clone())),
        broken: matches!(standing, Standing::Late { .. } | Standing::Broken { .. }),
    }
}

/// A line in one sentence, for those who don't see it.
pub fn line(promise: &PromiseView, times: &Times) -> String {
    let t = Desk::from(times.language);
    let done = times.short(promise.due_at);
    match promise.standing(times.now) {
        Standing::Kept | Standing::Broken { .. } => {
            t.row_line_ended(&times.short(promise.ended_at.unwrap_or(promise.due_at)), &done)
        }
        Standing::Late { .. } => t.row_line_late(&times.short(promise.next_due_at())),
        Standing::Paused { since } => t.row_line_paused(&times.short(since)),
        Standing::Running { .. } | Standing::Soon { .. } => match promise.first_answer_at {
            Some(_) => t.row_line_done(&done),
            None => t.row_line_both(&times.short(promise.first_due_at), &done),
        },
    }
}

/// The time of day; in place of it the time that is left, where the clock stands still and no time of day is promised.
fn due(head: &TicketHead, coverage: &Coverage, times: &Times) -> Stamp {
    let promise = &head.promise;
    let answered = promise.first_answer_at.is_some();
    match (promise.ended_at, promise::left(promise, coverage)) {
        (Some(ended_at), _) => times.clock_stamp(ended_at),
        (None, Some(left)) if answered => {
            let full = Desk::from(times.language).queue_left_title(&times.length(left));
            Stamp { text: compact(Common::from(times.language), left), full, ..times.stamp(promise.due_at) }
        }
        _ => times.clock_stamp(promise.next_due_at()),
    }
}

fn left(head: &TicketHead, standing: Standing, times: &Times) -> Left {
    let t = Desk::from(times.language);
    let due_at = head.promise.next_due_at();
    match standing {
        Standing::Kept => match head.promise.ended_at.filter(|at| !times.same_day(*at, times.now)) {
            Some(at) => Left::Plain(times.date(at)),
            None => Left::Plain(t.queue_kept().into()),
        },
        Standing::Late { by } | Standing::Broken { by } => Left::Late(late(times.language, by)),
        Standing::Soon { left } => Left::Soon(times.length(left)),
        Standing::Paused { .. } => Left::Plain(t.queue_paused().into()),
        Standing::Running { left } if times.same_day(due_at, times.now) => Left::Plain(times.length(left)),
        Standing::Running { .. } => Left::Plain(times.date(due_at)),
    }
}

fn state(head: &TicketHead, times: &Times) -> State {
    let t = Desk::from(times.language);
    let plain = |word: String| State { icon: status_icon(head.status), kind: StatusKind::Plain, word };
    match head.status {
        Status::New | Status::Open => open_state(head, times),
        Status::Waiting => {
            let whom = match head.waiting_on {
                Some(WaitingOn::Requester) | None => t.queue_on_requester(),
                Some(WaitingOn::Approval) => t.queue_on_approval(),
                Some(WaitingOn::Supplier) => t.queue_on_supplier(),
                Some(WaitingOn::Parts) => t.queue_on_parts(),
            };
            let since = head.promise.paused_since.map(|since| times.length(times.now - since));
            plain([Some(whom.to_owned()), since].into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        Status::Resolved | Status::Closed | Status::Cancelled => {
            plain(status(times.language, head.status).into())
        }
    }
}

/// What it is about; that nobody has answered yet and that it is urgent come first.
fn open_state(head: &TicketHead, times: &Times) -> State {
    let t = Desk::from(times.language);
    let about = head.category.as_deref().or(head.service.as_deref());
    let about = about.unwrap_or_else(|| kind_short(times.language, head.kind));
    let (icon, word) = match (&head.urgent, head.promise.first_answer_at) {
        (Some(_), None) => (Icon::Warn, t.queue_urgent_no_answer().to_owned()),
        (Some(_), Some(_)) => (Icon::Warn, t.queue_urgent(about)),
        (None, None) => (status_icon(head.status), t.queue_no_answer().to_owned()),
        (None, Some(_)) => (status_icon(head.status), about.to_owned()),
    };
    State { icon, kind: StatusKind::Plain, word }
}

/// "3 h 28", "45 min", "28 h": the column has room for a time of day.
fn compact(t: Common, length: Millis) -> String {
    let (hours, minutes) = (length.0 / HOUR.0, length.0 % HOUR.0 / MINUTE.0);
    match (hours, minutes) {
        (0, minutes) => t.length_minutes(&minutes.to_string()),
        (1..10, 1..) => format!("{} {minutes}", t.length_hours(&hours.to_string())),
        (hours, _) => t.length_hours(&hours.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::row as words_of;
    use super::*;
    use crate::desk::sample::{BO, NOW, row as sample, times};
    use domain::coverage::Interval;
    use domain::locale::Language;
    use domain::time::DAY;

    fn coverage() -> Coverage {
        Coverage::new(vec![Interval { from: NOW - HOUR.times(2), to: NOW + HOUR.times(7) }])
    }

    fn words(status: Status, left: Millis) -> RowWords {
        words_of(&sample(1047, "Invoices", status, Some(BO.chip()), left), &coverage(), &times(Language::En))
    }

    #[test]
    fn a_row_says_when_it_is_due_and_what_is_left() {
        let today = words(Status::Open, MINUTE.times(208));
        assert_eq!((today.due.text.as_str(), today.left), ("14:10", Left::Plain("3 h 28 min".into())));
        let tomorrow = words(Status::Open, DAY);
        assert_eq!((tomorrow.due.text.as_str(), tomorrow.left), ("10:42", Left::Plain("Thu 19 Nov".into())));
        assert_eq!(tomorrow.from, "Ana Ruiz, Accounts");
    }

    #[test]
    fn what_ended_on_another_day_names_it() {
        let mut ended = sample(1, "Badges", Status::Closed, None, DAY);
        let left = |row: &QueueRow| words_of(row, &coverage(), &times(Language::En)).left;
        assert_eq!(left(&ended), Left::Plain("in time".into()));
        ended.head.promise.ended_at = Some(NOW - DAY);
        assert_eq!(left(&ended), Left::Plain("Tue 17 Nov".into()));
    }

    #[test]
    fn what_is_soon_or_late_is_marked() {
        assert_eq!(words(Status::Open, MINUTE.times(9)).left, Left::Soon("9 min".into()));
        let late = words(Status::Open, Millis(-MINUTE.times(12).0));
        assert_eq!((late.left, late.broken), (Left::Late("12 min late".into()), true));
    }

    #[test]
    fn a_paused_row_promises_no_time_of_day() {
        let paused = words(Status::Waiting, DAY);
        assert_eq!(paused.due.text, "7 h");
        assert_eq!(paused.due.full, "7 h left when the clock runs again");
        assert_eq!(paused.left, Left::Plain("paused".into()));
        let text = |minutes: i64| words(Status::Waiting, MINUTE.times(minutes)).due.text;
        assert_eq!([text(208), text(45), text(0)], ["3 h 28", "45 min", "0 min"]);
    }

    #[test]
    fn nobody_has_answered_and_urgent_are_said_before_what_it_is_about() {
        let mut new = sample(1, "Mailbox", Status::New, None, HOUR.times(3));
        new.head.promise.first_answer_at = None;
        new.head.service = Some("Mail".into());
        let said = |row: &QueueRow| state(&row.head, &times(Language::En));
        assert_eq!(said(&new).word, "No answer yet");
        new.head.urgent = Some("Payroll".into());
        assert_eq!((said(&new).icon, said(&new).word.as_str()), (Icon::Warn, "Urgent, no answer yet"));
        new.head.promise.first_answer_at = Some(NOW);
        assert_eq!(said(&new).word, "Urgent, Mail");
    }

    #[test]
    fn a_line_is_told_in_one_sentence() {
        let open = sample(1, "Mailbox", Status::Open, None, HOUR);
        assert_eq!(line(&open.head.promise, &times(Language::En)), "Done by 11:42");
        let unanswered =
            PromiseView { first_answer_at: None, first_due_at: NOW + MINUTE, ..open.head.promise };
        assert_eq!(line(&unanswered, &times(Language::En)), "First answer by 10:43, done by 11:42");
    }
}
