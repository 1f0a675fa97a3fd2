//! The company of the demo: its desk, services and categories.

use domain::category::ServiceState;
use domain::ids::{CategoryId, ServiceId};
use domain::settings::Settings;
use domain::text::Label;
use domain::time::{DAY, MINUTE, UnixMs};
use store::Tx;

use super::covered;
use crate::ctx::Service;
use crate::error::{Error, Result, parse};

/// Name, how it runs, and since how many open minutes.
const SERVICES: &[(&str, ServiceState, i64)] = &[
    ("CAD", ServiceState::Running, 0),
    ("Devices", ServiceState::Running, 0),
    ("Doors", ServiceState::Running, 0),
    ("File shares", ServiceState::Running, 0),
    ("Mail", ServiceState::Running, 0),
    ("Network", ServiceState::Running, 0),
    ("Phones", ServiceState::Running, 0),
    ("Printing", ServiceState::Degraded, 120),
    ("Remote access", ServiceState::Down, 37),
    ("Workshop apps", ServiceState::Running, 0),
];

/// Every name is there once, so that a story can say it alone.
const CATEGORIES: &[(&str, &[&str])] = &[
    ("Hardware", &["Computer", "Screen", "Printer", "Phone", "Accessory"]),
    ("Software", &["Install", "Error", "Licence", "Update"]),
    ("Access", &["Password", "Account", "Rights", "Badge"]),
    ("Networks", &["Wi-Fi", "VPN", "Slow or down", "Guest access"]),
    ("Mail and calendar", &["Mailbox", "Spam", "Calendar"]),
    ("Workshop", &["Handheld", "Label printer", "Machine PC", "Scales"]),
    ("Meeting rooms", &["Picture", "Sound", "Booking"]),
    ("People", &["New starter", "Move", "Leaver"]),
    ("Question", &[]),
];

/// The numbers of services and categories by their names.
pub struct Topics {
    services: Vec<(&'static str, ServiceId)>,
    categories: Vec<(&'static str, CategoryId)>,
}

pub fn settings() -> Settings {
    Settings {
        company: "Lumbrera Optics".into(),
        phone: Some("4400".into()),
        place: Some("Ground floor, room 0.12".into()),
        zone: "Europe/Madrid".into(),
        ..Settings::default()
    }
}

/// Writes services and categories, made at an instant long ago.
pub async fn open(tx: &mut Tx, house: &Service, now: UnixMs, long_ago: UnixMs) -> Result<Topics> {
    let calendar = house.promises().open(None, now - DAY.times(7), now);
    let mut topics = Topics { services: Vec::new(), categories: Vec::new() };
    for (name, state, minutes) in SERVICES {
        let id = store::service::insert(tx, &label(name)?, long_ago).await?;
        let since = covered::ago(&calendar, now, MINUTE.times(*minutes));
        store::service::set_state(tx, id, *state, since).await?;
        topics.services.push((name, id));
    }
    for (name, subcategories) in CATEGORIES {
        let parent = store::category::insert(tx, None, &label(name)?, long_ago).await?;
        topics.categories.push((name, parent));
        for sub in *subcategories {
            let id = store::category::insert(tx, Some(parent), &label(sub)?, long_ago).await?;
            topics.categories.push((sub, id));
        }
    }
    Ok(topics)
}

fn label(name: &str) -> Result<Label> {
    parse("name", Label::parse(name))
}

impl Topics {
    pub fn service(&self, name: &str) -> Result<ServiceId> {
        named(&self.services, name)
    }

    pub fn category(&self, name: &str) -> Result<CategoryId> {
        named(&self.categories, name)
    }
}

fn named<T: Copy>(known: &[(&str, T)], name: &str) -> Result<T> {
    let found = known.iter().find(|(known, _)| *known == name);
    found.map(|(_, id)| *id).ok_or_else(|| Error::internal(format!("the demo knows no {name:?}")))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::category::{MAX_CATEGORIES, MAX_SUBCATEGORIES};

    use super::*;

    #[test]
    fn the_categories_keep_the_limit_and_every_name_is_there_once() {
        assert!(CATEGORIES.len() <= MAX_CATEGORIES);
        assert!(CATEGORIES.iter().all(|(_, subcategories)| subcategories.len() <= MAX_SUBCATEGORIES));
        let names: Vec<_> =
            CATEGORIES.iter().flat_map(|(name, subs)| std::iter::once(name).chain(*subs)).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    }
}
