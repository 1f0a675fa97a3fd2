//! What can be done with a ticket now: drawn from the same rule that the server applies.

use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::ticket::{Action, Level, Place, WaitingOn};
use leptos::prelude::*;
use ui::{
    Button, ButtonKind, ButtonType, ButtonWidth, Choice, ChoiceOption, Field, Icon, Needed, Select,
    SelectOption,
};

use super::change::{ChangeForm, Trouble};
use super::drop::{Drop, DropLook};
use super::state::{Seen, Ticket};
use crate::entities::ticket::names::{level, place};
use crate::form::Doing;
use crate::i18n::{Desk, language};
use crate::rpc::desk::{Assign, Merge, PastDesk, ReopenAtDesk, Resolve, Resume, Wait};

/// By these the keyboard finds what it presses or opens.
pub const RESOLVE: &str = "resolve";
pub const TAKE: &str = "take";
pub const WAIT: &str = "wait";
pub const HAND_ON: &str = "hand-on";
pub const MERGE: &str = "merge";

/// The row of buttons, and below it what did not work.
#[component]
pub fn Actions(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let resolve = Doing::<Resolve>::new();
    let wait = Doing::<Wait>::new();
    let resume = Doing::<Resume>::new();
    let assign = Doing::<Assign>::new();
    let merge = Doing::<Merge>::new();
    let reopen = Doing::<ReopenAtDesk>::new();
    let past = Doing::<PastDesk>::new();
    let may = move |action| {
        let allowed = ticket.allows(action);
        move || allowed.get()
    };
    let troubles =
        [resolve.state, wait.state, resume.state, assign.state, merge.state, reopen.state, past.state]
            .map(|state| view! { <Trouble ticket=ticket state=state kept=t.conflict_again()/> });
    view! {
        <div class="btn-row actions" role="group" aria-label=t.actions_label()>
            <Show when=may(Action::Resolve)>
                <ResolveForm ticket=ticket doing=resolve/>
            </Show>
            <Show when=may(Action::Reopen)>
                <ReopenForm ticket=ticket doing=reopen/>
            </Show>
            <Show when=may(Action::Resume)>
                <ResumeForm ticket=ticket doing=resume/>
            </Show>
            <Show when=may(Action::Wait)>
                <WaitForm ticket=ticket doing=wait/>
            </Show>
            <Show when=may(Action::Assign)>
                <AssignForm ticket=ticket doing=assign/>
            </Show>
            <Show when=may(Action::Merge)>
                <MergeForm ticket=ticket doing=merge/>
            </Show>
            <Show when=may(Action::Assign)>
                <PastDeskForm ticket=ticket doing=past/>
            </Show>
        </div>
        {troubles}
    }
}

/// One tap: it came straight to me, and counts as an interruption.
#[component]
fn PastDeskForm(ticket: Ticket, doing: Doing<PastDesk>) -> impl IntoView {
    let t = Desk::from(language());
    let seen = Seen::of(ticket, doing.state);
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen>
            <Button action=ButtonType::Submit icon=Icon::Person disabled=doing.state.pending>
                {t.actions_past_desk()}
            </Button>
        </ChangeForm>
    }
}

/// One tap: remote, by level 1. Beside it, where else and by whom.
#[component]
fn ResolveForm(ticket: Ticket, doing: Doing<Resolve>) -> impl IntoView {
    let (language, t) = (language(), Desk::from(language()));
    let places =
        Place::ALL.iter().map(|one| ChoiceOption::new(one.as_str(), place(language, *one))).collect();
    let levels =
        Level::ALL.iter().map(|one| ChoiceOption::new(one.as_str(), level(language, *one))).collect();
    let seen = Seen::of(ticket, doing.state);
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen class="split">
            <Button
                kind=ButtonKind::Go
                action=ButtonType::Submit
                icon=Icon::Check
                key="E"
                disabled=doing.state.pending
                attr:id=RESOLVE
            >
                {t.actions_resolve()}
            </Button>
            <Drop id="resolve-how" icon=Icon::Down label=t.actions_resolve_how() look=DropLook::Arrow>
                <div class="stack-2">
                    <Choice
                        id="place"
                        name="place"
                        label=t.actions_place()
                        options=places
                        value=doing.value("place", Place::Remote.as_str())
                    />
                    <Choice
                        id="level"
                        name="level"
                        label=t.actions_level()
                        options=levels
                        value=doing.value("level", Level::One.as_str())
                    />
                    <p class="second small">{t.actions_resolve_hint(&ticket.requester())}</p>
                    <Button
                        kind=ButtonKind::Go
                        width=ButtonWidth::Fill
                        action=ButtonType::Submit
                        disabled=doing.state.pending
                    >
                        {t.actions_resolve()}
                    </Button>
                </div>
            </Drop>
        </ChangeForm>
    }
}

#[component]
fn ReopenForm(ticket: Ticket, doing: Doing<ReopenAtDesk>) -> impl IntoView {
    let t = Desk::from(language());
    let seen = Seen::of(ticket, doing.state);
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen>
            <Button
                kind=ButtonKind::Go
                action=ButtonType::Submit
                icon=Icon::Undo
                disabled=doing.state.pending
            >
                {t.actions_reopen()}
            </Button>
        </ChangeForm>
    }
}

#[component]
fn ResumeForm(ticket: Ticket, doing: Doing<Resume>) -> impl IntoView {
    let t = Desk::from(language());
    let seen = Seen::of(ticket, doing.state);
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen>
            <Button action=ButtonType::Submit icon=Icon::Open disabled=doing.state.pending>
                {t.actions_resume()}
            </Button>
        </ChangeForm>
    }
}

/// Whom to wait for, one press each.
#[component]
fn WaitForm(ticket: Ticket, doing: Doing<Wait>) -> impl IntoView {
    let t = Desk::from(language());
    let requester = ticket.requester();
    let seen = Seen::of(ticket, doing.state);
    let now = ticket.part(|page| page.head.waiting_on);
    let suppliers = ticket.with(|page| page.suppliers.clone());
    let which = (!suppliers.is_empty()).then(|| {
        let named = suppliers.iter().map(|one| SelectOption::new(one.id.0.to_string(), &one.name));
        let none = SelectOption::new("", t.actions_wait_none());
        let options = std::iter::once(none).chain(named).collect();
        view! { <Select id="wait-supplier" name="supplier" label=t.actions_wait_which() options=options/> }
    });
    let choice = move |on: WaitingOn| {
        let (icon, word) = match on {
            WaitingOn::Requester => (Icon::Person, requester.clone()),
            WaitingOn::Approval => (Icon::Check, t.actions_wait_approval().to_owned()),
            WaitingOn::Supplier => (Icon::Box, t.actions_wait_supplier().to_owned()),
            WaitingOn::Parts => (Icon::Plug, t.actions_wait_parts().to_owned()),
        };
        view! {
            <Button
                action=ButtonType::Submit
                width=ButtonWidth::Fill
                icon=icon
                name="on"
                value=on.as_str()
                disabled=Signal::derive(move || doing.state.pending.get() || now.get() == Some(on))
            >
                {word}
            </Button>
        }
    };
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen>
            <Drop id=WAIT icon=Icon::Pause label=t.actions_wait() key="P">
                <div class="stack-1">
                    {which}
                    {WaitingOn::ALL.iter().copied().map(choice).collect_view()}
                    <p class="second small">{t.actions_wait_hint()}</p>
                </div>
            </Drop>
        </ChangeForm>
    }
}

/// Take it, hand it on, or give it back to the team.
#[component]
fn AssignForm(ticket: Ticket, doing: Doing<Assign>) -> impl IntoView {
    let t = Desk::from(language());
    let me = ticket.me();
    let seen = Seen::of(ticket, doing.state);
    let has_it = ticket.part(|page| page.head.assignee.as_ref().map(|chip| chip.id));
    let agents = ticket.with(|page| page.agents.clone());
    let disabled = Signal::derive(move || doing.state.pending.get());
    let mine = move || has_it.get() == Some(me);
    let others = move |agents: &[PersonChip]| {
        let others = agents.iter().filter(|agent| agent.id != me && Some(agent.id) != has_it.get());
        others.map(|agent| hand_to(agent.name.clone(), Some(agent.id), disabled)).collect_view()
    };
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen class="pair">
            {move || {
                (!mine()).then(|| {
                    view! {
                        <Button
                            action=ButtonType::Submit
                            icon=Icon::Person
                            key="A"
                            name="to"
                            value=me.0.to_string()
                            disabled=disabled
                            attr:id=TAKE
                        >
                            {t.actions_take()}
                        </Button>
                    }
                })
            }}
            <Drop id=HAND_ON icon=Icon::HandOn label=t.actions_hand_on()>
                <div class="stack-1" role="group" aria-label=t.actions_hand_on_title()>
                    {move || others(&agents)}
                    {move || {
                        has_it.get().map(|_| hand_to(t.actions_to_team().to_owned(), None, disabled))
                    }}
                </div>
            </Drop>
        </ChangeForm>
    }
}

fn hand_to(word: String, to: Option<PersonId>, disabled: Signal<bool>) -> impl IntoView {
    view! {
        <Button
            action=ButtonType::Submit
            width=ButtonWidth::Fill
            icon=if to.is_some() { Icon::Person } else { Icon::Line }
            name="to"
            value=to.map(|to| to.0.to_string()).unwrap_or_default()
            disabled=disabled
        >
            {word}
        </Button>
    }
}

#[component]
fn MergeForm(ticket: Ticket, doing: Doing<Merge>) -> impl IntoView {
    let t = Desk::from(language());
    let seen = Seen::of(ticket, doing.state);
    view! {
        <ChangeForm ticket=ticket doing=doing seen=seen>
            <Drop id=MERGE label=t.actions_merge() key="M" open=doing.is_wrong("into")>
                <div class="stack-2">
                    <Field
                        id="into"
                        name="into"
                        label=t.actions_merge_label()
                        value=doing.value("into", "")
                        placeholder="T-1042"
                        autocomplete="off"
                        needed=Needed::Required
                        hint=t.actions_merge_hint(&ticket.requester())
                        error=doing.state.wrong("into", t.actions_merge_label())
                    />
                    <Button action=ButtonType::Submit width=ButtonWidth::Fill disabled=doing.state.pending>
                        {t.actions_merge()}
                    </Button>
                </div>
            </Drop>
        </ChangeForm>
    }
}
