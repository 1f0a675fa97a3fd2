//! The gate: what Deskbell is at the start, the form to come in at the end.

use domain::coverage::Opening;
use domain::locale::Language;
use domain::settings::DeskNow;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use ui::line::{Answer, End, EndKind, Line, Now, Pause, Point, Span};
use ui::{Icon, Plate, PromiseLine};

use crate::entities::PageTitle;
use crate::entities::frame::opening;
use crate::form::PageField;
use crate::format::Times;
use crate::i18n::{Account, Common, language};
use crate::rpc::account::SetLook;

/// Sign-in and set-up stand behind it. Without `desk` it says only what Deskbell is.
#[component]
pub fn Gate(
    #[prop(into)] title: String,
    #[prop(optional_no_strip)] desk: Option<DeskNow>,
    #[prop(into, optional)] times: MaybeProp<Times>,
    children: Children,
) -> impl IntoView {
    let (t, common) = (Account::from(language()), Common::from(language()));
    let company = desk.as_ref().map(|desk| desk.company.clone()).filter(|company| !company.is_empty());
    let name = company.map_or_else(|| t.gate_desk_plain().to_owned(), |company| t.gate_desk(&company));
    let label = name.clone();
    view! {
        <PageTitle text=common.title_with(&title)/>
        <div class="gate">
            <section class="gate-sign" aria-label=label>
                <p class="gate-name">
                    <Plate icon=Icon::Mark/>
                    <b>{common.app_name()}</b>
                </p>
                <div class="stack-3">
                    <p class="gate-h">{t.gate_promise()}</p>
                    <PromiseLine line=example(t) label=t.gate_line()/>
                </div>
                {desk.map(|desk| view! { <Foot name=name desk=desk times=times/> })}
            </section>
            <main id="main" class="gate-form">
                <h1 class="h1">{title}</h1>
                {children()}
                <OtherLanguage/>
            </main>
        </div>
    }
    .into_any()
}

#[component]
fn Foot(name: String, desk: DeskNow, times: MaybeProp<Times>) -> impl IntoView {
    let t = Account::from(language());
    let known = desk.clone();
    let open = move || {
        let times = times.get()?;
        // The calendar goes on while the page stands open; where it ends, the first picture holds.
        let state = match known.coverage.at(times.now) {
            Opening::Closed { next: None } => known.opening,
            state => state,
        };
        Some(opening(&times, state))
    };
    let call = desk.phone.map(|phone| t.gate_call(&phone));
    let clock = move || times.get().map(|times| times.clock(times.now));
    view! {
        <p class="gate-foot">
            {move || clock().map(|clock| view! { <time class="gate-clock">{clock}</time> })}
            <span>
                {name} <br/> {move || open()} {call.map(|call| view! { <br/> {call} })}
            </span>
        </p>
    }
    .into_any()
}

/// For a reader who can't read this language. A form, so that it works without a script too.
#[component]
fn OtherLanguage() -> impl IntoView {
    let other = match language() {
        Language::En => Language::Es,
        Language::Es => Language::En,
    };
    view! {
        <form method="post" action=SetLook::url()>
            <PageField/>
            <button class="btn btn-bare" name="language" value=other.code() lang=other.code()>
                {Common::from(other).frame_language()}
            </button>
        </form>
    }
    .into_any()
}

/// One request from asking to its end, as every page draws it.
fn example(t: Account) -> Line {
    let at = |hour: i64, minute: i64| (hour * 60 + minute) * domain::time::MINUTE.0;
    let point = |hour: i64, minute: i64, word: &str| Point {
        at_ms: at(hour, minute),
        time: format!("{hour:02}:{minute:02}"),
        word: word.to_owned(),
    };
    Line {
        from_ms: at(8, 10),
        to_ms: at(14, 10),
        now: Some(Now { at_ms: at(10, 42), flag: "10:42".into() }),
        runs: vec![Span::new(at(8, 10), at(9, 5)), Span::new(at(10, 5), at(10, 42))],
        pauses: vec![Pause { span: Span::new(at(9, 5), at(10, 5)), word: t.gate_line_paused().into() }],
        ticks: (9..=14).map(|hour| at(hour, 0)).collect(),
        start: Some(point(8, 10, t.gate_line_asked())),
        answer: Some(Answer::Given { point: point(8, 31, t.gate_line_answered()), limit_ms: None }),
        ends: vec![End { point: point(14, 10, t.gate_line_done()), kind: EndKind::Ahead }],
        ..Line::default()
    }
}
