//! A new rule: what a ticket has to be, and where it goes then.

use domain::locale::Language;
use domain::promise::Urgency;
use domain::routing::To;
use domain::routing::view::RoutingPage;
use domain::ticket::Channel;
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Field, Fold, Needed, Select, SelectOption};

use crate::entities::routing::{categories, services};
use crate::entities::ticket::names;
use crate::form::{ActForm, After, Doing, Outcome, unfolded};
use crate::i18n::{Rota, language};
use crate::rpc::routing::AddRule;

/// The ways on which tickets come by themselves.
const CHANNELS: [Channel; 6] =
    [Channel::Portal, Channel::Email, Channel::Phone, Channel::WalkUp, Channel::Chat, Channel::Api];

#[component]
pub fn Add(page: RwSignal<RoutingPage>, on_done: Callback<RoutingPage>) -> impl IntoView {
    let (language, t) = (language(), Rota::from(language()));
    let doing = Doing::<AddRule>::new();
    let with_any = move |options: Vec<SelectOption>| {
        std::iter::once(SelectOption::new("", t.rule_any())).chain(options).collect::<Vec<_>>()
    };
    let (services, categories, people) = page.with_untracked(|page| {
        let people: Vec<SelectOption> = page
            .people
            .iter()
            .map(|chip| SelectOption::new(To::Person(chip.id).word(), &chip.name))
            .collect();
        (services(&page.services), categories(&page.categories), people)
    });
    let languages = Language::ALL.map(|one| SelectOption::new(one.code(), one.own_name())).to_vec();
    let channels =
        CHANNELS.map(|one| SelectOption::new(one.as_str(), names::channel(language, one))).to_vec();
    let urgencies = [(Urgency::Urgent, t.urgent()), (Urgency::Normal, t.not_urgent())]
        .map(|(one, word)| SelectOption::new(urgency(one), word));
    let targets = [(To::Duty, t.to_duty()), (To::Skilled, t.to_skilled()), (To::Queue, t.to_queue())];
    let targets =
        targets.into_iter().map(|(to, word)| SelectOption::new(to.word(), word)).chain(people).collect();
    let choice = move |name: &'static str, label: &'static str, options: Vec<SelectOption>| {
        view! {
            <Select
                id=format!("rule-{name}")
                name=name
                label=label
                options=options
                value=doing.value(name, "")
                error=doing.state.wrong(name, label)
            />
        }
    };
    view! {
        <Fold title=t.rule_add() state=unfolded(doing.state)>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <Field
                    id="rule-name"
                    name="name"
                    label=t.rule_name()
                    needed=Needed::Required
                    autocomplete="off"
                    value=doing.value("name", "")
                    error=doing.state.wrong("name", t.rule_name())
                />
                {choice("service", t.rule_service(), with_any(services))}
                {choice("category", t.rule_category(), with_any(categories))}
                {choice("language", t.rule_language(), with_any(languages))}
                {choice("channel", t.rule_channel(), with_any(channels))}
                {choice("urgency", t.rule_urgency(), with_any(urgencies.to_vec()))}
                {choice("to", t.rule_to(), targets)}
                <p class="second small">{t.rule_to_hint()}</p>
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.rule_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </Fold>
    }
    .into_any()
}

/// As a form sends it.
const fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Normal => "normal",
        Urgency::Urgent => "urgent",
    }
}
