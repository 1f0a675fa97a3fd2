//! Who gets what: the rules in their order, what they would have done lately, and what people know.

mod add;
mod dry_run;
mod people;

use domain::ids::RuleId;
use domain::routing::view::RoutingPage as View;
use domain::routing::{Rule, To};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonType, Head, Out};

use self::add::Add;
use self::dry_run::DryRunTable;
use self::people::People;
use super::no_page::no_page;
use crate::entities::frame::PortalFrame;
use crate::entities::{rota, routing};
use crate::fetched::fetch;
use crate::form::{Act, ActForm, Doing, Outcome};
use crate::i18n::{Rota, language};
use crate::rpc::routing::{MoveRule, RemoveRule, routing_page};
use crate::{live, routes};

/// `/admin/routing`
#[component]
pub fn RoutingPage() -> impl IntoView {
    let t = Rota::from(language());
    fetch(routing_page).draw(
        || ().into_any(),
        move |page| match page {
            Ok(page) => view! { <Sections first=page/> }.into_any(),
            Err(error) => no_page(t.routing_title(), routes::ROUTING, error),
        },
    )
}

#[component]
fn Sections(first: View) -> impl IntoView {
    let t = Rota::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let (reader, desk) = (first.reader.clone(), first.desk.clone());
    let page = RwSignal::new(first);
    let on_done = Callback::new(move |news: View| page.set(news));
    let rules = Memo::new(move |_| page.with(|page| page.rules.clone()));
    let has_none = move || rules.with(Vec::is_empty);
    view! {
        <PortalFrame title=t.routing_title() here=routes::ROUTING desk=desk times=times reader=Some(reader)>
            <div class="stack admin">
                <div class="page-top">
                    <p>
                        <a href=routes::KNOWS>{t.knows_title()}</a>
                    </p>
                    <h1 class="h1">{t.routing_title()}</h1>
                    <p class="second">{t.routing_lead()}</p>
                </div>
                <section class="stack-3" id="rules" aria-labelledby="rules-head">
                    <Head title=t.rules_title() id="rules-head"/>
                    <p class="second" hidden=move || !has_none()>
                        {t.rules_none()}
                    </p>
                    <ol class="rows">
                        <For each=move || rules.get() key=|rule| rule.id let:rule>
                            <One rule=rule page=page on_done=on_done/>
                        </For>
                    </ol>
                    <p class="second small">{t.rules_last()}</p>
                    <Add page=page on_done=on_done/>
                </section>
                <DryRunTable page=page/>
                <People page=page on_done=on_done/>
            </div>
        </PortalFrame>
    }
    .into_any()
}

#[component]
fn One(rule: Rule, page: RwSignal<View>, on_done: Callback<View>) -> impl IntoView {
    let (language, t) = (language(), Rota::from(language()));
    let name = rule.name.to_string();
    let when =
        page.with_untracked(|page| routing::when(language, &rule.when, &page.services, &page.categories));
    let to = page.with_untracked(|page| match rule.to {
        To::Duty => t.to_duty().to_owned(),
        To::Skilled => t.to_skilled().to_owned(),
        To::Queue => t.to_queue().to_owned(),
        To::Person(person) => rota::name(&page.people, person),
    });
    let (earlier, remove) = (doing_of::<MoveRule>(rule.id), doing_of::<RemoveRule>(rule.id));
    let id = rule.id;
    let is_first =
        Memo::new(move |_| page.with(|page| page.rules.first().is_some_and(|first| first.id == id)));
    view! {
        <li class="row-act">
            <span class="row-what">
                <b>{name.clone()}</b>
                <p class="second">{when} " → " {to}</p>
            </span>
            <Deed doing=earlier id=id word=t.rule_earlier() name=name.clone() idle=is_first on_done=on_done/>
            <Deed doing=remove id=id word=t.rule_remove() name=name kind=ButtonKind::Late on_done=on_done/>
        </li>
    }
    .into_any()
}

fn doing_of<S: Act>(id: RuleId) -> Doing<S> {
    let own = id.0.to_string();
    Doing::told_apart(move |echo| echo.value("rule") == Some(own.as_str()))
}

/// A button that does one thing with this rule.
#[component]
fn Deed<S: Act<Output = View>>(
    doing: Doing<S>,
    id: RuleId,
    word: &'static str,
    name: String,
    #[prop(optional)] kind: ButtonKind,
    /// There is nothing to do; the button stays where the keyboard stands.
    #[prop(into, optional)]
    idle: Signal<bool>,
    on_done: Callback<View>,
) -> impl IntoView {
    let t = Rota::from(language());
    view! {
        <ActForm doing=doing on_done=on_done>
            <input type="hidden" name="rule" value=id.0.to_string()/>
            <Button
                kind=kind
                action=ButtonType::Submit
                attr:aria-disabled=move || idle.get().then_some("true")
                on:click=move |event| {
                    if idle.get_untracked() {
                        event.prevent_default();
                    }
                }
            >
                {word} <Out>" " {name}</Out>
            </Button>
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}
