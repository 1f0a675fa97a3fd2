//! Service levels: rules, of which the first that fits decides, and what holds where none does.

use domain::category::Service;
use domain::promise::{Policy, Rule, Targets, Urgency};
use domain::ticket::{Effect, Impact, Kind};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonType, Field, Fold, Head, Select, SelectOption, TableBox};

use super::Shared;
use super::preview::TryForm;
use super::terms::Terms;
use crate::entities::ticket::names;
use crate::form::{Act, ActForm, Doing, Outcome};
use crate::format::open_hours;
use crate::i18n::{Admin, language};
use crate::rpc::promise::{RemoveRule, SaveRule};

#[component]
pub fn Policies(shared: Shared) -> impl IntoView {
    let t = Admin::from(language());
    let policy = Memo::new(move |_| {
        shared.page.with(|page| page.levels.policy(page.now).cloned().unwrap_or_default())
    });
    let rules = move || policy.with(|policy| policy.rules.iter().copied().enumerate().collect::<Vec<_>>());
    view! {
        <section class="stack-3" aria-labelledby="rules-head">
            <Head title=t.levels_rules() id="rules-head"/>
            <p class="second">{t.levels_rules_lead()}</p>
            <Table shared=shared policy=policy/>
            // A rule that changed its place is another form.
            <For each=rules key=|(place, rule)| (*place, format!("{rule:?}")) let:rule>
                <One shared=shared place=Some(rule.0) rule=rule.1/>
            </For>
            <One shared=shared place=None rule=empty(policy.with_untracked(|policy| policy.otherwise))/>
        </section>
        <Terms shared=shared policy=policy/>
    }
    .into_any()
}

const fn empty(targets: Targets) -> Rule {
    Rule { kind: None, urgency: None, impact: None, effect: None, service: None, targets }
}

#[component]
fn Table(shared: Shared, policy: Memo<Policy>) -> impl IntoView {
    let t = Admin::from(language());
    let rows = move || {
        let services = shared.page.with(|page| page.services.clone());
        policy.with(|policy| {
            let rules = policy.rules.iter().map(|rule| line(&conditions(t, rule, &services), rule.targets));
            rules.chain([line(t.levels_otherwise(), policy.otherwise)]).collect_view()
        })
    };
    view! {
        <TableBox label=t.levels_rules()>
            <thead>
                <tr>
                    <th scope="col">{t.levels_for()}</th>
                    <th scope="col" class="n">
                        {t.levels_first_answer()}
                    </th>
                    <th scope="col" class="n">
                        {t.levels_next_answer()}
                    </th>
                    <th scope="col" class="n">
                        {t.levels_done_by()}
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
    .into_any()
}

fn line(what: &str, targets: Targets) -> impl IntoView + use<> {
    let length = |minutes| open_hours(language(), minutes);
    view! {
        <tr>
            <th scope="row">{what.to_owned()}</th>
            <td class="n">{length(targets.first_answer)}</td>
            <td class="n">{targets.next_answer.map_or("–".to_owned(), length)}</td>
            <td class="n">{length(targets.done)}</td>
        </tr>
    }
}

/// What a rule is for, in words.
fn conditions(t: Admin, rule: &Rule, services: &[Service]) -> String {
    let language = language();
    let named = rule.service.and_then(|id| services.iter().find(|one| one.id == id));
    let words = [
        rule.kind.map(|kind| names::kind_short(language, kind).to_owned()),
        rule.urgency.map(|urgency| urgency_word(t, urgency).to_owned()),
        rule.impact.map(|impact| names::impact(language, impact).to_owned()),
        rule.effect.map(|effect| names::effect(language, effect).to_owned()),
        named.map(|service| service.name.clone()),
    ];
    let said: Vec<String> = words.into_iter().flatten().collect();
    if said.is_empty() { t.levels_any().to_owned() } else { said.join(", ") }
}

fn urgency_word(t: Admin, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Normal => t.levels_normal(),
        Urgency::Urgent => t.levels_urgent(),
    }
}

/// A rule to change, or one to add before the others.
#[component]
fn One(shared: Shared, place: Option<usize>, rule: Rule) -> impl IntoView {
    let t = Admin::from(language());
    let own = place.map(|place| place.to_string()).unwrap_or_default();
    let told = own.clone();
    let doing = Doing::<SaveRule>::told_apart(move |echo| echo.value("place").unwrap_or_default() == told);
    let services = shared.page.with_untracked(|page| page.services.clone());
    let title = match place {
        Some(_) => conditions(t, &rule, &services),
        None => t.levels_add_rule().to_owned(),
    };
    view! {
        <Fold title=title>
            <div class="stack-3">
                <TryForm doing=doing shared=shared>
                    <input type="hidden" name="place" value=own/>
                    <Conditions doing=doing rule=rule services=services place=place/>
                    <TargetFields doing=doing targets=rule.targets tag=tag(place)/>
                </TryForm>
                {place.map(|place| view! { <Remove shared=shared place=place/> })}
            </div>
        </Fold>
    }
    .into_any()
}

fn tag(place: Option<usize>) -> String {
    place.map_or_else(|| "rule-new".to_owned(), |place| format!("rule-{place}"))
}

#[component]
fn Conditions(
    doing: Doing<SaveRule>,
    rule: Rule,
    services: Vec<Service>,
    place: Option<usize>,
) -> impl IntoView {
    let (t, language) = (Admin::from(language()), language());
    let tag = tag(place);
    let choose = |name: &'static str, label: &'static str, options: Vec<SelectOption>, kept: String| {
        let options: Vec<SelectOption> =
            [SelectOption::new("", t.levels_any())].into_iter().chain(options).collect();
        view! {
            <Select
                id=format!("{tag}-{name}")
                name=name
                label=label
                options=options
                value=doing.value(name, kept)
                error=doing.state.wrong(name, label)
            />
        }
    };
    let kinds = Kind::ALL
        .iter()
        .map(|one| SelectOption::new(one.as_str(), names::kind_short(language, *one)))
        .collect();
    let urgencies =
        Urgency::ALL.iter().map(|one| SelectOption::new(one.as_str(), urgency_word(t, *one))).collect();
    let impacts = Impact::ALL
        .iter()
        .map(|one| SelectOption::new(one.as_str(), names::impact(language, *one)))
        .collect();
    let effects = Effect::ALL
        .iter()
        .map(|one| SelectOption::new(one.as_str(), names::effect(language, *one)))
        .collect();
    let named = services.iter().map(|one| SelectOption::new(one.id.0.to_string(), &one.name)).collect();
    let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
    view! {
        {choose("kind", t.levels_kind(), kinds, word(rule.kind.map(Kind::as_str)))}
        {choose("urgency", t.levels_urgency(), urgencies, word(rule.urgency.map(Urgency::as_str)))}
        {choose("impact", t.levels_impact(), impacts, word(rule.impact.map(Impact::as_str)))}
        {choose("effect", t.levels_effect(), effects, word(rule.effect.map(Effect::as_str)))}
        {choose(
            "service",
            t.levels_service(),
            named,
            rule.service.map(|id| id.0.to_string()).unwrap_or_default(),
        )}
    }
    .into_any()
}

/// The three targets of a form.
#[component]
pub(super) fn TargetFields<S: Act>(doing: Doing<S>, targets: Targets, tag: String) -> impl IntoView {
    let t = Admin::from(language());
    let one = |name: &'static str, label: &'static str, kept: String| {
        view! {
            <Field
                id=format!("{tag}-{name}")
                name=name
                label=label
                autocomplete="off"
                value=doing.value(name, kept)
                error=doing.state.wrong(name, label)
            />
        }
    };
    let next = targets.next_answer.map(|length| open_hours(language(), length)).unwrap_or_default();
    view! {
        <p class="second small">{t.levels_length_hint()}</p>
        <div class="lengths">
            {one("first_answer", t.levels_first_answer(), open_hours(language(), targets.first_answer))}
            {one("next_answer", t.levels_next_answer(), next)}
            {one("done", t.levels_done_by(), open_hours(language(), targets.done))}
        </div>
    }
    .into_any()
}

#[component]
fn Remove(shared: Shared, place: usize) -> impl IntoView {
    let t = Admin::from(language());
    let own = place.to_string();
    let told = own.clone();
    let doing = Doing::<RemoveRule>::told_apart(move |echo| echo.value("place") == Some(told.as_str()));
    view! {
        <ActForm doing=doing on_done=shared.on_done>
            <input type="hidden" name="place" value=own/>
            <Button kind=ButtonKind::Late action=ButtonType::Submit>{t.levels_remove()}</Button>
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}
