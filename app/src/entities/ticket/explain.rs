//! A clock's stretches in words: when it ran, when it stood still, and why.

use domain::coverage::Coverage;
use domain::promise::{Attribution, Explanation, PauseReason, PromiseView, Stretch, explain};
use domain::ticket::WaitingOn;
use domain::time::Millis;
use leptos::prelude::*;
use ui::TableBox;

use crate::format::Times;
use crate::i18n::{Common, language};

/// What became of a stretch of time.
fn words(t: Common, why: &Attribution) -> String {
    match why {
        Attribution::Running => t.clock_open().into(),
        Attribution::OutsideHours => t.clock_shut().into(),
        Attribution::Holiday(name) if name.is_empty() => t.clock_holiday().into(),
        Attribution::Holiday(name) => t.clock_holiday_named(name),
        Attribution::Paused(why) => paused(t, *why).into(),
    }
}

fn paused(t: Common, why: Option<PauseReason>) -> &'static str {
    match why {
        None => t.clock_paused_row(),
        Some(PauseReason::Ended) => t.clock_paused_ended(),
        Some(PauseReason::Waiting(WaitingOn::Requester)) => t.clock_paused_requester(),
        Some(PauseReason::Waiting(WaitingOn::Approval)) => t.clock_paused_approval(),
        Some(PauseReason::Waiting(WaitingOn::Supplier)) => t.clock_paused_supplier(),
        Some(PauseReason::Waiting(WaitingOn::Parts)) => t.clock_paused_parts(),
    }
}

/// Every stretch since it was asked with what became of it, and the sums that they come to.
#[component]
pub fn Explained(
    #[prop(into)] promise: Signal<PromiseView>,
    #[prop(into)] waiting_on: Signal<Option<WaitingOn>>,
    #[prop(into)] coverage: Signal<Coverage>,
    times: Signal<Times>,
) -> impl IntoView {
    let t = Common::from(language());
    let explanation = Memo::new(move |_| {
        let why = PauseReason::Waiting(waiting_on.get().unwrap_or(WaitingOn::Requester));
        let now = times.with(|times| times.now);
        promise.with(|promise| coverage.with(|coverage| explain(&promise.facts(why), coverage, now)))
    });
    let rows = move || {
        let times = times.get();
        let row = |stretch: &Stretch| row(t, stretch, &times);
        explanation.with(|explanation| explanation.stretches.iter().map(row).collect_view())
    };
    let sum = move |of: fn(&Explanation) -> Millis| {
        move || times.with(|times| explanation.with(|explanation| times.length(of(explanation))))
    };
    view! {
        <TableBox label=t.clock_explain()>
            <thead>
                <tr>
                    <th scope="col">{t.clock_from()}</th>
                    <th scope="col">{t.clock_to()}</th>
                    <th scope="col">{t.clock_what()}</th>
                    <th scope="col" class="n">
                        {t.clock_counted()}
                    </th>
                </tr>
            </thead>
            <tbody>
                {rows} <Sum name=t.clock_used() value=sum(|explanation| explanation.run)/>
                <Sum name=t.clock_sum_closed() value=sum(|explanation| explanation.closed)/>
                <Sum name=t.clock_sum_paused() value=sum(|explanation| explanation.paused)/>
                <Sum name=t.clock_sum_all() value=sum(Explanation::elapsed)/>
            </tbody>
        </TableBox>
    }
    .into_any()
}

#[component]
fn Sum(name: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <tr class="sum">
            <td></td>
            <td></td>
            <td>{name}</td>
            <td class="n">{value}</td>
        </tr>
    }
}

fn row(t: Common, stretch: &Stretch, times: &Times) -> impl IntoView + use<> {
    let counted = match stretch.why {
        Attribution::Running => times.length(stretch.length()),
        Attribution::OutsideHours | Attribution::Holiday(_) | Attribution::Paused(_) => "–".to_owned(),
    };
    view! {
        <tr>
            <td>{times.mark(stretch.from)}</td>
            <td>{times.mark(stretch.to)}</td>
            <td>{words(t, &stretch.why)}</td>
            <td class="n">{counted}</td>
        </tr>
    }
}
