//! The first sentence: who answers now, until when, and who is next.

use domain::rota::view::{Planned, RotaPage};

use crate::entities::rota::name;
use crate::format::Times;
use crate::i18n::Rota;

/// Who answers, in a sentence.
pub fn sentence(page: &RotaPage, times: &Times) -> String {
    let t = Rota::from(times.language);
    let next = page.ahead.first();
    match (&page.answer, next) {
        _ if page.plan == Planned::NotYet => t.first_no_plan().into(),
        (Some(answer), _) if answer.person == page.reader.id => t.first_you(&times.until(answer.until)),
        (Some(answer), _) => t.first_answers(&name(&page.people, answer.person), &times.until(answer.until)),
        (None, Some(next)) if next.person == page.reader.id => t.first_you_begin(&times.at(next.within.from)),
        (None, Some(next)) => t.first_begins(&name(&page.people, next.person), &times.at(next.within.from)),
        (None, None) => t.first_closed().into(),
    }
}
