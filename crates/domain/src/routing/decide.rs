//! The decision itself.

use super::{Case, Routed, Rule, Skill, To, Why};
use crate::ids::PersonId;
use crate::rota::Answer;

/// How somebody stands to the desk now.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Answers now.
    First,
    /// Stands in for him.
    Second,
    #[default]
    Off,
}

impl Answer {
    /// Who is on duty: whoever answers, and who stands in for him.
    pub fn on_duty(&self) -> impl Iterator<Item = (PersonId, Duty)> + '_ {
        let second = self.then.first().map(|person| (*person, Duty::Second));
        std::iter::once((self.person, Duty::First)).chain(second)
    }

    pub fn duty_of(&self, person: PersonId) -> Duty {
        self.on_duty().find(|(who, _)| *who == person).map_or(Duty::Off, |(_, duty)| duty)
    }
}

/// Somebody of the desk, as a decision needs to know him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    pub person: PersonId,
    pub duty: Duty,
    /// Open tickets that are his and wait for nobody else.
    pub load: i64,
    pub limit: i64,
    pub skills: Vec<Skill>,
}

impl Agent {
    const fn has_room(&self) -> bool {
        self.load < self.limit
    }

    /// Whether he knows the service or the category, and speaks the language if the rule asks for one.
    fn knows(&self, case: &Case, rule: &Rule) -> bool {
        let has = |skill: Skill| self.skills.contains(&skill);
        let topics = [
            case.service.map(Skill::Service),
            case.category.map(Skill::Category),
            case.parent.map(Skill::Category),
        ];
        let speaks = rule.when.language.is_none_or(|language| has(Skill::Language(language)));
        let mut topics = topics.into_iter().flatten().peekable();
        speaks && (topics.peek().is_none() || topics.any(has))
    }
}

/// Decides who gets a ticket. Of several the first line is before the second, then whoever has least.
pub fn route(rules: &[Rule], case: &Case, team: &[Agent]) -> Routed {
    let rule = rules.iter().find(|rule| rule.when.fits(case));
    let (to, why) = Choice { case, team }.by(rule);
    Routed { to, rule: rule.map(|rule| rule.name.to_string()), why }
}

struct Choice<'a> {
    case: &'a Case,
    team: &'a [Agent],
}

impl Choice<'_> {
    fn by(&self, rule: Option<&Rule>) -> (Option<PersonId>, Why) {
        let Some(rule) = rule else { return self.duty(None) };
        match rule.to {
            To::Queue => (None, Why::Team),
            To::Duty => self.duty(None),
            To::Skilled => match self.best(|agent| agent.knows(self.case, rule)) {
                Some(agent) => (Some(agent.person), Why::Knows),
                None => self.duty(Some(Why::NobodyKnows)),
            },
            To::Person(person) => match self.best(|agent| agent.person == person) {
                Some(agent) => (Some(agent.person), Why::Named),
                None => self.duty(Some(Why::NamedIsNot)),
            },
        }
    }

    /// Whoever is on duty and has room; `instead` says why it is not whom the rule meant.
    fn duty(&self, instead: Option<Why>) -> (Option<PersonId>, Why) {
        let on_duty = self.team.iter().any(|agent| agent.duty != Duty::Off);
        match self.best(|_| true) {
            Some(agent) if agent.duty == Duty::First => (Some(agent.person), instead.unwrap_or(Why::OnDuty)),
            Some(agent) => (Some(agent.person), instead.unwrap_or(Why::FirstIsFull)),
            None if on_duty => (None, Why::AllFull),
            None => (None, Why::NobodyOnDuty),
        }
    }

    fn best(&self, fits: impl Fn(&Agent) -> bool) -> Option<&Agent> {
        let on_duty = self.team.iter().filter(|agent| agent.duty != Duty::Off && agent.has_room());
        on_duty.filter(|agent| fits(agent)).min_by_key(|agent| (agent.duty, agent.load, agent.person))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::{CategoryId, RuleId, ServiceId};
    use crate::locale::Language;
    use crate::promise::Urgency;
    use crate::routing::When;
    use crate::text::Label;
    use crate::ticket::Channel;

    const BO: PersonId = PersonId(2);
    const CY: PersonId = PersonId(3);
    const DI: PersonId = PersonId(4);
    const VPN: ServiceId = ServiceId(7);

    fn case() -> Case {
        Case {
            service: Some(VPN),
            category: Some(CategoryId(12)),
            parent: Some(CategoryId(10)),
            language: Language::Es,
            channel: Channel::Portal,
            urgency: Urgency::Normal,
        }
    }

    fn agent(person: PersonId, duty: Duty, load: i64, skills: &[Skill]) -> Agent {
        Agent { person, duty, load, limit: 3, skills: skills.to_vec() }
    }

    fn rule(when: When, to: To) -> Rule {
        Rule { id: RuleId(1), name: Label::parse("A rule").unwrap(), when, to }
    }

    fn team() -> Vec<Agent> {
        vec![
            agent(BO, Duty::First, 0, &[]),
            agent(CY, Duty::Second, 2, &[Skill::Service(VPN), Skill::Language(Language::Es)]),
            agent(DI, Duty::Off, 0, &[Skill::Service(VPN)]),
        ]
    }

    fn routed(to: To, team: &[Agent]) -> (Option<PersonId>, Why) {
        let routed = route(&[rule(When::default(), to)], &case(), team);
        (routed.to, routed.why)
    }

    #[test]
    fn without_rules_new_work_goes_to_whoever_answers() {
        let routed = route(&[], &case(), &team());
        assert_eq!(routed, Routed { to: Some(BO), rule: None, why: Why::OnDuty });
        assert_eq!(route(&[], &case(), &team()[2..]).why, Why::NobodyOnDuty);
    }

    #[test]
    fn the_first_rule_that_fits_decides_and_is_named() {
        let mail = When { service: Some(ServiceId(1)), ..When::default() };
        let access = When { category: Some(CategoryId(10)), ..When::default() };
        let rules = [rule(mail, To::Duty), rule(access, To::Queue), rule(When::default(), To::Duty)];
        let routed = route(&rules, &case(), &team());
        assert_eq!(routed, Routed { to: None, rule: Some("A rule".into()), why: Why::Team });
    }

    #[test]
    fn who_knows_it_gets_it_if_he_is_on_duty() {
        assert_eq!(routed(To::Skilled, &team()), (Some(CY), Why::Knows));
        let mut full = team();
        full[1].load = 3;
        assert_eq!(routed(To::Skilled, &full), (Some(BO), Why::NobodyKnows));
        assert_eq!(routed(To::Person(CY), &team()), (Some(CY), Why::Named));
        assert_eq!(routed(To::Person(DI), &team()), (Some(BO), Why::NamedIsNot));
    }

    #[test]
    fn a_rule_for_a_language_wants_somebody_who_speaks_it() {
        let spanish = When { language: Some(Language::Es), ..When::default() };
        let english = When { language: Some(Language::En), ..When::default() };
        let both = [rule(english, To::Queue), rule(spanish, To::Skilled)];
        assert_eq!(route(&both, &case(), &team()).to, Some(CY));
        let mut silent = team();
        silent[1].skills.pop();
        assert_eq!(route(&both, &case(), &silent).why, Why::NobodyKnows);
    }

    #[test]
    fn who_has_enough_gets_no_more() {
        let mut team = team();
        team[0].load = 3;
        assert_eq!(routed(To::Duty, &team), (Some(CY), Why::FirstIsFull));
        team[1].load = 3;
        assert_eq!(routed(To::Duty, &team), (None, Why::AllFull));
    }

    fn agents() -> impl Strategy<Value = Vec<Agent>> {
        let duty = prop_oneof![Just(Duty::First), Just(Duty::Second), Just(Duty::Off)];
        let one = (duty, 0_i64..5, proptest::bool::ANY).prop_map(|(duty, load, knows)| {
            agent(BO, duty, load, if knows { &[Skill::Service(VPN)] } else { &[] })
        });
        proptest::collection::vec(one, 0..6).prop_map(|agents| {
            let numbered = agents.into_iter().zip(1..);
            numbered.map(|(agent, n)| Agent { person: PersonId(n), ..agent }).collect()
        })
    }

    proptest! {
        #[test]
        fn off_duty_or_full_nobody_gets_anything_new(
            team in agents(),
            to in prop_oneof![
                Just(To::Duty), Just(To::Skilled), Just(To::Queue),
                (1_i64..6).prop_map(|n| To::Person(PersonId(n))),
            ],
        ) {
            let (person, why) = routed(to, &team);
            let room = |agent: &&Agent| agent.duty != Duty::Off && agent.load < agent.limit;
            match person {
                Some(person) => prop_assert!(team.iter().filter(room).any(|agent| agent.person == person)),
                None => prop_assert!(why == Why::Team || !team.iter().any(|agent| room(&agent))),
            }
        }
    }
}
