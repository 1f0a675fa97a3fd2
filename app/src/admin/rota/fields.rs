//! The fields of a plan. They are sent as a query, so that trying a plan out changes nothing.

use domain::fault::FieldFault;
use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::rota::Every;
use domain::rota::view::Draft;
use leptos::prelude::*;
use ui::{
    Button, ButtonKind, ButtonRow, ButtonType, Choice, ChoiceOption, Field, Head, InputKind, Needed, Select,
    SelectOption, TableBox,
};

use crate::error::reason;
use crate::i18n::{Rota, language};
use crate::routes;

#[component]
pub fn Fields(draft: Draft, refused: Vec<FieldFault>, people: Vec<PersonChip>) -> impl IntoView {
    let (language, t) = (language(), Rota::from(language()));
    let wrong = move |field: &str, label: &str| {
        let fault = refused.iter().find(|fault| fault.field == field);
        MaybeProp::from(fault.map(|fault| reason(language, label, &fault.reason)))
    };
    let kinds =
        vec![ChoiceOption::new("rotation", t.kind_rotation()), ChoiceOption::new("fixed", t.kind_fixed())];
    let everyone = || options(&people);
    let nobody = SelectOption { label: t.nobody().into(), ..SelectOption::default() };
    let maybe = || std::iter::once(nobody.clone()).chain(options(&people)).collect::<Vec<_>>();
    let number = |person: Option<PersonId>| person.map(|id| id.0.to_string()).unwrap_or_default();
    let members_wrong = wrong("members", t.members_title()).get_untracked();
    view! {
        <form class="stack-3" method="get" action=routes::PLAN>
            <Field
                id="plan-from"
                name="from"
                label=t.plan_from()
                kind=InputKind::Date
                needed=Needed::Required
                value=draft.from.clone()
                hint=t.plan_from_hint()
                error=wrong("from", t.plan_from())
            />
            <Select
                id="plan-lead"
                name="lead"
                label=t.plan_lead_person()
                options=everyone()
                value=number(draft.lead)
                hint=t.plan_lead_hint()
                error=wrong("lead", t.plan_lead_person())
            />
            <Choice
                id="plan-kind"
                name="kind"
                label=t.kind_title()
                options=kinds
                value=if draft.fixed { "fixed" } else { "rotation" }
            />
            <Head title=t.kind_fixed()/>
            <Select
                id="plan-person"
                name="person"
                label=t.fixed_person()
                options=maybe()
                value=number(draft.person)
                error=wrong("person", t.fixed_person())
            />
            <Select
                id="plan-stand-in"
                name="stand_in"
                label=t.fixed_stand_in()
                options=maybe()
                value=number(draft.stand_in)
                error=wrong("stand_in", t.fixed_stand_in())
            />
            <Head title=t.kind_rotation()/>
            <Choice
                id="plan-every"
                name="every"
                label=t.every_title()
                options=Every::ALL.into_iter().map(|one| ChoiceOption::new(one.as_str(), every(t, one))).collect()
                value=draft.every.as_str()
            />
            <Field
                id="plan-run"
                name="run"
                label=t.run_label()
                value=draft.run.clone()
                hint=t.run_hint()
                error=wrong("run", t.run_label())
            />
            <Field
                id="plan-changes-at"
                name="changes_at"
                label=t.changes_at_label()
                value=draft.changes_at.clone()
                hint=t.changes_at_hint()
                error=wrong("changes_at", t.changes_at_label())
            />
            <Field
                id="plan-half-at"
                name="half_at"
                label=t.half_at_label()
                value=draft.half_at.clone()
                hint=t.half_at_hint()
                error=wrong("half_at", t.half_at_label())
            />
            <Members draft=draft.clone() people=people.clone()/>
            {members_wrong.map(|wrong| view! { <p role="alert">{wrong}</p> })}
            <Idle idle=draft.idle/>
            <ButtonRow>
                <Button kind=ButtonKind::default() action=ButtonType::Submit>{t.plan_try()}</Button>
            </ButtonRow>
        </form>
    }
    .into_any()
}

/// Who takes turns in which place, and on which weekdays never.
#[component]
fn Members(draft: Draft, people: Vec<PersonChip>) -> impl IntoView {
    let t = Rota::from(language());
    let count = people.len();
    let rows = people.into_iter().map(|chip| {
        let place = draft.members.iter().position(|member| *member == chip.id).map(|place| place + 1);
        let places = (1..=count).map(|n| {
            view! { <option value=n.to_string() selected=place == Some(n)>{n}</option> }
        });
        let boxes = (0..7_u8).map(|day| {
            let never = draft.never.contains(&(chip.id, day));
            let label = t.never_label(&chip.name, weekday(t, day));
            view! {
                <td>
                    <label class="box">
                        <input
                            type="checkbox"
                            name=format!("never-{}", chip.id.0)
                            value=day.to_string()
                            checked=never
                            aria-label=label
                        />
                    </label>
                </td>
            }
        });
        let boxes = boxes.collect_view();
        view! {
            <tr>
                <th scope="row">{chip.name.clone()}</th>
                <td>
                    <span class="select">
                        <select
                            class="input"
                            name=format!("place-{}", chip.id.0)
                            aria-label=t.place_label(&chip.name)
                        >
                            <option value="" selected=place.is_none()>
                                {t.place_none()}
                            </option>
                            {places.collect_view()}
                        </select>
                    </span>
                </td>
                {boxes}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <TableBox label=t.members_title()>
            <thead>
                <tr>
                    <th scope="col">{t.table_who()}</th>
                    <th scope="col">{t.place_title()}</th>
                    {(0..7).map(|day| view! { <th scope="col">{t.never_title(weekday(t, day))}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
    .into_any()
}

/// Weekdays that the plan leaves to the lead.
#[component]
fn Idle(idle: Vec<u8>) -> impl IntoView {
    let t = Rota::from(language());
    let boxes = (0..7_u8).map(|day| {
        view! {
            <label class="box">
                <input type="checkbox" name="idle" value=day.to_string() checked=idle.contains(&day)/>
                {weekday(t, day)}
            </label>
        }
    });
    view! {
        <fieldset class="boxes">
            <legend>{t.idle_title()}</legend>
            {boxes.collect_view()}
            <p class="second small">{t.idle_hint()}</p>
        </fieldset>
    }
    .into_any()
}

fn options(people: &[PersonChip]) -> Vec<SelectOption> {
    let option = |chip: &PersonChip| SelectOption {
        value: chip.id.0.to_string(),
        label: chip.name.clone(),
        group: None,
    };
    people.iter().map(option).collect()
}

fn every(t: Rota, every: Every) -> &'static str {
    match every {
        Every::HalfDay => t.every_half_day(),
        Every::Day => t.every_day(),
        Every::Week => t.every_week(),
    }
}

/// The short name of a weekday; Monday is 0.
fn weekday(t: Rota, day: u8) -> &'static str {
    match day {
        0 => t.day_mon(),
        1 => t.day_tue(),
        2 => t.day_wed(),
        3 => t.day_thu(),
        4 => t.day_fri(),
        5 => t.day_sat(),
        _ => t.day_sun(),
    }
}
