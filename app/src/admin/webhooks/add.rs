//! A new target. Its secret stands in the form, so that it is seen without a script and never again afterwards.

use domain::webhook::{Content, EventKind, WebhooksPage};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Choice, ChoiceOption, Field, Head, Needed};

use crate::admin::webhooks::words;
use crate::form::{ActForm, After, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::webhook::AddWebhook;

#[component]
pub fn Add(page: RwSignal<WebhooksPage>, on_done: Callback<WebhooksPage>) -> impl IntoView {
    let t = Admin::from(language());
    let doing = Doing::<AddWebhook>::new();
    let fresh = page.with_untracked(|page| page.secret.clone());
    let secret = RwSignal::new(doing.value("secret", fresh.clone()));
    // Each target has a secret of its own: the form is emptied after it was taken, and then gets the next one.
    Effect::new(move |before: Option<String>| {
        let next = page.with(|page| page.secret.clone());
        if before.is_some_and(|before| before != next) {
            secret.set(next.clone());
        }
        next
    });
    view! {
        <section class="stack-3" id="add" aria-labelledby="add-head">
            <Head title=t.hook_add_title() id="add-head"/>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <Field
                    id="hook-url"
                    name="url"
                    label=t.hook_url()
                    needed=Needed::Required
                    autocomplete="off"
                    hint=t.hook_url_hint()
                    value=doing.value("url", "")
                    error=doing.state.wrong("url", t.hook_url())
                />
                <Field
                    id="hook-secret"
                    name="secret"
                    label=t.hook_secret()
                    needed=Needed::Required
                    autocomplete="off"
                    hint=t.hook_secret_hint()
                    value=doing.value("secret", fresh)
                    text=secret
                    error=doing.state.wrong("secret", t.hook_secret())
                />
                <Choice
                    id="hook-content"
                    name="content"
                    label=t.hook_content()
                    options=contents(t)
                    value=doing.value("content", Content::Facts.as_str())
                />
                <p class="second small">{t.hook_content_hint()}</p>
                <Kinds doing=doing/>
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.hook_add()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.hook_added()/>
            </ActForm>
        </section>
    }
    .into_any()
}

/// Which events; none ticked means all that the content covers.
#[component]
fn Kinds(doing: Doing<AddWebhook>) -> impl IntoView {
    let t = Admin::from(language());
    let wrong = doing.state.wrong("kinds", t.hook_kinds());
    view! {
        <fieldset class="boxes">
            <legend>{t.hook_kinds()}</legend>
            {EventKind::ALL
                .iter()
                .map(|kind| {
                    let mark = if kind.public() { "" } else { t.hook_staff_only() };
                    view! {
                        <label class="box">
                            <input
                                type="checkbox"
                                name="kinds[]"
                                value=kind.as_str()
                                checked=doing.is_ticked("kinds[]", kind.as_str(), false)
                            />
                            {words::kind(t, *kind)}
                            {mark}
                        </label>
                    }
                })
                .collect_view()}
            <p class="second small">{t.hook_kinds_hint()}</p>
            {move || wrong.get().map(|wrong| view! { <p role="alert">{wrong}</p> })}
        </fieldset>
    }
    .into_any()
}

fn contents(t: Admin) -> Vec<ChoiceOption> {
    Content::ALL
        .into_iter()
        .map(|content| ChoiceOption::new(content.as_str(), words::content(t, content)))
        .collect()
}
