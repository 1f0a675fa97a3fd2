//! What is promised, in a box.

use domain::ticket::view::Levels;
use leptos::prelude::*;
use ui::Head;

use crate::i18n::{Common, Portal, language};
use crate::routes;

#[component]
pub fn LevelsBox(levels: Levels) -> impl IntoView {
    let t = Portal::from(language());
    let common = Common::from(language());
    let row = |name: &'static str, value: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <section class="desknow" aria-labelledby="levels-h">
            <Head title=t.levels_title() id="levels-h"/>
            <dl>
                {row(t.levels_first(), open_hours(common, levels.first_answer))}
                {row(t.levels_urgent(), open_hours(common, levels.urgent))}
                {row(t.levels_incident(), open_hours(common, levels.incident))}
                {row(t.levels_request(), open_hours(common, levels.request))}
                {levels.kept_percent.map(|percent| row(t.levels_kept(), t.levels_percent(&percent.to_string())))}
            </dl>
            <p class="small second section-foot">
                {t.levels_note()} " " <a href=routes::LEVELS>{t.published_title()}</a>
            </p>
        </section>
    }
}

/// Covered minutes never become days: a day of the desk is shorter than one of the calendar.
pub fn open_hours(common: Common, minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => common.length_minutes(&minutes.to_string()),
        (hours, 0) => common.length_hours(&hours.to_string()),
        (hours, minutes) => common.length_hours_minutes(&hours.to_string(), &minutes.to_string()),
    }
}
