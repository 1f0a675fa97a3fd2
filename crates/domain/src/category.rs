//! What tickets are about: services, and at most 10 categories with 5 subcategories each.

use serde::{Deserialize, Serialize};

use crate::ids::{CategoryId, ServiceId};

/// Most categories a desk may have; more are not chosen well by anybody (essay 002).
pub const MAX_CATEGORIES: usize = 10;
/// Most subcategories one category may have.
pub const MAX_SUBCATEGORIES: usize = 5;

/// A service: something that can be up, down, or asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub state: ServiceState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    Running,
    Degraded,
    Down,
}

impl ServiceState {
    pub const ALL: [ServiceState; 3] = [ServiceState::Running, ServiceState::Degraded, ServiceState::Down];

    pub const fn as_str(self) -> &'static str {
        match self {
            ServiceState::Running => "running",
            ServiceState::Degraded => "degraded",
            ServiceState::Down => "down",
        }
    }

    pub fn from_name(name: &str) -> Option<ServiceState> {
        ServiceState::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A category with its subcategories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub subcategories: Vec<Subcategory>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subcategory {
    pub id: CategoryId,
    pub name: String,
}

/// Every category with its subcategories behind it, which are named after it: "Access, Password".
pub fn named(categories: &[Category]) -> Vec<(CategoryId, String)> {
    let mut all = Vec::new();
    for top in categories {
        all.push((top.id, top.name.clone()));
        all.extend(top.subcategories.iter().map(|sub| (sub.id, format!("{}, {}", top.name, sub.name))));
    }
    all
}

/// Why a category can't be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CategoryRefused {
    #[error("there are {MAX_CATEGORIES} categories already")]
    TooManyCategories,
    #[error("this category has {MAX_SUBCATEGORIES} subcategories already")]
    TooManySubcategories,
    #[error("a category of this name is there already")]
    Taken,
    #[error("that category is not there")]
    NoSuchCategory,
}

/// Whether a category (`parent` is none) or a subcategory of that name may be added.
pub fn may_add(existing: &[Category], parent: Option<CategoryId>, name: &str) -> Result<(), CategoryRefused> {
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    match parent {
        None if existing.iter().any(|category| same(&category.name)) => Err(CategoryRefused::Taken),
        None if existing.len() >= MAX_CATEGORIES => Err(CategoryRefused::TooManyCategories),
        None => Ok(()),
        Some(parent) => {
            let Some(category) = existing.iter().find(|category| category.id == parent) else {
                return Err(CategoryRefused::NoSuchCategory);
            };
            if category.subcategories.iter().any(|sub| same(&sub.name)) {
                return Err(CategoryRefused::Taken);
            }
            if category.subcategories.len() >= MAX_SUBCATEGORIES {
                return Err(CategoryRefused::TooManySubcategories);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(id: i64, subs: i64) -> Category {
        let subcategories = (0..subs)
            .map(|n| Subcategory { id: CategoryId(id * 100 + n), name: format!("sub {n}") })
            .collect();
        Category { id: CategoryId(id), name: format!("category {id}"), subcategories }
    }

    #[test]
    fn the_eleventh_category_is_refused() {
        let ten: Vec<_> = (1..=10).map(|id| category(id, 0)).collect();
        assert_eq!(may_add(&ten, None, "new"), Err(CategoryRefused::TooManyCategories));
        assert_eq!(may_add(ten.get(..9).unwrap(), None, "new"), Ok(()));
    }

    #[test]
    fn the_sixth_subcategory_is_refused() {
        let two = [category(1, 4), category(2, 5)];
        assert_eq!(may_add(&two, Some(CategoryId(1)), "new"), Ok(()));
        assert_eq!(may_add(&two, Some(CategoryId(2)), "new"), Err(CategoryRefused::TooManySubcategories));
        assert_eq!(may_add(&two, Some(CategoryId(3)), "new"), Err(CategoryRefused::NoSuchCategory));
    }

    #[test]
    fn a_name_is_there_once() {
        assert_eq!(may_add(&[category(1, 1)], None, "Category 1"), Err(CategoryRefused::Taken));
        assert_eq!(may_add(&[category(1, 1)], Some(CategoryId(1)), "SUB 0"), Err(CategoryRefused::Taken));
    }
}
