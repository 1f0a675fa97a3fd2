//! Webhooks: which other programs are told of what, and how that goes.

mod add;
mod deliveries;
mod one;
mod words;

use domain::webhook::WebhooksPage as Hooks;
use leptos::prelude::*;

use super::no_page::no_page;
use crate::admin::webhooks::add::Add;
use crate::admin::webhooks::one::One;
use crate::entities::frame::PortalFrame;
use crate::fetched::fetch;
use crate::i18n::{self, language};
use crate::live;
use crate::routes;
use crate::rpc::webhook::webhooks_page;

#[component]
pub fn WebhooksPage() -> impl IntoView {
    let t = i18n::Admin::from(language());
    fetch(webhooks_page).draw(
        || ().into_any(),
        move |page| match page {
            Ok(page) => view! { <Sections first=page/> }.into_any(),
            Err(error) => no_page(t.hook_title(), routes::WEBHOOKS, error),
        },
    )
}

#[component]
fn Sections(first: Hooks) -> impl IntoView {
    let t = i18n::Admin::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let (reader, desk) = (first.reader.clone(), first.desk.clone());
    let page = RwSignal::new(first);
    let on_done = Callback::new(move |news: Hooks| page.set(news));
    let ids =
        Memo::new(move |_| page.with(|page| page.webhooks.iter().map(|hook| hook.id).collect::<Vec<_>>()));
    let is_empty = move || ids.with(Vec::is_empty);
    view! {
        <PortalFrame
            title=t.hook_title()
            here=routes::WEBHOOKS
            desk=desk
            times=times
            reader=Some(reader)
        >
            <div class="stack admin">
                <div class="page-top">
                    <p>
                        <a href=routes::ADMIN>{t.title()}</a>
                    </p>
                    <h1 class="h1">{t.hook_title()}</h1>
                    <p class="second">{t.hook_lead()}</p>
                </div>
                <p hidden=move || !is_empty()>{t.hook_none()}</p>
                <For each=move || ids.get() key=|id| *id let:id>
                    <One id=id page=page times=times on_done=on_done/>
                </For>
                <Add page=page on_done=on_done/>
            </div>
        </PortalFrame>
    }
    .into_any()
}
