//! What is promised, in a box.

use domain::ticket::view::Levels;
use leptos::prelude::*;
use ui::Head;

use crate::format::open_hours;
use crate::i18n::{Portal, language};
use crate::routes;

#[component]
pub fn LevelsBox(levels: Levels) -> impl IntoView {
    let (language, t) = (language(), Portal::from(language()));
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
                {row(t.levels_first(), open_hours(language, levels.first_answer))}
                {row(t.levels_urgent(), open_hours(language, levels.urgent))}
                {row(t.levels_incident(), open_hours(language, levels.incident))}
                {row(t.levels_request(), open_hours(language, levels.request))}
                {levels.kept_percent.map(|percent| row(t.levels_kept(), t.levels_percent(&percent.to_string())))}
            </dl>
            <p class="small second section-foot">
                {t.levels_note()} " " <a href=routes::LEVELS>{t.published_title()}</a>
            </p>
        </section>
    }
}
