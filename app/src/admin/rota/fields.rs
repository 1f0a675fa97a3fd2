//! The fields of a plan. They are sent as a query, so that trying a plan out changes nothing.

use domain::fault::FieldFault;
use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::rota::Every;
use domain::rota::view::Draft;
use leptos::prelude::*;
use ui::{
    Button, ButtonRow, ButtonType, Choice, ChoiceOption, Field, Head, InputKind, Needed, Select,
    SelectOption, TableBox,
};

use crate::entities::rota::choices;
use crate::error::reason;
use crate::i18n::{Common, Rota, language};
use crate::{routes, weekday};

#[component]
pub fn Fields(draft: Draft, refused: Vec<FieldFault>, people: Vec<PersonChip>) -> impl IntoView {
    let t = Rota::from(language());
    let wrong = Wrong(StoredValue::new(refused));
    let kinds =
        vec![ChoiceOption::new("rotation", t.kind_rotation()), ChoiceOption::new("fixed", t.kind_fixed())];
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
                error=wrong.of("from", t.plan_from())
            />
            <Select
                id="plan-lead"
                name="lead"
                label=t.plan_lead_person()
                options=choices(&people)
                value=number(draft.lead)
                hint=t.plan_lead_hint()
                error=wrong.of("lead", t.plan_lead_person())
            />
            <Choice
                id="plan-kind"
                name="kind"
                label=t.kind_title()
                options=kinds
                value=if draft.fixed { "fixed" } else { "rotation" }
            />
            <div class="stack-3 of-fixed">
                <Fixed draft=draft.clone() people=people.clone() wrong=wrong/>
            </div>
            <div class="stack-3 of-rotation">
                <Rotation draft=draft.clone() wrong=wrong/>
                <Members draft=draft.clone() people=people wrong=wrong/>
            </div>
            <Idle idle=draft.idle/>
            <ButtonRow>
                <Button action=ButtonType::Submit>{t.plan_try()}</Button>
            </ButtonRow>
        </form>
    }
    .into_any()
}

/// What is wrong with the fields of the draft.
#[derive(Clone, Copy)]
struct Wrong(StoredValue<Vec<FieldFault>>);

impl Wrong {
    /// As a sentence, for the field with this label.
    fn of(self, field: &str, label: &str) -> MaybeProp<String> {
        let fault = self.0.with_value(|faults| faults.iter().find(|fault| fault.field == field).cloned());
        MaybeProp::from(fault.map(|fault| reason(language(), label, &fault.reason)))
    }
}

/// One person and his stand-in.
#[component]
fn Fixed(draft: Draft, people: Vec<PersonChip>, wrong: Wrong) -> impl IntoView {
    let t = Rota::from(language());
    let nobody = SelectOption::new("", t.nobody());
    let maybe: Vec<SelectOption> = std::iter::once(nobody).chain(choices(&people)).collect();
    view! {
        <Head title=t.kind_fixed()/>
        <Select
            id="plan-person"
            name="person"
            label=t.fixed_person()
            options=maybe.clone()
            value=number(draft.person)
            error=wrong.of("person", t.fixed_person())
        />
        <Select
            id="plan-stand-in"
            name="stand_in"
            label=t.fixed_stand_in()
            options=maybe
            value=number(draft.stand_in)
            error=wrong.of("stand_in", t.fixed_stand_in())
        />
    }
    .into_any()
}

/// How long turns are, and when they change.
#[component]
fn Rotation(draft: Draft, wrong: Wrong) -> impl IntoView {
    let t = Rota::from(language());
    let lengths = Every::ALL.into_iter().map(|one| ChoiceOption::new(one.as_str(), every(t, one))).collect();
    view! {
        <Head title=t.kind_rotation()/>
        <Choice
            id="plan-every"
            name="every"
            label=t.every_title()
            options=lengths
            value=draft.every.as_str()
        />
        <div class="lengths">
        <Field
            id="plan-run"
            name="run"
            label=t.run_label()
            value=draft.run
            hint=t.run_hint()
            error=wrong.of("run", t.run_label())
        />
        <Field
            id="plan-changes-at"
            name="changes_at"
            label=t.changes_at_label()
            value=draft.changes_at
            hint=t.changes_at_hint()
            error=wrong.of("changes_at", t.changes_at_label())
        />
        <Field
            id="plan-half-at"
            name="half_at"
            label=t.half_at_label()
            value=draft.half_at
            hint=t.half_at_hint()
            error=wrong.of("half_at", t.half_at_label())
        />
        </div>
    }
    .into_any()
}

/// Who takes turns in which place, and on which weekdays never.
#[component]
fn Members(draft: Draft, people: Vec<PersonChip>, wrong: Wrong) -> impl IntoView {
    let t = Rota::from(language());
    let common = Common::from(language());
    let wrong = wrong.of("members", t.members_title()).get_untracked();
    let count = people.len();
    let rows = people.into_iter().map(|chip| {
        let place = draft.members.iter().position(|member| *member == chip.id).map(|place| place + 1);
        let places = (1..=count).map(|n| {
            view! { <option value=n.to_string() selected=place == Some(n)>{n}</option> }
        });
        let boxes = (0..7_u8).map(|day| {
            let never = draft.never.contains(&(chip.id, day));
            let label = t.never_label(&chip.name, weekday::short(common, day.into()));
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
                <td>{chip.name.clone()}</td>
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
                    {(0..7_u8).map(|day| view! { <th scope="col">{t.never_title(weekday::short(common, day.into()))}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
        {wrong.map(|wrong| view! { <p role="alert">{wrong}</p> })}
    }
    .into_any()
}

/// Weekdays that the plan leaves to the lead.
#[component]
fn Idle(idle: Vec<u8>) -> impl IntoView {
    let (t, common) = (Rota::from(language()), Common::from(language()));
    let boxes = (0..7_u8).map(|day| {
        view! {
            <label class="box">
                <input type="checkbox" name="idle" value=day.to_string() checked=idle.contains(&day)/>
                {weekday::short(common, day.into())}
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

fn number(person: Option<PersonId>) -> String {
    person.map(|id| id.0.to_string()).unwrap_or_default()
}

fn every(t: Rota, every: Every) -> &'static str {
    match every {
        Every::HalfDay => t.every_half_day(),
        Every::Day => t.every_day(),
        Every::Week => t.every_week(),
    }
}
