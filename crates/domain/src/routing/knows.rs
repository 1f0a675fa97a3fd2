//! Who knows what: what people said that they know, and what they showed by resolving it.

use serde::{Deserialize, Serialize};

use super::{Duty, Skill};
use crate::ids::PersonId;
use crate::person::PersonChip;

/// Tickets about something that somebody has to have resolved before it shows that he knows it.
pub const SHOWN_BY: i64 = 3;

/// That somebody knows something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowledge {
    pub person: PersonChip,
    /// Whether it was said of him, or is only seen in his work.
    pub said: bool,
    /// Tickets about it that he resolved lately.
    pub resolved: i64,
    pub duty: Duty,
}

/// Who knows one thing: those on duty first, then by what they resolved. Names are looked up in `people`.
pub fn knowledge(
    skill: Skill,
    said: &[(PersonId, Skill)],
    resolved: &[(PersonId, Skill, i64)],
    people: &[(PersonChip, Duty)],
) -> Vec<Knowledge> {
    let known = people.iter().filter_map(|(person, duty)| {
        let is_said = said.contains(&(person.id, skill));
        let count = resolved
            .iter()
            .filter(|(who, what, _)| (*who, *what) == (person.id, skill))
            .map(|(.., n)| n)
            .sum();
        (is_said || count >= SHOWN_BY).then(|| Knowledge {
            person: person.clone(),
            said: is_said,
            resolved: count,
            duty: *duty,
        })
    });
    let mut known: Vec<Knowledge> = known.collect();
    known.sort_by(|a, b| {
        (a.duty, -a.resolved, &a.person.name, a.person.id).cmp(&(
            b.duty,
            -b.resolved,
            &b.person.name,
            b.person.id,
        ))
    });
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ServiceId;

    fn chip(id: i64, name: &str) -> PersonChip {
        PersonChip { id: PersonId(id), name: name.into() }
    }

    #[test]
    fn on_duty_comes_first_and_a_chance_hit_is_no_knowledge() {
        let vpn = Skill::Service(ServiceId(7));
        let mail = Skill::Service(ServiceId(8));
        let people = [
            (chip(1, "Ana"), Duty::Off),
            (chip(2, "Bo"), Duty::First),
            (chip(3, "Cy"), Duty::Off),
            (chip(4, "Di"), Duty::Off),
        ];
        let said = [(PersonId(2), vpn), (PersonId(4), mail)];
        let resolved = [(PersonId(1), vpn, 2), (PersonId(3), vpn, 9), (PersonId(3), mail, 9)];
        let known = knowledge(vpn, &said, &resolved, &people);
        let told: Vec<_> = known.iter().map(|k| (k.person.name.as_str(), k.said, k.resolved)).collect();
        assert_eq!(told, [("Bo", true, 0), ("Cy", false, 9)]);
    }
}
