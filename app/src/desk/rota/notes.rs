//! What one shift tells the next.

use domain::rota::view::RotaPage;
use leptos::prelude::*;
use ui::{Button, ButtonRow, ButtonType, Head, Needed, TextArea};

use crate::form::{ActForm, After, Doing, Outcome};
use crate::format::{TimeAt, Times};
use crate::i18n::{Rota, language};
use crate::rpc::rota::HandOver;

#[component]
pub fn Notes(page: RwSignal<RotaPage>, times: Signal<Times>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let doing = Doing::<HandOver>::new();
    let notes = Memo::new(move |_| page.with(|page| page.notes.clone()));
    let has_none = move || notes.with(Vec::is_empty);
    view! {
        <section class="stack-3" id="notes" aria-labelledby="notes-head">
            <Head title=t.note_title() id="notes-head"/>
            <p class="second" hidden=move || !has_none()>
                {t.note_none()}
            </p>
            <ul class="rows">
                {move || {
                    notes
                        .get()
                        .into_iter()
                        .map(|note| {
                            view! {
                                <li class="row-act">
                                    <span class="row-what">
                                        <b>{note.author.first_name().to_owned()}</b>
                                        <span class="second small">
                                            <TimeAt at=note.at times=times/>
                                        </span>
                                        <p>{note.body}</p>
                                    </span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <TextArea
                    id="note-body"
                    name="body"
                    label=t.note_body()
                    needed=Needed::Required
                    rows=3
                    value=doing.value("body", "")
                    error=doing.state.wrong("body", t.note_body())
                />
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.note_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.note_saved()/>
            </ActForm>
        </section>
    }
    .into_any()
}
