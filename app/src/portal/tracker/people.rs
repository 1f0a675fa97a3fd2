//! Who sees the request, and adding a colleague to it.

use domain::text::EmailAddress;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use ui::{Button, ButtonType, Field, Fold, FoldState, Head, Icon, InputKind, ListRow, ListRows};

use super::state::{Carried, Then, Tracked};
use crate::form::{self, Form, FormTrouble};
use crate::i18n::{Portal, language};
use crate::rpc::portal::AddWatcher;

#[component]
pub fn People(tracked: Tracked) -> impl IntoView {
    let t = Portal::from(language());
    let you = tracked.reader_id();
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
                    <ListRow icon=Icon::Person>
                        {if person.id == you { t.track_people_you(&person.name) } else { person.name }}
                    </ListRow>
                </For>
                <ListRow icon=Icon::Desk>{t.track_people_desk()}</ListRow>
            </ListRows>
            <Show when=move || may_add.get()>
                <AddColleague tracked=tracked/>
            </Show>
        </section>
    }
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
