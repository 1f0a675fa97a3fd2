//! Taking the ticket on which the reader stands, with one key and a way back.

use std::time::Duration;

use domain::ids::{EventSeq, PersonId, TicketId};
use leptos::prelude::*;
use ui::{Banner, BannerKind, Button, Icon, Toast, ToastTime, Toasts};

use super::keyboard::keeping_focus;
use super::state::Queue;
use crate::error::sentence;
use crate::i18n::{Common, Desk, language};
use crate::rpc::desk::assign;

/// How long the way back is offered.
const UNDO_FOR: Duration = Duration::from_secs(10);

/// What became of the last ticket that was taken here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    Nothing,
    /// It is mine; `from` had it before.
    Taken {
        ticket: TicketId,
        from: Option<PersonId>,
        seq: EventSeq,
    },
    Failed(String),
}

/// Assigns a ticket to the reader.
pub fn take(queue: Queue, ticket: TicketId, taking: RwSignal<Taking>) {
    let Some(row) = untrack(|| queue.row(ticket)) else { return };
    let (language, t) = (language_of(queue), Desk::from(language_of(queue)));
    let me = queue.with(|page| page.reader.id);
    let from = row.head.assignee.map(|chip| chip.id);
    if from == Some(me) {
        queue.said.set(t.queue_already_mine(&ticket.to_string()));
        return;
    }
    leptos::task::spawn_local(async move {
        match assign(ticket, row.head.seq, Some(me)).await {
            Ok(head) => {
                let taken = Taking::Taken { ticket, from, seq: head.seq };
                keeping_focus(|| queue.put(head));
                taking.set(taken.clone());
                set_timeout(move || forget(taking, &taken), UNDO_FOR);
            }
            Err(error) => {
                let why = sentence(language, &error);
                taking.set(Taking::Failed(t.queue_not_taken(&ticket.to_string(), &why)));
            }
        }
    });
}

/// What just happened, and the way back.
#[component]
pub fn TakingNews(queue: Queue, taking: RwSignal<Taking>) -> impl IntoView {
    let (t, common) = (Desk::from(language()), Common::from(language()));
    view! {
        <div role="alert">
            {move || match taking.get() {
                Taking::Failed(why) => Some(view! {
                    <Banner kind=BannerKind::Late icon=Icon::Late title=common.form_trouble()>
                        {why}
                    </Banner>
                }),
                Taking::Nothing | Taking::Taken { .. } => None,
            }}
        </div>
        <Toasts>
            {move || match taking.get() {
                Taking::Taken { ticket, from, seq } => Some(view! {
                    <Toast
                        time=ToastTime::TenSeconds
                        action=move || {
                            view! {
                                <Button icon=Icon::Undo on:click=move |_| give_back(queue, ticket, seq, from, taking)>
                                    {t.queue_undo()}
                                </Button>
                            }
                        }
                    >
                        {t.queue_taken(&ticket.to_string())}
                    </Toast>
                }),
                Taking::Nothing | Taking::Failed(_) => None,
            }}
        </Toasts>
    }
}

fn give_back(queue: Queue, ticket: TicketId, seq: EventSeq, to: Option<PersonId>, taking: RwSignal<Taking>) {
    let (language, t) = (language_of(queue), Desk::from(language_of(queue)));
    taking.set(Taking::Nothing);
    leptos::task::spawn_local(async move {
        match assign(ticket, seq, to).await {
            Ok(head) => keeping_focus(|| queue.put(head)),
            Err(error) => {
                let why = sentence(language, &error);
                taking.set(Taking::Failed(t.queue_not_taken(&ticket.to_string(), &why)));
            }
        }
    });
}

fn forget(taking: RwSignal<Taking>, taken: &Taking) {
    if taking.try_get_untracked().as_ref() == Some(taken) {
        taking.set(Taking::Nothing);
    }
}

fn language_of(queue: Queue) -> domain::locale::Language {
    queue.times.with_untracked(|times| times.language)
}
