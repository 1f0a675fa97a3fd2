//! The promise of a ticket: its line, what is left in large figures, and the clock explained.

use domain::coverage::Coverage;
use domain::promise::{PromiseView, Standing};
use domain::time::UnixMs;
use leptos::prelude::*;
use ui::PromiseLine;

use super::drop::{Drop, DropLook};
use super::state::Ticket;
use crate::entities::ticket::explain::Explained;
use crate::entities::ticket::line::{due_at, label, left, line};
use crate::entities::ticket::words::late;
use crate::format::Times;
use crate::i18n::{Common, Desk, language};

/// What stands beside the line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    before: String,
    figure: String,
    after: Option<String>,
}

/// The bar below the head of a ticket.
#[component]
pub fn Clock(ticket: Ticket) -> impl IntoView {
    let promise = ticket.part(|page| page.head.promise.clone());
    let coverage = ticket.part(|page| page.desk.coverage.clone());
    let waiting_on = ticket.part(|page| page.head.waiting_on);
    let drawn = Signal::derive(move || {
        let times = ticket.times.get();
        promise.with(|promise| coverage.with(|coverage| line(promise, coverage, &times)))
    });
    let label = Signal::derive(move || {
        let times = ticket.times.get();
        promise.with(|promise| coverage.with(|coverage| label(promise, coverage, &times)))
    });
    let words = Memo::new(move |_| {
        let times = ticket.times.get();
        promise.with(|promise| coverage.with(|coverage| words(promise, coverage, &times)))
    });
    view! {
        <div class="clockbar">
            <PromiseLine line=drawn label=label/>
            <div class="left-now">
                <span class="second small">{move || words.with(|words| words.before.clone())}</span>
                <b>{move || words.with(|words| words.figure.clone())}</b>
                {move || {
                    words
                        .with(|words| words.after.clone())
                        .map(|after| view! { <span class="second small after">{after}</span> })
                }}
                <Drop id="explain" label=Common::from(language()).clock_explain() look=DropLook::Link>
                    <Explained promise=promise waiting_on=waiting_on coverage=coverage times=ticket.times/>
                </Drop>
            </div>
        </div>
    }
}

fn words(promise: &PromiseView, coverage: &Coverage, times: &Times) -> Words {
    let t = Desk::from(times.language);
    let said = |before: String, figure: String, after: Option<String>| Words { before, figure, after };
    let answered = promise.first_answer_at.is_some();
    let next = promise.next_due_at();
    match promise.standing(times.now) {
        Standing::Kept => said(String::new(), t.clock_kept().into(), Some(ended(t, promise, times))),
        Standing::Broken { by } => {
            said(String::new(), late(times.language, by), Some(ended(t, promise, times)))
        }
        Standing::Late { by } => {
            let since = times.at(next);
            let before = if answered { t.clock_late_done(&since) } else { t.clock_late_first(&since) };
            said(before, late(times.language, by), None)
        }
        Standing::Paused { since } if answered => {
            let left = left(promise, coverage).map(|left| times.length(left)).unwrap_or_default();
            let resumed = times.by(due_at(promise, coverage, times.now));
            said(t.clock_paused(&times.short(since)), left, Some(t.clock_if_resumed(&resumed)))
        }
        Standing::Running { .. } | Standing::Soon { .. } | Standing::Paused { .. } => {
            let by = times.by(next);
            let before = if answered { t.clock_done_by(&by) } else { t.clock_first_by(&by) };
            let after = (!answered).then(|| t.clock_then_done(&times.by(promise.due_at)));
            said(before, times.length(next - times.now), after)
        }
    }
}

fn ended(t: Desk, promise: &PromiseView, times: &Times) -> String {
    let at: UnixMs = promise.ended_at.unwrap_or(times.now);
    t.clock_ended(&times.at(at), &times.by(promise.due_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{NOW, row, times};
    use domain::coverage::Interval;
    use domain::locale::Language;
    use domain::ticket::Status;
    use domain::time::{HOUR, MINUTE, Millis};

    fn said(status: Status, left: Millis, change: impl FnOnce(&mut PromiseView)) -> Words {
        let coverage = Coverage::new(vec![Interval { from: NOW - HOUR.times(2), to: NOW + HOUR.times(7) }]);
        let mut promise = row(1, "Printer", status, None, left).head.promise;
        change(&mut promise);
        words(&promise, &coverage, &times(Language::En))
    }

    #[test]
    fn the_figure_is_what_is_left_until_the_next_promise() {
        let open = said(Status::Open, HOUR.times(3), |_| {});
        assert_eq!((open.before.as_str(), open.figure.as_str()), ("Done by 13:42 today, in", "3 h"));
        let new = said(Status::New, HOUR.times(3), |promise| {
            promise.first_answer_at = None;
            promise.first_due_at = NOW + MINUTE.times(9);
        });
        assert_eq!((new.before.as_str(), new.figure.as_str()), ("First answer by 10:51 today, in", "9 min"));
        assert_eq!(new.after.as_deref(), Some("then done by 13:42 today"));
    }

    #[test]
    fn late_says_since_when() {
        let late = said(Status::Open, Millis(-MINUTE.times(12).0), |_| {});
        assert_eq!((late.before.as_str(), late.figure.as_str()), ("It was due at 10:30", "12 min late"));
    }

    #[test]
    fn a_paused_clock_says_what_is_left_and_until_when_if_we_went_on() {
        let paused = said(Status::Waiting, HOUR.times(3), |_| {});
        assert_eq!((paused.before.as_str(), paused.figure.as_str()), ("Paused since 10:42, left", "3 h"));
        assert_eq!(paused.after.as_deref(), Some("going on now: done by 13:42 today"));
    }

    #[test]
    fn what_has_ended_says_whether_the_promise_was_kept() {
        assert_eq!(said(Status::Resolved, HOUR, |_| {}).figure, "Promise kept");
        assert_eq!(said(Status::Resolved, Millis(-HOUR.0), |_| {}).figure, "1 h late");
    }
}
