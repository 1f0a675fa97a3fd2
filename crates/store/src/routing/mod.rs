//! The rules that say who gets a new ticket, in their order.

use domain::ids::{PersonId, RuleId};
use domain::routing::{Rule, To, When};
use domain::text::Label;
use domain::time::UnixMs;

use crate::decode::{json, text, to_json};
use crate::sql::{all, execute, one, row, statements};
use crate::{Result, StoreError, Tx};

mod skill;
mod work;

pub(crate) use skill::STATEMENTS as SKILL_STATEMENTS;
pub use skill::{Shown, clear_skills, limits, set_limit, set_skill, shown, skills};
pub(crate) use work::STATEMENTS as WORK_STATEMENTS;
pub use work::{Came, came, loads, put_back, routed, unrouted};

statements! {
    /// Behind all others.
    ADD = "insert into routing_rule (position, name, conditions, target, created_at, created_by)
        values ((select coalesce(max(position), 0) + 1 from routing_rule), $1, $2, $3, $4, $5)
        returning id";
    LIST = "select id, name, conditions, target from routing_rule order by position, id";
    PLACE = "update routing_rule set position = $2 where id = $1";
    REMOVE = "delete from routing_rule where id = $1";
}

/// Adds a rule behind all others.
pub async fn add_rule(
    tx: &mut Tx,
    name: &Label,
    when: &When,
    to: To,
    by: Option<PersonId>,
    now: UnixMs,
) -> Result<RuleId> {
    let (conditions, target) = (to_json(when)?, to_json(&to)?);
    let (id,): (i64,) = one!(tx, ADD, name.as_str(), conditions, target, now.0, by.map(|person| person.0))?;
    Ok(RuleId(id))
}

/// All rules, in their order.
pub async fn rules(tx: &mut Tx) -> Result<Vec<Rule>> {
    let rows: Vec<RuleRow> = all!(tx, LIST)?;
    rows.into_iter().map(Rule::try_from).collect()
}

/// Puts rules in this order.
pub async fn order_rules(tx: &mut Tx, order: &[RuleId]) -> Result<()> {
    for (position, rule) in (1_i64..).zip(order) {
        execute!(tx, PLACE, rule.0, position)?;
    }
    Ok(())
}

/// False when there is no such rule.
pub async fn remove_rule(tx: &mut Tx, id: RuleId) -> Result<bool> {
    Ok(execute!(tx, REMOVE, id.0)? > 0)
}

row! {
    struct RuleRow {
        id: i64,
        name: String,
        conditions: String,
        target: String,
    }
}

impl TryFrom<RuleRow> for Rule {
    type Error = StoreError;

    fn try_from(row: RuleRow) -> Result<Rule> {
        Ok(Rule {
            id: RuleId(row.id),
            name: text(row.name, "routing_rule", "name")?,
            when: json(&row.conditions, "routing_rule", "conditions")?,
            to: json(&row.target, "routing_rule", "target")?,
        })
    }
}
