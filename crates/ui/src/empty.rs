//! Nothing here: the line without stops, one sentence, one action.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::HeadLevel;

/// What the picture says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyLine {
    /// A line with nothing on it but now.
    #[default]
    Clear,
    /// The next stop is still ahead.
    Ahead,
    /// The line ends before its stop: what was looked for is not here.
    Broken,
}

/// One sentence and one action. No illustration, no joke.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional)] level: HeadLevel,
    #[prop(optional)] line: EmptyLine,
    #[prop(into, optional)] action: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            {line.draw()}
            {match level {
                HeadLevel::Two => view! { <h2>{title}</h2> }.into_any(),
                HeadLevel::Three => view! { <h3>{title}</h3> }.into_any(),
            }}
            <p>{children()}</p>
            <div class="btn-row">{action.run()}</div>
        </div>
    }
}

impl EmptyLine {
    fn draw(self) -> impl IntoView {
        let shapes = match self {
            Self::Clear => CLEAR,
            Self::Ahead => AHEAD,
            Self::Broken => BROKEN,
        };
        view! { <svg class="pl" height="56" aria-hidden="true" inner_html=shapes></svg> }
    }
}

const CLEAR: &str = r#"<line class="pl-rail" x1="0" x2="100%" y1="28" y2="28"/><svg x="30%" overflow="visible"><rect class="pl-now" x="-3" y="8" width="6" height="40"/></svg>"#;
const AHEAD: &str = r#"<line class="pl-rail" x1="0" x2="100%" y1="28" y2="28"/><svg x="22%" overflow="visible"><rect class="pl-now" x="-3" y="8" width="6" height="40"/></svg><svg x="72%" y="28" overflow="visible"><circle class="pl-stop" r="6.5"/></svg>"#;
const BROKEN: &str = r#"<line class="pl-run" x1="0" x2="58%" y1="28" y2="28"/><line class="pl-pause" x1="58%" x2="78%" y1="28" y2="28"/><svg x="58%" y="28" overflow="visible"><rect class="pl-end" x="-3" y="-13" width="6" height="26"/></svg><svg x="100%" y="28" overflow="visible"><circle class="pl-stop" cx="-9" r="7"/></svg>"#;
