//! Addresses for one's calendar. The secret stands in the form, so that it is seen without a script and never afterwards.

use domain::rota::Whose;
use domain::rota::view::{FeedView, RotaPage};
use leptos::prelude::*;
use ui::{Button, ButtonRow, ButtonType, Choice, ChoiceOption, Fold, Head, Out};

use crate::form::{ActForm, Doing, Outcome};
use crate::format::{TimeOn, Times};
use crate::i18n::{Rota, language};
use crate::routes;
use crate::rpc::rota::{AddFeed, RevokeFeed};

#[component]
pub fn Calendars(
    page: RwSignal<RotaPage>,
    times: Signal<Times>,
    on_done: Callback<RotaPage>,
) -> impl IntoView {
    let t = Rota::from(language());
    let feeds = Memo::new(move |_| page.with(|page| page.feeds.clone()));
    view! {
        <section class="stack-3" id="calendars" aria-labelledby="calendars-head">
            <Head title=t.feed_title() id="calendars-head"/>
            <p class="second">{t.feed_lead()}</p>
            <ul class="rows">
                <For each=move || feeds.get() key=|feed| feed.id let:feed>
                    <One feed=feed times=times on_done=on_done/>
                </For>
            </ul>
            <Add page=page on_done=on_done/>
        </section>
    }
    .into_any()
}

#[component]
fn One(feed: FeedView, times: Signal<Times>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let own = feed.id.0.to_string();
    let doing = Doing::<RevokeFeed>::told_apart(move |echo| echo.value("feed") == Some(own.as_str()));
    view! {
        <li class="row-act">
            <span class="row-what">
                <b>{whose(t, feed.whose)}</b>
                <span class="second small">
                    <TimeOn at=feed.created_at times=times/>
                </span>
            </span>
            <ActForm doing=doing on_done=on_done>
                <input type="hidden" name="feed" value=feed.id.0.to_string()/>
                <Button action=ButtonType::Submit>
                    {t.feed_revoke()} <Out>" " {whose(t, feed.whose)}</Out>
                </Button>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </li>
    }
    .into_any()
}

#[component]
fn Add(page: RwSignal<RotaPage>, on_done: Callback<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let doing = Doing::<AddFeed>::new();
    let fresh = Memo::new(move |_| page.with(|page| page.secret.clone()));
    let kept = doing.value("secret", fresh.get_untracked());
    // After one was taken the form has the next.
    let secret = Memo::new(move |before: Option<&String>| {
        let next = fresh.get();
        if before.is_none() { kept.clone() } else { next }
    });
    let whose = [Whose::Mine, Whose::Team].map(|one| ChoiceOption::new(one.as_str(), whose(t, one))).to_vec();
    view! {
        <Fold title=t.feed_add()>
            <ActForm doing=doing class="stack-3" on_done=on_done>
                <Choice
                    id="feed-whose"
                    name="whose"
                    label=t.feed_whose()
                    options=whose
                    value=doing.value("whose", Whose::Mine.as_str())
                />
                <input type="hidden" name="secret" prop:value=secret value=secret.get_untracked()/>
                <p class="second small">{t.feed_hint()}</p>
                <p>
                    <a href=move || routes::calendar(&secret.get()) rel="external">
                        {move || routes::calendar(&secret.get())}
                    </a>
                </p>
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.feed_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.feed_saved()/>
            </ActForm>
        </Fold>
    }
    .into_any()
}

fn whose(t: Rota, whose: Whose) -> &'static str {
    match whose {
        Whose::Mine => t.feed_mine(),
        Whose::Team => t.feed_team(),
    }
}
