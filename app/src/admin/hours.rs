//! Open hours as seven lines of text, each read by the same rule here and on the server.

use domain::coverage::{Week, Window};
use domain::hours::{self, HoursError, MAX_WINDOWS};
use leptos::prelude::*;
use ui::Field;

use crate::form::{Act, Doing};
use crate::i18n::{Admin, Common, language};
use crate::weekday;

/// The seven lines of a form; `tag` tells its fields from those of another form on the page.
#[component]
pub fn Hours<S: Act>(doing: Doing<S>, week: Week, #[prop(into)] tag: String) -> impl IntoView {
    let t = Admin::from(language());
    let line = move |(day, windows): (usize, &Vec<Window>)| {
        view! { <Day doing=doing tag=tag.clone() day=day kept=hours::print(windows)/> }
    };
    view! {
        <fieldset class="hours">
            <legend>{t.hours_title()}</legend>
            <p class="second small">{t.hours_hint()}</p>
            {week.days.iter().enumerate().map(line).collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Day<S: Act>(doing: Doing<S>, tag: String, day: usize, kept: String) -> impl IntoView {
    let t = Admin::from(language());
    let field = hours::field(day);
    let first = doing.value(&field, kept);
    // The sentence follows what is typed: it goes when the line is right, and not with the next try only.
    let typed = RwSignal::new(first.clone());
    let text = RwSignal::new(String::new());
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        if before.is_some() {
            typed.set(text);
        }
    });
    let name = field.clone();
    let error = Signal::derive(move || {
        let is_blamed = doing.is_wrong(&field);
        let wrong = typed.with(|typed| hours::parse(typed).err());
        wrong.filter(|_| is_blamed).map(|error| sentence(t, &error))
    });
    view! {
        <Field
            id=format!("{tag}-{day}")
            name=name
            label=weekday::label(Common::from(language()), day)
            autocomplete="off"
            placeholder=t.hours_closed()
            value=first
            text=text
            error=error
        />
    }
    .into_any()
}

/// What to write instead.
fn sentence(t: Admin, error: &HoursError) -> String {
    match error {
        HoursError::NotATime(typed) => t.hours_not_a_time(typed),
        HoursError::NoEnd(typed) => t.hours_no_end(typed),
        HoursError::NoLength(typed) => t.hours_no_length(typed),
        HoursError::Overlap(first, second) => t.hours_overlap(first, second),
        HoursError::TooMany(count) => t.hours_too_many(&count.to_string(), &MAX_WINDOWS.to_string()),
    }
}
