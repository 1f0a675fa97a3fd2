//! What was typed into a form that the server did not take, on its way back into the page.

use domain::fault::Fault;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

use crate::wire;

/// A form that the server did not take, with what was typed. The server provides it as context of the page it draws again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// The address that the form was sent to.
    pub form: String,
    /// Names and values in the order of the form; never passwords or files.
    pub values: Vec<(String, String)>,
    pub fault: Fault,
    pub incident: Option<String>,
}

impl Echo {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Clone, Copy)]
struct EchoSlot(RwSignal<Option<Echo>>);

/// Carries the echo from the server's page into the browser; called once, by the app.
pub(crate) fn provide_echo() {
    let echo = SharedValue::<_, wire::Packed>::new_with_encoding(use_context::<Echo>).into_inner();
    provide_context(EchoSlot(RwSignal::new(echo)));
}

/// Forgets the echo when the reader goes to another page; called once, inside the router.
pub(crate) fn forget_echo_on_leaving() {
    let slot = expect_context::<EchoSlot>();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            slot.0.set(None);
        }
        path
    });
}

/// What was typed into this form before the server refused it; the form is named by its address.
pub fn echo(form: &str) -> Option<Echo> {
    use_context::<EchoSlot>()?.0.get_untracked().filter(|echo| echo.form == form)
}
