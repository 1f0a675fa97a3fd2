//! A page of one's own that can't be shown: why, and the way on.

use domain::fault::Fault;
use leptos::prelude::*;
use ui::{ButtonKind, ButtonRow, LinkButton};

use crate::entities::frame::PortalFrame;
use crate::error::{UiError, sentence};
use crate::i18n::{Account, language};
use crate::routes;

/// In the frame, with a sentence and a way on; somebody who must sign in comes back here afterwards.
#[component]
pub fn NoPage(
    #[prop(into)] title: String,
    here: &'static str,
    error: UiError,
    /// What stands there instead of the sentence of the fault.
    #[prop(into, optional)]
    text: Option<String>,
) -> impl IntoView {
    let language = language();
    let t = Account::from(language);
    let text = text.unwrap_or_else(|| sentence(language, &error));
    let sign_in = format!("{}?next={}", routes::SIGN_IN, routes::encode(here));
    let (way, word) = match error.fault {
        Fault::SignIn => (sign_in, t.sign_in_title()),
        _ => (routes::HOME.to_owned(), t.gate_home()),
    };
    view! {
        <PortalFrame title=title.clone() here=here reader=None>
            <div class="lost">
                <h1>{title}</h1>
                <p class="second">{text}</p>
                <ButtonRow>
                    <LinkButton href=way kind=ButtonKind::Go>
                        {word}
                    </LinkButton>
                </ButtonRow>
            </div>
        </PortalFrame>
    }
    .into_any()
}
