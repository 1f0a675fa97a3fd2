//! One target: what it is told, how it stands, what was sent lately, and what can be done about it.

use domain::ids::WebhookId;
use domain::webhook::{Standing, WebhookView, WebhooksPage};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Head, Icon, Out, Status, StatusKind};

use crate::admin::webhooks::deliveries::Deliveries;
use crate::admin::webhooks::words;
use crate::form::{Act, ActForm, Doing, Outcome};
use crate::format::{TimeAt, Times};
use crate::i18n::{Admin, language};
use crate::rpc::webhook::{DisableWebhook, EnableWebhook, RemoveWebhook, TestWebhook};

#[component]
pub fn One(
    id: WebhookId,
    page: RwSignal<WebhooksPage>,
    times: Signal<Times>,
    on_done: Callback<WebhooksPage>,
) -> impl IntoView {
    let t = Admin::from(language());
    let hook = Memo::new(move |_| page.with(|page| page.webhooks.iter().find(|hook| hook.id == id).cloned()));
    let head = format!("hook-{}-head", id.0);
    let labelled = head.clone();
    let url = hook.with_untracked(|hook| hook.as_ref().map(|hook| hook.url.clone()).unwrap_or_default());
    let is_disabled = Memo::new(move |_| {
        hook.with(|hook| hook.as_ref().is_some_and(|hook| matches!(hook.standing, Standing::Disabled { .. })))
    });
    let (test, disable) = (doing_of::<TestWebhook>(id), doing_of::<DisableWebhook>(id));
    let (enable, remove) = (doing_of::<EnableWebhook>(id), doing_of::<RemoveWebhook>(id));
    view! {
        <section class="stack-3" aria-labelledby=labelled>
            <Head title=url.clone() id=head/>
            {move || hook.get().map(|hook| view! { <Stand hook=hook times=times/> })}
            <ButtonRow>
                <div hidden=is_disabled>
                    <Deed doing=test id=id word=t.hook_test() url=url.clone() done=t.hook_tested() on_done=on_done/>
                </div>
                <div hidden=is_disabled>
                    <Deed doing=disable id=id word=t.hook_disable() url=url.clone() done=t.saved() on_done=on_done/>
                </div>
                <div hidden=move || !is_disabled.get()>
                    <Deed doing=enable id=id word=t.hook_enable() url=url.clone() done=t.saved() on_done=on_done/>
                </div>
                <Deed doing=remove id=id
                    word=t.hook_remove()
                    url=url
                    done=t.saved()
                    kind=ButtonKind::Late
                    on_done=on_done
                />
            </ButtonRow>
            {move || hook.get().map(|hook| view! { <Deliveries deliveries=hook.deliveries times=times/> })}
        </section>
    }
    .into_any()
}

/// What it is told, and how that goes.
#[component]
fn Stand(hook: WebhookView, times: Signal<Times>) -> impl IntoView {
    let t = Admin::from(language());
    let kinds: Vec<&str> = hook.kinds.iter().map(|kind| words::kind(t, *kind)).collect();
    let kinds = if kinds.is_empty() { t.hook_all().to_owned() } else { kinds.join(", ") };
    let standing = match hook.standing {
        Standing::Working => {
            view! { <Status icon=Icon::Kept kind=StatusKind::Kept>{t.hook_working()}</Status> }.into_any()
        }
        Standing::Failing { failures, since, next_at } => view! {
            <Status icon=Icon::Warn>
                {t.hook_failing(&failures.to_string())} " " <TimeAt at=since times=times/>
                {t.hook_next_try()} " " <TimeAt at=next_at times=times/>
            </Status>
        }
        .into_any(),
        Standing::Disabled { at, why } => view! {
            <Status icon=Icon::Late kind=StatusKind::Late>
                {words::disabled(t, why)} " " <TimeAt at=at times=times/>
            </Status>
        }
        .into_any(),
    };
    view! {
        <p>{standing}</p>
        <p class="second small">{words::content(t, hook.content)} ": " {kinds}</p>
    }
    .into_any()
}

/// A button that does one thing with this target.
/// One of the forms of this target.
fn doing_of<S: Act>(id: WebhookId) -> Doing<S> {
    let own = id.0.to_string();
    Doing::told_apart(move |echo| echo.value("webhook") == Some(own.as_str()))
}

/// A button that does one thing with this target.
#[component]
fn Deed<S: Act<Output = WebhooksPage>>(
    doing: Doing<S>,
    id: WebhookId,
    word: &'static str,
    url: String,
    done: &'static str,
    #[prop(optional)] kind: ButtonKind,
    on_done: Callback<WebhooksPage>,
) -> impl IntoView {
    view! {
        <ActForm doing=doing on_done=on_done>
            <input type="hidden" name="webhook" value=id.0.to_string()/>
            <Button kind=kind action=ButtonType::Submit>
                {word} <Out>" " {url}</Out>
            </Button>
            <Outcome state=doing.state done=doing.done words=done/>
        </ActForm>
    }
    .into_any()
}
