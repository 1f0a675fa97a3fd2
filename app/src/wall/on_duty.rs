//! Who answers now, by first name and with consent; the same words on every screen.

use domain::locale::Language;
use domain::wall::Wall;
use leptos::prelude::*;

use super::words;
use crate::i18n;

/// The inside of a line.
#[component]
pub fn OnDuty(picture: Memo<Wall>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    move || match picture.with(|wall| words::duty(&wall.on_duty, language)) {
        Some((names, more)) => view! {
            <span class="second-ink">{t.duty_who()}</span>
            " "
            <span class="duty-names">{names}</span>
            " "
            {more.map(|more| view! { <span>{more}</span> })}
        }
        .into_any(),
        None => view! { <span class="second-ink">{t.duty_nobody()}</span> }.into_any(),
    }
}
