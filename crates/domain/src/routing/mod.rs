//! Who gets a new ticket: rules in order, of which the first that fits decides, and why it went so.
//!
//! New work goes to whoever is on duty: the first line is who answers now, the second line his stand-in. Nobody else
//! gets anything new, and nothing that a requester says can choose a person.

mod decide;
mod knows;
mod notice;
mod onto;
pub mod view;

use serde::{Deserialize, Serialize};

pub use decide::{Agent, Duty, route};
pub use knows::{Knowledge, knowledge};
pub use notice::{is_emergency, sounds};

use crate::ids::{CategoryId, PersonId, RuleId, ServiceId};
use crate::locale::Language;
use crate::promise::Urgency;
use crate::text::Label;
use crate::ticket::Channel;

/// Most rules of one desk.
pub const MAX_RULES: usize = 50;
/// Open tickets that one person works on at a time, unless set otherwise for him.
pub const DEFAULT_LIMIT: i64 = 10;
/// The highest limit that can be set.
pub const MAX_LIMIT: i64 = 99;

/// What is known of a ticket when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub service: Option<ServiceId>,
    pub category: Option<CategoryId>,
    /// The category above, where `category` is a subcategory.
    pub parent: Option<CategoryId>,
    /// The requester's.
    pub language: Language,
    pub channel: Channel,
    pub urgency: Urgency,
}

/// When a rule fits: whatever is set is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    pub service: Option<ServiceId>,
    /// A category fits its subcategories too.
    pub category: Option<CategoryId>,
    pub language: Option<Language>,
    pub channel: Option<Channel>,
    pub urgency: Option<Urgency>,
}

impl When {
    pub fn fits(&self, case: &Case) -> bool {
        fn same<T: PartialEq>(wanted: Option<T>, is: Option<T>) -> bool {
            wanted.is_none() || wanted == is
        }
        same(self.service, case.service)
            && (same(self.category, case.category) || same(self.category, case.parent))
            && same(self.language, Some(case.language))
            && same(self.channel, Some(case.channel))
            && same(self.urgency, Some(case.urgency))
    }
}

/// Where a rule sends a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// Whoever answers now.
    Duty,
    /// Of those on duty, somebody who knows what it is about.
    Skilled,
    /// This person, while he is on duty.
    Person(PersonId),
    /// Nobody yet: the team's queue.
    Queue,
}

impl To {
    /// As forms and programs write it: `duty`, `skilled`, `queue`, or `person-12`.
    pub fn word(self) -> String {
        match self {
            To::Duty => "duty".into(),
            To::Skilled => "skilled".into(),
            To::Queue => "queue".into(),
            To::Person(person) => format!("person-{}", person.0),
        }
    }

    pub fn from_word(word: &str) -> Option<To> {
        match word {
            "duty" => Some(To::Duty),
            "skilled" => Some(To::Skilled),
            "queue" => Some(To::Queue),
            _ => word.strip_prefix("person-")?.parse().ok().map(|id| To::Person(PersonId(id))),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub id: RuleId,
    pub name: Label,
    pub when: When,
    pub to: To,
}

/// Something that somebody knows about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skill {
    Service(ServiceId),
    Category(CategoryId),
    Language(Language),
}

impl Skill {
    /// As forms and programs write it: `service-4`, `category-12` or `language-es`.
    pub fn word(self) -> String {
        match self {
            Skill::Service(id) => format!("service-{}", id.0),
            Skill::Category(id) => format!("category-{}", id.0),
            Skill::Language(language) => format!("language-{}", language.code()),
        }
    }

    pub fn from_word(word: &str) -> Option<Skill> {
        let (kind, value) = word.split_once('-')?;
        match kind {
            "service" => value.parse().ok().map(|id| Skill::Service(ServiceId(id))),
            "category" => value.parse().ok().map(|id| Skill::Category(CategoryId(id))),
            "language" => Language::from_code(value).map(Skill::Language),
            _ => None,
        }
    }
}

/// Who got a ticket and why; kept with it and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// None means the team's queue.
    pub to: Option<PersonId>,
    /// The name of the rule that decided; none where no rule fitted.
    pub rule: Option<String>,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Answers now.
    OnDuty,
    /// Who answers now has as much as one person works on; his stand-in has room.
    FirstIsFull,
    /// Is on duty and knows what it is about.
    Knows,
    /// Nobody on duty knows what it is about, so whoever is on duty begins.
    NobodyKnows,
    /// The rule names this person, who is on duty.
    Named,
    /// The rule names somebody who is off duty or full, so whoever is on duty begins.
    NamedIsNot,
    /// Everybody on duty has as much as one person works on.
    AllFull,
    /// The rule leaves it to the team.
    Team,
    /// The desk is closed or has no rota.
    NobodyOnDuty,
}

impl Why {
    pub const ALL: [Why; 9] = [
        Why::OnDuty,
        Why::FirstIsFull,
        Why::Knows,
        Why::NobodyKnows,
        Why::Named,
        Why::NamedIsNot,
        Why::AllFull,
        Why::Team,
        Why::NobodyOnDuty,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Why::OnDuty => "on_duty",
            Why::FirstIsFull => "first_is_full",
            Why::Knows => "knows",
            Why::NobodyKnows => "nobody_knows",
            Why::Named => "named",
            Why::NamedIsNot => "named_is_not",
            Why::AllFull => "all_full",
            Why::Team => "team",
            Why::NobodyOnDuty => "nobody_on_duty",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_knows_and_where_a_ticket_goes_read_back_from_their_words() {
        for skill in
            [Skill::Service(ServiceId(4)), Skill::Category(CategoryId(12)), Skill::Language(Language::Es)]
        {
            assert_eq!(Skill::from_word(&skill.word()), Some(skill));
        }
        for to in [To::Duty, To::Skilled, To::Queue, To::Person(PersonId(12))] {
            assert_eq!(To::from_word(&to.word()), Some(to));
        }
        for nonsense in ["", "service", "person-x", "service-x", "planet-1", "language-tlh"] {
            assert_eq!((Skill::from_word(nonsense), To::from_word(nonsense)), (None, None), "{nonsense}");
        }
    }
}
