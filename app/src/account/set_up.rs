//! The first start: one link, used once, makes the first admin and names the desk.

use domain::fault::Fault;
use domain::settings::Settings;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{Button, ButtonKind, ButtonType, ButtonWidth, Field, Head, InputKind, Needed};

use crate::account::fields::{LanguageChoice, Password, PasswordField, ZoneField};
use crate::account::gate::Gate;
use crate::account::link_used::{LinkUsed, NoLink};
use crate::account::sign_in::enter;
use crate::error::sentence;
use crate::fetched::fetch;
use crate::form::Whole;
use crate::form::{Form, FormState, state};
use crate::i18n::{Account, language};
use crate::routes;
use crate::rpc::account::set_up_page;

#[component]
pub fn SetUpPage() -> impl IntoView {
    let t = Account::from(language());
    let form = state(routes::SET_UP);
    let asked = use_query_map().with_untracked(|query| query.get("token")).unwrap_or_default();
    let token = if form.echoed() { form.value("token") } else { asked };
    let asked = token.clone();
    fetch(move || set_up_page(asked.clone())).draw(
        || ().into_any(),
        move |settings| {
            let inside = match settings {
                Ok(settings) => {
                    view! { <SetUpForm form=form token=token.clone() settings=settings/> }.into_any()
                }
                Err(error) if error.fault == Fault::NotFound => {
                    view! { <NoLink title=t.set_up_used() next=t.set_up_used_next()/> }.into_any()
                }
                Err(error) => view! { <NoLink title=sentence(language(), &error)/> }.into_any(),
            };
            view! {
                <Gate title=t.set_up_title()>
                    {inside}
                </Gate>
            }
            .into_any()
        },
    )
}

#[component]
fn SetUpForm(form: FormState, token: String, settings: Settings) -> impl IntoView {
    let t = Account::from(language());
    view! {
        <p class="second">{t.set_up_lead()}</p>
        <Form state=form class="stack" on_sent=Callback::new(enter)>
            <Whole form=form/>
            <LinkUsed form=form title=t.set_up_used() next=t.set_up_used_next()/>
            <input type="hidden" name="token" value=token/>
            <You form=form/>
            <Desk form=form settings=settings/>
            <Button kind=ButtonKind::Go width=ButtonWidth::Fill action=ButtonType::Submit>
                {t.set_up_send()}
            </Button>
        </Form>
    }
    .into_any()
}

#[component]
fn You(form: FormState) -> impl IntoView {
    let t = Account::from(language());
    view! {
        <section class="stack-3" aria-labelledby="set-up-you">
            <Head title=t.set_up_you() id="set-up-you"/>
            <Field
                id="name"
                name="name"
                label=t.set_up_name()
                needed=Needed::Required
                autocomplete="name"
                value=form.value("name")
                error=form.wrong("name", t.set_up_name())
            />
            <Field
                id="email"
                name="email"
                label=t.set_up_email()
                kind=InputKind::Email
                needed=Needed::Required
                autocomplete="username"
                value=form.value("email")
                error=form.wrong("email", t.set_up_email())
            />
            <PasswordField
                id="password"
                name="password"
                label=t.set_up_password()
                kind=Password::New
                error=form.wrong("password", t.set_up_password())
            />
        </section>
    }
    .into_any()
}

#[component]
fn Desk(form: FormState, settings: Settings) -> impl IntoView {
    let t = Account::from(language());
    let kept = move |name: &str, kept: String| if form.echoed() { form.value(name) } else { kept };
    let is_wrong = Signal::derive(move || {
        form.error.read().as_ref().is_some_and(|error| error.fault.of_field("zone").is_some())
    });
    let zone = kept("zone", settings.zone.clone());
    let zone_node = NodeRef::<html::Input>::new();
    guess_zone(zone_node, settings.zone);
    view! {
        <section class="stack-3" aria-labelledby="set-up-desk">
            <Head title=t.set_up_desk() id="set-up-desk"/>
            <Field
                id="company"
                name="company"
                label=t.set_up_company()
                needed=Needed::Required
                autocomplete="organization"
                hint=t.set_up_company_hint()
                value=kept("company", settings.company)
                error=form.wrong("company", t.set_up_company())
            />
            <Field
                id="phone"
                name="phone"
                label=t.set_up_phone()
                kind=InputKind::Telephone
                autocomplete="off"
                hint=t.set_up_phone_hint()
                value=kept("phone", settings.phone.unwrap_or_default())
                error=form.wrong("phone", t.set_up_phone())
            />
            <Field
                id="place"
                name="place"
                label=t.set_up_place()
                autocomplete="off"
                hint=t.set_up_place_hint()
                value=kept("place", settings.place.unwrap_or_default())
                error=form.wrong("place", t.set_up_place())
            />
            <ZoneField
                id="zone"
                label=t.set_up_zone()
                value=zone
                hint=t.set_up_zone_hint()
                is_wrong=is_wrong
                needed=Needed::Required
                node_ref=zone_node
            />
            <LanguageChoice
                label=t.set_up_language()
                hint=t.set_up_language_hint()
                value=kept("language", language().code().to_owned())
            />
        </section>
    }
    .into_any()
}

/// A desk is mostly set up where it stands: the browser's zone, unless another was typed or kept.
fn guess_zone(node: NodeRef<html::Input>, kept: String) {
    Effect::new(move || {
        let Some(input) = node.get() else { return };
        #[cfg(feature = "hydrate")]
        if kept == Settings::default().zone
            && input.value() == kept
            && let Some(zone) = crate::account::fields::browser_zone()
        {
            input.set_value(&zone);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (input, &kept);
    });
}
