//! Who gets a new ticket: rules, skills and limits, the decision when it comes, and who knows what.

mod knows;
mod rules;
mod send;

pub use knows::{page as knows_page, set_person, set_person_typed};
pub use rules::{NewRule, add_rule, add_typed, dry_run, move_rule, page, remove_rule, rules};
pub(crate) use send::{past_desk, route_new, route_waiting};
