//! Signing in with address and password; a guest is told how to go on without.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{Button, ButtonKind, ButtonType, ButtonWidth, Field, InputKind, Needed};

use crate::account::fields::{Password, PasswordField};
use crate::account::gate::Gate;
use crate::fetched::fetch;
use crate::form::Whole;
use crate::form::{Form, FormState, Sent, state};
use crate::i18n::{Account, language};
use crate::live;
use crate::routes;
use crate::rpc::portal::home_page;

#[component]
pub fn SignInPage() -> impl IntoView {
    let t = Account::from(language());
    let form = state(routes::SIGN_IN);
    fetch(home_page).draw(
        || ().into_any(),
        move |home| {
            // Without hours and phone one can still sign in.
            let desk = home.ok().map(|home| {
                live::start(home.now);
                home.desk
            });
            let times = desk.as_ref().map(|desk| live::times(desk.clock.clone()));
            let times = Signal::derive(move || times.map(|times| times.get()));
            view! {
                <Gate title=t.sign_in_title() desk=desk times=times>
                    <SignInForm form=form/>
                </Gate>
            }
            .into_any()
        },
    )
}

#[component]
fn SignInForm(form: FormState) -> impl IntoView {
    let t = Account::from(language());
    let asked = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let next = if form.echoed() { form.value("next") } else { asked };
    let is_sent_here = !next.is_empty();
    view! {
        {is_sent_here.then(|| view! { <p class="second">{t.sign_in_first()}</p> })}
        <Form state=form class="stack-3" on_sent=Callback::new(enter)>
            <Whole form=form/>
            <input type="hidden" name="next" value=next/>
            <Field
                id="email"
                name="email"
                label=t.sign_in_email()
                kind=InputKind::Email
                needed=Needed::Required
                autocomplete="username"
                value=form.value("email")
                error=form.wrong("email", t.sign_in_email())
            />
            <PasswordField
                id="password"
                name="password"
                label=t.sign_in_password()
                kind=Password::Known
                error=form.wrong("password", t.sign_in_password())
            />
            <Button kind=ButtonKind::Go width=ButtonWidth::Fill action=ButtonType::Submit>
                {t.sign_in_send()}
            </Button>
        </Form>
        <p class="second small">
            {t.sign_in_no_account()} " " <a href=routes::ASK>{t.sign_in_ask()}</a> ". " {t.sign_in_follow()}
        </p>
    }
    .into_any()
}

/// Loads the next page anew: what one may see has changed with who one is.
pub fn enter(sent: Sent) {
    // It can only fail in a document that is going away.
    let _ = window().location().set_href(&sent.to);
}
