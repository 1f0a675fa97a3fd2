//! When somebody is not there: the days that are known, and a form for more.

use domain::rota::view::{AbsenceView, RotaPage};
use leptos::prelude::*;
use ui::{Button, ButtonRow, ButtonType, Field, Head, InputKind, Needed, Out, Select, SelectOption};

use crate::entities::rota::{choices, days, name};
use crate::form::{ActForm, After, Doing, Outcome};
use crate::format::Times;
use crate::i18n::{Rota, language};
use crate::rpc::rota::{SetAbsence, TakeBackAbsence};

#[component]
pub fn Absences(
    page: RwSignal<RotaPage>,
    times: Signal<Times>,
    on_done: Callback<RotaPage>,
) -> impl IntoView {
    let t = Rota::from(language());
    let absences = Memo::new(move |_| page.with(|page| page.absences.clone()));
    let has_none = move || absences.with(Vec::is_empty);
    view! {
        <section class="stack-3" id="absences" aria-labelledby="absences-head">
            <Head title=t.away_title() id="absences-head"/>
            <p class="second" hidden=move || !has_none()>
                {t.away_none()}
            </p>
            <ul class="rows">
                <For each=move || absences.get() key=|absence| absence.id let:absence>
                    <One absence=absence page=page times=times on_done=on_done/>
                </For>
            </ul>
            <Add page=page on_done=on_done/>
        </section>
    }
    .into_any()
}

#[component]
fn One(
    absence: AbsenceView,
    page: RwSignal<RotaPage>,
    times: Signal<Times>,
    on_done: Callback<RotaPage>,
) -> impl IntoView {
    let t = Rota::from(language());
    let AbsenceView { id, person, within } = absence;
    let own = id.0.to_string();
    let doing = Doing::<TakeBackAbsence>::told_apart(move |echo| echo.value("absence") == Some(own.as_str()));
    let who = page.with_untracked(|page| name(&page.people, person));
    let named = who.clone();
    view! {
        <li class="row-act">
            <span class="row-what">
                <b>{who}</b>
                <span>{move || times.with(|times| days(within, times))}</span>
            </span>
            <ActForm doing=doing on_done=on_done>
                <input type="hidden" name="absence" value=id.0.to_string()/>
                <Button action=ButtonType::Submit>
                    {t.away_take_back()} <Out>" " {named}</Out>
                </Button>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </li>
    }
    .into_any()
}

#[component]
fn Add(page: RwSignal<RotaPage>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let doing = Doing::<SetAbsence>::new();
    // The lead says it of everybody, anybody else of himself.
    let others = page.with_untracked(|page| {
        page.ledger.as_ref().map(|_| {
            let me = SelectOption::new("", t.away_me());
            let others = choices(page.people.iter().filter(|chip| chip.id != page.reader.id));
            std::iter::once(me).chain(others).collect::<Vec<_>>()
        })
    });
    view! {
        <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
            {others
                .map(|options| {
                    view! {
                        <Select
                            id="away-person"
                            name="person"
                            label=t.away_person()
                            options=options
                            value=doing.value("person", "")
                            error=doing.state.wrong("person", t.away_person())
                        />
                    }
                })}
            <Field
                id="away-from"
                name="from"
                label=t.away_from()
                kind=InputKind::Date
                needed=Needed::Required
                value=doing.value("from", "")
                error=doing.state.wrong("from", t.away_from())
            />
            <Field
                id="away-to"
                name="to"
                label=t.away_to()
                kind=InputKind::Date
                needed=Needed::Required
                hint=t.away_to_hint()
                value=doing.value("to", "")
                error=doing.state.wrong("to", t.away_to())
            />
            <ButtonRow>
                <Button action=ButtonType::Submit>{t.away_send()}</Button>
            </ButtonRow>
            <Outcome state=doing.state done=doing.done words=t.away_saved()/>
        </ActForm>
    }
    .into_any()
}
