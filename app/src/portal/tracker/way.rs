//! The way of a request as stops: what happened, where it is now, and what comes next.

use domain::coverage::Opening;
use domain::event::Change;
use domain::ids::PersonId;
use domain::ticket::view::{Stop, TrackerPage};
use domain::ticket::{Status, WaitingOn};
use domain::time::UnixMs;
use ui::StopKind;

use crate::entities::ticket::line::{due_at, left};
use crate::format::Times;
use crate::i18n::Portal;
use crate::portal::straight::opening;

/// One stop in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub kind: StopKind,
    /// None for what comes next and was not promised.
    pub at: Option<UnixMs>,
    pub title: String,
    pub note: String,
}

/// All stops in order. Plain posts are left out: they stand in the conversation.
pub fn stops(page: &TrackerPage, times: &Times) -> Vec<Said> {
    let mut stops = past(page, times);
    stops.extend(now(page, times));
    stops.extend(next(page, times));
    stops
}

fn said(kind: StopKind, at: Option<UnixMs>, title: impl Into<String>, note: impl Into<String>) -> Said {
    Said { kind, at, title: title.into(), note: note.into() }
}

fn past(page: &TrackerPage, times: &Times) -> Vec<Said> {
    let mut answered = false;
    let mut stops = Vec::new();
    for (at, stop) in page.journey.iter().enumerate() {
        let later = page.journey.get(at + 1..).unwrap_or_default();
        let first_reply = !answered && matches!(stop.change, Change::Replied | Change::Resolved { .. });
        if first_reply && matches!(stop.change, Change::Replied) {
            stops.push(first_answer(page, stop, times));
        } else if let Some(said) = happened(page, stop, later, times) {
            stops.push(said);
        }
        answered |= first_reply;
    }
    stops
}

fn first_answer(page: &TrackerPage, stop: &Stop, times: &Times) -> Said {
    let t = Portal::from(times.language);
    let promised = t.way_first_note(&times.mark(page.head.promise.first_due_at));
    said(StopKind::Past, Some(stop.at), t.way_first(), promised)
}

fn happened(page: &TrackerPage, stop: &Stop, later: &[Stop], times: &Times) -> Option<Said> {
    let t = Portal::from(times.language);
    let you = |id: PersonId| id == page.reader.id;
    let name = stop.who.as_ref().map(|who| who.first_name());
    let own = stop.who.as_ref().is_some_and(|who| you(who.id));
    let past = |title: String| Some(said(StopKind::Past, Some(stop.at), title, ""));
    match &stop.change {
        Change::Created { .. } if own => past(t.way_you_asked().into()),
        Change::Created { .. } => past(t.way_they_asked(&page.head.requester.name)),
        // An answer is a stop where it set the clock going again.
        Change::Answered => {
            let went_on = later.first().is_some_and(|next| {
                next.at == stop.at && matches!(next.change, Change::WaitEnded { .. } | Change::Reopened)
            });
            match (went_on, own, name) {
                (false, _, _) => None,
                (true, true, _) => past(t.way_you_answered().into()),
                (true, false, name) => past(t.way_they_answered(name.unwrap_or_default())),
            }
        }
        Change::Assigned { new: None, .. } => past(t.way_released().into()),
        Change::Assigned { new: Some(new), .. } => {
            let by_himself = stop.who.as_ref().filter(|who| who.id == *new);
            let known = by_himself.or(page.head.assignee.as_ref().filter(|chip| chip.id == *new));
            past(known.map_or(t.way_handed().into(), |chip| t.way_taken(chip.first_name())))
        }
        Change::WaitStarted { on } => wait(page, stop, *on, later, times),
        // The answer that ended it stands there already.
        Change::WaitEnded { .. } if ended_by_answer(page, stop) => None,
        Change::WaitEnded { .. } => past(t.way_goes_on().into()),
        Change::Resolved { .. } => past(name.map_or(t.way_resolved_we().into(), |name| t.way_resolved(name))),
        Change::Reopened => past(t.way_reopened().into()),
        Change::Closed => past(t.way_closed().into()),
        Change::Cancelled => past(t.way_cancelled().into()),
        Change::MergedInto { survivor } => past(t.way_merged(&survivor.to_string())),
        Change::WatcherAdded { .. } => past(t.way_watcher().into()),
        Change::WatcherRemoved { .. } => past(t.way_watcher_off().into()),
        Change::Escalated { .. } => past(t.way_escalated().into()),
        Change::Promised { .. }
        | Change::Alarmed { .. }
        | Change::Replied
        | Change::Noted
        | Change::Triaged { .. }
        | Change::Routed { .. }
        | Change::PastDesk { .. }
        | Change::MergedFrom { .. }
        | Change::Linked { .. }
        | Change::Imported { .. } => None,
    }
}

/// Whether something else at the same instant says already that the wait is over.
fn ended_by_answer(page: &TrackerPage, stop: &Stop) -> bool {
    page.journey.iter().any(|other| {
        other.at == stop.at
            && matches!(
                other.change,
                Change::Answered
                    | Change::Resolved { .. }
                    | Change::Cancelled
                    | Change::MergedInto { .. }
                    | Change::WaitStarted { .. }
            )
    })
}

/// A wait that is over; the one that lasts is where the request is now.
fn wait(page: &TrackerPage, stop: &Stop, on: WaitingOn, later: &[Stop], times: &Times) -> Option<Said> {
    let t = Portal::from(times.language);
    let end = later.iter().find(|stop| matches!(stop.change, Change::WaitEnded { .. }))?;
    let stopped = page.desk.coverage.between(stop.at, end.at);
    let title = match on {
        WaitingOn::Requester if page.head.requester.id == page.reader.id => t.way_wait_you().to_owned(),
        WaitingOn::Requester => t.way_wait_them(page.head.requester.first_name()),
        WaitingOn::Approval => t.way_wait_approval().to_owned(),
        WaitingOn::Supplier => t.way_wait_supplier().to_owned(),
        WaitingOn::Parts => t.way_wait_parts().to_owned(),
    };
    Some(said(StopKind::Pause, Some(stop.at), title, t.way_stopped(&times.length(stopped))))
}

fn now(page: &TrackerPage, times: &Times) -> Option<Said> {
    let t = Portal::from(times.language);
    let head = &page.head;
    let here = |title: String, note: String| Some(said(StopKind::Now, Some(times.now), title, note));
    let still = || t.way_stopped_now().to_owned();
    match (head.status, head.waiting_on) {
        (Status::Resolved | Status::Closed | Status::Cancelled, _) => None,
        (Status::Waiting, Some(WaitingOn::Requester) | None) => match head.requester.id == page.reader.id {
            true => here(t.way_now_you().into(), t.way_now_you_note().into()),
            false => here(t.way_now_them(head.requester.first_name()), still()),
        },
        (Status::Waiting, Some(WaitingOn::Approval)) => here(t.way_now_approval().into(), still()),
        (Status::Waiting, Some(WaitingOn::Supplier)) => here(t.way_now_supplier().into(), still()),
        (Status::Waiting, Some(WaitingOn::Parts)) => here(t.way_now_parts().into(), still()),
        (Status::New | Status::Open, _) => match opening(&page.desk, times) {
            Opening::Closed { next: Some(next) } => {
                here(t.way_now_shut().into(), t.way_now_shut_note(&times.at(next)))
            }
            Opening::Open { .. } | Opening::Closed { next: None } => {
                let name = head.assignee.as_ref().map(|chip| chip.first_name());
                here(name.map_or(t.way_now_desk().into(), |name| t.way_now_name(name)), String::new())
            }
        },
    }
}

/// What comes: times only where they were promised.
fn next(page: &TrackerPage, times: &Times) -> Vec<Said> {
    let t = Portal::from(times.language);
    let (head, promise) = (&page.head, &page.head.promise);
    let mut stops = Vec::new();
    match head.status {
        Status::Closed | Status::Cancelled => {}
        Status::Resolved => {
            let note = t.way_next_close_note();
            stops.extend(
                head.reopens_until.map(|until| said(StopKind::End, Some(until), t.way_next_close(), note)),
            );
        }
        Status::New | Status::Open | Status::Waiting => {
            if promise.first_answer_at.is_none() {
                let note = t.way_next_first_note();
                stops.push(said(StopKind::Next, Some(promise.first_due_at), t.way_next_first(), note));
            }
            stops.push(said(StopKind::Next, None, t.way_next_try(), t.way_next_try_note()));
            stops.push(match left(promise, &page.desk.coverage) {
                Some(left) => {
                    said(StopKind::End, None, t.way_end_left(&times.length(left)), t.way_end_left_note())
                }
                None => {
                    let due = due_at(promise, &page.desk.coverage, times.now);
                    said(StopKind::End, Some(due), t.way_end(), t.way_end_note())
                }
            });
        }
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::ticket::sample::{ana, bo, head, page, stop, times, waiting};
    use domain::ids::TicketId;
    use domain::locale::Language;
    use domain::promise::Pause;
    use domain::ticket::view::TicketHead;
    use domain::ticket::{Ball, Kind, Level, Place};
    use domain::time::MINUTE;

    fn titles(page: &TrackerPage, minutes: i64) -> Vec<String> {
        let times = times(Language::En, minutes);
        let line = |stop: Said| {
            let at = stop.at.map_or_else(String::new, |at| times.mark(at));
            format!("{at} {} ({})", stop.title, stop.note)
        };
        stops(page, &times).into_iter().map(line).collect()
    }

    fn asked() -> Stop {
        stop(0, ana(), Change::Created { ticket_kind: Kind::Incident })
    }

    #[test]
    fn posts_stay_in_the_conversation_and_waits_are_told_with_their_length() {
        let journey = vec![
            asked(),
            stop(21, bo(), Change::Replied),
            stop(21, bo(), Change::Assigned { old: None, new: Some(bo().id) }),
            stop(55, bo(), Change::WaitStarted { on: WaitingOn::Requester }),
            stop(115, ana(), Change::Answered),
            stop(115, ana(), Change::WaitEnded { on: WaitingOn::Requester }),
            stop(128, bo(), Change::Replied),
        ];
        let promise = domain::promise::PromiseView {
            pauses: vec![Pause {
                from: head().promise.asked_at + MINUTE.times(55),
                to: head().promise.asked_at + MINUTE.times(115),
                why: None,
            }],
            ..head().promise
        };
        let told = titles(&page(TicketHead { promise, ..head() }, journey), 152);
        assert_eq!(
            told,
            [
                "08:10 You asked ()",
                "08:31 First answer (promised by 09:10)",
                "08:31 Bo took it ()",
                "09:05 We waited for your answer (clock stopped for 1 h)",
                "10:05 You answered ()",
                "10:42 Bo is on it ()",
                " You check it (We write to you here when we think it is done.)",
                "14:10 Done by (Later you can still reopen it for a while.)",
            ]
        );
    }

    #[test]
    fn while_the_clock_stands_still_no_time_is_promised() {
        let journey = vec![asked(), stop(120, bo(), Change::WaitStarted { on: WaitingOn::Requester })];
        let told = titles(&page(waiting(WaitingOn::Requester, Ball::Requester), journey), 200);
        assert_eq!(
            told.get(1).map(String::as_str),
            Some("11:30 It is your turn (Answer below; then the clock runs again.)")
        );
        assert_eq!(
            told.last().map(String::as_str),
            Some(" Done 4 h after that (in hours in which the desk is open)")
        );
    }

    #[test]
    fn an_end_has_no_next_step_but_the_grace_period() {
        let resolved = stop(180, bo(), Change::Resolved { place: Place::Remote, level: Level::One });
        let until = Some(head().promise.asked_at + domain::time::DAY.times(7));
        let ended = TicketHead { status: Status::Resolved, ball: None, reopens_until: until, ..head() };
        let told = titles(&page(ended, vec![asked(), resolved]), 200);
        assert_eq!(
            told,
            [
                "08:10 You asked ()",
                "11:10 Bo says it is done ()",
                "25 Nov It closes by itself (Until then an answer opens it again.)",
            ]
        );
        let survivor = TicketId(1040);
        let merged = TicketHead { status: Status::Closed, ball: None, merged_into: Some(survivor), ..head() };
        let told = titles(&page(merged, vec![asked(), stop(9, bo(), Change::MergedInto { survivor })]), 20);
        assert_eq!(told.last().map(String::as_str), Some("08:19 Goes on in T-1040 ()"));
    }
}
