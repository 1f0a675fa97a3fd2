//! What is not here, or not yours, or did not work: one sentence, and ways on.

use domain::fault::Fault;
use domain::ticket::view::HomePage;
use leptos::prelude::*;
use ui::{ButtonKind, ButtonRow, LinkButton};

use crate::entities::frame::PortalFrame;
use crate::error::{Reached, UiError, set_status};
use crate::fetched::fetch;
use crate::form;
use crate::i18n::{Portal, language};
use crate::live;
use crate::prefs::Prefs;
use crate::routes;
use crate::rpc::portal::home_page;

/// Why a page is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// There is no such ticket, or it is somebody else's: the two look exactly alike. What was asked for stands in the sentence.
    Ticket(String),
    Page,
    Failed(UiError),
}

/// For every address that nothing answers to.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <LostPage lost=Lost::Page/> }
}

/// The page in place of the one that can't be shown.
#[component]
pub fn LostPage(lost: Lost) -> impl IntoView {
    set_status(lost.status());
    // Who reads and whom to call; where even that fails, the page does without.
    fetch(home_page).draw(
        || ().into_any(),
        move |home| {
            // Loading what stands around must not change what is said.
            set_status(lost.status());
            lost_page(lost.clone(), home.ok())
        },
    )
}

fn lost_page(lost: Lost, home: Option<HomePage>) -> AnyView {
    let t = Portal::from(language());
    let words = words(t, &lost);
    let times = home.as_ref().map(|home| {
        live::start(home.now);
        live::times(home.desk.clock.clone())
    });
    let phone = home.as_ref().and_then(|home| home.desk.phone.clone());
    let reader = home.as_ref().and_then(|home| home.reader.clone());
    let desk = home.map(|home| home.desk);
    view! {
        <PortalFrame title=words.title desk=MaybeProp::from(desk) times=maybe(times) reader=reader>
            <div class="lost">
                <div class="stack-2">
                    <svg class="pl" height="56" aria-hidden="true">
                        <line class="pl-run" x1="0" x2="58%" y1="28" y2="28"></line>
                        <line class="pl-pause" x1="58%" x2="78%" y1="28" y2="28"></line>
                        <svg x="58%" y="28" overflow="visible">
                            <rect class="pl-end" x="-3" y="-13" width="6" height="26"></rect>
                        </svg>
                        <svg x="100%" y="28" overflow="visible">
                            <circle class="pl-stop" cx="-9" r="7"></circle>
                        </svg>
                    </svg>
                    <h1>{unbroken(&words.sentence)}</h1>
                    {words.notes.into_iter().map(|note| view! { <p class="second">{note}</p> }).collect_view()}
                </div>
                <ButtonRow>{ways(t, &lost, phone)}</ButtonRow>
                {words.incident.map(|incident| view! { <p class="code">{t.lost_incident(&incident)}</p> })}
            </div>
        </PortalFrame>
    }
    .into_any()
}

/// A reference such as T-1042 stays on one line; what else somebody typed may break.
fn unbroken(sentence: &str) -> AnyView {
    let word = |word: &str| match word.contains('-') && word.len() < 12 {
        true => view! { <span class="nowrap">{word.to_owned()}</span> }.into_any(),
        false => word.to_owned().into_any(),
    };
    sentence.split_inclusive(' ').map(word).collect_view().into_any()
}

/// A signal that may be missing, as a property that may be missing.
fn maybe<T: Clone + PartialEq + Send + Sync + 'static>(signal: Option<Signal<T>>) -> MaybeProp<T> {
    match signal {
        Some(signal) => MaybeProp::derive(move || Some(signal.get())),
        None => MaybeProp::from(None::<T>),
    }
}

/// The way on: one main one, and somebody to call.
fn ways(t: Portal, lost: &Lost, phone: Option<String>) -> AnyView {
    let signed_in = Prefs::here().roles.is_some();
    let again = matches!(
        lost,
        Lost::Failed(UiError { fault: Fault::Internal | Fault::Full | Fault::Busy { .. }, .. })
    );
    let mut ways: Vec<(String, &str)> = Vec::new();
    if again {
        // The same address once more: the path is that of this page, so an empty reference is enough.
        ways.push((String::new(), t.lost_again()));
    }
    ways.push(match signed_in {
        true => (routes::MY.into(), t.lost_to_mine()),
        false => (routes::sign_in(Some(&form::here())), t.lost_to_sign_in()),
    });
    ways.push((routes::ASK.into(), t.lost_to_ask()));
    if matches!(lost, Lost::Page) {
        ways.push((routes::HOME.into(), t.lost_to_home()));
    }
    let links = ways
        .into_iter()
        .enumerate()
        .map(|(at, (href, label))| {
            let kind = if at == 0 { ButtonKind::Go } else { ButtonKind::Plain };
            view! {
                <LinkButton href=href kind=kind attr:rel=(at == 0 && again).then_some("external")>
                    {label}
                </LinkButton>
            }
        })
        .collect_view();
    let call = phone.map(|phone| {
        view! {
            <LinkButton href=routes::call(&phone) kind=ButtonKind::Bare>
                {t.desk_call()}
                " "
                {phone}
            </LinkButton>
        }
    });
    view! {
        {links}
        {call}
    }
    .into_any()
}

struct Words {
    title: String,
    sentence: String,
    notes: Vec<String>,
    incident: Option<String>,
}

fn words(t: Portal, lost: &Lost) -> Words {
    let words = |title: &str, sentence: String, notes: &[&str]| Words {
        title: title.to_owned(),
        sentence,
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        incident: None,
    };
    match lost {
        Lost::Ticket(ticket) => {
            words(t.lost_title(), t.lost_ticket(ticket), &[t.lost_ticket_note(), t.lost_ticket_guest()])
        }
        Lost::Page => words(t.lost_title(), t.lost_page().into(), &[t.lost_page_note()]),
        Lost::Failed(error) if error.reached == Reached::Nobody => {
            words(t.lost_failed_title(), t.lost_offline().into(), &[t.lost_offline_note()])
        }
        Lost::Failed(error) => match &error.fault {
            Fault::NotFound => words(t.lost_title(), t.lost_page().into(), &[t.lost_page_note()]),
            Fault::Forbidden => {
                words(t.lost_failed_title(), t.lost_forbidden().into(), &[t.lost_forbidden_note()])
            }
            Fault::SignIn => words(t.lost_sign_in_title(), t.lost_sign_in().into(), &[t.lost_sign_in_note()]),
            Fault::Busy { retry_after_s } => {
                let note = t.lost_busy_note(&(*retry_after_s).max(1).to_string());
                words(t.lost_failed_title(), t.lost_busy().into(), &[&note])
            }
            Fault::Full
            | Fault::Internal
            | Fault::Invalid { .. }
            | Fault::Refused { .. }
            | Fault::Conflict { .. } => Words {
                incident: error.incident.clone(),
                ..words(t.lost_failed_title(), t.lost_failed().into(), &[t.lost_failed_note()])
            },
        },
    }
}

impl Lost {
    const fn status(&self) -> u16 {
        match self {
            Lost::Ticket(_) | Lost::Page => 404,
            Lost::Failed(error) => error.fault.status(),
        }
    }
}
