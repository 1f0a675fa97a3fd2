//! The queue on the page: its groups, each row on the one time axis.

use domain::ids::TicketId;
use domain::ticket::queue::{Groups, QueueRow};
use leptos::prelude::*;
use ui::line::{Line, LineSize};
use ui::{
    Avatar, AvatarKind, AvatarSize, AxisHours, Fold, LineLegend, LineWords, Mark, MarkKind, PromiseLine,
    RowPromise, Status, TimeGroup, TimeRow, TimeTable,
};

use super::row_line::row_line;
use super::state::Queue;
use super::words::{self, Left, RowWords, State};
use crate::i18n::{Desk, language};
use crate::routes;

/// Mine, the team's, waiting, and what is folded away.
#[component]
pub fn QueueTable(queue: Queue) -> impl IntoView {
    let t = Desk::from(language());
    let mine = queue.numbers(|groups| &groups.mine);
    let team = queue.numbers(|groups| &groups.team);
    let waiting = queue.numbers(|groups| &groups.waiting);
    // Where nothing is open at all, the page says so once, below.
    let none_mine = Signal::derive(move || {
        (mine.with(Vec::is_empty) && !team.with(Vec::is_empty)).then_some(t.queue_none_mine())
    });
    view! {
        <TimeTable>
            <Group
                queue=queue
                name=t.queue_mine()
                why=t.queue_mine_why()
                ids=mine
                hours=AxisHours::Shown
                none=none_mine
            />
            <Show when=some(team)>
                <Group queue=queue name=t.queue_team() why=t.queue_team_why() ids=team/>
            </Show>
            <Show when=some(waiting)>
                <Group queue=queue name=t.queue_waiting() why=t.queue_waiting_why() ids=waiting/>
            </Show>
        </TimeTable>
        <Folded queue=queue/>
    }
}

/// Rows in an order of their own, such as what was found.
#[component]
pub fn Rows(queue: Queue, #[prop(into)] ids: Signal<Vec<TicketId>>) -> impl IntoView {
    view! {
        <For each=move || ids.get() key=|id| id.0 let:id>
            <Row queue=queue id=id/>
        </For>
    }
}

/// The head of rows: hours and the flag of now.
#[component]
pub fn AxisHead(queue: Queue, hours: AxisHours) -> impl IntoView {
    let size = match hours {
        AxisHours::Shown => LineSize::Axis,
        AxisHours::Hidden => LineSize::Desk,
    };
    view! { <PromiseLine line=queue.axis size=size label=""/> }
}

/// What the signs of the lines mean.
#[component]
pub fn Legend() -> impl IntoView {
    let t = Desk::from(language());
    let words = LineWords {
        ran: t.legend_ran().into(),
        paused: t.legend_paused().into(),
        first_answer: t.legend_first_answer().into(),
        done_by: t.legend_done_by().into(),
        now: t.legend_now().into(),
    };
    view! { <LineLegend words=words/> }
}

/// The anchor of a row, by which the keyboard finds it.
pub fn anchor(id: TicketId) -> String {
    format!("row-{}", id.0)
}

#[component]
fn Group(
    queue: Queue,
    name: &'static str,
    why: &'static str,
    ids: Memo<Vec<TicketId>>,
    #[prop(optional)] hours: AxisHours,
    /// What stands there in place of rows.
    #[prop(optional)]
    none: Signal<Option<&'static str>>,
) -> impl IntoView {
    let count = Signal::derive(move || ids.with(Vec::len).to_string());
    view! {
        <TimeGroup
            name=name
            count=count
            why=why
            hours=hours
            axis=move || view! { <AxisHead queue=queue hours=hours/> }
        >
            <Rows queue=queue ids=ids/>
            {move || none.get().map(|none| view! { <p class="t-none">{none}</p> })}
        </TimeGroup>
    }
}

/// Later, and resolved today: there, but not now.
#[component]
fn Folded(queue: Queue) -> impl IntoView {
    let t = Desk::from(language());
    let later = queue.numbers(|groups| &groups.later);
    let done = queue.numbers(|groups| &groups.done);
    let later_note = Signal::derive(move || Some(t.queue_later_why(&later.with(Vec::len).to_string())));
    let done_note = Signal::derive(move || Some(queue.groups.with(|groups| done_words(t, groups))));
    view! {
        <FoldedGroup queue=queue title=t.queue_later() note=later_note ids=later/>
        <FoldedGroup queue=queue title=t.queue_done() note=done_note ids=done/>
    }
}

#[component]
fn FoldedGroup(
    queue: Queue,
    title: &'static str,
    note: Signal<Option<String>>,
    ids: Memo<Vec<TicketId>>,
) -> impl IntoView {
    view! {
        <Show when=some(ids)>
            <Fold title=title note=note>
                <TimeTable>
                    <Rows queue=queue ids=ids/>
                </TimeTable>
            </Fold>
        </Show>
    }
}

/// Whether there is anything; asked again only when that changes.
fn some(ids: Memo<Vec<TicketId>>) -> impl Fn() -> bool + Clone + Send + Sync + 'static {
    let some = Memo::new(move |_| !ids.with(Vec::is_empty));
    move || some.get()
}

fn done_words(t: Desk, groups: &Groups) -> String {
    let is_late = |row: &&QueueRow| {
        row.head.promise.ended_at.is_some_and(|ended_at| ended_at > row.head.promise.due_at)
    };
    let (count, late) = (groups.done.len(), groups.done.iter().filter(is_late).count());
    match late {
        0 => t.queue_done_kept(&count.to_string()),
        late => t.queue_done_late(&count.to_string(), &late.to_string()),
    }
}

/// One row. What it says is compared before it is drawn, so that a minute passes through 500 rows without a trace.
#[component]
fn Row(queue: Queue, id: TicketId) -> impl IntoView {
    let row = Memo::new(move |_| queue.row(id));
    let said = Memo::new(move |_| {
        let row = row.get()?;
        Some(queue.at_the_desk(|coverage, times| words::row(&row, coverage, times)))
    });
    let line = Signal::derive(move || {
        let promise = row.with(|row| row.as_ref().map(|row| row.head.promise.clone()));
        promise.map_or_else(Line::default, |promise| {
            queue
                .axis
                .with(|axis| queue.at_the_desk(|coverage, times| row_line(axis, &promise, coverage, times)))
        })
    });
    let label = Signal::derive(move || {
        let said = |row: &QueueRow| queue.times.with(|times| words::line(&row.head.promise, times));
        row.with(|row| row.as_ref().map(said).unwrap_or_default())
    });
    let current = Signal::derive(move || queue.current.get() == Some(id));
    move || {
        said.get().map(|said| {
            let RowWords { due, left, number, what, from, state, who, broken } = said;
            let promise = if broken { RowPromise::Late } else { RowPromise::Holds };
            view! {
                <TimeRow
                    id=anchor(id)
                    on_focus=Callback::new(move |()| queue.picked.set(Some(id)))
                    href=routes::ticket(id)
                    due=due
                    left=move || view! { <LeftMark left=left/> }
                    number=number
                    what=what
                    from=from
                    state=move || view! { <StateMark state=state/> }
                    who=move || view! { <Seat who=who/> }
                    line=move || view! { <PromiseLine line=line size=LineSize::Desk label=label/> }
                    promise=promise
                    current=current
                />
            }
        })
    }
}

#[component]
fn LeftMark(left: Left) -> impl IntoView {
    let (kind, text) = match left {
        Left::Plain(text) => (None, text),
        Left::Soon(text) => (Some(MarkKind::Soon), text),
        Left::Late(text) => (Some(MarkKind::Late), text),
    };
    match kind {
        None => text.into_any(),
        Some(kind) => view! { <Mark kind=kind>{text}</Mark> }.into_any(),
    }
}

#[component]
fn StateMark(state: State) -> impl IntoView {
    let State { icon, kind, word } = state;
    view! {
        <Status icon=icon kind=kind>
            {word}
        </Status>
    }
}

#[component]
fn Seat(who: Option<(String, String)>) -> impl IntoView {
    let t = Desk::from(language());
    match who {
        Some((initials, name)) => view! { <Avatar initials=initials name=name size=AvatarSize::Small/> },
        None => view! {
            <Avatar initials="–" name=t.queue_nobody() kind=AvatarKind::None size=AvatarSize::Small/>
        },
    }
}
