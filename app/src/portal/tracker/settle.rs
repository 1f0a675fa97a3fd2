//! Close, reopen, cancel: what the requester may decide, each one plain form.

use domain::ticket::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use ui::{Button, ButtonKind, ButtonType, ButtonWidth, Fold, Head};

use super::state::{Carried, Then, Tracked};
use crate::form::{self, Form, FormTrouble};
use crate::i18n::{Portal, language};
use crate::rpc::portal::{Cancel, Close, Reopen};

#[component]
pub fn Settle(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let may =
        move |action: Action| Memo::new(move |_| tracked.page.with(|page| page.allowed.contains(&action)));
    let (close, reopen, cancel) = (may(Action::Close), may(Action::Reopen), may(Action::Cancel));
    let title = move || if close.get() { t.track_settle() } else { t.track_not_right() };
    view! {
        <Show when=move || close.get() || reopen.get() || cancel.get()>
            <section aria-labelledby="settle-h">
                {move || view! { <Head title=title() id="settle-h"/> }}
                <div class="stack-1 section-text">
                    <Show when=move || close.get()>
                        <SettleForm tracked=tracked action=Close::url() kind=ButtonKind::Go label=t.track_close()/>
                    </Show>
                    <Show when=move || reopen.get()>
                        <SettleForm tracked=tracked action=Reopen::url() kind=ButtonKind::Plain label=t.track_reopen()/>
                    </Show>
                    <Show when=move || cancel.get()>
                        <Fold title=t.track_cancel()>
                            <div class="stack-2 fold-form">
                                <p class="second small">{t.track_cancel_note()}</p>
                                <SettleForm
                                    tracked=tracked
                                    action=Cancel::url()
                                    kind=ButtonKind::Late
                                    label=t.track_cancel_yes()
                                />
                            </div>
                        </Fold>
                    </Show>
                </div>
            </section>
        </Show>
    }
}

/// One button that decides; what comes of it is read in the sentence on top.
#[component]
fn SettleForm(
    tracked: Tracked,
    action: &'static str,
    kind: ButtonKind,
    label: &'static str,
) -> impl IntoView {
    let state = form::state(action);
    let done = Callback::new(move |_| tracked.refresh("", Then::ReadState));
    view! {
        <Form state=state class="stack-1" on_sent=done>
            <FormTrouble state=state/>
            <Carried tracked=tracked/>
            <Button kind=kind action=ButtonType::Submit width=ButtonWidth::Fill disabled=state.pending>
                {label}
            </Button>
        </Form>
    }
}
