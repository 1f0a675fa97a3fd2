//! A page of the desk that could not be read: why, and the way on.

use domain::fault::Fault;
use leptos::prelude::*;
use ui::{ButtonKind, Empty, EmptyLine, Icon, LinkButton};

use super::frame::DeskFrame;
use crate::error::{UiError, sentence};
use crate::i18n::{Desk, language};
use crate::portal::{Lost, LostPage};
use crate::prefs::Prefs;
use crate::routes;

/// Says why there is no page. What is absent and what is forbidden look exactly alike, and who does not work at the desk
/// gets the portal's page, as for any other address that is not his.
#[component]
pub fn FailedPage(
    error: UiError,
    /// What was asked for, such as `T-1042`.
    #[prop(into)]
    what: String,
    /// The page's own address, to ask again.
    #[prop(into)]
    again: String,
) -> impl IntoView {
    let works_here = Prefs::here().roles.is_some_and(|roles| roles.works_at_desk());
    match error.fault {
        Fault::NotFound | Fault::Forbidden if !works_here => {
            view! { <LostPage lost=Lost::Ticket(what)/> }.into_any()
        }
        _ => view! { <AtDesk error=error what=what again=again/> }.into_any(),
    }
}

#[component]
fn AtDesk(error: UiError, what: String, again: String) -> impl IntoView {
    let (language, t) = (language(), Desk::from(language()));
    let (title, text) = match error.fault {
        Fault::NotFound | Fault::Forbidden => {
            (t.failed_not_found_title(&what), t.failed_not_found_text().to_owned())
        }
        _ => (t.failed_title().to_owned(), sentence(language, &error)),
    };
    let (href, word) = match error.fault {
        Fault::SignIn => (routes::sign_in(Some(&again)), t.failed_sign_in()),
        Fault::NotFound | Fault::Forbidden => (routes::QUEUE.to_owned(), t.search_back()),
        _ => (again, t.failed_again()),
    };
    let heading = title.clone();
    view! {
        <DeskFrame title=title.clone()>
            <h1 class="out">{heading}</h1>
            <Empty
                title=title
                line=EmptyLine::Broken
                action=move || {
                    // Loaded anew: the same address inside the page would answer from what it has.
                    view! {
                        <LinkButton href=href kind=ButtonKind::Go icon=Icon::Arrow attr:rel="external">
                            {word}
                        </LinkButton>
                    }
                }
            >
                {text}
            </Empty>
        </DeskFrame>
    }
}
