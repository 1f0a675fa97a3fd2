//! The rota as pages show it: shifts in a table by day, and who is who.

use domain::coverage::Interval;
use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::rota::{Stint, Why};
use leptos::prelude::*;
use ui::{Icon, SelectOption, Status, StatusKind, TableBox};

use crate::format::Times;
use crate::i18n::{Rota, language};

/// Somebody's name, by his number.
pub fn name(people: &[PersonChip], id: PersonId) -> String {
    let known = people.iter().find(|chip| chip.id == id);
    known.map_or_else(|| Rota::from(language()).somebody().to_owned(), |chip| chip.name.clone())
}

/// People, to choose one of them by his number.
pub fn choices<'a>(people: impl IntoIterator<Item = &'a PersonChip>) -> Vec<SelectOption> {
    people.into_iter().map(|chip| SelectOption::new(chip.id.0.to_string(), &chip.name)).collect()
}

/// "Thu 19 Nov, 08:00 to 17:30"
pub fn span(within: Interval, times: &Times) -> String {
    let t = Rota::from(times.language);
    let (from, to) = (times.clock(within.from), times.clock(within.to));
    match times.same_day(within.from, within.to) {
        true => t.span_day(&times.date(within.from), &from, &to),
        false => t.span_days(&times.date(within.from), &from, &times.date(within.to), &to),
    }
}

/// Whole days from the first to the last, such as an absence.
pub fn days(within: Interval, times: &Times) -> String {
    let last = within.to - domain::time::MINUTE;
    let (from, to) = (times.date(within.from), times.date(last));
    if from == to { from } else { Rota::from(times.language).days(&from, &to) }
}

/// Shifts, one line each; the reader's own stand out by a word.
#[component]
pub fn Stints(
    #[prop(into)] label: String,
    #[prop(into)] stints: Signal<Vec<Stint>>,
    people: Vec<PersonChip>,
    me: PersonId,
    times: Signal<Times>,
) -> impl IntoView {
    let t = Rota::from(language());
    let people = StoredValue::new(people);
    let lines = move || {
        let mut day = None;
        let stints = stints.get().into_iter().map(|stint| {
            let first_of_day = day.replace(stint.day) != Some(stint.day);
            line(stint, first_of_day, &people.read_value(), me, &times.get())
        });
        stints.collect_view()
    };
    view! {
        <TableBox label=label>
            <thead>
                <tr>
                    <th scope="col">{t.table_day()}</th>
                    <th scope="col">{t.table_time()}</th>
                    <th scope="col">{t.table_who()}</th>
                    <th scope="col" class="opt">{t.table_then()}</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </TableBox>
    }
    .into_any()
}

fn line(stint: Stint, first_of_day: bool, people: &[PersonChip], me: PersonId, times: &Times) -> AnyView {
    let t = Rota::from(times.language);
    let day = if first_of_day { times.date(stint.within.from) } else { String::new() };
    let hours = format!("{} – {}", times.clock(stint.within.from), times.clock(stint.within.to));
    let who = name(people, stint.person);
    let who =
        if stint.person == me { view! { <b>{t.you_named(&who)}</b> }.into_any() } else { who.into_any() };
    let then = stint.stand_in.map(|person| name(people, person));
    view! {
        <tr>
            <td>{day}</td>
            <td>{hours}</td>
            <td>{who} " " {why(t, stint.why)}</td>
            <td class="opt">{then}</td>
        </tr>
    }
    .into_any()
}

/// Why it is his, where it is not simply his turn.
fn why(t: Rota, why: Why) -> Option<AnyView> {
    let (icon, kind, word) = match why {
        Why::Turn => return None,
        Why::Agreed => (Icon::HandOn, StatusKind::default(), t.by_agreed()),
        Why::StandsIn => (Icon::Person, StatusKind::default(), t.by_stands_in()),
        Why::Idle => (Icon::Calendar, StatusKind::default(), t.by_idle()),
        Why::Gap => (Icon::Warn, StatusKind::Late, t.by_gap()),
    };
    Some(view! { <Status icon=icon kind=kind>{word}</Status> }.into_any())
}

/// Hours for which nobody but the lead is there.
#[component]
pub fn Gaps(#[prop(into)] gaps: Signal<Vec<Interval>>, times: Signal<Times>) -> impl IntoView {
    let t = Rota::from(language());
    move || {
        let gaps = gaps.get();
        let lines: Vec<String> = times.with(|times| gaps.iter().map(|gap| span(*gap, times)).collect());
        (!lines.is_empty()).then(|| {
            view! {
                <ui::Banner kind=ui::BannerKind::Late icon=Icon::Warn title=t.gap_title()>
                    {lines.join("; ")} ". " {t.gap_text()}
                </ui::Banner>
            }
        })
    }
}
