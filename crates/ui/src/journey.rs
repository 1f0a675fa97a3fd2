//! The way of one thing as a timetable: times at the start, stops on the rail, next steps hollow.

use leptos::prelude::*;

use crate::Stamp;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopKind {
    Past,
    /// From here the clock stood still.
    Pause,
    Now,
    /// Not promised: it has no time.
    Next,
    /// The last stop, with the promised time.
    End,
}

/// The stops, in the order of time.
#[component]
pub fn Journey(children: Children) -> impl IntoView {
    view! { <ol class="journey">{children()}</ol> }
}

/// One stop. Don't give a future time that nobody promised.
#[component]
pub fn JourneyStop(
    kind: StopKind,
    #[prop(optional)] time: Option<Stamp>,
    #[prop(into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let is = move |wanted: StopKind| (kind == wanted).then_some("");
    view! {
        <li
            data-pause=is(StopKind::Pause)
            data-now=is(StopKind::Now)
            data-next=is(StopKind::Next)
            data-end=is(StopKind::End)
            aria-current=(kind == StopKind::Now).then_some("step")
        >
            {match time {
                Some(time) => {
                    view! {
                        <time datetime=time.iso title=time.full>
                            <span>{time.text}</span>
                        </time>
                    }
                        .into_any()
                }
                None => view! { <span></span> }.into_any(),
            }}
            <span class="dot"></span>
            <div>
                <b>{title}</b>
                {children.map(|children| view! { <p>{children()}</p> })}
            </div>
        </li>
    }
}
