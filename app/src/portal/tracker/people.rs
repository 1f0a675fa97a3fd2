//! Who sees the request, and adding a colleague to it.

use domain::person::PersonChip;
use domain::text::EmailAddress;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::{Button, ButtonType, Field, Fold, FoldState, Head, Icon, InputKind, ListRow, ListRows};

use super::state::{Carried, Then, Tracked};
use crate::entities::ticket::take_off::{TakeOff, Whose};
use crate::form::{self, Form, FormTrouble};
use crate::i18n::{Portal, language};
use crate::routes;
use crate::rpc::portal::AddWatcher;

#[component]
pub fn People(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let people = Memo::new(move |_| {
        tracked.page.with(|page| {
            let requester = &page.head.requester;
            let others = page.watchers.iter().filter(|watcher| watcher.id != requester.id);
            std::iter::once(requester).chain(others).cloned().collect::<Vec<_>>()
        })
    });
    let may_add = Memo::new(move |_| tracked.page.with(|page| page.may_add_watcher));
    view! {
        <section aria-labelledby="people-h">
            <Head title=t.track_people() id="people-h"/>
            <ListRows>
                <For each=move || people.get() key=|person| person.id let:person>
                    <Reader tracked=tracked person=person/>
                </For>
                <ListRow icon=Icon::Desk>{t.track_people_desk()}</ListRow>
            </ListRows>
            <Show when=move || may_add.get()>
                <AddColleague tracked=tracked/>
            </Show>
        </section>
    }
}

/// One who sees the request, and the way out for who was added.
#[component]
fn Reader(tracked: Tracked, person: PersonChip) -> impl IntoView {
    let t = Portal::from(language());
    let is_you = person.id == tracked.reader_id();
    let name = if is_you { t.track_people_you(&person.name) } else { person.name.clone() };
    let id = person.id;
    let may_go = Memo::new(move |_| {
        tracked.page.with(|page| page.head.requester.id != id && (page.may_add_watcher || is_you))
    });
    let whose = if is_you { Whose::Own } else { Whose::Other };
    let navigate = StoredValue::new(use_navigate());
    let done = Callback::new(move |()| match whose {
        Whose::Own => navigate.with_value(|navigate| navigate(routes::MY, NavigateOptions::default())),
        Whose::Other => tracked.refresh(t.track_taken_off(), Then::Stay),
    });
    let end = move || {
        let person = person.clone();
        view! {
            <Show when=move || may_go.get()>
                <TakeOff
                    ticket=tracked.id()
                    k=tracked.k.get_value()
                    person=person.clone()
                    whose=whose
                    leaving=tracked.leaving
                    on_done=done
                />
            </Show>
        }
    };
    view! { <ListRow icon=Icon::Person end=end>{name}</ListRow> }
}

#[component]
fn AddColleague(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let state = form::state(AddWatcher::url());
    let typed = state.value("email");
    let node = NodeRef::<html::Form>::new();
    let added = Callback::new(move |_| {
        if let Some(form) = node.get_untracked() {
            form.reset();
        }
        tracked.refresh(t.track_added(), Then::Stay);
    });
    let open = if state.echoed() { FoldState::Open } else { FoldState::Closed };
    view! {
        <Fold title=t.track_add() state=open>
            <Form state=state class="stack-2 fold-form" node_ref=node on_sent=added>
                <FormTrouble state=state/>
                <Carried tracked=tracked/>
                <Field
                    id="colleague"
                    name="email"
                    kind=InputKind::Email
                    label=t.track_add_email()
                    hint=t.track_add_hint()
                    value=typed
                    autocomplete="off"
                    max_length=EmailAddress::LIMIT
                    error=MaybeProp::from(state.wrong("email", t.track_add_email()))
                />
                <div class="btn-row">
                    <Button action=ButtonType::Submit icon=Icon::Person disabled=state.pending>
                        {t.track_add_yes()}
                    </Button>
                </div>
            </Form>
        </Fold>
    }
}
