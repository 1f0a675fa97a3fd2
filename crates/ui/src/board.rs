//! A list read like departures: time first, then what and its number, who has it, and the line.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::Icon;

/// Whether the clock of the row runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BoardClock {
    #[default]
    Runs,
    /// Stopped: the time column shows what is left in place of a time of day, and a pause sign before the note.
    Stopped,
}

/// Who must act next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    #[default]
    Others,
    /// The reader: the row is washed in yellow.
    You,
}

/// The frame of the rows; they adapt to its width.
#[component]
pub fn Board(children: Children) -> impl IntoView {
    view! { <div class="board">{children()}</div> }
}

/// One departure. The whole row is one link; don't put a second one into it.
#[component]
pub fn BoardRow(
    #[prop(into)] href: String,
    /// "14:10", or "3 h 28 min" while the clock is stopped.
    #[prop(into)]
    when: String,
    /// "today", or "left, paused until you reply".
    #[prop(into, optional)]
    when_note: String,
    #[prop(optional)] clock: BoardClock,
    #[prop(into)] what: String,
    #[prop(into)] what_note: String,
    #[prop(into)] who: String,
    #[prop(into, optional)] who_note: String,
    #[prop(optional)] turn: Turn,
    /// The promise line, size `Row`.
    #[prop(into)]
    line: ViewFnOnce,
) -> impl IntoView {
    let stopped = clock == BoardClock::Stopped;
    view! {
        <a class="board-row" href=href data-you=(turn == Turn::You).then_some("")>
            <span class="when" data-paused=stopped.then_some("")>
                {when}
                <small>
                    {stopped.then(|| view! { <Icon icon=Icon::Pause/> })}
                    {when_note}
                </small>
            </span>
            <span class="what">
                <b>{what}</b>
                <small>{what_note}</small>
            </span>
            <span class="who">
                <b>{who}</b>
                " "
                {who_note}
            </span>
            <span class="line">{line.run()}</span>
        </a>
    }
}
