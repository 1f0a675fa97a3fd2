//! The desk as people reach it without a form: hours, phone, place, who is there.

use domain::coverage::Opening;
use domain::settings::DeskNow;
use leptos::prelude::*;
use ui::{Head, Icon, ListRow, ListRows, Status, StatusKind};

use crate::format::Times;
use crate::i18n::{Portal, language};
use crate::routes;

/// Whether the desk is open at the reader's now; where its calendar ends, what the server said.
pub fn opening(desk: &DeskNow, times: &Times) -> Opening {
    match desk.coverage.at(times.now) {
        Opening::Closed { next: None } => desk.opening,
        known => known,
    }
}

/// "The desk now": open until, phone, place, on duty; only what there is.
#[component]
pub fn DeskBox(#[prop(into)] desk: Signal<DeskNow>, #[prop(into)] times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let now = Memo::new(move |_| desk.with(|desk| times.with(|times| opening(desk, times))));
    let hours = move || {
        times.with(|times| match now.get() {
            Opening::Open { until } if times.same_day(until, times.now) => {
                Some((t.desk_until(), times.clock(until)))
            }
            Opening::Open { until } => Some((t.desk_until(), times.short(until))),
            Opening::Closed { next: Some(next) } => Some((t.desk_opens(), times.long(next))),
            Opening::Closed { next: None } => None,
        })
    };
    view! {
        <section class="desknow" aria-labelledby="now-h">
            <Head
                title=t.desk_now()
                id="now-h"
                end=move || {
                    view! {
                        {move || match now.get() {
                            Opening::Open { .. } => view! {
                                <Status icon=Icon::Kept kind=StatusKind::Kept>{t.desk_open()}</Status>
                            },
                            Opening::Closed { .. } => view! {
                                <Status icon=Icon::Clock kind=StatusKind::Plain>{t.desk_shut()}</Status>
                            },
                        }}
                    }
                }
            />
            <dl>
                {move || hours().map(|(name, value)| view! { <Row name=name>{value}</Row> })}
                {move || desk.with(|desk| desk.phone.clone()).map(|phone| view! {
                    <Row name=t.desk_call()>
                        <a href=routes::call(&phone)>{phone.clone()}</a>
                    </Row>
                })}
                {move || desk.with(|desk| desk.place.clone()).map(|place| view! { <Row name=t.desk_place()>{place}</Row> })}
                {move || {
                    let duty = desk.with(|desk| desk.on_duty.join(", "));
                    (!duty.is_empty()).then(|| view! { <Row name=t.desk_duty()>{duty}</Row> })
                }}
            </dl>
        </section>
    }
}

#[component]
fn Row(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// "Or straight away": for those who would rather talk. Nothing where there is neither phone nor place.
#[component]
pub fn Straight(desk: DeskNow, #[prop(into)] times: Signal<Times>) -> impl IntoView {
    let t = Portal::from(language());
    let DeskNow { phone, place, .. } = desk.clone();
    let hours = move || {
        times.with(|times| match opening(&desk, times) {
            Opening::Open { until } => format!("{} {}", t.desk_until(), times.clock(until)),
            Opening::Closed { next: Some(next) } => format!("{} {}", t.desk_opens(), times.long(next)),
            Opening::Closed { next: None } => t.desk_shut().to_owned(),
        })
    };
    let walk_in = place.map(|place| {
        view! {
            <ListRow icon=Icon::Line>
                <b>{t.ask_walk_in()}</b>
                <br/>
                <span class="small second">{place}</span>
            </ListRow>
        }
    });
    let call = phone.map(|phone| {
        view! {
            <ListRow href=routes::call(&phone) icon=Icon::Phone>
                <b>{phone}</b>
                <br/>
                <span class="small second">{hours}</span>
            </ListRow>
        }
    });
    (walk_in.is_some() || call.is_some()).then(|| {
        view! {
            <section aria-labelledby="straight-h">
                <Head title=t.ask_straight() id="straight-h"/>
                <ListRows>{walk_in} {call}</ListRows>
            </section>
        }
    })
}
