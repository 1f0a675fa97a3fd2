//! The admin's page: what the whole desk shares, one section for each thing, each a plain form.

mod categories;
mod desk;
mod hours;
mod no_page;
mod people;
mod promise;
mod roles;
mod rota;
mod routing;
mod services;
mod walls;
mod webhooks;

pub use promise::{CoveragePage, PoliciesPage, SuppliersPage};
pub use rota::PlanPage;
pub use routing::RoutingPage;
pub use webhooks::WebhooksPage;

use domain::settings::AdminPage as Admin;
use leptos::prelude::*;

use crate::admin::categories::Categories;
use crate::admin::desk::Desk;
use crate::admin::no_page::no_page;
use crate::admin::people::People;
use crate::admin::services::Services;
use crate::admin::walls::Walls;
use crate::entities::frame::PortalFrame;
use crate::fetched::fetch;
use crate::i18n::{self, language};
use crate::live;
use crate::routes;
use crate::rpc::admin::admin_page;

#[component]
pub fn AdminPage() -> impl IntoView {
    let t = i18n::Admin::from(language());
    fetch(admin_page).draw(
        || ().into_any(),
        move |page| match page {
            Ok(page) => view! { <Sections first=page/> }.into_any(),
            Err(error) => no_page(t.title(), routes::ADMIN, error),
        },
    )
}

#[component]
fn Sections(first: Admin) -> impl IntoView {
    let t = i18n::Admin::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let (reader, desk) = (first.reader.clone(), first.desk.clone());
    let page = RwSignal::new(first);
    let on_done = Callback::new(move |news: Admin| page.set(news));
    let ways = [
        ("desk", t.desk_title()),
        ("services", t.service_title()),
        ("categories", t.category_title()),
        ("people", t.people_title()),
        ("walls", t.wall_title()),
    ];
    view! {
        <PortalFrame
            title=t.title()
            here=routes::ADMIN
            desk=desk
            times=times
            reader=Some(reader)
        >
            <div class="stack admin">
                <div class="page-top">
                    <h1 class="h1">{t.title()}</h1>
                    <p class="second">{t.lead()}</p>
                    <nav class="admin-ways" aria-label=t.jump()>
                        {ways
                            .into_iter()
                            .map(|(id, word)| view! { <a href=format!("#{id}")>{word}</a> })
                            .collect_view()}
                        <a href=routes::PLAN>{t.plan_way()}</a>
                        <a href=routes::ROUTING>{t.routing_way()}</a>
                        <a href=routes::COVERAGE>{t.levels_coverage()}</a>
                        <a href=routes::POLICIES>{t.levels_policies()}</a>
                        <a href=routes::SUPPLIERS>{t.levels_suppliers()}</a>
                        <a href=routes::WEBHOOKS>{t.hook_title()}</a>
                    </nav>
                </div>
                <Desk page=page on_done=on_done/>
                <Services page=page on_done=on_done/>
                <Categories page=page on_done=on_done/>
                <People page=page on_done=on_done/>
                <Walls/>
            </div>
        </PortalFrame>
    }
    .into_any()
}
