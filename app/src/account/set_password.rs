//! A forgotten password: by the link that an admin has made, its owner chooses a new one.

use domain::fault::Fault;
use domain::person::PersonChip;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{Button, ButtonKind, ButtonType, ButtonWidth};

use crate::account::fields::{Password, PasswordField};
use crate::account::gate::Gate;
use crate::account::link_used::{LinkUsed, NoLink};
use crate::account::sign_in::enter;
use crate::error::sentence;
use crate::fetched::fetch;
use crate::form::{Form, FormState, Whole, state};
use crate::i18n::{Account, language};
use crate::routes;
use crate::rpc::account::set_password_page;

#[component]
pub fn SetPasswordPage() -> impl IntoView {
    let t = Account::from(language());
    let form = state(routes::SET_PASSWORD);
    let asked = use_query_map().with_untracked(|query| query.get("token")).unwrap_or_default();
    let token = if form.echoed() { form.value("token") } else { asked };
    let asked = token.clone();
    fetch(move || set_password_page(asked.clone())).draw(
        || ().into_any(),
        move |owner| {
            let inside = match owner {
                Ok(owner) => view! { <NewPassword form=form token=token.clone() owner=owner/> }.into_any(),
                Err(error) if error.fault == Fault::NotFound => {
                    view! { <NoLink title=t.reset_used() next=t.reset_used_next()/> }.into_any()
                }
                Err(error) => view! { <NoLink title=sentence(language(), &error)/> }.into_any(),
            };
            view! {
                <Gate title=t.reset_title()>
                    {inside}
                </Gate>
            }
            .into_any()
        },
    )
}

#[component]
fn NewPassword(form: FormState, token: String, owner: PersonChip) -> impl IntoView {
    let t = Account::from(language());
    view! {
        <p class="second">{t.reset_lead(&owner.name)}</p>
        <Form state=form class="stack" on_sent=Callback::new(enter)>
            <Whole form=form/>
            <LinkUsed form=form title=t.reset_used() next=t.reset_used_next()/>
            <input type="hidden" name="token" value=token/>
            <PasswordField
                id="password"
                name="password"
                label=t.reset_password()
                kind=Password::New
                error=form.wrong("password", t.reset_password())
            />
            <Button kind=ButtonKind::Go width=ButtonWidth::Fill action=ButtonType::Submit>
                {t.reset_send()}
            </Button>
        </Form>
    }
    .into_any()
}
