//! The state of one form: what was typed before, what went wrong, and whether it is on its way.

use leptos::prelude::*;
use ui::FoldState;

use super::echo::{Echo, echo};
use crate::error::{Reached, UiError, reason, sentence};
use crate::i18n::{Common, language};

/// The state of one form: what went wrong, and whether it is on its way.
#[derive(Clone, Copy)]
pub struct FormState {
    pub error: RwSignal<Option<UiError>>,
    pub pending: RwSignal<bool>,
    echo: StoredValue<Option<Echo>>,
    action: StoredValue<String>,
}

/// The state of the form that is sent to this address, with what the server has echoed.
pub fn state(action: &str) -> FormState {
    let echo = echo(action);
    let error = echo.clone().map(|echo| UiError { incident: echo.incident, ..echo.fault.into() });
    FormState {
        error: RwSignal::new(error),
        pending: RwSignal::new(false),
        echo: StoredValue::new(echo),
        action: StoredValue::new(action.to_owned()),
    }
}

/// A form that the server has refused is not folded away with what went wrong.
pub fn unfolded(state: FormState) -> FoldState {
    if state.error.read_untracked().is_some() { FoldState::Open } else { FoldState::Closed }
}

impl FormState {
    /// The address that the form is sent to.
    pub fn action(self) -> String {
        self.action.get_value()
    }

    /// What was typed into a field before the server refused the form; else nothing.
    pub fn value(self, name: &str) -> String {
        self.echo
            .with_value(|echo| echo.as_ref().and_then(|echo| echo.value(name)).unwrap_or_default().to_owned())
    }

    /// Whether the server has refused this form and drawn it again.
    pub fn echoed(self) -> bool {
        self.echo.with_value(Option::is_some)
    }

    /// What is wrong with a field, as a sentence that names its label.
    pub fn wrong(self, name: &'static str, label: impl Into<String>) -> Signal<Option<String>> {
        let (language, label) = (language(), label.into());
        Signal::derive(move || {
            let error = self.error.read();
            error.as_ref()?.fault.of_field(name).map(|fault| reason(language, &label, fault))
        })
    }

    /// What is wrong with the form as a whole; what is wrong with one field stands beside it.
    pub fn trouble(self) -> Signal<Option<String>> {
        let language = language();
        Signal::derive(move || {
            let error = self.error.read();
            let error = error.as_ref()?;
            match (&error.reached, self.pending.get()) {
                (Reached::Nobody, true) => Some(Common::from(language).form_waiting().to_owned()),
                (Reached::Nobody, false) | (Reached::Server, _) => Some(sentence(language, error)),
            }
        })
    }
}
