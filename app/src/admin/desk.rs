//! The desk itself: name, phone, place, zone, language, and when it is open.

use domain::settings::{AdminPage, Settings};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Field, Head, InputKind, Needed};

use crate::account::fields::{LanguageChoice, ZoneField};
use crate::admin::hours::Hours;
use crate::form::{ActForm, Doing, Outcome};
use crate::i18n::{Admin, language};
use crate::rpc::admin::SaveDesk;

#[component]
pub fn Desk(page: RwSignal<AdminPage>, on_done: Callback<AdminPage>) -> impl IntoView {
    let t = Admin::from(language());
    let doing = Doing::<SaveDesk>::new();
    let settings = page.with_untracked(|page| page.settings.clone());
    let hours = page.with_untracked(|page| page.hours.clone());
    view! {
        <section class="stack-3" id="desk" aria-labelledby="desk-head">
            <Head title=t.desk_title() id="desk-head"/>
            <ActForm doing=doing class="stack-3" on_done=on_done>
                <div class="admin-two">
                    <Name doing=doing settings=settings/>
                    <Hours doing=doing week=hours tag="hours"/>
                </div>
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.save()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.saved()/>
            </ActForm>
        </section>
    }
    .into_any()
}

#[component]
fn Name(doing: Doing<SaveDesk>, settings: Settings) -> impl IntoView {
    let t = Admin::from(language());
    let is_wrong = Signal::derive(move || doing.is_wrong("zone"));
    view! {
        <div class="stack-3">
            <Field
                id="company"
                name="company"
                label=t.desk_company()
                needed=Needed::Required
                autocomplete="off"
                value=doing.value("company", settings.company)
                error=doing.state.wrong("company", t.desk_company())
            />
            <Field
                id="phone"
                name="phone"
                label=t.desk_phone()
                kind=InputKind::Telephone
                autocomplete="off"
                hint=t.desk_phone_hint()
                value=doing.value("phone", settings.phone.unwrap_or_default())
                error=doing.state.wrong("phone", t.desk_phone())
            />
            <Field
                id="place"
                name="place"
                label=t.desk_place()
                autocomplete="off"
                hint=t.desk_place_hint()
                value=doing.value("place", settings.place.unwrap_or_default())
                error=doing.state.wrong("place", t.desk_place())
            />
            <ZoneField
                id="zone"
                label=t.desk_zone()
                value=doing.value("zone", settings.zone)
                hint=t.desk_zone_hint()
                is_wrong=is_wrong
                needed=Needed::Required
            />
            <LanguageChoice
                label=t.desk_language()
                hint=t.desk_language_hint()
                value=doing.value("language", settings.language.code())
            />
        </div>
    }
    .into_any()
}
