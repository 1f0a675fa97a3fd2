//! Where it stands: the sentence, the line, and the same again in words.

use domain::promise::{Need, Standing};
use domain::ticket::view::TrackerPage;
use domain::ticket::{Action, Ball, Status as TicketStatus};
use domain::time::Millis;
use leptos::prelude::*;
use ui::{
    ButtonKind, ClockFact, ClockFacts, Fold, Icon, LinkButton, Mark, MarkKind, Plate, PlateKind, PromiseLine,
    Status, StatusKind,
};

use super::state::{STATE_ID, Tracked};
use crate::entities::ticket::explain::Explained;
use crate::entities::ticket::line::{due_at, label, left, line};
use crate::entities::ticket::words::{Said, TurnOf, say};
use crate::format::Times;
use crate::i18n::{Common, Portal, language};
use crate::portal::straight::opening;

/// The block that is about the reader; yellow when it is his turn.
#[component]
pub fn State(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let Tracked { page, times, .. } = tracked;
    let said = Memo::new(move |_| {
        page.with(|page| {
            times.with(|times| say(&page.head, page.reader.id, opening(&page.desk, times), times))
        })
    });
    let drawn = Memo::new(move |_| {
        page.with(|page| times.with(|times| line(&page.head.promise, &page.desk.coverage, times)))
    });
    let aloud = Memo::new(move |_| {
        page.with(|page| times.with(|times| label(&page.head.promise, &page.desk.coverage, times)))
    });
    let facts = Memo::new(move |_| page.with(|page| times.with(|times| facts(page, times))));
    let yours = move || said.with(|said| said.turn == TurnOf::Reader);
    view! {
        <section class="yours" aria-labelledby=STATE_ID data-you=move || yours().then_some("")>
            <div class="has-ball">
                {move || {
                    let Said { turn, .. } = said.get();
                    let kind = if turn == TurnOf::Reader { PlateKind::Signal } else { PlateKind::Ink };
                    view! { <Plate icon=turn.icon() kind=kind/> }
                }}
                <div role="status">
                    <h2 class="ball-who" id=STATE_ID tabindex="-1">
                        {move || said.with(|said| said.sentence.clone())}
                    </h2>
                    <p class="second">{move || said.with(|said| said.note.clone())}</p>
                </div>
            </div>
            {move || {
                let may = page.with(|page| page.allowed.contains(&Action::Answer));
                (yours() && may).then(|| {
                    view! {
                        <div class="btn-row">
                            <LinkButton href="#answer" kind=ButtonKind::Now>
                                {t.track_answer_now()}
                                <Icon icon=Icon::Down/>
                            </LinkButton>
                        </div>
                    }
                })
            }}
            <PromiseLine line=drawn label=aloud/>
            <ClockFacts>
                {move || {
                    facts
                        .get()
                        .into_iter()
                        .map(|fact| {
                            view! {
                                <ClockFact name=fact.name note=MaybeProp::from(fact.note)>
                                    {value(fact.look, fact.value)}
                                </ClockFact>
                            }
                        })
                        .collect_view()
                }}
            </ClockFacts>
            <Wishes tracked=tracked/>
            <Fold title=Common::from(language()).clock_explain()>
                <Explained
                    promise=Signal::derive(move || page.with(|page| page.head.promise.clone()))
                    waiting_on=Signal::derive(move || page.with(|page| page.head.waiting_on))
                    coverage=Signal::derive(move || page.with(|page| page.desk.coverage.clone()))
                    times=times
                />
            </Fold>
        </section>
    }
}

fn value(look: Look, value: String) -> AnyView {
    match look {
        Look::Plain => value.into_any(),
        Look::Soon => view! { <Mark kind=MarkKind::Soon>{value}</Mark> }.into_any(),
        Look::Overdue => view! { <Mark kind=MarkKind::Late>{value}</Mark> }.into_any(),
        Look::Kept => view! { <Status icon=Icon::Kept kind=StatusKind::Kept>{value}</Status> }.into_any(),
        Look::Broken => view! { <Status icon=Icon::Late kind=StatusKind::Late>{value}</Status> }.into_any(),
    }
}

/// One of the large facts below the line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact {
    name: &'static str,
    value: String,
    note: String,
    look: Look,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Plain,
    Soon,
    Overdue,
    Kept,
    Broken,
}

fn facts(page: &TrackerPage, times: &Times) -> Vec<Fact> {
    let dropped = page.head.merged_into.is_some() || page.head.status == TicketStatus::Cancelled;
    if dropped {
        return Vec::new();
    }
    [done(page, times), first_answer(page, times), place(page, times), pauses(page, times)]
        .into_iter()
        .flatten()
        .collect()
}

fn done(page: &TrackerPage, times: &Times) -> Option<Fact> {
    let t = Portal::from(times.language);
    let promise = &page.head.promise;
    let due = due_at(promise, &page.desk.coverage, times.now);
    let fact = |name, value, note, look| Some(Fact { name, value, note, look });
    if promise.ended_at.is_some() {
        let note = t.track_was_due(&times.by(promise.due_at));
        return match promise.standing(times.now) {
            Standing::Broken { by } => {
                let late = Common::from(times.language).promise_late_by(&times.length(by));
                fact(t.track_done(), late, note, Look::Broken)
            }
            _ => fact(t.track_done(), t.track_kept().into(), note, Look::Kept),
        };
    }
    if let Some(left) = left(promise, &page.desk.coverage) {
        return fact(t.track_left(), times.length(left), t.track_left_note().into(), Look::Plain);
    }
    let to_go = due - times.now;
    match to_go {
        Millis(..0) => {
            let late = t.track_late_note(&times.length(to_go));
            fact(t.track_done_by(), times.long(due), late, Look::Overdue)
        }
        _ => {
            let look = if to_go <= domain::promise::SOON { Look::Soon } else { Look::Plain };
            let note = Common::from(times.language).length_in(&times.length(to_go));
            fact(t.track_done_by(), times.long(due), note, look)
        }
    }
}

fn first_answer(page: &TrackerPage, times: &Times) -> Option<Fact> {
    let t = Portal::from(times.language);
    let promise = &page.head.promise;
    let open = |until| times.length(page.desk.coverage.between(promise.asked_at, until));
    let fact = |name, value: String, note, look| Some(Fact { name, value, note, look });
    match promise.first_answer_at {
        Some(at) => {
            let note = t.track_first_note(&open(at), &open(promise.first_due_at));
            match at <= promise.first_due_at {
                true => fact(t.track_first(), t.track_kept().into(), note, Look::Kept),
                false => fact(t.track_first(), t.track_broken().into(), note, Look::Broken),
            }
        }
        None if promise.ended_at.is_some() => None,
        None => {
            let (due, to_go) = (times.long(promise.first_due_at), promise.first_due_at - times.now);
            match to_go {
                Millis(..0) => {
                    let late = t.track_late_note(&times.length(to_go));
                    fact(t.track_first_by(), due, late, Look::Overdue)
                }
                _ => {
                    let note = Common::from(times.language).length_in(&times.length(to_go));
                    fact(t.track_first_by(), due, note, Look::Plain)
                }
            }
        }
    }
}

/// How many are due before it; only while the desk has the ball does that say anything.
fn place(page: &TrackerPage, times: &Times) -> Option<Fact> {
    let t = Portal::from(times.language);
    let before = page.before.filter(|_| page.head.ball == Some(Ball::Desk))?;
    let (value, note) = match before {
        0 => (t.track_place_none().to_owned(), t.track_place_none_note()),
        1 => ("1".to_owned(), t.track_place_one_note()),
        many => (many.to_string(), t.track_place_note()),
    };
    Some(Fact { name: t.track_place(), value, note: note.to_owned(), look: Look::Plain })
}

fn pauses(page: &TrackerPage, times: &Times) -> Option<Fact> {
    let t = Portal::from(times.language);
    let promise = &page.head.promise;
    let stopped: i64 = promise
        .pauses
        .iter()
        .map(|pause| (pause.from, pause.to))
        .chain(promise.paused_since.map(|since| (since, times.now)))
        .map(|(from, to)| page.desk.coverage.between(from, to).0)
        .sum();
    (stopped > 0).then(|| Fact {
        name: t.track_pauses(),
        value: times.length(Millis(stopped)),
        note: t.track_pauses_note().into(),
        look: Look::Plain,
    })
}

/// What the requester wants, as far as it moves the promise or is to be compared with it.
#[component]
fn Wishes(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let Tracked { page, times, .. } = tracked;
    let said = move || {
        page.with(|page| {
            let needs = page.needs.iter().map(|need| match need {
                Need::Budget => t.track_needs_budget().to_owned(),
                Need::Approval => t.track_needs_approval().to_owned(),
            });
            let wanted = page.wanted_by.map(|at| times.with(|times| t.track_wanted_by(&times.by(at))));
            let said: Vec<String> = needs.chain(wanted).collect();
            said.into_iter().map(|said| view! { <p class="second small">{said}</p> }).collect_view()
        })
    };
    view! { {said} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::ticket::sample::{head, page, times, waiting};
    use domain::locale::Language;
    use domain::promise::{Pause, PromiseView};
    use domain::ticket::WaitingOn;
    use domain::ticket::view::TicketHead;
    use domain::time::MINUTE;

    fn told(head: TicketHead, minutes: i64) -> Vec<(String, Look)> {
        facts(&page(head, Vec::new()), &times(Language::En, minutes))
            .into_iter()
            .map(|fact| (format!("{}: {}, {}", fact.name, fact.value, fact.note), fact.look))
            .collect()
    }

    #[test]
    fn what_the_line_draws_is_said_again_in_words() {
        let from = head().promise.asked_at + MINUTE.times(55);
        let promise = PromiseView {
            pauses: vec![Pause { from, to: from + MINUTE.times(60), why: None }],
            ..head().promise
        };
        assert_eq!(
            told(TicketHead { promise, ..head() }, 152),
            [
                ("Done by: today 14:10, in 3 h 28 min".into(), Look::Plain),
                ("First answer: kept, 21 min, promised 1 h".into(), Look::Kept),
                ("Before you: 2, open requests are due earlier".into(), Look::Plain),
                ("Pauses: 1 h, clock stopped; added to the end".into(), Look::Plain),
            ]
        );
    }

    #[test]
    fn a_stopped_clock_says_what_is_left_and_a_late_one_how_late() {
        let paused = told(waiting(WaitingOn::Requester, Ball::Requester), 200);
        assert_eq!(
            paused.first().map(|fact| fact.0.as_str()),
            Some("Left: 4 h, counted again when the clock runs")
        );
        assert!(!paused.iter().any(|fact| fact.0.starts_with("Before you")));
        let late = told(head(), 372);
        assert_eq!(late.first(), Some(&("Done by: today 14:10, 12 min late".into(), Look::Overdue)));
    }

    #[test]
    fn what_was_cancelled_has_no_promise_to_judge() {
        assert_eq!(told(TicketHead { status: TicketStatus::Cancelled, ball: None, ..head() }, 9), []);
    }
}
