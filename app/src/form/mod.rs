//! Forms that work without a script, and lose nothing with one.
//!
//! The server answers a form that failed with the same page and an [`Echo`] of what was typed. In the browser the form
//! is sent in the background, and the errors appear where they belong.

mod act;
#[cfg(feature = "hydrate")]
mod browser;
mod echo;
mod state;
mod trouble;

use std::sync::Arc;

use domain::fault::Fault;
use domain::ids::EventSeq;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use serde::{Deserialize, Serialize};
use web_sys::SubmitEvent;

pub use self::act::{Act, ActForm, After, Doing};
#[cfg(feature = "hydrate")]
pub use self::browser::{post_plain, send};
pub use self::echo::{Echo, echo};
pub(crate) use self::echo::{forget_echo_on_leaving, provide_echo};
pub use self::state::{FormState, state, unfolded};
pub use self::trouble::{FormTrouble, Outcome, Whole, blames_fields};
use crate::error::UiError;
use crate::wire;

/// What the server says when it has taken a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Where to go now; empty where a server function has taken it, which sends nobody anywhere.
    pub to: String,
    /// The event that it became, where it became one.
    pub seq: Option<EventSeq>,
}

/// How a form travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    Plain,
    /// Multipart, for forms with files.
    Files,
}

impl Encoding {
    pub const fn as_str(self) -> &'static str {
        match self {
            Encoding::Plain => "application/x-www-form-urlencoded",
            Encoding::Files => "multipart/form-data",
        }
    }
}

/// What to do when there is no connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offline {
    #[default]
    GiveUp,
    /// Go on by itself until it is sent; only for forms with a key, of which the server takes one only.
    Retry,
}

/// Who looks first whether the fields are filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Check {
    /// The server, which says in a sentence what is missing.
    #[default]
    Server,
    Browser,
}

/// A form that is sent in the background once the script is there.
///
/// It keeps what was typed, is never sent twice at once, and puts the keyboard on the first field that is wrong.
#[component]
pub fn Form(
    state: FormState,
    #[prop(optional)] encoding: Encoding,
    #[prop(optional)] offline: Offline,
    #[prop(into, optional)] class: Option<String>,
    #[prop(into, optional)] id: Option<String>,
    /// The name of the form for screen readers, where it is a region of its own.
    #[prop(into, optional)]
    label: Option<String>,
    #[prop(optional)] node_ref: NodeRef<html::Form>,
    /// Called when the server has taken it; without it the browser goes where the server says.
    #[prop(into, optional)]
    on_sent: Option<Callback<Sent>>,
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let is_function = is_function(&state.action());
    let taken = move |answer: &[u8]| {
        let sent = match is_function {
            true => Sent::default(),
            false => wire::unpack::<Sent>(answer).ok_or(Fault::Internal)?,
        };
        match on_sent {
            Some(on_sent) => drop(on_sent.try_run(sent)),
            None if sent.to.is_empty() => {}
            None => navigate(&sent.to, NavigateOptions::default()),
        }
        Ok(())
    };
    let sending = Sending { state, encoding, offline, check: Check::Server, taken: Arc::new(taken) };
    element(sending, Names { class, id, label, back: None }, node_ref, children)
}

/// How a form is sent, and what happens with the answer.
#[derive(Clone)]
struct Sending {
    state: FormState,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser's script tries again"))]
    offline: Offline,
    encoding: Encoding,
    check: Check,
    taken: Taken,
}

/// Takes in what the server has answered.
type Taken = Arc<dyn Fn(&[u8]) -> Result<(), UiError> + Send + Sync>;

/// By which a form is found and named, and where it leads without a script.
#[derive(Default)]
struct Names {
    class: Option<String>,
    id: Option<String>,
    label: Option<String>,
    /// Another page than the one on which it stands.
    back: Option<&'static str>,
}

fn element(sending: Sending, names: Names, node: NodeRef<html::Form>, children: Children) -> AnyView {
    let state = sending.state;
    let action = state.action();
    let (encoding, check) = (sending.encoding, sending.check);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if state.pending.get_untracked() {
            return;
        }
        #[cfg(feature = "hydrate")]
        browser::submit(&event, sending.clone());
        #[cfg(not(feature = "hydrate"))]
        let _ = &sending.taken;
    };
    view! {
        <form
            class=names.class
            id=names.id
            method="post"
            action=action.clone()
            enctype=encoding.as_str()
            aria-label=names.label
            novalidate=check == Check::Server
            aria-busy=move || state.pending.get().then_some("true")
            node_ref=node
            on:submit=submit
        >
            {is_function(&action).then(|| view! { <PageField page=names.back/> })}
            {children()}
        </form>
    }
    .into_any()
}

/// Whether a server function takes this form.
fn is_function(action: &str) -> bool {
    action.starts_with("/rpc/")
}

/// Names the page to come back to without a script: a page that was drawn again has the form's own address.
#[component]
pub fn PageField(
    /// Another one than this.
    #[prop(optional_no_strip)]
    page: Option<&'static str>,
) -> impl IntoView {
    let page = page.map_or_else(here, str::to_owned);
    view! { <input type="hidden" name="back" value=page/> }
}

/// The address of the page on which the form stands, without the origin.
pub fn here() -> String {
    let here = use_location();
    let (path, query) = (here.pathname.get_untracked(), here.search.get_untracked());
    match query.trim_start_matches('?') {
        "" => path,
        query => format!("{path}?{query}"),
    }
}
