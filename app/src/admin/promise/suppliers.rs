//! Suppliers: what each has agreed, in covered minutes of its own calendar, and how it keeps that.

use domain::promise::page::Scorecard;
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Field, Head, Needed, Select};

use super::Shared;
use super::matrix::calendars;
use crate::form::{ActForm, After, Doing, Outcome};
use crate::format::open_hours;
use crate::i18n::{Admin, language};
use crate::rpc::promise::{AddSupplier, SaveSupplier};

#[component]
pub fn Suppliers(shared: Shared) -> impl IntoView {
    let t = Admin::from(language());
    let cards = Memo::new(move |_| shared.page.with(|page| page.scorecards.clone()));
    view! {
        <p hidden=move || !cards.with(Vec::is_empty)>{t.levels_suppliers_none()}</p>
        <For each=move || cards.get() key=|card| format!("{card:?}") let:card>
            <One shared=shared card=card/>
        </For>
        <Add shared=shared/>
    }
    .into_any()
}

#[component]
fn One(shared: Shared, card: Scorecard) -> impl IntoView {
    let t = Admin::from(language());
    let Scorecard { supplier, share, waiting, late } = card;
    let own = supplier.id.0.to_string();
    let told = own.clone();
    let doing = Doing::<SaveSupplier>::told_apart(move |echo| echo.value("supplier") == Some(told.as_str()));
    let head = format!("supplier-{own}-head");
    let labelled = head.clone();
    view! {
        <section class="stack-3" aria-labelledby=labelled>
            <Head title=supplier.name id=head/>
            <p>{t.levels_scorecard(&share.kept.to_string(), &share.of.to_string())}</p>
            <p class="second">{t.levels_waiting(&waiting.to_string(), &late.to_string())}</p>
            <ActForm doing=doing class="stack-2" on_done=shared.on_done>
                <input type="hidden" name="supplier" value=own.clone()/>
                <Field
                    id=format!("supplier-{own}-target")
                    name="target"
                    label=t.levels_target()
                    autocomplete="off"
                    value=doing.value("target", open_hours(language(), supplier.target))
                    error=doing.state.wrong("target", t.levels_target())
                />
                <Select
                    id=format!("supplier-{own}-calendar")
                    name="calendar"
                    label=t.levels_calendar()
                    options=calendars(shared)
                    value=doing.value("calendar", supplier.calendar.0.to_string())
                />
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.save()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </section>
    }
    .into_any()
}

#[component]
fn Add(shared: Shared) -> impl IntoView {
    let t = Admin::from(language());
    let doing = Doing::<AddSupplier>::new();
    view! {
        <section class="stack-3" aria-labelledby="supplier-add-head">
            <Head title=t.levels_supplier_add() id="supplier-add-head"/>
            <ActForm doing=doing class="stack-2" after=After::Empty on_done=shared.on_done>
                <Field
                    id="supplier-name"
                    name="name"
                    label=t.levels_name()
                    needed=Needed::Required
                    autocomplete="off"
                    value=doing.value("name", "")
                    error=doing.state.wrong("name", t.levels_name())
                />
                <Field
                    id="supplier-target"
                    name="target"
                    label=t.levels_target()
                    needed=Needed::Required
                    autocomplete="off"
                    hint=t.levels_target_hint()
                    value=doing.value("target", "")
                    error=doing.state.wrong("target", t.levels_target())
                />
                <Select
                    id="supplier-calendar"
                    name="calendar"
                    label=t.levels_calendar()
                    options=calendars(shared)
                    value=doing.value("calendar", "")
                />
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.levels_supplier_add()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </section>
    }
    .into_any()
}
