//! Services and their state, which portal and walls show at once.

use domain::category::{Service, ServiceState};
use domain::settings::AdminPage;
use leptos::prelude::*;
use ui::{Button, ButtonType, Choice, ChoiceOption, Field, Head, Icon, Needed, Out, Status, StatusKind};

use crate::form::{ActForm, After, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::admin::{AddService, SetServiceState};

#[component]
pub fn Services(page: RwSignal<AdminPage>, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let services = Memo::new(move |_| page.with(|page| page.services.clone()));
    let is_empty = move || services.with(Vec::is_empty);
    view! {
        <section class="stack-3" id="services" aria-labelledby="services-head">
            <Head
                title=t.service_title()
                id="services-head"
                count=Signal::derive(move || Some(services.with(Vec::len).to_string()))
            />
            <p class="second small">{t.service_hint()}</p>
            <p hidden=move || !is_empty()>{t.service_none()}</p>
            <ul class="rows" hidden=is_empty>
                <For each=move || services.get() key=|service| service.id let:service>
                    <Row service=service services=services on_done=on_done/>
                </For>
            </ul>
            <Add on_done=on_done/>
        </section>
    }
    .into_any()
}

#[component]
fn Row(service: Service, services: Memo<Vec<Service>>, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let id = service.id;
    let own = id.0.to_string();
    let hidden = own.clone();
    let doing = Doing::<SetServiceState>::told_apart(move |echo| echo.value("service") == Some(own.as_str()));
    let state = Memo::new(move |_| {
        services
            .with(|services| services.iter().find(|service| service.id == id).map(|service| service.state))
    });
    let options = ServiceState::ALL
        .into_iter()
        .map(|state| ChoiceOption::new(state.as_str(), word(t, state)))
        .collect();
    view! {
        <li class="row-act">
            <div class="row-what">
                <b>{service.name.clone()}</b>
                {move || state.get().map(|state| view! { <StateNow state=state/> })}
            </div>
            <ActForm doing=doing class="row-form" on_done=on_done>
                <input type="hidden" name="service" value=hidden/>
                <Choice
                    id=format!("service-{}", id.0)
                    name="state"
                    label=t.service_state_of(&service.name)
                    options=options
                    value=doing.value("state", service.state.as_str())
                />
                <Button action=ButtonType::Submit>
                    {t.service_set()} <Out>" " {service.name}</Out>
                </Button>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </li>
    }
    .into_any()
}

#[component]
fn StateNow(state: ServiceState) -> impl IntoView {
    let t = Admin::from(language());
    let (icon, kind) = match state {
        ServiceState::Running => (Icon::Kept, StatusKind::Kept),
        ServiceState::Degraded => (Icon::Warn, StatusKind::Plain),
        ServiceState::Down => (Icon::Late, StatusKind::Late),
    };
    view! {
        <Status icon=icon kind=kind>
            {word(t, state)}
        </Status>
    }
    .into_any()
}

#[component]
fn Add(on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let doing = Doing::<AddService>::new();
    view! {
        <ActForm doing=doing class="add-line" after=After::Empty on_done=on_done>
            <Field
                id="service-name"
                name="name"
                label=t.service_name()
                needed=Needed::Required
                autocomplete="off"
                value=doing.value("name", "")
                error=doing.state.wrong("name", t.service_name())
            />
            <Button action=ButtonType::Submit>{t.service_add()}</Button>
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}

fn word(t: Admin, state: ServiceState) -> &'static str {
    match state {
        ServiceState::Running => t.service_running(),
        ServiceState::Degraded => t.service_degraded(),
        ServiceState::Down => t.service_down(),
    }
}
