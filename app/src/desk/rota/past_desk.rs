//! Somebody came straight to me: it becomes a ticket like any other, and counts as an interruption.

use domain::rota::view::{Known, RotaPage};
use domain::ticket::Channel;
use leptos::prelude::*;
use ui::{Button, ButtonRow, ButtonType, Choice, ChoiceOption, Field, Fold, InputKind, Needed};

use crate::entities::ticket::names;
use crate::form::{ActForm, After, Doing, Outcome, unfolded};
use crate::i18n::{Rota, language};
use crate::rpc::rota::LogPastDesk;

/// The ways on which people go past a desk.
const WAYS: [Channel; 3] = [Channel::WalkUp, Channel::Phone, Channel::Chat];

#[component]
pub fn PastDesk(page: RwSignal<RotaPage>, on_done: Callback<RotaPage>) -> impl IntoView {
    let (language, t) = (language(), Rota::from(language()));
    let doing = Doing::<LogPastDesk>::new();
    let ways =
        WAYS.iter().map(|way| ChoiceOption::new(way.as_str(), names::channel(language, *way))).collect();
    view! {
        <Fold title=t.past_title() state=unfolded(doing.state)>
            <p class="second small">{t.past_hint()}</p>
            <OneOf page=page on_done=on_done/>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <Field
                    id="past-email"
                    name="email"
                    label=t.past_email()
                    kind=InputKind::Email
                    needed=Needed::Required
                    autocomplete="off"
                    value=doing.value("email", "")
                    error=doing.state.wrong("requester.email", t.past_email())
                />
                <Field
                    id="past-name"
                    name="name"
                    label=t.past_name()
                    autocomplete="off"
                    hint=t.past_name_hint()
                    value=doing.value("name", "")
                    error=doing.state.wrong("requester.name", t.past_name())
                />
                <Field
                    id="past-body"
                    name="body"
                    label=t.past_body()
                    needed=Needed::Required
                    autocomplete="off"
                    value=doing.value("body", t.past_body_default())
                    error=doing.state.wrong("body", t.past_body())
                />
                <Choice
                    id="past-channel"
                    name="channel"
                    label=t.past_channel()
                    options=ways
                    value=doing.value("channel", Channel::WalkUp.as_str())
                />
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.past_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.past_saved()/>
            </ActForm>
        </Fold>
    }
    .into_any()
}

/// Those who asked lately: a tap on a name is the ticket.
#[component]
fn OneOf(page: RwSignal<RotaPage>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    // What comes back from the server without a script belongs to the form below.
    let doing = Doing::<LogPastDesk>::told_apart(|_| false);
    let lately = Memo::new(move |_| page.with(|page| page.lately.clone()));
    let names = move || {
        let name = |known: Known| {
            view! {
                <Button action=ButtonType::Submit name="email" value=known.email>
                    {known.name}
                </Button>
            }
        };
        lately.get().into_iter().map(name).collect_view()
    };
    view! {
        <ActForm doing=doing class="stack-2" on_done=on_done>
            <input type="hidden" name="name" value=""/>
            <input type="hidden" name="body" value=t.past_body_default()/>
            <input type="hidden" name="channel" value=Channel::WalkUp.as_str()/>
            <p hidden=move || lately.with(Vec::is_empty)>{t.past_one_of()}</p>
            <ButtonRow>{names}</ButtonRow>
            <Outcome state=doing.state done=doing.done words=t.past_saved()/>
        </ActForm>
    }
    .into_any()
}
