//! The form to ask for help: one text, one switch, and the promise before anything is sent.

use domain::category::ServiceState;
use domain::coverage::Coverage;
use domain::person::PersonCard;
use domain::promise::{Likely, PromiseView};
use domain::text::{Body, EmailAddress, PersonName, UrgentReason};
use domain::ticket::view;
use domain::time::UnixMs;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use ui::{
    Banner, BannerKind, Button, ButtonHeight, ButtonKind, ButtonType, ButtonWidth, ClockFact, ClockFacts,
    Field, Fold, FoldState, Head, Icon, InputKind, PromiseLine, Switch, TextArea,
};

use super::load::load;
use super::straight::Straight;
use crate::draft;
use crate::entities::frame::PortalFrame;
use crate::entities::ticket::files::{FilePicker, Lost};
use crate::entities::ticket::line::{if_sent_at, label, line};
use crate::fetched::fetch;
use crate::form::{self, Encoding, Form, FormState, FormTrouble, Offline, Sent};
use crate::format::Times;
use crate::i18n::{Common, Portal, language};
use crate::live;
use crate::routes;
use crate::rpc::portal::ask_page;

#[component]
pub fn AskPage() -> impl IntoView {
    load(fetch(ask_page), draw)
}

fn draw(page: view::AskPage) -> AnyView {
    let t = Portal::from(language());
    live::start(page.now);
    let times = live::times(page.desk.clock.clone());
    let state = form::state(routes::ASK);
    let reader = page.reader.clone();
    let person = reader.as_ref().map(|card| card.chip.clone());
    let asked = use_query_map().with_untracked(|query| query.get("body").unwrap_or_default());
    let typed = Some(state.value("body")).filter(|typed| !typed.is_empty()).unwrap_or(asked);
    let draft = draft::keep("ask", person.as_ref().map(|person| person.id), String::new());
    let navigate = use_navigate();
    let sent = Callback::new(move |sent: Sent| {
        draft.forget();
        navigate(&sent.to, NavigateOptions::default());
    });
    let key = Some(state.value("key")).filter(|key| !key.is_empty()).unwrap_or(page.key);
    let kept = move || {
        let at = draft.kept_at.get()?;
        Some(Common::from(language()).draft_kept(&times.with(|times| times.clock(at))))
    };
    let lost = if state.echoed() { Lost::ByTheServer } else { Lost::No };
    view! {
        <PortalFrame title=t.ask_title() here=routes::ASK desk=page.desk.clone() times=times reader=person.clone()>
            <Form state=state encoding=Encoding::Files offline=Offline::Retry class="cols askform" on_sent=sent>
                <input type="hidden" name="key" value=key/>
                <div class="stack">
                    <h1 class="h1">{t.ask_title()}</h1>
                    <FormTrouble state=state/>
                    <div class="stack-2">
                        <TextArea
                            id="need"
                            name="body"
                            label=t.ask_body()
                            rows=6
                            value=typed
                            text=draft.text
                            max_length=Body::LIMIT
                            hint=t.ask_body_hint()
                            error=MaybeProp::from(state.wrong("body", t.ask_body()))
                        />
                        <p class="hint draft-kept">{kept}</p>
                        <FilePicker
                            id="files"
                            error=MaybeProp::from(state.wrong("files", Common::from(language()).files_add()))
                            lost=lost
                        />
                    </div>
                    <KnownTrouble page_services=page.services/>
                    <Urgent state=state/>
                    {reader.is_none().then(|| view! { <Guest state=state/> })}
                    <More state=state due_at=page.normal.due_at times=times/>
                </div>
                <div class="stack sticky">
                    <section class="yours promise-normal" aria-labelledby="promise-h">
                        <h2 class="head-2" id="promise-h">{t.ask_promise()}</h2>
                        <Promised promise=page.normal coverage=page.desk.coverage.clone() times=times/>
                        {page.likely.map(|likely| view! { <Usually likely=likely times=times/> })}
                    </section>
                    <section class="yours promise-urgent" data-you="" aria-labelledby="urgent-h">
                        <h2 class="head-2" id="urgent-h">{t.ask_promise_urgent()}</h2>
                        <Promised promise=page.urgent coverage=page.desk.coverage.clone() times=times/>
                    </section>
                    <Send state=state reader=reader/>
                    <Straight desk=page.desk times=times/>
                </div>
            </Form>
        </PortalFrame>
    }
    .into_any()
}

/// The switch, and the reason that it asks for; css alone shows the field, so that it works without a script.
#[component]
fn Urgent(state: FormState) -> impl IntoView {
    let t = Portal::from(language());
    view! {
        <div class="stack-2 urgent">
            <Switch
                name="urgent"
                value="on"
                label=t.ask_urgent()
                off=t.ask_urgent_off()
                on=t.ask_urgent_on()
                checked=!state.value("urgent").is_empty()
            />
            <div class="urgent-why">
                <Field
                    id="why"
                    name="urgent_reason"
                    label=t.ask_why()
                    hint=t.ask_why_hint()
                    value=state.value("urgent_reason")
                    autocomplete="off"
                    max_length=UrgentReason::LIMIT
                    error=MaybeProp::from(state.wrong("urgent_reason", t.ask_why()))
                />
            </div>
        </div>
    }
}

/// What is folded away: a deadline, with the reason that it asks for, and what makes the promise longer.
#[component]
fn More(state: FormState, due_at: UnixMs, times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let said = ["wanted_by", "escalation", "needs_budget", "needs_approval"];
    let open = said
        .iter()
        .any(|field| !state.value(field).is_empty() || state.wrong(field, "").get_untracked().is_some());
    let wanted = RwSignal::new(state.value("wanted_by"));
    // The same comparison as the server's, on the reader's own clock: both are local times, written alike.
    let met = move || {
        let wanted = wanted.get();
        (!wanted.is_empty()).then(|| wanted >= times.with(|times| times.local(due_at)))
    };
    let answer = move || met().map(|met| if met { t.ask_wanted_met() } else { t.ask_wanted_sooner() });
    view! {
        <Fold title=t.ask_more() state=if open { FoldState::Open } else { FoldState::Closed }>
            <div class="stack-2">
                <Field
                    id="wanted-by"
                    name="wanted_by"
                    kind=InputKind::Moment
                    label=t.ask_wanted_by()
                    hint=t.ask_wanted_by_hint()
                    value=state.value("wanted_by")
                    text=wanted
                    error=MaybeProp::from(state.wrong("wanted_by", t.ask_wanted_by()))
                />
                <p class="small" role="status">{answer}</p>
                <Field
                    id="escalation"
                    name="escalation"
                    label=t.ask_escalation()
                    hint=t.ask_escalation_hint()
                    value=state.value("escalation")
                    autocomplete="off"
                    max_length=UrgentReason::LIMIT
                    error=MaybeProp::from(state.wrong("escalation", t.ask_escalation()))
                />
                <Switch
                    name="needs_budget"
                    value="on"
                    label=t.ask_needs_budget()
                    off=t.ask_needs_no()
                    on=t.ask_needs_yes()
                    checked=!state.value("needs_budget").is_empty()
                />
                <Switch
                    name="needs_approval"
                    value="on"
                    label=t.ask_needs_approval()
                    off=t.ask_needs_no()
                    on=t.ask_needs_yes()
                    checked=!state.value("needs_approval").is_empty()
                />
            </div>
        </Fold>
    }
    .into_any()
}

/// How long its like took.
#[component]
fn Usually(likely: Likely, times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let by = move || times.with(|times| t.ask_likely(&times.long(likely.by)));
    view! { <p class="second small">{by}</p> }
}

/// Who asks, where nobody is signed in.
#[component]
fn Guest(state: FormState) -> impl IntoView {
    let t = Portal::from(language());
    view! {
        <section class="stack-2" aria-labelledby="who-h">
            <Head
                title=t.ask_who()
                id="who-h"
                end=move || view! {
                    <span class="second small">
                        {t.ask_sign_in_note()} " "
                        <a href=routes::sign_in(Some(routes::ASK))>{t.home_sign_in()}</a>
                    </span>
                }
            />
            <div class="pair">
                <Field
                    id="name"
                    name="name"
                    label=t.ask_name()
                    value=state.value("name")
                    autocomplete="name"
                    max_length=PersonName::LIMIT
                    error=MaybeProp::from(state.wrong("name", t.ask_name()))
                />
                <Field
                    id="email"
                    name="email"
                    kind=InputKind::Email
                    label=t.ask_email()
                    hint=t.ask_email_hint()
                    value=state.value("email")
                    autocomplete="email"
                    max_length=EmailAddress::LIMIT
                    error=MaybeProp::from(state.wrong("email", t.ask_email()))
                />
            </div>
        </section>
    }
}

/// What does not run as it should may be the very thing that somebody is about to report.
#[component]
fn KnownTrouble(page_services: Vec<domain::category::Service>) -> impl IntoView {
    let t = Portal::from(language());
    let down: Vec<String> = page_services
        .into_iter()
        .filter(|service| service.state == ServiceState::Down)
        .map(|service| service.name)
        .collect();
    (!down.is_empty()).then(|| {
        let title = match down.as_slice() {
            [one] => t.home_down_one(one),
            several => t.home_down_several(&several.join(", ")),
        };
        view! {
            <Banner kind=BannerKind::Late icon=Icon::Warn title=title>
                {t.home_known()}
            </Banner>
        }
    })
}

/// A promise for what is sent now: the line, and the two times in words.
#[component]
fn Promised(promise: PromiseView, coverage: Coverage, times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let now = Memo::new({
        let coverage = coverage.clone();
        move |_| if_sent_at(&promise, &coverage, times.with(|times| times.now))
    });
    let drawn = Memo::new({
        let coverage = coverage.clone();
        move |_| times.with(|times| line(&now.get(), &coverage, times))
    });
    let said = Memo::new(move |_| times.with(|times| label(&now.get(), &coverage, times)));
    let first = move || times.with(|times| times.long(now.with(|promise| promise.first_due_at)));
    let done = move || times.with(|times| times.long(now.with(|promise| promise.due_at)));
    view! {
        <PromiseLine line=drawn label=said/>
        <ClockFacts>
            <ClockFact name=t.ask_first_by()>{first}</ClockFact>
            <ClockFact name=t.ask_done_by() note=MaybeProp::from(t.ask_if_broken().to_owned())>
                {done}
            </ClockFact>
        </ClockFacts>
    }
}

#[component]
fn Send(state: FormState, reader: Option<PersonCard>) -> impl IntoView {
    let t = Portal::from(language());
    let common = Common::from(language());
    let along = reader.as_ref().map(along).filter(|facts| !facts.is_empty());
    let note = match (&reader, along) {
        (_, Some(facts)) => Some(t.ask_along(&facts.join(", "))),
        (None, None) => Some(t.ask_link().to_owned()),
        (Some(_), None) => None,
    };
    view! {
        <div class="stack-2 send-box">
            <p class="second small">{t.ask_stops()}</p>
            <Button
                kind=ButtonKind::Go
                action=ButtonType::Submit
                width=ButtonWidth::Fill
                height=ButtonHeight::Tall
                disabled=state.pending
            >
                {move || if state.pending.get() { common.form_sending() } else { t.ask_send() }}
                <Icon icon=Icon::Arrow/>
            </Button>
            {note.map(|note| view! { <p class="second small">{note}</p> })}
        </div>
    }
}

/// What the record says of somebody without being asked.
fn along(card: &PersonCard) -> Vec<String> {
    [&card.department, &card.location, &card.job_title].into_iter().flatten().cloned().collect()
}
