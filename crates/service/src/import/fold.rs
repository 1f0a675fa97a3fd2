//! Ten categories with five subcategories each are enough for anybody: the most frequent ones stay, the rest becomes
//! "Other".

use std::collections::{BTreeMap, HashMap};

use domain::category::{Category, MAX_CATEGORIES, MAX_SUBCATEGORIES};
use domain::ids::CategoryId;
use serde::Serialize;

use super::log::Topic;

/// What was folded into what, and how many tickets that touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Folded {
    pub from: String,
    pub into: String,
    pub tickets: u64,
}

/// Where each topic of a log goes.
#[derive(Debug, Default)]
pub struct Plan {
    places: HashMap<Topic, Topic>,
    /// Categories with their subcategories, as they shall be there.
    pub wanted: Vec<(String, Vec<String>)>,
    pub folded: Vec<Folded>,
    other: String,
    ids: HashMap<Topic, CategoryId>,
}

impl Plan {
    /// `counts` are tickets by topic. What exists is used again; the same log gives the same plan after it was carried out.
    pub fn new(counts: &BTreeMap<Topic, u64>, existing: &[Category], other: &str) -> Plan {
        let mut by_category: BTreeMap<&str, u64> = BTreeMap::new();
        for (topic, count) in counts {
            *by_category.entry(&topic.category).or_default() += count;
        }
        let present: Vec<&str> = existing.iter().map(|category| category.name.as_str()).collect();
        let kept =
            choose(by_category.iter().map(|(name, count)| (*name, *count)), &present, MAX_CATEGORIES, other);
        let mut plan = Plan { other: other.to_owned(), ..Plan::default() };
        for (category, kept_as) in &kept {
            plan.subcategories(category, kept_as.as_deref(), counts, existing);
        }
        plan.tell(counts);
        plan
    }

    fn subcategories(
        &mut self,
        category: &str,
        kept_as: Option<&str>,
        counts: &BTreeMap<Topic, u64>,
        existing: &[Category],
    ) {
        let own = counts.iter().filter(|(topic, _)| topic.category == category);
        let Some(kept_as) = kept_as else {
            for (topic, _) in own {
                let other = Topic { category: self.other.clone(), subcategory: None };
                self.places.insert(topic.clone(), other);
            }
            let other = self.other.clone();
            self.want(&other, None);
            return;
        };
        let there = existing.iter().find(|known| known.name == kept_as);
        let present: Vec<&str> = there
            .map(|known| known.subcategories.iter().map(|sub| sub.name.as_str()).collect())
            .unwrap_or_default();
        let names = own.clone().filter_map(|(topic, count)| Some((topic.subcategory.as_deref()?, *count)));
        let kept = choose(names, &present, MAX_SUBCATEGORIES, &self.other.clone());
        self.want(kept_as, None);
        for (topic, _) in own {
            let name = topic.subcategory.as_deref();
            let place = name.map(|name| kept.get(name).cloned().flatten().unwrap_or(self.other.clone()));
            if let Some(place) = &place {
                self.want(kept_as, Some(place));
            }
            self.places.insert(topic.clone(), Topic { category: kept_as.to_owned(), subcategory: place });
        }
    }

    fn want(&mut self, category: &str, subcategory: Option<&str>) {
        if !self.wanted.iter().any(|(known, _)| known == category) {
            self.wanted.push((category.to_owned(), Vec::new()));
        }
        let known = self.wanted.iter_mut().find(|(known, _)| known == category);
        if let (Some((_, known)), Some(name)) = (known, subcategory)
            && !known.iter().any(|known| known == name)
        {
            known.push(name.to_owned());
        }
    }

    fn tell(&mut self, counts: &BTreeMap<Topic, u64>) {
        let words = |topic: &Topic| match &topic.subcategory {
            Some(sub) => format!("{} / {sub}", topic.category),
            None => topic.category.clone(),
        };
        let moved = counts.iter().filter_map(|(topic, tickets)| {
            let place = self.places.get(topic)?;
            let same = place.category.to_lowercase() == topic.category.to_lowercase()
                && place.subcategory.as_ref().map(|s| s.to_lowercase())
                    == topic.subcategory.as_ref().map(|s| s.to_lowercase());
            (!same).then(|| Folded { from: words(topic), into: words(place), tickets: *tickets })
        });
        self.folded = moved.collect();
    }

    /// Learns the numbers of the categories, once they are there.
    pub fn learn(&mut self, existing: &[Category]) {
        for category in existing {
            self.ids.insert(Topic { category: category.name.clone(), subcategory: None }, category.id);
            for sub in &category.subcategories {
                let topic = Topic { category: category.name.clone(), subcategory: Some(sub.name.clone()) };
                self.ids.insert(topic, sub.id);
            }
        }
    }

    /// The category of a topic. One that no ticket ended with goes to where its category went, or to the others.
    pub fn id(&self, topic: &Topic) -> Option<CategoryId> {
        let alone = Topic { subcategory: None, ..topic.clone() };
        let sibling = || {
            let of_it = self.places.iter().find(|(known, _)| known.category == topic.category);
            of_it.map(|(_, place)| Topic { category: place.category.clone(), subcategory: None })
        };
        let place = self.places.get(topic).or_else(|| self.places.get(&alone)).cloned();
        let other = || Topic { category: self.other.clone(), subcategory: None };
        let place = place.or_else(sibling).unwrap_or_else(other);
        self.ids.get(&place).copied()
    }
}

/// Of names with their counts those that stay, each under the name that is there already if it is; none means "other".
fn choose<'a>(
    names: impl Iterator<Item = (&'a str, u64)>,
    present: &[&str],
    limit: usize,
    other: &str,
) -> BTreeMap<&'a str, Option<String>> {
    let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, count) in names {
        *counted.entry(name).or_default() += count;
    }
    let find = |name: &str| present.iter().find(|known| known.to_lowercase() == name.to_lowercase());
    let mut order: Vec<(&str, u64)> = counted.into_iter().collect();
    order.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let new = order.iter().filter(|(name, _)| find(name).is_none()).count();
    let free = limit.saturating_sub(present.len());
    // Where not all fit, one place is for the others, unless it is there.
    let free = if new > free && find(other).is_none() { free.saturating_sub(1) } else { free };
    let mut left = free;
    let mut kept = BTreeMap::new();
    for (name, _) in order {
        let place = match find(name) {
            Some(known) => Some((*known).to_owned()),
            None if left > 0 => {
                left -= 1;
                Some(name.to_owned())
            }
            None => None,
        };
        kept.insert(name, place);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::category::Subcategory;

    fn topic(category: &str, subcategory: &str) -> Topic {
        Topic { category: category.into(), subcategory: Some(subcategory.into()) }
    }

    fn many() -> BTreeMap<Topic, u64> {
        (0..14u64)
            .flat_map(|c| {
                (0..7u64).map(move |s| (topic(&format!("C{c:02}"), &format!("S{s}")), 100 - c + 10 * (7 - s)))
            })
            .collect()
    }

    /// The categories that a plan wants, as the desk would have them.
    fn carried_out(plan: &Plan) -> Vec<Category> {
        let mut id = 0;
        let mut next = || {
            id += 1;
            CategoryId(id)
        };
        let category = |(name, subs): &(String, Vec<String>)| Category {
            id: next(),
            name: name.clone(),
            subcategories: subs.iter().map(|sub| Subcategory { id: next(), name: sub.clone() }).collect(),
        };
        plan.wanted.iter().map(category).collect()
    }

    #[test]
    fn ten_with_five_stay_and_the_rest_is_told() {
        let mut plan = Plan::new(&many(), &[], "Other");
        assert_eq!(plan.wanted.len(), MAX_CATEGORIES);
        assert!(plan.wanted.iter().all(|(_, subs)| subs.len() <= MAX_SUBCATEGORIES), "{:?}", plan.wanted);
        assert!(plan.folded.iter().any(|fold| fold.from == "C13 / S0" && fold.into == "Other"));
        assert!(plan.folded.iter().any(|fold| fold.from == "C00 / S6" && fold.into == "C00 / Other"));
        assert!(!plan.folded.iter().any(|fold| fold.from == "C00 / S0"));
        let categories = carried_out(&plan);
        plan.learn(&categories);
        let all = many();
        assert!(all.keys().all(|topic| plan.id(topic).is_some()));
        assert_eq!(plan.id(&topic("never seen", "x")), plan.id(&topic("C13", "S0")));
    }

    #[test]
    fn the_same_log_gives_the_same_plan_again() {
        let first = Plan::new(&many(), &[], "Other");
        let again = Plan::new(&many(), &carried_out(&first), "Other");
        assert_eq!(again.folded, first.folded);
        assert_eq!(again.wanted, first.wanted);
    }

    #[test]
    fn what_fits_is_not_folded_and_what_is_there_is_used() {
        let counts = BTreeMap::from([(topic("network", "vpn"), 3), (topic("Printing", "Toner"), 1)]);
        let there = [Category { id: CategoryId(4), name: "Network".into(), subcategories: Vec::new() }];
        let plan = Plan::new(&counts, &there, "Other");
        assert_eq!(plan.folded, []);
        let wanted = |category: &str, sub: &str| plan.wanted.contains(&(category.into(), vec![sub.into()]));
        assert!(wanted("Network", "vpn") && wanted("Printing", "Toner"), "{:?}", plan.wanted);
        assert_eq!(plan.wanted.len(), 2);
    }
}
