//! Forms of server functions: plain forms before the script is there, and with it errors in place and no reload.

use domain::fault::{Fault, Reason};
use leptos::form::FromFormData as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::{html, web_sys};
use leptos_router::hooks::use_location;
use serde::de::DeserializeOwned;
use ui::Icon;

use crate::error::UiError;
use crate::form::{self, Echo, FormState, FormTrouble};

/// A server function that a form may be sent to.
pub trait Act:
    ServerFn<Error = UiError, Output: Clone + Send + Sync + 'static>
    + DeserializeOwned
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> Act for S where
    S: ServerFn<Error = UiError, Output: Clone + Send + Sync + 'static>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// The field that names the page on which a form stands; server functions take no notice of it.
pub const PAGE: &str = "back";

/// One form of a server function: what was typed into it, what went wrong, whether it is done.
pub struct Doing<S: Act> {
    action: ServerAction<S>,
    pub state: FormState,
    /// Whether the last thing sent was taken.
    pub done: RwSignal<bool>,
    is_echoed: bool,
}

impl<S: Act> Clone for Doing<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Act> Copy for Doing<S> {}

impl<S: Act> Default for Doing<S> {
    fn default() -> Self {
        Doing::new()
    }
}

impl<S: Act> Doing<S> {
    /// The only form of its kind on the page.
    pub fn new() -> Doing<S> {
        Doing::told_apart(|_| true)
    }

    /// One of several forms that are sent to the same address; `is_own` knows its own echo.
    pub fn told_apart(is_own: impl Fn(&Echo) -> bool) -> Doing<S> {
        let state = form::state(S::url());
        let is_echoed = form::echo(S::url()).is_some_and(|echo| is_own(&echo));
        if !is_echoed {
            state.error.set(None);
        }
        Doing { action: ServerAction::new(), state, done: RwSignal::new(false), is_echoed }
    }

    /// What was typed into a field before the server refused the form, else what is kept.
    pub fn value(self, name: &str, kept: impl Into<String>) -> String {
        if self.is_echoed { self.state.value(name) } else { kept.into() }
    }

    /// Whether a box was ticked before the server refused the form, else as it is kept.
    pub fn is_ticked(self, name: &str, value: &str, kept: bool) -> bool {
        match form::echo(S::url()).filter(|_| self.is_echoed) {
            Some(echo) => echo.values.iter().any(|(known, typed)| known == name && typed == value),
            None => kept,
        }
    }

    /// Whether the server blames this field.
    pub fn is_wrong(self, name: &str) -> bool {
        self.state.error.read().as_ref().is_some_and(|error| error.fault.of_field(name).is_some())
    }
}

/// The form itself. Its fields are named like the arguments of the server function.
#[component]
pub fn ActForm<S: Act>(
    doing: Doing<S>,
    #[prop(into, optional)] class: Option<String>,
    /// Called with the answer when the server has taken it.
    #[prop(into)]
    on_done: Callback<S::Output>,
    #[prop(optional)] after: After,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Form>::new();
    let state = doing.state;
    let (value, pending) = (doing.action.value(), doing.action.pending());
    Effect::new(move || {
        let is_pending = pending.get();
        state.pending.set(is_pending);
        if is_pending {
            doing.done.set(false);
        }
    });
    Effect::new(move || match value.get() {
        None => {}
        Some(Ok(answer)) => {
            state.error.set(None);
            doing.done.set(true);
            if after == After::Empty
                && let Some(form) = node.get_untracked()
            {
                form.reset();
            }
            on_done.run(answer);
        }
        Some(Err(error)) => {
            state.error.set(Some(error));
            request_animation_frame(move || focus_on_trouble(node));
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if state.pending.get_untracked() {
            return;
        }
        match S::from_event(&event) {
            Ok(arguments) => drop(doing.action.dispatch(arguments)),
            // A form of ours can't send what does not parse, unless somebody has changed the page.
            Err(_) => state.error.set(Some(Fault::field("", Reason::Malformed).into())),
        }
    };
    view! {
        <form
            class=class
            method="post"
            action=S::url()
            aria-busy=move || state.pending.get().then_some("true")
            node_ref=node
            on:submit=submit
        >
            <PageField/>
            {children()}
        </form>
    }
    .into_any()
}

/// Names the page to come back to without a script: a page that was drawn again has the form's own address.
#[component]
pub fn PageField() -> impl IntoView {
    view! { <input type="hidden" name=PAGE value=page_here()/> }
}

/// The address of this page, without the origin.
fn page_here() -> String {
    let here = use_location();
    let (path, query) = (here.pathname.get_untracked(), here.search.get_untracked());
    match query.trim_start_matches('?') {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

/// What a form does once its content was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum After {
    /// It shows what is saved now.
    #[default]
    Keep,
    /// It is ready for the next thing.
    Empty,
}

/// What is wrong with the form as a whole; what is wrong with a field is said beside it.
#[component]
pub fn Whole(form: FormState) -> impl IntoView {
    let is_whole = move || form.error.read().as_ref().is_some_and(|error| !blames_fields(&error.fault));
    view! { {move || is_whole().then(|| view! { <FormTrouble state=form/> })} }.into_any()
}

/// Below a form: what is wrong with it as a whole, or that it is done.
#[component]
pub fn Outcome(state: FormState, done: RwSignal<bool>, #[prop(into)] words: Signal<String>) -> impl IntoView {
    view! {
        <Whole form=state/>
        <p class="outcome" role="status">
            {move || {
                done.get().then(|| {
                    view! {
                        <Icon icon=Icon::Check/>
                        {words.get()}
                    }
                })
            }}
        </p>
    }
    .into_any()
}

/// Whether a fault is said beside the fields that it blames.
pub fn blames_fields(fault: &Fault) -> bool {
    match fault {
        Fault::Invalid { fields } => fields.iter().any(|fault| !fault.field.is_empty()),
        Fault::NotFound
        | Fault::SignIn
        | Fault::Forbidden
        | Fault::Refused { .. }
        | Fault::Conflict { .. }
        | Fault::Busy { .. }
        | Fault::Full
        | Fault::Internal => false,
    }
}

fn focus_on_trouble(node: NodeRef<html::Form>) {
    let place = node.get_untracked().and_then(|form| {
        ["[aria-invalid=true]", ".form-trouble"]
            .iter()
            .find_map(|selector| form.query_selector(selector).ok().flatten())
    });
    #[cfg(feature = "hydrate")]
    if let Some(place) = place
        && let Ok(place) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(place)
    {
        // It can only fail in a document that is going away.
        let _ = place.focus();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = place;
}
