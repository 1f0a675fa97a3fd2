//! The box to answer in; it works without a script, and with one nothing reloads.

use domain::text::Body;
use domain::ticket::{Action, Status};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::{Button, ButtonKind, ButtonType, Composer, Icon, LinkButton};

use super::state::{Carried, Then, Tracked};
use crate::draft;
use crate::entities::ticket::files::{FilePicker, Lost};
use crate::form::{self, Encoding, Form, FormTrouble, Offline, Sent};
use crate::i18n::{Common, Portal, language};
use crate::prefs::Prefs;
use crate::routes;

/// The form while an answer is taken; else why not, and the way on.
#[component]
pub fn Answer(tracked: Tracked) -> impl IntoView {
    let may = Memo::new(move |_| tracked.page.with(|page| page.allowed.contains(&Action::Answer)));
    view! {
        <Show when=move || may.get() fallback=move || view! { <Elsewhere tracked=tracked/> }>
            <AnswerForm tracked=tracked/>
        </Show>
    }
}

/// Where to write instead: in the request that goes on, at the desk, or in a new one.
#[component]
fn Elsewhere(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let at_desk = Prefs::here().roles.is_some_and(|roles| roles.works_at_desk()) && tracked.looks_on();
    let way = move || match tracked.head.with(|head| head.merged_into) {
        Some(survivor) => {
            (t.track_no_answer(), tracked.link(survivor), t.track_to_survivor(&survivor.to_string()))
        }
        None if at_desk => (t.track_at_desk(), routes::ticket(tracked.id()), t.track_to_desk().to_owned()),
        None => (t.track_no_answer(), routes::ASK.to_owned(), t.track_ask_again().to_owned()),
    };
    move || {
        let (why, href, label) = way();
        view! {
            <div class="stack-2">
                <p class="second">{why}</p>
                <div class="btn-row">
                    <LinkButton href=href>{label}</LinkButton>
                </div>
            </div>
        }
    }
}

#[component]
fn AnswerForm(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let common = Common::from(language());
    let id = tracked.id();
    let state = form::state(&routes::post(id));
    let typed = state.value("body");
    let draft = draft::keep(&id.to_string(), Some(tracked.reader_id()), String::new());
    let node = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let sent = Callback::new(move |sent: Sent| {
        if let Some(form) = node.get_untracked() {
            form.reset();
        }
        draft.forget();
        match stays_here(&sent.to, &routes::tracker(id, None)) {
            true => tracked.refresh(t.track_sent(), Then::Stay),
            // It came too late for this one and became a new request.
            false => navigate(&sent.to, NavigateOptions::default()),
        }
    });
    let reopens = Memo::new(move |_| {
        tracked.head.with(|head| matches!(head.status, Status::Resolved | Status::Closed))
    });
    let prompt = tracked.head.with_untracked(|head| match (head.status, &head.assignee) {
        (Status::Resolved | Status::Closed, _) => t.track_write_reopens().to_owned(),
        (_, Some(assignee)) => t.track_write_to(assignee.first_name()),
        (_, None) => t.track_write_to_desk().to_owned(),
    });
    let kept = move || {
        let at = draft.kept_at.get()?;
        Some(common.draft_kept(&tracked.times.with(|times| times.clock(at))))
    };
    let label = move || match (state.pending.get(), reopens.get()) {
        (true, _) => common.form_sending(),
        (false, true) => t.track_send_reopens(),
        (false, false) => t.track_send(),
    };
    let lost = if state.echoed() { Lost::ByTheServer } else { Lost::No };
    view! {
        <Form
            state=state
            encoding=Encoding::Files
            offline=Offline::Retry
            class="stack-2 answer"
            label=t.track_answer()
            node_ref=node
            on_sent=sent
        >
            <FormTrouble state=state/>
            <Carried tracked=tracked/>
            <input type="hidden" name="kind" value="answer"/>
            <input type="hidden" name="key" value=move || tracked.page.with(|page| page.key.clone())/>
            <Composer
                id="answer"
                name="body"
                label=move || t.track_answer()
                placeholder=prompt
                rows=4
                value=typed
                text=draft.text
                max_length=Body::LIMIT
                error=MaybeProp::from(state.wrong("body", t.track_answer()))
            >
                <Button kind=ButtonKind::Go action=ButtonType::Submit disabled=state.pending>
                    {label}
                    <Icon icon=Icon::Arrow/>
                </Button>
                <span class="foot-end second small">{kept}</span>
            </Composer>
            <FilePicker
                id="files"
                error=MaybeProp::from(state.wrong("files", common.files_add()))
                lost=lost
            />
        </Form>
    }
}

/// Whether an address is that of this tracker, whatever key or anchor it carries.
fn stays_here(to: &str, here: &str) -> bool {
    to.split(['?', '#']).next() == Some(here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_or_an_anchor_leads_nowhere_else() {
        assert!(stays_here("/t/T-1042?k=x#post-7", "/t/T-1042"));
        assert!(!stays_here("/t/T-10421", "/t/T-1042"));
    }
}
