//! What is promised, as an admin sets it: coverage, service levels and suppliers, a page each.

mod calendars;
mod feed;
mod matrix;
mod policies;
mod preview;
mod suppliers;
mod terms;

use domain::promise::page::LevelsPage;
use leptos::prelude::*;

use super::no_page::no_page;
use crate::admin::promise::calendars::Calendars;
use crate::admin::promise::matrix::Matrix;
use crate::admin::promise::policies::Policies;
use crate::admin::promise::suppliers::Suppliers;
use crate::entities::frame::PortalFrame;
use crate::fetched::fetch;
use crate::format::Times;
use crate::i18n::{Admin, language};
use crate::live;
use crate::routes;
use crate::rpc::promise::levels_page;

/// The page as all its sections share it.
#[derive(Clone, Copy)]
pub struct Shared {
    pub page: RwSignal<LevelsPage>,
    pub times: Signal<Times>,
    pub on_done: Callback<LevelsPage>,
}

#[component]
pub fn CoveragePage() -> impl IntoView {
    let t = Admin::from(language());
    section(t.levels_coverage(), t.levels_coverage_lead(), routes::COVERAGE, |shared| {
        view! {
            <Matrix shared=shared/>
            <Calendars shared=shared/>
        }
        .into_any()
    })
}

#[component]
pub fn PoliciesPage() -> impl IntoView {
    let t = Admin::from(language());
    section(t.levels_policies(), t.levels_policies_lead(), routes::POLICIES, |shared| {
        view! { <Policies shared=shared/> }.into_any()
    })
}

#[component]
pub fn SuppliersPage() -> impl IntoView {
    let t = Admin::from(language());
    section(t.levels_suppliers(), t.levels_suppliers_lead(), routes::SUPPLIERS, |shared| {
        view! { <Suppliers shared=shared/> }.into_any()
    })
}

fn section(
    title: &'static str,
    lead: &'static str,
    here: &'static str,
    inside: fn(Shared) -> AnyView,
) -> impl IntoView {
    fetch(levels_page).draw(
        || ().into_any(),
        move |page| match page {
            Ok(page) => framed(page, title, lead, here, inside),
            Err(error) => no_page(title, here, error),
        },
    )
}

fn framed(
    first: LevelsPage,
    title: &'static str,
    lead: &'static str,
    here: &'static str,
    inside: fn(Shared) -> AnyView,
) -> AnyView {
    let t = Admin::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let (reader, desk) = (first.reader.clone(), first.desk.clone());
    let page = RwSignal::new(first);
    let on_done = Callback::new(move |news: LevelsPage| page.set(news));
    let ways = [
        (routes::ADMIN, t.title()),
        (routes::COVERAGE, t.levels_coverage()),
        (routes::POLICIES, t.levels_policies()),
        (routes::SUPPLIERS, t.levels_suppliers()),
        (routes::LEVELS, t.levels_public()),
    ];
    let other = ways.into_iter().filter(move |(to, _)| *to != here);
    view! {
        <PortalFrame title=title here=here desk=desk times=times reader=Some(reader)>
            <div class="stack admin">
                <div class="page-top">
                    <h1 class="h1">{title}</h1>
                    <p class="second">{lead}</p>
                    <nav class="admin-ways" aria-label=t.jump()>
                        {other.map(|(to, word)| view! { <a href=to>{word}</a> }).collect_view()}
                    </nav>
                </div>
                {inside(Shared { page, times, on_done })}
            </div>
        </PortalFrame>
    }
    .into_any()
}
