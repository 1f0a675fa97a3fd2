//! Calendars: windows of a week, holidays, and the zone on whose clocks they stand.

use domain::coverage::{Calendar, Week, days};
use domain::ids::CalendarId;
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonType, Field, Fold, Head, Needed, TextArea};

use super::Shared;
use super::feed::Feed;
use super::preview::TryForm;
use crate::admin::hours::Hours;
use crate::form::{ActForm, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::promise::{RemoveCalendar, SaveCalendar};

#[component]
pub fn Calendars(shared: Shared) -> impl IntoView {
    let t = Admin::from(language());
    let ids = Memo::new(move |_| {
        shared.page.with(|page| page.levels.calendars.iter().map(|one| one.id).collect::<Vec<_>>())
    });
    view! {
        <section class="stack-3" aria-labelledby="calendars-head">
            <Head title=t.levels_calendars() id="calendars-head"/>
            <For each=move || ids.get() key=|id| *id let:id>
                <One shared=shared id=Some(id)/>
            </For>
            <One shared=shared id=None/>
        </section>
    }
    .into_any()
}

/// A calendar to change, or one to add.
#[component]
fn One(shared: Shared, id: Option<CalendarId>) -> impl IntoView {
    let t = Admin::from(language());
    let own = id.map(|id| id.0.to_string()).unwrap_or_default();
    let told = own.clone();
    let doing =
        Doing::<SaveCalendar>::told_apart(move |echo| echo.value("calendar").unwrap_or_default() == told);
    let calendar = shared.page.with_untracked(|page| id.and_then(|id| page.levels.calendar(id).cloned()));
    let title = calendar.as_ref().map_or_else(|| t.levels_add_calendar().to_owned(), |one| one.name.clone());
    let kept = Kept::of(calendar.as_ref(), shared);
    let tag = id.map_or_else(|| "new".to_owned(), |id| id.0.to_string());
    view! {
        <Fold title=title>
            <div class="stack-3">
                <TryForm doing=doing shared=shared>
                    <input type="hidden" name="calendar" value=own/>
                    <Fields doing=doing kept=kept tag=tag/>
                </TryForm>
                {id.map(|id| view! { <Remove shared=shared id=id/> })}
            </div>
        </Fold>
    }
    .into_any()
}

/// What stands in the form at first.
#[derive(Clone, Default)]
struct Kept {
    name: String,
    zone: String,
    week: Week,
    holidays: String,
}

impl Kept {
    fn of(calendar: Option<&Calendar>, shared: Shared) -> Kept {
        let now = shared.page.with_untracked(|page| page.now);
        let Some((calendar, version)) = calendar.and_then(|one| Some((one, one.version(now)?))) else {
            let zone = shared.page.with_untracked(|page| page.desk.clock.zone.clone());
            return Kept { zone, ..Kept::default() };
        };
        Kept {
            name: calendar.name.clone(),
            zone: version.zone.clone(),
            week: version.week.clone(),
            holidays: days::print(&version.holidays),
        }
    }
}

#[component]
fn Fields(doing: Doing<SaveCalendar>, kept: Kept, tag: String) -> impl IntoView {
    let t = Admin::from(language());
    view! {
        <div class="admin-two">
            <div class="stack-2">
                <Field
                    id=format!("cal-{tag}-name")
                    name="name"
                    label=t.levels_name()
                    needed=Needed::Required
                    autocomplete="off"
                    value=doing.value("name", kept.name)
                    error=doing.state.wrong("name", t.levels_name())
                />
                <Field
                    id=format!("cal-{tag}-zone")
                    name="zone"
                    label=t.levels_zone()
                    needed=Needed::Required
                    autocomplete="off"
                    hint=t.levels_zone_hint()
                    value=doing.value("zone", kept.zone)
                    error=doing.state.wrong("zone", t.levels_zone())
                />
                <TextArea
                    id=format!("cal-{tag}-holidays")
                    name="holidays"
                    label=t.levels_holidays()
                    rows=6
                    hint=t.levels_holidays_hint()
                    value=doing.value("holidays", kept.holidays)
                    error=MaybeProp::from(doing.state.wrong("holidays", t.levels_holidays()))
                />
                <Feed doing=doing tag=tag.clone()/>
            </div>
            <Hours doing=doing week=kept.week tag=format!("cal-{tag}")/>
        </div>
    }
    .into_any()
}

#[component]
fn Remove(shared: Shared, id: CalendarId) -> impl IntoView {
    let t = Admin::from(language());
    let own = id.0.to_string();
    let told = own.clone();
    let doing =
        Doing::<RemoveCalendar>::told_apart(move |echo| echo.value("calendar") == Some(told.as_str()));
    view! {
        <ActForm doing=doing on_done=shared.on_done>
            <input type="hidden" name="calendar" value=own/>
            <Button kind=ButtonKind::Late action=ButtonType::Submit>{t.levels_remove()}</Button>
            {move || doing.state.wrong("calendar", "").get().map(|wrong| view! { <p role="alert">{wrong}</p> })}
            <Outcome state=doing.state done=doing.done words=t.saved()/>
        </ActForm>
    }
    .into_any()
}
