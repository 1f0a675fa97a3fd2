//! The browsers in which one is signed in, each with a way to end it from here.

use domain::person::{MePage, SessionView};
use leptos::prelude::*;
use ui::{Button, ButtonRow, ButtonType, Chip, Head, Out};

use crate::account::agent;
use crate::form::{ActForm, Doing, Outcome};
use crate::format::{TimeAt, Times};
use crate::i18n::{Account, language};
use crate::rpc::account::{RevokeSession, SignOutEverywhere};

#[component]
pub fn Sessions(sessions: RwSignal<Vec<SessionView>>, times: Signal<Times>) -> impl IntoView {
    let t = Account::from(language());
    let everywhere = Doing::<SignOutEverywhere>::new();
    let ended = RwSignal::new(false);
    let has_others = move || sessions.read().iter().any(|session| !session.this);
    let on_done = Callback::new(move |me: MePage| sessions.set(me.sessions));
    let on_one_done = Callback::new(move |me: MePage| {
        sessions.set(me.sessions);
        ended.set(true);
    });
    view! {
        <section class="stack-2" aria-labelledby="me-sessions">
            <Head
                title=t.me_sessions()
                id="me-sessions"
                count=Signal::derive(move || Some(sessions.read().len().to_string()))
            />
            <ul class="rows">
                <For each=move || sessions.get() key=|session| session.id let:session>
                    <Row session=session times=times on_done=on_one_done/>
                </For>
            </ul>
            <p class="outcome" role="status">{move || ended.get().then(|| t.me_revoked())}</p>
            <div hidden=move || !has_others()>
                <ActForm doing=everywhere on_done=on_done>
                    <ButtonRow>
                        <Button action=ButtonType::Submit>{t.me_everywhere()}</Button>
                    </ButtonRow>
                </ActForm>
            </div>
            <Outcome state=everywhere.state done=everywhere.done words=t.me_everywhere_done()/>
            <p class="second small" hidden=has_others>{t.me_only_one()}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Row(session: SessionView, times: Signal<Times>, on_done: Callback<MePage>) -> impl IntoView {
    let t = Account::from(language());
    let id = session.id.0.to_string();
    let own = id.clone();
    let doing = Doing::<RevokeSession>::told_apart(move |echo| echo.value("session") == Some(own.as_str()));
    let name = agent::name(&session.agent).unwrap_or_else(|| t.me_unknown_agent().to_owned());
    let label = t.me_revoke_label(&name);
    view! {
        <li class="row-act">
            <div class="row-what">
                <b title=session.agent>{name}</b>
                " "
                {session.this.then(|| view! { <Chip>{t.me_this()}</Chip> })}
                <p class="second small">
                    {t.me_signed_in()} " " <TimeAt at=session.created_at times=times/> ", " {t.me_last_seen()} " "
                    <TimeAt at=session.last_seen_at times=times/>
                </p>
            </div>
            {(!session.this).then(|| {
                view! {
                    <ActForm doing=doing on_done=on_done>
                        <input type="hidden" name="session" value=id/>
                        <Button action=ButtonType::Submit>
                            <span aria-hidden="true">{t.me_revoke()}</span>
                            <Out>{label}</Out>
                        </Button>
                    </ActForm>
                }
            })}
        </li>
    }
    .into_any()
}
