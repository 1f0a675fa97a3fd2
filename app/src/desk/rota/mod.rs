//! The rota at the desk: who answers now, my shifts, swaps, absences, notes, calendars, and the ledger of the lead.

mod absences;
mod calendars;
mod first;
mod ledger;
mod notes;
mod past_desk;
mod swaps;

use domain::rota::view::{Planned, RotaPage as View};
use leptos::prelude::*;
use ui::{ButtonKind, Empty, EmptyLine, LinkButton};

use self::absences::Absences;
use self::calendars::Calendars;
use self::ledger::LedgerTable;
use self::notes::Notes;
use self::past_desk::PastDesk;
use self::swaps::{Cover, Swaps};
use super::failed::FailedPage;
use super::frame::{DeskFrame, EmptyDesk};
use crate::entities::rota::{Gaps, Stints};
use crate::fetched::fetch;
use crate::i18n::{Rota, language};
use crate::rpc::rota::rota_page;
use crate::{live, routes};

/// `/desk/rota`
#[component]
pub fn RotaPage() -> impl IntoView {
    fetch(rota_page).draw(
        || EmptyDesk().into_any(),
        |page| match page {
            Ok(page) => view! { <Sections first=page/> }.into_any(),
            Err(error) => {
                let what = Rota::from(language()).title();
                view! { <FailedPage error=error what=what again=routes::ROTA/> }.into_any()
            }
        },
    )
}

#[component]
fn Sections(first: View) -> impl IntoView {
    let t = Rota::from(language());
    live::start(first.now);
    // Shifts change by the desk's clock, wherever the reader is.
    let times = live::times(first.clock.clone());
    let (reader, people, me) = (first.reader.clone(), first.people.clone(), first.reader.id);
    let leads = first.ledger.is_some();
    let has_plan = first.plan == Planned::Yes;
    let page = RwSignal::new(first);
    let on_done = Callback::new(move |news: View| page.set(news));
    let sentence = Memo::new(move |_| page.with(|page| times.with(|times| first::sentence(page, times))));
    let stints = Memo::new(move |_| page.with(|page| page.stints.clone()));
    let gaps = Memo::new(move |_| page.with(|page| page.gaps.clone()));
    view! {
        <DeskFrame title=t.title() here=routes::ROTA times=times reader=reader>
            <div class="stack admin">
                <h1 class="first">
                    <span class="out">{t.title()} ": "</span>
                    {sentence}
                </h1>
                <nav class="admin-ways" aria-label=t.ways()>
                    <a href=routes::KNOWS>{t.knows_title()}</a>
                    {leads
                        .then(|| {
                            view! {
                                <a href=routes::PLAN>{t.plan_title()}</a>
                                <a href=routes::ROUTING>{t.routing_title()}</a>
                            }
                        })}
                </nav>
                <Gaps gaps=gaps times=times/>
                {match has_plan {
                    true => {
                        view! {
                            <section class="stack-3" aria-labelledby="shifts-head">
                                <ui::Head title=t.shifts_title() id="shifts-head"/>
                                <Stints label=t.shifts_title() stints=stints people=people me=me times=times/>
                            </section>
                            <Swaps page=page times=times on_done=on_done/>
                            {leads.then(|| view! { <Cover page=page times=times on_done=on_done/> })}
                        }
                            .into_any()
                    }
                    false => view! { <NoPlan leads=leads/> }.into_any(),
                }}
                <Notes page=page times=times on_done=on_done/>
                <PastDesk page=page on_done=on_done/>
                <Absences page=page times=times on_done=on_done/>
                <Calendars page=page times=times on_done=on_done/>
                <LedgerTable page=page/>
            </div>
        </DeskFrame>
    }
    .into_any()
}

#[component]
fn NoPlan(leads: bool) -> impl IntoView {
    let t = Rota::from(language());
    view! {
        <Empty
            title=t.no_plan_title()
            line=EmptyLine::Ahead
            action=move || {
                leads.then(|| view! { <LinkButton href=routes::PLAN kind=ButtonKind::Go>{t.no_plan_way()}</LinkButton> })
            }
        >
            {t.no_plan_text()}
        </Empty>
    }
    .into_any()
}
