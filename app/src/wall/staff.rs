//! The staff room's picture: promises by number on one axis, the pile, who is on duty.

use domain::locale::Language;
use domain::wall::Wall;
use leptos::prelude::*;
use ui::PromiseLine;
use ui::line::LineSize;

use crate::format::Times;
use crate::i18n;
use crate::wall::on_duty::OnDuty;
use crate::wall::screen::Troubles;
use crate::wall::{axis, words};

#[component]
pub fn StaffRoom(picture: Memo<Wall>, times: Signal<Times>, language: Language) -> impl IntoView {
    view! {
        <Troubles picture=picture times=times language=language/>
        <Promises picture=picture times=times language=language/>
        <Numbers picture=picture language=language/>
        <Duty picture=picture times=times language=language/>
    }
    .into_any()
}

#[component]
fn Promises(picture: Memo<Wall>, times: Signal<Times>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let line = Memo::new(move |_| picture.with(|wall| times.with(|times| axis::line(&wall.next, times))));
    let sentence =
        Memo::new(move |_| picture.with(|wall| times.with(|times| axis::sentence(&wall.next, times))));
    let is_quiet =
        Memo::new(move |_| picture.with(|wall| times.with(|times| axis::is_quiet(&wall.next, times.now))));
    view! {
        <div class="axis-box">
            <PromiseLine line=line size=LineSize::Wall label=sentence/>
            {move || is_quiet.get().then(|| view! { <p class="axis-empty" aria-hidden="true">{t.axis_nothing()}</p> })}
        </div>
    }
    .into_any()
}

#[component]
fn Numbers(picture: Memo<Wall>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let shown =
        move |pick: fn(&Wall) -> i64| Signal::derive(move || words::count(language, picture.with(pick)));
    let (open, unanswered) = (shown(|wall| wall.open), shown(|wall| wall.unanswered));
    let (came, solved) = (shown(|wall| wall.came_today), shown(|wall| wall.resolved_today));
    let (late, soon) = (shown(|wall| wall.late), shown(|wall| wall.soon));
    let has_late = move || picture.with(|wall| wall.late > 0).then_some("");
    view! {
        <div class="nums">
            <p class="num-1">
                <span class="second">{move || t.num_open(&unanswered.get())}</span>
                <b>{open}</b>
            </p>
            <p class="num-1">
                <span class="second">{t.num_moved()}</span>
                <b>{came}<small>" / " {solved}</small></b>
            </p>
            <p class="num-1" data-late=has_late>
                <span class="second">{t.num_risk()}</span>
                <b>{late}<small>" / " {soon}</small></b>
            </p>
            <p class="num-1">
                {move || match picture.with(|wall| wall.kept_percent) {
                    Some(kept) => {
                        view! {
                            <span class="second">{t.num_kept()}</span>
                            <b>{kept}<small>" %"</small></b>
                        }
                        .into_any()
                    }
                    None => {
                        view! {
                            <span class="second">{t.num_kept_none()}</span>
                            <b>"–"</b>
                        }
                        .into_any()
                    }
                }}
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn Duty(picture: Memo<Wall>, times: Signal<Times>, language: Language) -> impl IntoView {
    view! {
        <footer class="duty">
            <p class="on-duty">
                <OnDuty picture=picture language=language/>
            </p>
            <p>{move || picture.with(|wall| times.with(|times| words::desk_line(wall.opening, times)))}</p>
        </footer>
    }
    .into_any()
}
