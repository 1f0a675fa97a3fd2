//! What stands where a one-time link does not hold any more.

use leptos::prelude::*;
use ui::{Banner, BannerKind, ButtonKind, Icon, LinkButton};

use crate::form::FormState;
use crate::i18n::{Account, language};
use crate::routes;

/// There is nothing to fill in: the link was no good when the page was opened.
#[component]
pub fn NoLink(#[prop(into)] title: String, #[prop(optional)] next: Option<&'static str>) -> impl IntoView {
    let t = Account::from(language());
    view! {
        <Banner kind=BannerKind::Late icon=Icon::Key title=title>
            {next}
        </Banner>
        <LinkButton href=routes::SIGN_IN kind=ButtonKind::Go>
            {t.sign_in_title()}
        </LinkButton>
    }
    .into_any()
}

/// The link was good when the page was opened, and is not any more.
#[component]
pub fn LinkUsed(form: FormState, title: &'static str, next: &'static str) -> impl IntoView {
    let is_used =
        move || form.error.read().as_ref().is_some_and(|error| error.fault.of_field("token").is_some());
    view! {
        <div role="alert">
            {move || {
                is_used().then(|| {
                    view! {
                        <Banner kind=BannerKind::Late icon=Icon::Key title=title>
                            {next}
                        </Banner>
                    }
                })
            }}
        </div>
    }
    .into_any()
}
