//! The queue as a timetable: one row a thing, all rows on one time axis.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::Stamp;

/// Whether the row's promise still holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowPromise {
    #[default]
    Holds,
    /// The time it was due by is red.
    Late,
}

/// The frame of all groups; rows adapt to its width, not to the screen's.
#[component]
pub fn TimeTable(children: Children) -> impl IntoView {
    view! { <div class="ttable">{children()}</div> }
}

/// A group of rows under its head.
#[component]
pub fn TimeGroup(
    #[prop(into)] name: String,
    #[prop(into)] count: Signal<String>,
    /// Why these stand together, in a few words.
    #[prop(into, optional)]
    why: Option<String>,
    /// The first group shows the hours and the flag of now (`LineSize::Axis`), the others the bare axis.
    #[prop(into, optional)]
    axis: ViewFnOnce,
    #[prop(optional)] hours: AxisHours,
    children: Children,
) -> impl IntoView {
    let label = name.clone();
    let axis_class = match hours {
        AxisHours::Hidden => "t-line",
        AxisHours::Shown => "t-line t-axis",
    };
    view! {
        <section aria-label=label>
            <div class="trow trow-head">
                <h2 class="t-name">
                    {name} " " <span class="count">{count}</span> " "
                    {why.map(|why| view! { <span class="why">{why}</span> })}
                </h2>
                <span class=axis_class>{axis.run()}</span>
            </div>
            {children()}
        </section>
    }
}

/// Whether a group's head shows the hours of the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AxisHours {
    #[default]
    Hidden,
    Shown,
}

/// One row, 44 px: due, left, number, what, state, who, line. The whole row is one link.
#[component]
pub fn TimeRow(
    /// By which the keyboard finds it.
    #[prop(into, optional)]
    id: Option<String>,
    #[prop(into)] href: String,
    due: Stamp,
    /// `Mark` when it is soon or late, else plain words.
    #[prop(into)]
    left: ViewFnOnce,
    #[prop(into)] number: String,
    #[prop(into)] what: String,
    /// Who asked, and from where.
    #[prop(into, optional)]
    from: String,
    /// `Status`: what it is, and who must act.
    #[prop(into)]
    state: ViewFnOnce,
    /// `Avatar` of whoever has it, and of whoever is looking at it.
    #[prop(into)]
    who: ViewFnOnce,
    /// `PromiseLine`, size `Desk`.
    #[prop(into)]
    line: ViewFnOnce,
    #[prop(optional)] promise: RowPromise,
    /// Where the keyboard stands.
    #[prop(into, optional)]
    current: Signal<bool>,
    #[prop(into, optional)] on_focus: Option<Callback<()>>,
) -> impl IntoView {
    let title = format!("{what}, {from}");
    view! {
        <a
            id=id
            class="trow"
            href=href
            on:focus=move |_| {
                if let Some(focused) = on_focus {
                    focused.run(());
                }
            }
            data-late=(promise == RowPromise::Late).then_some("")
            aria-current=move || current.get().then_some("true")
        >
            <time class="t-due" datetime=due.iso title=due.full>
                {due.text}
            </time>
            <span class="t-left">{left.run()}</span>
            <span class="t-ref">{number}</span>
            <span class="t-what" title=title>
                <b>{what}</b>
                <span>{from}</span>
            </span>
            <span class="t-ball">{state.run()}</span>
            <span class="t-who people">{who.run()}</span>
            <span class="t-line">{line.run()}</span>
        </a>
    }
}
