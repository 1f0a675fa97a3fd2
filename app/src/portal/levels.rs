//! The public page of service levels: what is promised to whom, and how it was kept, from what is really set.

use domain::coverage::{WHOLE_DAY, Window};
use domain::hours;
use domain::promise::page::{Kept, PublishedHours, PublishedPage, Share};
use domain::promise::{Case, Policy, Targets, Urgency};
use domain::ticket::{Kind, WaitingOn};
use leptos::prelude::*;
use ui::{Head, TableBox};

use super::load::load;
use crate::entities::frame::PortalFrame;
use crate::fetched::fetch;
use crate::format::{open_hours, place};
use crate::i18n::{Common, Portal, language};
use crate::live;
use crate::routes;
use crate::rpc::promise::published_page;
use crate::weekday;

/// Of fewer promises nothing is told in percent.
const AT_LEAST: i64 = 10;

#[component]
pub fn LevelsPage() -> impl IntoView {
    load(fetch(published_page), draw)
}

fn draw(page: PublishedPage) -> AnyView {
    let t = Portal::from(language());
    live::start(page.now);
    let times = live::times(page.desk.clock.clone());
    view! {
        <PortalFrame
            title=t.published_title()
            here=routes::LEVELS
            desk=page.desk.clone()
            times=times
            reader=page.reader.clone()
        >
            <div class="stack published">
                <div class="page-top">
                    <h1 class="h1">{t.published_title()}</h1>
                    <p class="second">{t.published_lead()}</p>
                </div>
                <section class="stack-2" aria-labelledby="promised-h">
                    <Head title=t.published_promised() id="promised-h"/>
                    {promised(t, &page.policy)}
                    <p class="second">{t.published_counted()}</p>
                    <p class="second">{pauses(t, &page.policy)}</p>
                    <p class="second">{needs(t, &page.policy)}</p>
                </section>
                <section class="stack-2" aria-labelledby="kept-h">
                    <Head title=t.published_kept() id="kept-h"/>
                    {kept(t, &page)}
                    <p class="second">{t.published_rule()}</p>
                    {likely(t, page.likely).map(|said| view! { <p class="second">{said}</p> })}
                </section>
                <section class="stack-2" aria-labelledby="open-h">
                    <Head title=t.published_hours() id="open-h"/>
                    {page.hours.iter().map(|row| open(t, row)).collect_view()}
                </section>
            </div>
        </PortalFrame>
    }
    .into_any()
}

fn promised(t: Portal, policy: &Policy) -> impl IntoView + use<> {
    let case = |kind, urgency| Case { kind, ..Case::unseen(urgency) };
    let lines = [
        (t.published_broken(), case(Kind::Incident, Urgency::Normal)),
        (t.published_broken_urgent(), case(Kind::Incident, Urgency::Urgent)),
        (t.published_wanted(), case(Kind::Request, Urgency::Normal)),
        (t.published_wanted_urgent(), case(Kind::Request, Urgency::Urgent)),
    ];
    let rows = lines.map(|(what, case)| row(what, policy.targets(case))).into_iter().collect_view();
    view! {
        <TableBox label=t.published_promised()>
            <thead>
                <tr>
                    <th scope="col">{t.published_what()}</th>
                    <th scope="col">{t.published_first()}</th>
                    <th scope="col">{t.published_done()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
}

fn row(what: &'static str, targets: Targets) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{what}</th>
            <td>{open_hours(language(), targets.first_answer)}</td>
            <td>{open_hours(language(), targets.done)}</td>
        </tr>
    }
}

/// For whom the clock stands still.
fn pauses(t: Portal, policy: &Policy) -> String {
    let word = |on: &WaitingOn| match on {
        WaitingOn::Requester => t.published_on_you(),
        WaitingOn::Approval => t.published_on_approval(),
        WaitingOn::Supplier => t.published_on_outside(),
        WaitingOn::Parts => t.published_on_parts(),
    };
    let words: Vec<&str> = policy.pauses_on.iter().map(word).collect();
    if words.is_empty() {
        t.published_never_pauses().to_owned()
    } else {
        t.published_pauses(&words.join(", "))
    }
}

fn needs(t: Portal, policy: &Policy) -> String {
    let length = |minutes| open_hours(language(), minutes);
    match (policy.extra.budget.0, policy.extra.approval.0) {
        (0, 0) => String::new(),
        _ => t.published_needs(&length(policy.extra.budget), &length(policy.extra.approval)),
    }
}

fn kept(t: Portal, page: &PublishedPage) -> impl IntoView + use<> {
    let spans = [(t.published_days_30(), page.kept_30), (t.published_days_90(), page.kept_90)];
    let rows = spans
        .map(|(span, Kept { first_answer, done })| {
            view! {
                <tr>
                    <th scope="row">{span}</th>
                    <td>{share(t, first_answer)}</td>
                    <td>{share(t, done)}</td>
                </tr>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <TableBox label=t.published_kept()>
            <thead>
                <tr>
                    <th scope="col">{t.published_span()}</th>
                    <th scope="col">{t.published_first()}</th>
                    <th scope="col">{t.published_done()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
    }
}

fn share(t: Portal, share: Share) -> String {
    match share.percent(AT_LEAST) {
        Some(percent) => t.published_share(&percent.to_string(), &share.of.to_string()),
        None => t.published_too_few().to_owned(),
    }
}

fn likely(t: Portal, share: Share) -> Option<String> {
    share.percent(AT_LEAST).map(|percent| t.published_likely(&percent.to_string(), &share.of.to_string()))
}

fn open(t: Portal, row: &PublishedHours) -> impl IntoView + use<> {
    let runs = row.week.runs().into_iter().map(|(first, last, windows)| {
        view! {
            <tr>
                <th scope="row">{days(t, first, last)}</th>
                <td>{hours_of(t, windows)}</td>
            </tr>
        }
    });
    let runs = runs.collect_view();
    let languages: Vec<&str> = row.languages.iter().map(|language| language.own_name()).collect();
    let also = [row.locations.join(", "), languages.join(", "), t.published_zone(&place(&row.zone))];
    let also = also.into_iter().filter(|text| !text.is_empty());
    let also = also.map(|text| view! { <span>{text}</span> }).collect_view();
    let holidays = (!row.holidays.is_empty()).then(|| t.published_holidays(&row.holidays.join(", ")));
    view! {
        <section class="stack-2" aria-label=row.name.clone()>
            <h3 class="head-2">{row.name.clone()}</h3>
            <p class="second small said-of">{also}</p>
            <TableBox label=row.name.clone()>
                <tbody>{runs}</tbody>
            </TableBox>
            {holidays.map(|holidays| view! { <p class="second small">{holidays}</p> })}
        </section>
    }
}

/// "Monday to Friday"
fn days(t: Portal, first: usize, last: usize) -> String {
    let common = Common::from(language());
    let (from, to) = (weekday::label(common, first), weekday::long(common, last));
    match last - first {
        0 => from.to_owned(),
        1 => t.published_days_and(from, to),
        6 => t.published_days_all().to_owned(),
        _ => t.published_days_to(from, to),
    }
}

fn hours_of(t: Portal, windows: &[Window]) -> String {
    match windows {
        [] => t.published_closed().to_owned(),
        [WHOLE_DAY] => t.published_always().to_owned(),
        _ => hours::print(windows).replace('-', "\u{2013}"),
    }
}
