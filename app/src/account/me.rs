//! One's own settings: language, time and look, password, and the browsers in which one is signed in.

use domain::person::{MePage as Me, WallConsent};
use leptos::prelude::*;
use ui::{Button, ButtonKind, ButtonRow, ButtonType, Choice, ChoiceOption, Fact, Facts, Head, Switch};

use crate::account::fields::{LanguageChoice, Password, PasswordField, ZoneField};
use crate::account::no_page::NoPage;
use crate::account::sessions::Sessions;
use crate::account::words;
use crate::entities::frame::PortalFrame;
use crate::fetched::fetch;
use crate::form::{ActForm, After, Doing, Outcome};
use crate::i18n::{Account, language};
use crate::live;
use crate::prefs::{Prefs, Theme};
use crate::routes;
use crate::rpc::account::{ChangePassword, SaveMe, me_page};

#[component]
pub fn MePage() -> impl IntoView {
    let t = Account::from(language());
    fetch(me_page).draw(
        || ().into_any(),
        move |me| match me {
            Ok(me) => view! { <Settings first=me/> }.into_any(),
            Err(error) => view! { <NoPage title=t.me_title() here=routes::ME error=error/> }.into_any(),
        },
    )
}

#[component]
fn Settings(first: Me) -> impl IntoView {
    let t = Account::from(language());
    live::start(first.now);
    let times = live::times(first.desk.clock.clone());
    let chip = domain::person::PersonChip { id: first.person.id, name: first.person.name.to_string() };
    let (person, desk) = (first.person.clone(), first.desk.clone());
    let sessions = RwSignal::new(first.sessions.clone());
    view! {
        <PortalFrame title=t.me_title() here=routes::ME desk=desk times=times reader=Some(chip)>
            <div class="stack">
                <h1 class="h1">{t.me_title()}</h1>
                <div class="cols">
                    <div class="stack">
                        <Look first=first/>
                        <ChangeIt on_done=Callback::new(move |me: Me| sessions.set(me.sessions))/>
                        <Sessions sessions=sessions times=times/>
                    </div>
                    <Record person=person/>
                </div>
            </div>
        </PortalFrame>
    }
    .into_any()
}

/// What the person's record says; others keep it.
#[component]
fn Record(person: domain::person::Person) -> impl IntoView {
    let t = Account::from(language());
    let roles: Vec<&str> = person.roles.iter().map(|role| words::role(t, role)).collect();
    let optional = [
        (t.me_department(), person.department),
        (t.me_location(), person.location),
        (t.me_job_title(), person.job_title),
        (t.me_phone(), person.phone),
    ];
    view! {
        <section class="stack-2" aria-labelledby="me-record">
            <Head title=person.name.to_string() id="me-record"/>
            <Facts>
                <Fact name=t.me_email()>{person.email.to_string()}</Fact>
                {optional
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, value?)))
                    .map(|(name, value)| view! { <Fact name=name>{value.to_string()}</Fact> })
                    .collect_view()}
                <Fact name=t.me_roles()>{roles.join(", ")}</Fact>
            </Facts>
            <p class="second small">{t.me_record()}</p>
            <form method="post" action=routes::SIGN_OUT>
                <Button action=ButtonType::Submit>{t.me_sign_out()}</Button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Look(first: Me) -> impl IntoView {
    let t = Account::from(language());
    let doing = Doing::<SaveMe>::new();
    let (person, desk_zone) = (first.person, first.desk.clock.zone);
    let zone = person.zone.clone().unwrap_or_default();
    let theme = Prefs::here().theme.map_or("", Theme::as_str);
    let first_name = person.name.as_str().split_whitespace().next().unwrap_or_default().to_owned();
    let is_named = first.wall_consent == WallConsent::Given;
    let before = (person.language, person.zone.clone());
    let is_wrong = Signal::derive(move || doing.is_wrong("zone"));
    let themes = vec![
        ChoiceOption::new("", t.me_theme_device()),
        ChoiceOption::new(Theme::Light.as_str(), t.me_theme_light()),
        ChoiceOption::new(Theme::Dark.as_str(), t.me_theme_dark()),
    ];
    let picked = RwSignal::new(theme.to_owned());
    let done = move |me: Me| {
        if before == (me.person.language, me.person.zone.clone()) {
            wear(&picked.get_untracked());
        } else {
            // Every word or every time of the page is another one now.
            reload();
        }
    };
    view! {
        <section class="stack-3" aria-labelledby="me-look">
            <Head title=t.me_look() id="me-look"/>
            <ActForm doing=doing class="stack-3" on_done=Callback::new(done)>
                <LanguageChoice
                    label=t.me_language()
                    value=doing.value("language", person.language.code())
                />
                <ZoneField
                    id="zone"
                    label=t.me_zone()
                    value=doing.value("zone", zone)
                    hint=t.me_zone_hint(&desk_zone)
                    is_wrong=is_wrong
                />
                <Choice
                    id="theme"
                    name="theme"
                    label=t.me_theme()
                    options=themes
                    value=doing.value("theme", theme)
                    picked=picked
                />
                {person.roles.works_at_desk().then(|| {
                    view! {
                        <Switch
                            name="wall_consent"
                            label=t.me_wall()
                            off=t.me_wall_off()
                            on=t.me_wall_on(&first_name)
                            checked=doing.is_ticked("wall_consent", "true", is_named)
                        />
                    }
                })}
                <ButtonRow>
                    <Button kind=ButtonKind::Go action=ButtonType::Submit>{t.me_save()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.me_saved()/>
            </ActForm>
        </section>
    }
    .into_any()
}

#[component]
fn ChangeIt(on_done: Callback<Me>) -> impl IntoView {
    let t = Account::from(language());
    let doing = Doing::<ChangePassword>::new();
    let wrong_old = Signal::derive(move || doing.is_wrong("old").then(|| t.me_password_wrong().to_owned()));
    view! {
        <section class="stack-3" aria-labelledby="me-password">
            <Head title=t.me_password() id="me-password"/>
            <ActForm doing=doing class="stack-3" after=After::Empty on_done=on_done>
                <PasswordField
                    id="old"
                    name="old"
                    label=t.me_password_old()
                    kind=Password::Known
                    error=wrong_old
                />
                <PasswordField
                    id="new"
                    name="new"
                    label=t.me_password_new()
                    kind=Password::New
                    error=doing.state.wrong("new", t.me_password_new())
                />
                <ButtonRow>
                    <Button action=ButtonType::Submit>{t.me_password_send()}</Button>
                </ButtonRow>
                <Outcome state=doing.state done=doing.done words=t.me_password_done()/>
            </ActForm>
        </section>
    }
    .into_any()
}

/// Puts on a theme; none of ours means as the device.
fn wear(theme: &str) {
    if let Some(html) = document().document_element() {
        // It can only fail for a name that is none.
        let _ = match Theme::from_name(theme) {
            Some(theme) => html.set_attribute("data-theme", theme.as_str()),
            None => html.remove_attribute("data-theme"),
        };
    }
}

fn reload() {
    // It can only fail in a document that is going away.
    let _ = window().location().reload();
}
