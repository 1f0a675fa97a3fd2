//! The words of routing: why a ticket went to whom it went, when a rule fits, and what can be chosen.

use domain::category::{Category, Service, named};
use domain::locale::Language;
use domain::promise::Urgency;
use domain::routing::{When, Why};
use ui::SelectOption;

use crate::entities::ticket::names;
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

/// When a rule fits, in words.
pub fn when(language: Language, when: &When, services: &[Service], categories: &[Category]) -> String {
    let t = Rota::from(language);
    let service = when.service.and_then(|id| services.iter().find(|known| known.id == id));
    let category = when.category.and_then(|id| named(categories).into_iter().find(|(known, _)| *known == id));
    let parts = [
        service.map(|service| service.name.clone()),
        category.map(|(_, name)| name),
        when.language.map(|language| language.own_name().to_owned()),
        when.channel.map(|channel| names::channel(language, channel).to_owned()),
        when.urgency.map(|urgency| match urgency {
            Urgency::Urgent => t.urgent().to_owned(),
            Urgency::Normal => t.not_urgent().to_owned(),
        }),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { t.rule_any().to_owned() } else { parts.join(", ") }
}

pub fn services(services: &[Service]) -> Vec<SelectOption> {
    services.iter().map(|known| SelectOption::new(known.id.0.to_string(), &known.name)).collect()
}

/// Categories, each with its subcategories behind it.
pub fn categories(categories: &[Category]) -> Vec<SelectOption> {
    named(categories).iter().map(|(id, name)| SelectOption::new(id.0.to_string(), name)).collect()
}
