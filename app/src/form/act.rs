//! Forms of server functions: plain forms before the script is there, and with it errors in place and no reload.

use std::marker::PhantomData;
use std::sync::Arc;

use domain::fault::Fault;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;

use super::{Check, Echo, Encoding, FormState, Names, Offline, Sending, echo, element, state};
use crate::error::UiError;
use crate::wire;

/// A server function that a form may be sent to.
pub trait Act: ServerFn<Error = UiError, Output: DeserializeOwned + 'static> + 'static {}

impl<S> Act for S where S: ServerFn<Error = UiError, Output: DeserializeOwned + 'static> + 'static {}

/// One form of a server function: what was typed into it, what went wrong, whether it is done.
pub struct Doing<S> {
    pub state: FormState,
    /// Whether the last thing sent was taken.
    pub done: RwSignal<bool>,
    is_echoed: bool,
    of: PhantomData<fn() -> S>,
}

impl<S> Clone for Doing<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Doing<S> {}

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
        let state = state(S::url());
        let is_echoed = echo(S::url()).is_some_and(|echo| is_own(&echo));
        if !is_echoed {
            state.error.set(None);
        }
        Doing { state, done: RwSignal::new(false), is_echoed, of: PhantomData }
    }

    /// What was typed into a field before the server refused the form, else what is kept.
    pub fn value(self, name: &str, kept: impl Into<String>) -> String {
        if self.is_echoed { self.state.value(name) } else { kept.into() }
    }

    /// Whether a box was ticked before the server refused the form, else as it is kept.
    pub fn is_ticked(self, name: &str, value: &str, kept: bool) -> bool {
        match echo(S::url()).filter(|_| self.is_echoed) {
            Some(echo) => echo.values.iter().any(|(known, typed)| known == name && typed == value),
            None => kept,
        }
    }

    /// Whether the server blames this field.
    pub fn is_wrong(self, name: &str) -> bool {
        self.state.error.read().as_ref().is_some_and(|error| error.fault.of_field(name).is_some())
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

/// The form itself. Its fields are named like the arguments of the server function.
#[component]
pub fn ActForm<S: Act>(
    doing: Doing<S>,
    #[prop(into, optional)] class: Option<String>,
    /// Called with the answer when the server has taken it.
    #[prop(into)]
    on_done: Callback<S::Output>,
    #[prop(optional)] after: After,
    /// Where it leads without a script, where that is not the page on which it stands.
    #[prop(optional_no_strip)]
    back: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let taken = move |answer: &[u8]| {
        // Live news may have taken the form off the page before its answer came: then nobody waits for it.
        on_done.try_run(wire::unpack(answer).ok_or(Fault::Internal)?);
        Ok(())
    };
    let names = Names { class, back, ..Names::default() };
    act(doing.state, doing.done, after, names, Box::new(taken), children)
}

type Answered = Box<dyn Fn(&[u8]) -> Result<(), UiError> + Send + Sync>;

fn act(
    state: FormState,
    done: RwSignal<bool>,
    after: After,
    names: Names,
    answered: Answered,
    children: Children,
) -> AnyView {
    let node = NodeRef::<html::Form>::new();
    Effect::new(move || {
        if state.pending.get() {
            done.set(false);
        }
    });
    let taken = move |answer: &[u8]| {
        done.try_set(true);
        if let (After::Empty, Some(form)) = (after, node.try_get_untracked().flatten()) {
            form.reset();
        }
        answered(answer)
    };
    let sending = Sending {
        state,
        offline: Offline::GiveUp,
        encoding: Encoding::Plain,
        check: Check::Browser,
        taken: Arc::new(taken),
    };
    element(sending, names, node, children)
}
