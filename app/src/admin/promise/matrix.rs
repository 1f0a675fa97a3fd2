//! The coverage matrix: who is supported, where, when and in which language. It is what holds, not a picture of it.

use domain::coverage::matrix::{Audience, CoverageRow};
use domain::ids::CoverageRowId;
use domain::locale::Language;
use domain::promise::page::{LevelsPage, Unstaffed};
use leptos::prelude::*;
use ui::{
    Button, ButtonKind, ButtonRow, ButtonType, Field, Fold, Head, Needed, Select, SelectOption, TableBox,
};

use super::Shared;
use crate::form::{Act, ActForm, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::promise::{RaiseRow, RemoveRow, SaveRow};

#[component]
pub fn Matrix(shared: Shared) -> impl IntoView {
    let t = Admin::from(language());
    let rows = Memo::new(move |_| shared.page.with(|page| page.levels.rows.clone()));
    let is_empty = move || rows.with(Vec::is_empty);
    view! {
        <section class="stack-3" aria-labelledby="matrix-head">
            <Head title=t.levels_matrix() id="matrix-head"/>
            <p class="second">{t.levels_matrix_lead()}</p>
            <p hidden=move || !is_empty()>{t.levels_matrix_none()}</p>
            <div hidden=is_empty>
                <Table shared=shared/>
            </div>
            <For each=move || rows.get() key=|row| row.id let:row>
                <One shared=shared row=Some(row)/>
            </For>
            <One shared=shared row=None/>
        </section>
    }
    .into_any()
}

#[component]
fn Table(shared: Shared) -> impl IntoView {
    let t = Admin::from(language());
    let rows = move || {
        let lines =
            |page: &LevelsPage| page.levels.rows.iter().map(|row| line(shared, row, page)).collect_view();
        shared.page.with(lines)
    };
    let has_rota = move || shared.page.with(|page| page.unstaffed.is_some());
    view! {
        <TableBox label=t.levels_matrix()>
            <thead>
                <tr>
                    <th scope="col">{t.levels_row_name()}</th>
                    <th scope="col">{t.levels_audience()}</th>
                    <th scope="col">{t.levels_locations()}</th>
                    <th scope="col">{t.levels_calendar()}</th>
                    <th scope="col">{t.levels_languages()}</th>
                    <th scope="col">{t.levels_desk()}</th>
                    {move || has_rota().then(|| view! { <th scope="col">{t.levels_unstaffed()}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
    .into_any()
}

fn line(shared: Shared, row: &CoverageRow, page: &LevelsPage) -> impl IntoView + use<> {
    let t = Admin::from(language());
    let levels = &page.levels;
    let any = |list: &[String]| if list.is_empty() { t.levels_any().to_owned() } else { list.join(", ") };
    let languages: Vec<String> = row.languages.iter().map(|one| one.own_name().to_owned()).collect();
    let calendar = levels.calendar(row.calendar).map(|calendar| calendar.name.clone()).unwrap_or_default();
    let groups = if row.groups.is_empty() { String::new() } else { format!(": {}", row.groups.join(", ")) };
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            <td>{audience(t, row.audience)} {groups}</td>
            <td>{any(&row.locations)}</td>
            <td>{calendar}</td>
            <td>{any(&languages)}</td>
            <td>{row.desk.clone().unwrap_or_default()}</td>
            {page.unstaffed.as_ref().map(|all| nobody(shared, all.iter().find(|one| one.row == row.id)))}
        </tr>
    }
}

/// For how long nobody is on the rota, and from when on.
fn nobody(shared: Shared, unstaffed: Option<&Unstaffed>) -> impl IntoView + use<> {
    let t = Admin::from(language());
    let text = unstaffed.map_or_else(
        || t.levels_staffed().to_owned(),
        |one| {
            shared
                .times
                .with(|times| t.levels_unstaffed_for(&times.about(one.total), &times.long(one.first.from)))
        },
    );
    view! { <td>{text}</td> }
}

/// A line to change, or one to add.
#[component]
fn One(shared: Shared, row: Option<CoverageRow>) -> impl IntoView {
    let t = Admin::from(language());
    let id = row.as_ref().map(|row| row.id);
    let own = id.map(|id| id.0.to_string()).unwrap_or_default();
    let told = own.clone();
    let doing = Doing::<SaveRow>::told_apart(move |echo| echo.value("row").unwrap_or_default() == told);
    let title = row.as_ref().map_or_else(|| t.levels_add_row().to_owned(), |row| row.name.clone());
    view! {
        <Fold title=title>
            <div class="stack-3">
                <ActForm doing=doing class="stack-3" on_done=shared.on_done>
                    <input type="hidden" name="row" value=own/>
                    <Fields shared=shared doing=doing row=row/>
                    <ButtonRow>
                        <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.save()}</Button>
                    </ButtonRow>
                    <Outcome state=doing.state done=doing.done words=t.saved()/>
                </ActForm>
                {id.map(|id| {
                    let (raise, remove) = (of_row::<RaiseRow>(id), of_row::<RemoveRow>(id));
                    view! {
                        <ButtonRow>
                            <Deed doing=raise shared=shared id=id word=t.levels_raise()/>
                            <Deed doing=remove shared=shared id=id word=t.levels_remove()/>
                        </ButtonRow>
                    }
                })}
            </div>
        </Fold>
    }
    .into_any()
}

#[component]
fn Fields(shared: Shared, doing: Doing<SaveRow>, row: Option<CoverageRow>) -> impl IntoView {
    let t = Admin::from(language());
    let tag = row.as_ref().map_or_else(|| "new".to_owned(), |row| row.id.0.to_string());
    let kept = |of: fn(&CoverageRow) -> String| row.as_ref().map(of).unwrap_or_default();
    let languages = row.as_ref().map(|row| row.languages.clone()).unwrap_or_default();
    let audiences: Vec<SelectOption> =
        Audience::ALL.into_iter().map(|one| SelectOption::new(one.as_str(), audience(t, one))).collect();
    let text = |name: &'static str, label: &'static str, hint: &'static str, kept: String| {
        view! {
            <Field
                id=format!("row-{tag}-{name}")
                name=name
                label=label
                hint=hint
                autocomplete="off"
                value=doing.value(name, kept)
                error=doing.state.wrong(name, label)
            />
        }
    };
    view! {
        <Field
            id=format!("row-{tag}-name")
            name="name"
            label=t.levels_row_name()
            needed=Needed::Required
            autocomplete="off"
            value=doing.value("name", kept(|row| row.name.clone()))
            error=doing.state.wrong("name", t.levels_row_name())
        />
        <Select
            id=format!("row-{tag}-audience")
            name="audience"
            label=t.levels_audience()
            options=audiences
            value=doing.value("audience", kept(|row| row.audience.as_str().to_owned()))
        />
        {text("groups", t.levels_groups(), t.levels_groups_hint(), kept(|row| row.groups.join(", ")))}
        {text("locations", t.levels_locations(), t.levels_locations_hint(), kept(|row| row.locations.join(", ")))}
        <fieldset class="boxes">
            <legend>{t.levels_languages()}</legend>
            {Language::ALL
                .into_iter()
                .map(|one| {
                    let ticked = doing.is_ticked("languages[]", one.code(), languages.contains(&one));
                    view! {
                        <label class="box">
                            <input type="checkbox" name="languages[]" value=one.code() checked=ticked/>
                            {one.own_name()}
                        </label>
                    }
                })
                .collect_view()}
            <p class="second small">{t.levels_languages_hint()}</p>
        </fieldset>
        <Select
            id=format!("row-{tag}-calendar")
            name="calendar"
            label=t.levels_calendar()
            options=calendars(shared)
            value=doing.value("calendar", kept(|row| row.calendar.0.to_string()))
            error=doing.state.wrong("calendar", t.levels_calendar())
        />
        {text("desk", t.levels_desk(), t.levels_desk_hint(), kept(|row| row.desk.clone().unwrap_or_default()))}
    }
    .into_any()
}

/// Every calendar, to choose one.
pub fn calendars(shared: Shared) -> Vec<SelectOption> {
    shared.page.with_untracked(|page| {
        let one = |calendar: &domain::coverage::Calendar| {
            SelectOption::new(calendar.id.0.to_string(), &calendar.name)
        };
        page.levels.calendars.iter().map(one).collect()
    })
}

fn of_row<S: Act>(id: CoverageRowId) -> Doing<S> {
    let own = id.0.to_string();
    Doing::told_apart(move |echo| echo.value("row") == Some(own.as_str()))
}

/// A button that does one thing with a line.
#[component]
fn Deed<S: Act<Output = LevelsPage>>(
    doing: Doing<S>,
    shared: Shared,
    id: CoverageRowId,
    word: &'static str,
) -> impl IntoView {
    let t = Admin::from(language());
    view! {
        <ActForm doing=doing on_done=shared.on_done>
            <input type="hidden" name="row" value=id.0.to_string()/>
            <Button action=ButtonType::Submit>{word}</Button>
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}

fn audience(t: Admin, audience: Audience) -> &'static str {
    match audience {
        Audience::Everybody => t.levels_everybody(),
        Audience::Internal => t.levels_internal(),
        Audience::External => t.levels_external(),
    }
}
