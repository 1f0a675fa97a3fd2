//! What each person of the desk knows, and how many open tickets he works on at a time.

use domain::category::named;
use domain::locale::Language;
use domain::person::PersonChip;
use domain::routing::view::RoutingPage;
use domain::routing::{MAX_LIMIT, Skill};
use leptos::prelude::*;
use ui::{Button, ButtonRow, ButtonType, Field, Fold, Head, Needed};

use crate::form::{ActForm, Doing, Outcome};
use crate::i18n::{Rota, language};
use crate::rpc::routing::SetPerson;

#[component]
pub fn People(page: RwSignal<RoutingPage>, on_done: Callback<RoutingPage>) -> impl IntoView {
    let t = Rota::from(language());
    let people = page.with_untracked(|page| page.people.clone());
    view! {
        <section class="stack-3" id="people" aria-labelledby="people-head">
            <Head title=t.skills_title() id="people-head"/>
            <p class="second">{t.skills_lead()}</p>
            <div class="folds">
                {people
                    .into_iter()
                    .map(|chip| view! { <One chip=chip page=page on_done=on_done/> })
                    .collect_view()}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn One(chip: PersonChip, page: RwSignal<RoutingPage>, on_done: Callback<RoutingPage>) -> impl IntoView {
    let t = Rota::from(language());
    let id = chip.id.0.to_string();
    let own = id.clone();
    let doing = Doing::<SetPerson>::told_apart(move |echo| echo.value("person") == Some(own.as_str()));
    let person = chip.id;
    let limit = page.with_untracked(|page| {
        page.limits
            .iter()
            .find(|(who, _)| *who == person)
            .map(|(_, limit)| limit.to_string())
            .unwrap_or_default()
    });
    let groups = page.with_untracked(|page| offered(page, t));
    let known: Vec<Skill> = page.with_untracked(|page| {
        page.skills.iter().filter(|(who, _)| *who == person).map(|(_, skill)| *skill).collect()
    });
    let count = Signal::derive(move || {
        let known = page.with(|page| page.skills.iter().filter(|(who, _)| *who == person).count());
        Some(known.to_string())
    });
    let boxes = groups.into_iter().map(|(legend, skills)| {
        let boxes = skills.into_iter().map(|(word, skill)| {
            let ticked = doing.is_ticked("skills[]", &skill.word(), known.contains(&skill));
            view! {
                <label class="box">
                    <input type="checkbox" name="skills[]" value=skill.word() checked=ticked/>
                    {word}
                </label>
            }
        });
        let boxes = boxes.collect_view();
        view! {
            <fieldset class="boxes">
                <legend>{legend}</legend>
                {boxes}
            </fieldset>
        }
    });
    let boxes = boxes.collect_view();
    view! {
        <Fold title=chip.name.clone() note=count>
            <ActForm doing=doing class="stack-3" on_done=on_done>
                <input type="hidden" name="person" value=id.clone()/>
                {boxes}
                <Field
                    id=format!("limit-{id}")
                    name="limit"
                    label=t.limit_label()
                    needed=Needed::Required
                    autocomplete="off"
                    hint=t.limit_hint(&MAX_LIMIT.to_string())
                    value=doing.value("limit", limit)
                    error=doing.state.wrong("limit", t.limit_label())
                />
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.skills_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </Fold>
    }
    .into_any()
}

type Offered = (&'static str, Vec<(String, Skill)>);

fn offered(page: &RoutingPage, t: Rota) -> Vec<Offered> {
    let services = page.services.iter().map(|known| (known.name.clone(), Skill::Service(known.id)));
    let categories = named(&page.categories).into_iter().map(|(id, name)| (name, Skill::Category(id)));
    let languages = Language::ALL.map(|one| (one.own_name().to_owned(), Skill::Language(one)));
    vec![
        (t.knows_services(), services.collect()),
        (t.knows_categories(), categories.collect()),
        (t.knows_languages(), languages.to_vec()),
    ]
}
