//! The hall's picture, for everybody who walks by: no ticket number, no name but those on duty.

use domain::locale::Language;
use domain::wall::Wall;
use leptos::prelude::*;
use ui::Icon;

use crate::format::Times;
use crate::i18n;
use crate::wall::on_duty::OnDuty;
use crate::wall::screen::Troubles;
use crate::wall::words;

/// A figure of this many digits is set smaller, so that what stands beside it keeps its room.
const WIDE_FIGURE: i64 = 1_000;

#[component]
pub fn Hall(picture: Memo<Wall>, times: Signal<Times>, language: Language) -> impl IntoView {
    view! {
        <div class="hall-main">
            <Desk picture=picture times=times language=language/>
            <Pile picture=picture language=language/>
        </div>
        <footer class="hall-foot">
            <Troubles picture=picture times=times language=language/>
            <Duo picture=picture language=language/>
        </footer>
    }
    .into_any()
}

#[component]
fn Desk(picture: Memo<Wall>, times: Signal<Times>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let desk = Memo::new(move |_| picture.with(|wall| times.with(|times| words::desk(wall.opening, times))));
    let phone = move || picture.with(|wall| wall.phone.clone());
    view! {
        <section class="hall-desk" aria-label=t.head_hall()>
            <p class="lab">{move || desk.with(|desk| desk.label.clone())}</p>
            <p class="hall-figure">{move || desk.with(|desk| desk.figure.clone())}</p>
            {move || desk.with(|desk| desk.note.clone()).map(|note| view! { <p class="hall-note">{note}</p> })}
            {move || {
                phone().map(|phone| {
                    view! {
                        <p class="hall-note">
                            <Icon icon=Icon::Phone/>
                            {words::call(&phone, language)}
                        </p>
                    }
                })
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Pile(picture: Memo<Wall>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let shown =
        move |pick: fn(&Wall) -> i64| Signal::derive(move || words::count(language, picture.with(pick)));
    let (open, came, solved) =
        (shown(|wall| wall.open), shown(|wall| wall.came_today), shown(|wall| wall.resolved_today));
    let (late, soon) = (shown(|wall| wall.late), shown(|wall| wall.soon));
    let is_wide = move || picture.with(|wall| wall.open >= WIDE_FIGURE).then_some("");
    view! {
        <section class="hall-pile" aria-label=t.pile_open()>
            <p class="lab">{t.pile_open()}</p>
            <div class="hall-count" data-wide=is_wide>
                <p class="hall-figure">{open}</p>
                <ul>
                    <li>{move || t.pile_came(&came.get())}</li>
                    <li>{move || t.pile_solved(&solved.get())}</li>
                </ul>
            </div>
            <p class="hall-risk">
                {move || match picture.with(|wall| (wall.late, wall.soon)) {
                    (0, 0) => {
                        view! {
                            <span class="wall-kept">
                                <Icon icon=Icon::Kept/>
                                {t.promise_all_held()}
                            </span>
                        }
                        .into_any()
                    }
                    (some_late, some_soon) => {
                        view! {
                            {(some_late > 0).then(|| view! {
                                <span class="wall-late">
                                    <Icon icon=Icon::Late/>
                                    {t.promise_late(&late.get())}
                                </span>
                            })}
                            {(some_soon > 0).then(|| view! {
                                <span class="wall-soon">
                                    <Icon icon=Icon::Clock/>
                                    {t.promise_soon(&soon.get())}
                                </span>
                            })}
                        }
                        .into_any()
                    }
                }}
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn Duo(picture: Memo<Wall>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    view! {
        <p class="duo">
            <span class="on-duty">
                <OnDuty picture=picture language=language/>
            </span>
            {move || {
                let kept = picture.with(|wall| wall.kept_percent)?;
                Some(view! { <span>{t.promise_kept(&kept.to_string())}</span> })
            }}
        </p>
    }
    .into_any()
}
