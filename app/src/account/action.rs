//! Forms of server functions: plain forms before the script is there, and with it errors in place and no reload.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::{Http, ServerFn};
use leptos::{html, web_sys};
use serde::de::DeserializeOwned;
use ui::Icon;

use crate::error::UiError;
use crate::form::{self, Echo, FormState, FormTrouble};

/// One form of a server function: what was typed into it, what went wrong, whether it is done.
pub struct Doing<S>
where
    S: ServerFn + Send + Sync + Clone + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    action: ServerAction<S>,
    pub state: FormState,
    /// Whether the last thing sent was taken.
    pub done: RwSignal<bool>,
    is_echoed: bool,
}

impl<S> Clone for Doing<S>
where
    S: ServerFn + Send + Sync + Clone + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Doing<S>
where
    S: ServerFn + Send + Sync + Clone + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
}

impl<S> Doing<S>
where
    S: ServerFn<Error = UiError> + DeserializeOwned + Send + Sync + Clone + 'static,
    S::Output: Clone + Send + Sync + 'static,
    S::Client: Client<S::Error>,
{
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

    /// The names of the fields that the server blames.
    pub fn is_wrong(self, name: &str) -> bool {
        self.state.error.read().as_ref().is_some_and(|error| error.fault.of_field(name).is_some())
    }
}

/// The form itself. Its fields are named like the arguments of the server function.
#[component]
pub fn ActForm<S, Protocol>(
    doing: Doing<S>,
    #[prop(into, optional)] class: Option<String>,
    /// Called with the answer when the server has taken it.
    #[prop(into)]
    on_done: Callback<S::Output>,
    /// What is typed is taken away once it was taken.
    #[prop(optional)]
    after: After,
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Protocol = Http<PostUrl, Protocol>, Error = UiError>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static,
    <<S::Client as Client<S::Error>>::Request as ClientReq<S::Error>>::FormData: From<web_sys::FormData>,
    S::Output: Clone + Send + Sync + 'static,
    S::Client: Client<S::Error>,
    Protocol: 'static,
{
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
    view! {
        <ActionForm
            action=doing.action
            node_ref=node
            attr:class=class
            attr:aria-busy=move || state.pending.get().then_some("true")
            on:submit:capture=move |event| {
                if state.pending.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            {children()}
        </ActionForm>
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

/// Below a form: what is wrong with it as a whole, or that it is done.
#[component]
pub fn Outcome(state: FormState, done: RwSignal<bool>, #[prop(into)] words: Signal<String>) -> impl IntoView {
    // What is wrong with a field is said beside it.
    let is_whole = move || state.error.read().as_ref().is_some_and(|error| !error.fault.blames_fields());
    view! {
        {move || is_whole().then(|| view! { <FormTrouble state=state/> })}
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
