//! The promise line drawn to scale: plain SVG in percentages, without script and without inline style.

use leptos::prelude::*;

use crate::line::{Line, LineSize, draw, layout};

/// One line. Don't animate it, don't use it as decoration, don't hide a pause, don't colour the future.
#[component]
pub fn PromiseLine(
    #[prop(into)] line: Signal<Line>,
    #[prop(optional)] size: LineSize,
    /// The whole line in one sentence, for those who don't see it; empty where the words stand beside it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let shapes = move || line.with(|line| draw(&layout(line, size), size));
    let picture = view! {
        <svg
            class=size.class()
            height=size.height()
            role=move || label.with(|label| (!label.is_empty()).then_some("img"))
            aria-label=move || Some(label.get()).filter(|label| !label.is_empty())
            aria-hidden=move || label.with(|label| label.is_empty().then_some("true"))
            inner_html=shapes
        ></svg>
    };
    match size {
        LineSize::Full => view! { <div class="promise">{picture}</div> }.into_any(),
        LineSize::Row | LineSize::Desk | LineSize::Axis | LineSize::Wall => picture.into_any(),
    }
}

/// The words of the legend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineWords {
    pub ran: String,
    pub paused: String,
    pub first_answer: String,
    pub done_by: String,
    pub now: String,
}

/// What the signs of the line mean, below a list of lines.
#[component]
pub fn LineLegend(words: LineWords) -> impl IntoView {
    let entry = |shapes: &'static str, word: String| {
        view! {
            <span>
                <svg class="pl" aria-hidden="true" inner_html=shapes></svg>
                {word}
            </span>
        }
    };
    view! {
        <span class="axis-legend">
            {entry(r#"<line class="pl-run" x1="0" x2="28" y1="7" y2="7"/>"#, words.ran)}
            {entry(r#"<line class="pl-pause" x1="0" x2="28" y1="7" y2="7"/>"#, words.paused)}
            {entry(r#"<circle class="pl-done" cx="14" cy="7" r="4.5"/>"#, words.first_answer)}
            {entry(r#"<rect class="pl-end" x="11" y="0" width="5" height="14"/>"#, words.done_by)}
            {entry(r#"<rect class="pl-now" x="11" y="0" width="6" height="14"/>"#, words.now)}
        </span>
    }
}

impl LineSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Full => "pl pl-full",
            Self::Row => "pl pl-row",
            Self::Desk => "pl pl-desk",
            Self::Axis => "pl pl-axis",
            Self::Wall => "pl pl-wall",
        }
    }

    const fn height(self) -> Option<&'static str> {
        match self {
            Self::Full => Some("92"),
            Self::Row => Some("28"),
            Self::Desk | Self::Axis | Self::Wall => None,
        }
    }
}
