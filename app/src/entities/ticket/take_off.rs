//! The button that takes a watcher off a ticket; whoever watches leaves with it.

use domain::ids::TicketId;
use domain::person::PersonChip;
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonType};

use crate::form::{ActForm, Doing, FormTrouble};
use crate::i18n::{Portal, language};
use crate::routes;
use crate::rpc::portal::RemoveWatcher;

/// Whose watching ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The reader's own: afterwards the ticket is out of his sight.
    Own,
    Other,
}

#[component]
pub fn TakeOff(
    ticket: TicketId,
    /// A guest's key.
    k: Option<String>,
    person: PersonChip,
    whose: Whose,
    /// Whether he is on his way out, for the page around it.
    #[prop(optional)]
    leaving: Option<RwSignal<bool>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let t = Portal::from(language());
    let id = person.id.0.to_string();
    let own = id.clone();
    let doing = Doing::<RemoveWatcher>::told_apart(move |echo| echo.value("person") == Some(own.as_str()));
    if let Some(leaving) = leaving.filter(|_| whose == Whose::Own) {
        Effect::new(move || leaving.set(doing.state.pending.get() || doing.done.get()));
    }
    let (words, label) = match whose {
        Whose::Own => (t.track_leave(), t.track_leave().to_owned()),
        Whose::Other => (t.track_take_off(), t.track_take_off_label(&person.name)),
    };
    // Who leaves can't come back to this page.
    let back = (whose == Whose::Own).then_some(routes::MY);
    view! {
        <ActForm doing=doing back=back on_done=Callback::new(move |()| on_done.run(()))>
            <FormTrouble state=doing.state/>
            <input type="hidden" name="ticket" value=ticket.0.to_string()/>
            {k.map(|k| view! { <input type="hidden" name="k" value=k/> })}
            <input type="hidden" name="person" value=id/>
            <Button
                kind=ButtonKind::Bare
                action=ButtonType::Submit
                label=label
                disabled=doing.state.pending
            >
                {words}
            </Button>
        </ActForm>
    }
    .into_any()
}
