//! Where a reply or a note is written. The two share one text and nothing else: label, colour, sign and button change.

use domain::text::Body;
use domain::thread::PostKind;
use domain::ticket::Action;
use leptos::children::ViewFnOnce;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;
use ui::{
    Button, ButtonKind, ButtonType, Choice, ChoiceOption, Composer as Frame, ComposerMode, ComposerOnly,
    ComposerTab, Icon, Key,
};

use super::change::Trouble;
use super::state::{Seen, Ticket};
use crate::desk::keys::focus;
use crate::draft;
use crate::entities::ticket::files::{FilePicker, Lost};
use crate::form::{Encoding, Form, FormState, Offline, Sent, state};
use crate::i18n::{Common, Desk, language};
use crate::routes;

/// By this the keyboard finds the text.
const TEXT: &str = "reply";

/// What the keyboard needs to begin to write.
#[derive(Clone, Copy)]
pub struct Writing {
    reply: NodeRef<html::Input>,
    note: NodeRef<html::Input>,
    /// `note`, or empty for a reply; kept with the draft, so that a note never comes back as a reply.
    kind: RwSignal<String>,
}

impl Writing {
    /// Chooses what to write and puts the keyboard into the text.
    pub fn begin(self, mode: ComposerMode) {
        self.choose(mode);
        focus(TEXT);
    }

    fn choose(self, mode: ComposerMode) {
        let (tab, kind) = match mode {
            ComposerMode::Reply => (self.reply, ""),
            ComposerMode::Note => (self.note, PostKind::Note.as_str()),
        };
        if let Some(tab) = tab.get_untracked() {
            tab.set_checked(true);
        }
        if self.kind.get_untracked() != kind {
            self.kind.set(kind.into());
        }
    }
}

/// The form of one ticket, and the handle by which keys reach it.
pub fn composer(ticket: Ticket) -> (Writing, impl IntoView) {
    let state = state(&routes::post(ticket.id()));
    let me = Some(ticket.me());
    let kind = draft::keep(&format!("{}.kind", ticket.id()), me, echoed_kind(state));
    let text = draft::keep(&format!("{}.body", ticket.id()), me, state.value("body"));
    let writing = Writing { reply: NodeRef::new(), note: NodeRef::new(), kind: kind.text };
    let view = view! { <ComposerForm ticket=ticket state=state writing=writing kind=kind text=text/> };
    (writing, view)
}

#[component]
fn ComposerForm(
    ticket: Ticket,
    state: FormState,
    writing: Writing,
    kind: draft::Draft,
    text: draft::Draft,
) -> impl IntoView {
    let (t, common) = (Desk::from(language()), Common::from(language()));
    let requester = ticket.requester();
    let seen = Seen::of(ticket, state);
    let form = NodeRef::<html::Form>::new();
    let key = RwSignal::new((ticket.with(|page| page.key.clone()), 0_u32));
    freeze_while_writing(ticket, seen, text.text);
    follow_kind(writing);
    let name = requester.clone();
    let on_sent = move |_: Sent| {
        let said = match kind.text.get_untracked().as_str() {
            "" => t.composer_sent(&name),
            _ => t.composer_noted().to_owned(),
        };
        text.forget();
        kind.forget();
        seen.end();
        if let Some(form) = form.get_untracked() {
            form.reset();
        }
        // The next post is another one; the key of this one has been used.
        key.update(|(_, sent)| *sent += 1);
        ticket.said.set(said);
        ticket.refresh();
    };
    let send_by_key = move |event: KeyboardEvent| {
        if event.key() == "Enter"
            && (event.ctrl_key() || event.meta_key())
            && let Some(form) = form.get_untracked()
        {
            event.prevent_default();
            // It can only fail where the form is not on the page.
            drop(form.request_submit());
        }
    };
    let lost = if state.echoed() { Lost::ByTheServer } else { Lost::No };
    let kept_at = move || {
        let at = text.kept_at.get()?;
        Some(common.draft_kept(&ticket.times.with(|times| times.clock(at))))
    };
    view! {
        <Form
            state=state
            encoding=Encoding::Files
            offline=Offline::Retry
            class="stack-1 compose"
            label=t.composer_tabs()
            node_ref=form
            on_sent=Callback::new(on_sent)
            on:keydown=send_by_key
        >
            <Trouble ticket=ticket state=state kept=t.conflict_text_kept()/>
            <input type="hidden" name="key" value=move || key.with(one_key)/>
            <input type="hidden" name="seen" value=move || seen.seq.get().0.to_string()/>
            <Frame
                id=TEXT
                name="body"
                label=labels(t, requester.clone())
                rows=4
                value=state.value("body")
                text=text.text
                max_length=Body::LIMIT
                error=state.wrong("body", t.composer_text())
                tabs=ViewFnOnce::from(tabs(t, writing, requester.clone(), echoed_kind(state).is_empty()))
                tabs_label=t.composer_tabs()
            >
                <ComposerOnly mode=ComposerMode::Reply>
                    <Then requester=requester.clone() chosen=state.value("then")/>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit disabled=state.pending>
                        {t.composer_send(&requester)}
                    </Button>
                </ComposerOnly>
                <ComposerOnly mode=ComposerMode::Note>
                    <Button
                        kind=ButtonKind::Staff
                        action=ButtonType::Submit
                        icon=Icon::Lock
                        disabled=state.pending
                    >
                        {t.composer_save_note()}
                    </Button>
                </ComposerOnly>
                <Key name=t.keys_ctrl_enter()/>
                <span class="second small foot-end">{kept_at}</span>
            </Frame>
            <FilePicker id="files" error=state.wrong("files", common.files_add()) lost=lost/>
        </Form>
    }
}

/// Reply and note, as radios in the look of tabs.
fn tabs(
    t: Desk,
    writing: Writing,
    requester: String,
    is_reply: bool,
) -> impl FnOnce() -> AnyView + Send + 'static {
    move || {
        view! {
            <ComposerTab
                mode=ComposerMode::Reply
                name="kind"
                value=PostKind::Reply.as_str()
                checked=is_reply
                key="R"
                node_ref=writing.reply
                on:change=move |_| writing.choose(ComposerMode::Reply)
            >
                {t.composer_reply(&requester)}
            </ComposerTab>
            <ComposerTab
                mode=ComposerMode::Note
                name="kind"
                value=PostKind::Note.as_str()
                checked=!is_reply
                key="N"
                node_ref=writing.note
                on:change=move |_| writing.choose(ComposerMode::Note)
            >
                {t.composer_note_tab()}
            </ComposerTab>
        }
        .into_any()
    }
}

/// What the text area is called, by what is chosen.
fn labels(t: Desk, requester: String) -> impl FnOnce() -> AnyView + Send + 'static {
    move || {
        view! {
            <ComposerOnly mode=ComposerMode::Reply>{t.composer_reply_label(&requester)}</ComposerOnly>
            <ComposerOnly mode=ComposerMode::Note>{t.composer_note()}</ComposerOnly>
        }
        .into_any()
    }
}

/// What happens to the ticket after a reply.
#[component]
fn Then(requester: String, chosen: String) -> impl IntoView {
    let t = Desk::from(language());
    let options = vec![
        ChoiceOption::new("", t.composer_then_stay()),
        ChoiceOption::new("wait_requester", t.composer_then_wait(&requester)),
        ChoiceOption::new("resolve", t.composer_then_resolve()),
    ];
    view! {
        <div class="then">
            <Choice id="then" name="then" label=t.composer_then() options=options value=chosen/>
        </div>
    }
}

/// What is written answers what was there when the writing began.
fn freeze_while_writing(ticket: Ticket, seen: Seen, text: RwSignal<String>) {
    Effect::new(move || match text.with(|text| text.trim().is_empty()) {
        true => seen.end(),
        false => seen.begin(ticket),
    });
}

/// A draft that was a note comes back as a note.
fn follow_kind(writing: Writing) {
    Effect::new(move || {
        let is_note = writing.kind.with(|kind| !kind.is_empty());
        if let (true, Some(tab)) = (is_note, writing.note.get()) {
            tab.set_checked(true);
        }
    });
}

fn echoed_kind(state: FormState) -> String {
    let kind = state.value("kind");
    if kind == PostKind::Note.as_str() { kind } else { String::new() }
}

fn one_key((page, sent): &(String, u32)) -> String {
    match sent {
        0 => page.clone(),
        sent => format!("{page}.{sent}"),
    }
}

/// Whether anything may be written.
pub fn may_write(ticket: Ticket) -> Memo<bool> {
    ticket.part(|page| [Action::Reply, Action::Note].iter().any(|action| page.allowed.contains(action)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_of_a_page_has_a_key_of_its_own() {
        let key = |sent| one_key(&("k1".to_owned(), sent));
        assert_eq!([key(0), key(1), key(2)], ["k1", "k1.1", "k1.2"]);
    }
}
