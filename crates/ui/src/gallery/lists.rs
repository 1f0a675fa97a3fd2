//! Lists: departures, the queue, facts, tables.

use leptos::prelude::*;

use crate::{
    Avatar, AvatarKind, AvatarSize, AxisHours, Board, BoardClock, BoardRow, Fact, Facts, Head, Hints, Icon,
    Key, ListRow, ListRows, Mark, MarkKind, PromiseLine, RowPromise, Status, StatusKind, TableBox, TimeGroup,
    TimeRow, TimeTable, Turn,
    gallery::{
        lines::{at, late, now, point, running},
        stamp,
    },
    line::{Answer, Day, End, EndKind, Line, LineSize, Now, Pause, Point, Span},
};

#[component]
pub fn Departures() -> impl IntoView {
    view! {
        <section>
            <Head title="Board" count="4"/>
            <Board>
                <BoardRow
                    href="#1"
                    when="3 h 28 min"
                    when_note="left, paused until you reply"
                    clock=BoardClock::Stopped
                    what="Access to the 2027 budget folder"
                    what_note="T-1040, asked yesterday 16:20"
                    who="Your turn"
                    who_note="Ines asks: which folder?"
                    turn=Turn::You
                    line=|| view! { <PromiseLine line=paused() size=LineSize::Row label="Paused since 09:20"/> }
                />
                <BoardRow
                    href="#2"
                    when="14:10"
                    when_note="today"
                    what="Invoices print with the last line cut off"
                    what_note="T-1047, asked 08:10"
                    who="Bo at the desk"
                    who_note="is testing the driver"
                    line=|| view! { <PromiseLine line=running() size=LineSize::Row label="Done by 14:10, one pause"/> }
                />
                <BoardRow
                    href="#3"
                    when="12:00"
                    when_note="tomorrow, Thu"
                    what="Second screen for working at home"
                    what_note="T-1026, asked Monday 11:05"
                    who="Elena Rossi"
                    who_note="decides on the cost"
                    line=|| view! { <PromiseLine line=paused() size=LineSize::Row label="Waiting for approval"/> }
                />
                <BoardRow
                    href="#4"
                    when="10:30"
                    when_note="we are 12 minutes late"
                    what="Label printer in shipping is offline"
                    what_note="T-1031, asked 08:05"
                    who="Bo at the desk"
                    who_note="is working on it now"
                    line=|| view! { <PromiseLine line=late() size=LineSize::Row label="Late since 10:30"/> }
                />
            </Board>
        </section>
    }
}

#[component]
pub fn Queue() -> impl IntoView {
    let axis = axis();
    let head = axis.clone();
    let bare = Line { now: axis.now.clone().map(|now| Now { flag: String::new(), ..now }), ..axis.clone() };
    let (late, soon, paused) = (row_late(&bare), row_soon(&bare), row_paused(&bare));
    view! {
        <section>
            <TimeTable>
                <TimeGroup
                    name="Mine now"
                    count="2"
                    why="in the order in which promises break"
                    hours=AxisHours::Shown
                    axis=move || view! { <PromiseLine line=head size=LineSize::Axis label=""/> }
                >
                    <Row due="10:30" number="T-1031" what="Label printer in shipping is offline" from="Nadia Haddad, Warehouse" state="Printing" line=late/>
                    <Row due="10:51" number="T-1039" what="Mailbox orders@ asks for a password" from="Jon Etxeberria, Sales" state="Mail, no answer yet" line=soon/>
                </TimeGroup>
                <TimeGroup name="Waiting" count="1" why="the clock stands still" axis=move || view! { <PromiseLine line=bare size=LineSize::Desk label=""/> }>
                    <Row due="12:00" number="T-1026" what="Second screen for working at home, and a very long subject that does not end where the column ends" from="Ana Ruiz, Accounts" state="Approval, Elena" line=paused/>
                </TimeGroup>
            </TimeTable>
            <Hints>
                <span><Key name="J"/><Key name="K"/>"down, up"</span>
                <span><Key name="E"/>"resolve"</span>
            </Hints>
        </section>
    }
}

#[component]
fn Row(
    due: &'static str,
    number: &'static str,
    what: &'static str,
    from: &'static str,
    state: &'static str,
    line: Line,
) -> impl IntoView {
    let end = line.ends.first().map_or(EndKind::Ahead, |end| end.kind);
    let left = move || match end {
        EndKind::Late { .. } => view! { <Mark kind=MarkKind::Late>"12 min late"</Mark> }.into_any(),
        EndKind::Soon => view! { <Mark kind=MarkKind::Soon>"9 min"</Mark> }.into_any(),
        EndKind::Ahead => "Thu".into_any(),
    };
    let icon = if line.pauses.is_empty() { Icon::Open } else { Icon::Pause };
    let promise = if matches!(end, EndKind::Late { .. }) { RowPromise::Late } else { RowPromise::Holds };
    view! {
        <TimeRow
            href="#ticket"
            due=stamp(due)
            left=left
            number=number
            what=what
            from=from
            state=move || view! { <Status icon=icon>{state}</Status> }
            who=|| {
                view! {
                    <Avatar initials="BH" name="Bo Hansen" size=AvatarSize::Small/>
                    <Avatar initials="–" name="Nobody yet" size=AvatarSize::Small kind=AvatarKind::None/>
                }
            }
            line=move || view! { <PromiseLine line=line size=LineSize::Desk label="Drawn to scale"/> }
            promise=promise
            current=end == EndKind::Soon
        />
    }
}

/// Facts, a list and a table.
#[component]
pub fn Small() -> impl IntoView {
    view! {
        <section class="stack-2">
            <Head title="Facts, list, table"/>
            <Facts>
                <Fact name="Devices">"LAP-0231, SCR-0114"</Fact>
                <Fact name="Waited">"late once in 90 days"</Fact>
            </Facts>
            <ListRows>
                <ListRow href="#a" icon=Icon::Key end=|| view! { <span class="third small">"2 min"</span> }>
                    "Change or unlock your password"
                </ListRow>
                <ListRow end=|| "Remote access">
                    <Status icon=Icon::Warn kind=StatusKind::Late>"Down"</Status>
                </ListRow>
            </ListRows>
            <TableBox label="Why 14:10">
                <thead>
                    <tr><th scope="col">"From"</th><th scope="col">"What"</th><th scope="col" class="n">"Counted"</th></tr>
                </thead>
                <tbody>
                    <tr><td>"08:10"</td><td>"Open, desk is covered"</td><td class="n">"0 h 55"</td></tr>
                    <tr class="sum"><td></td><td>"Used of 5 h 00"</td><td class="n">"0 h 55"</td></tr>
                </tbody>
            </TableBox>
        </section>
    }
}

fn paused() -> Line {
    Line { pauses: vec![Pause { span: Span::new(at(9, 20), at(10, 42)), word: String::new() }], ..running() }
}

fn axis() -> Line {
    let hours = (8..=16).step_by(2).map(|hour| Point { time: format!("{hour:02}"), ..point(hour, 0, "") });
    let tomorrow = Point { at_ms: at(24 + 8, 0), time: "Thu".into(), word: String::new() };
    Line {
        now: now(),
        hours: hours.chain([tomorrow]).collect(),
        ..Line::of_days(&[
            Day { span: Span::new(at(8, 0), at(18, 0)), share: 4 },
            Day { span: Span::new(at(24 + 8, 0), at(24 + 18, 0)), share: 1 },
        ])
    }
}

fn row_late(axis: &Line) -> Line {
    Line {
        runs: vec![Span::new(at(8, 5), at(10, 42))],
        answer: Some(Answer::Given { point: point(8, 22, ""), limit_ms: None }),
        ends: vec![End { point: point(10, 30, ""), kind: EndKind::Late { to_ms: at(10, 42) } }],
        ..axis.clone()
    }
}

fn row_soon(axis: &Line) -> Line {
    Line {
        runs: vec![Span::new(at(9, 51), at(10, 42))],
        answer: Some(Answer::Due(point(10, 51, ""))),
        ends: vec![End { point: point(15, 51, ""), kind: EndKind::Soon }],
        ..axis.clone()
    }
}

fn row_paused(axis: &Line) -> Line {
    Line {
        runs: vec![Span::new(at(7, 0), at(10, 42))],
        pauses: vec![Pause { span: Span::new(at(9, 30), at(10, 42)), word: String::new() }],
        ends: vec![End { point: point(24 + 12, 0, ""), kind: EndKind::Ahead }],
        ..axis.clone()
    }
}
