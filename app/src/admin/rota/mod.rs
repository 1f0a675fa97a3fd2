//! The plan behind the rota: written, tried out for four weeks, and put into effect.

mod fields;

use domain::rota::view::{PlanPage as View, Planned};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Banner, BannerKind, Button, ButtonKind, ButtonRow, ButtonType, Head, Icon};

use self::fields::Fields;
use super::no_page::no_page;
use crate::entities::frame::PortalFrame;
use crate::entities::rota::{Gaps, Stints};
use crate::fetched::fetch_for;
use crate::form::{ActForm, Doing, Outcome};
use crate::i18n::{Rota, language};
use crate::rpc::rota::{SavePlan, plan_page};
use crate::{live, routes};

/// `/admin/rota`, and with the fields of a plan as its query what would follow from it.
#[component]
pub fn PlanPage() -> impl IntoView {
    let t = Rota::from(language());
    let search = use_location().search;
    fetch_for(
        move || search.get().trim_start_matches('?').to_owned(),
        |typed| plan_page((!typed.is_empty()).then_some(typed)),
    )
    .draw(
        || ().into_any(),
        move |page| match page {
            Ok(page) => view! { <Sections first=page/> }.into_any(),
            Err(error) => no_page(t.plan_title(), routes::PLAN, error),
        },
    )
}

#[component]
fn Sections(first: View) -> impl IntoView {
    let t = Rota::from(language());
    live::start(first.now);
    let times = live::times(first.clock.clone());
    let (reader, desk, people) = (first.reader.clone(), first.desk.clone(), first.people.clone());
    let me = first.reader.id;
    let page = RwSignal::new(first);
    let stints = Memo::new(move |_| page.with(|page| page.stints.clone()));
    let gaps = Memo::new(move |_| page.with(|page| page.gaps.clone()));
    let has_none = move || stints.with(Vec::is_empty);
    let (draft, refused) = page.with_untracked(|page| (page.draft.clone(), page.refused.clone()));
    let team = people.clone();
    view! {
        <PortalFrame title=t.plan_title() here=routes::PLAN desk=desk times=times reader=Some(reader)>
            <div class="stack admin">
                <div class="page-top">
                    <p>
                        <a href=routes::ROTA>{t.title()}</a>
                    </p>
                    <h1 class="h1">{t.plan_title()}</h1>
                    <p class="second">{t.plan_lead()}</p>
                </div>
                <Fields draft=draft refused=refused people=team/>
                <section class="stack-3" id="preview" aria-labelledby="preview-head">
                    <Head title=t.preview_title() id="preview-head"/>
                    <State page=page/>
                    <Gaps gaps=gaps times=times/>
                    <p class="second" hidden=move || !has_none()>
                        {t.preview_none()}
                    </p>
                    <div hidden=has_none>
                        <Stints label=t.preview_title() stints=stints people=people me=me times=times/>
                    </div>
                </section>
            </div>
        </PortalFrame>
    }
    .into_any()
}

/// Whether the four weeks below are those that count; what was typed is put into effect here.
#[component]
fn State(page: RwSignal<View>) -> impl IntoView {
    let t = Rota::from(language());
    let typed = use_location().search;
    let doing = Doing::<SavePlan>::new();
    let on_done = Callback::new(move |news: View| page.set(news));
    let is_sound = Memo::new(move |_| page.with(|page| page.typed && page.refused.is_empty()));
    let says = move || {
        page.with(|page| match (page.typed, page.refused.is_empty(), page.plan) {
            (true, true, _) => t.preview_typed(),
            (true, false, _) => t.preview_refused(),
            (false, _, Planned::Yes) => t.preview_rules(),
            (false, _, Planned::NotYet) => t.preview_no_plan(),
        })
    };
    let is_refused = move || page.with(|page| page.typed && !page.refused.is_empty());
    view! {
        {move || is_refused().then(|| view! { <Banner kind=BannerKind::Late icon=Icon::Late title=says()/> })}
        <p hidden=is_refused>{says}</p>
        <ActForm doing=doing on_done=on_done>
            <div hidden=move || !is_sound.get()>
                <input
                    type="hidden"
                    name="typed"
                    value=typed.get_untracked().trim_start_matches('?').to_owned()
                />
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.plan_save()}</Button>
                </ButtonRow>
            </div>
            <Outcome state=doing.state done=doing.done words=t.plan_saved()/>
        </ActForm>
    }
    .into_any()
}
