//! The words of routing: why a ticket went to whom it went.

use domain::locale::Language;
use domain::routing::Why;

use crate::i18n::Rota;

/// Why it went so, as the end of a sentence.
pub fn why(language: Language, why: Why) -> &'static str {
    let t = Rota::from(language);
    match why {
        Why::OnDuty => t.why_on_duty(),
        Why::FirstIsFull => t.why_first_is_full(),
        Why::Knows => t.why_knows(),
        Why::NobodyKnows => t.why_nobody_knows(),
        Why::Named => t.why_named(),
        Why::NamedIsNot => t.why_named_is_not(),
        Why::AllFull => t.why_all_full(),
        Why::Team => t.why_team(),
        Why::NobodyOnDuty => t.why_nobody_on_duty(),
    }
}
